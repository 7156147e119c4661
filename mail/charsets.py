"""Bytes to text, believing a mail's own label only as far as the bytes bear it out.

Labels are often missing, misspelt or simply the sender's default; UTF-8 proves itself, the rest is decided by which alphabet
turns the bytes into words (Polish and Russian are told from Western European that way).
"""

import codecs
import re
from functools import cache

SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
}
"""What a charset's name means in practice: the superset that senders really use (after the WHATWG Encoding Standard)."""

ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "visual": "iso-8859-8",
    "logical": "iso-8859-8",
    "ks_c_5601-1989": "cp949",
    "gb_2312-80": "gb18030",
    "x-big5": "big5hkscs",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "x-sjis": "cp932",
    "hz-gb-2312": "hz",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "macintosh": "mac-roman",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "win-1250": "cp1250",
}
"""Labels that Python does not know."""

_LABEL = re.compile(r"[\w.:+-]{1,40}")
_CODE_PAGE = re.compile(r"(?:x-)?(?:cs)?(?:windows|win|cp|ibm|dos|msdos)[_-]?(\d{3,5})")

NOT_TEXT = {"base64", "bz2", "hex", "zlib", "rot13", "quopri", "uu", "idna", "punycode", "unicode_escape"} | {
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
}
"""Python calls these codecs too; a mail that names one must not get to run it (zlib unpacks without limit)."""

_ALPHABETS = {
    "cp1252": ("éèàäöüßñáóíç’“”–€¿", "ÄÖÜÉìòùúêâåø‘„…«»°¡ ", "îôûëïœæÀÈ—§£ºª"),
    "cp1250": ("ąęłóśż’“”–€", "ćńźŁŚŻäöüßé„… ", "ĄĆĘŃÓŹáčďěíňřšťúůýžČŘŠŽ‘—"),
    "iso8859_2": ("ąęłóśż", "ćńźŁŚŻäöüßé ", "ĄĆĘŃÓŹáčďěíňřšťúůýžČŘŠŽ"),
    "cp1251": ("оеаинтсрвл", "кмдпуяыьгзбчй–—«» ", "хжшюцщэфъёіїєґ“”…№"),
    "koi8_r": ("оеаинтсрвл", "кмдпуяыьгзбчй ", "хжшюцщэфъё"),
}
"""The letters beyond ASCII that texts in each charset are full of, from the common to the rare; Cyrillic capitals count as small ones."""

_WEIGHTS = {
    codec: {letter: 3 - tier for tier, letters in enumerate(tiers) for letter in letters}
    for codec, tiers in _ALPHABETS.items()
}

_CYRILLIC = {"cp1251", "koi8_r"}
_ASIAN = {
    "cp932": (rb"\x82[\x9f-\xf1]|\x83[\x40-\x96]|\x81[\x41\x42\x5b]", 0.3),
    "euc_jp": (rb"[\xa4\xa5][\xa1-\xf6]|\xa1[\xa2\xa3\xbc]", 0.3),
    "cp949": (rb"[\xb0-\xc8][\xa1-\xfe]", 0.9),
    "gb18030": (rb"[\xb0-\xd7][\xa1-\xfe]|[\xa1\xa3][\xa1-\xfe]", 0.9),
    "big5hkscs": (rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]|\xa1[\x41-\x49]", 0.9),
}
"""The commonest characters of charsets with two bytes for one, and how many of all must be such."""
_PAIR = re.compile(rb"[\x00-\x7f]+|([\x80-\xff][\x40-\xfe]?)")
_ENOUGH_PAIRS = 6
"""Of fewer, single letters of another alphabet can make as many by chance."""

_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([JI])")
_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 20_000


def decoded(data: bytes, label: str = "") -> str:
    """The text of ``data``; never fails. Where nothing fits, single bytes become U+FFFD."""
    codec = known(label)
    if data.isascii() and _ESCAPES.search(data):  # Japanese in seven bits says so itself
        return data.decode("iso2022_jp_ext", "replace")
    seven_bit = codec in {"iso2022_jp_ext", "iso2022_kr", "utf-7", "hz"} and data.isascii()
    if seven_bit or (codec.startswith(("utf-16", "utf-32")) and b"\0" in data):  # such text looks like UTF-8 and is not
        return data.decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, codec)


@cache
def known(label: str) -> str:
    """The codec for a label, or empty when the label means nothing."""
    written = _LABEL.search(label.lower())
    name = written[0] if written else ""
    page = _CODE_PAGE.fullmatch(name)
    for one in (ALIASES.get(name, name), name.removeprefix("x-").split(":")[0], f"cp{page[1]}" if page else ""):
        codec = _codec(ALIASES.get(one, one))
        if codec:
            return codec
    return ""


def _codec(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if codec.replace("-", "_") in NOT_TEXT else SUPERSETS.get(codec, codec)


def is_utf8(data: bytes) -> bool:
    """Whether these bytes can be a text in UTF-8; one cut off in the middle of a letter still is."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _not_utf8(data: bytes, codec: str) -> str:
    if codec in {"", "utf-8", "utf8", "cp1252"}:  # the labels that are set without looking
        return data.decode(_guessed(data), "replace")
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        # A few broken characters: a mail cut off in the middle of one, not another charset.
        text = data.decode(codec, "replace")
        return text if text.count("\ufffd") <= 1 + len(text) // 50 else data.decode(_guessed(data), "replace")


def _guessed(data: bytes) -> str:
    """The single-byte charset whose own letters the bytes beyond ASCII spell most often; Western European on a tie."""
    if sum(len(run.group()) for run in _HIGH.finditer(data[:_SAMPLE])) == 0:
        return "utf-8"
    mostly_utf8 = data[:_SAMPLE].decode("utf-8", "replace")
    if mostly_utf8.count("\ufffd") * 4 <= sum(character > "\x7f" for character in mostly_utf8):
        return "utf-8"
    asian = next((codec for codec in _ASIAN if _is_asian(data[:_SAMPLE], codec)), "")
    if asian:
        return asian
    runs = list(_HIGH.finditer(data[:_SAMPLE]))
    latin = 2 * sum(_is_beside_ascii(data, run) for run in runs) >= len(
        runs
    )  # Cyrillic words have none of ASCII's letters
    high = b" ".join(run.group() for run in runs)
    return max(
        (codec for codec in _WEIGHTS if not (latin and codec in _CYRILLIC)),
        key=lambda codec: _weight(high.decode(codec, "replace"), codec),
    )


def _is_beside_ascii(data: bytes, run: re.Match[bytes]) -> bool:
    return data[max(0, run.start() - 1) : run.start()].isalpha() or data[run.end() : run.end() + 1].isalpha()


def _weight(text: str, codec: str) -> int:
    weights = _WEIGHTS[codec]
    if codec in _CYRILLIC:
        text = text.lower()
    return sum(weights.get(letter, 0) for letter in text) - 20 * text.count("\ufffd")


def _is_asian(data: bytes, codec: str) -> bool:
    """Whether nearly all pairs of bytes are such as texts in this charset are made of."""
    common, share = _ASIAN[codec]
    pairs = [pair[1] for pair in _PAIR.finditer(data) if pair[1]]
    if len(pairs) < _ENOUGH_PAIRS or any(len(pair) < 2 for pair in pairs[:-1]):
        return False
    return sum(re.fullmatch(common, pair, re.DOTALL) is not None for pair in pairs) >= share * len(pairs)

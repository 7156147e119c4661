"""Bytes to text, believing a mail's own label only as far as the bytes bear it out.

Labels are often missing, misspelt or simply the sender's default; UTF-8 proves itself, the rest is decided by which alphabet
turns the bytes into words (Polish and Russian are told from Western European that way).
"""

import codecs
import re
from functools import cache

ALIASES = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601-1989": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi8": "koi8-r",
    "cp-850": "cp850",
}
"""What a label means in practice: the superset that senders really use (after the WHATWG Encoding Standard)."""

NOT_TEXT = {"base64", "bz2", "hex", "zlib", "rot13", "quopri", "uu", "idna", "punycode", "unicode_escape"} | {
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
}
"""Python calls these codecs too; a mail that names one must not get to run it (zlib unpacks without limit)."""

ALPHABETS = {
    "cp1252": "äöüßéèàùòìçñáíóúâêîôûëïœæøåÄÖÜÉÀÈ’‘“”„–—…€«»°§£ ",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžäöüß’‘“”„–—…€ ",
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžäöüß ",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ–—«»“”…№ ",
    "koi8_r": "абвгдежзийклмнопрстуфхцчшщъыьэюяё ",
}
"""The letters beyond ASCII that texts in each charset are full of; capitals count where they are as common."""

_HIGH = re.compile(rb"[\x80-\xff]+")
_SAMPLE = 20_000


def decoded(data: bytes, label: str = "") -> str:
    """The text of ``data``; never fails. Where nothing fits, single bytes become U+FFFD."""
    codec = known(label)
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
    name = label.strip().strip("\"'").lower()[:40]
    name = ALIASES.get(name, name)
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if codec.replace("-", "_") in NOT_TEXT else ALIASES.get(codec, name)


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
    high = b" ".join(run.group() for run in _HIGH.finditer(data[:_SAMPLE]))
    return max(ALPHABETS, key=lambda codec: sum(letter in ALPHABETS[codec] for letter in high.decode(codec, "replace")))

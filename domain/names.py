"""Names compared as they sound: whoever writes one down by ear, or in the other alphabet, still means the same person.

Each word becomes the classes of its consonants, as in Soundex (US 1261167), coarser so that Polish, Italian and Russian spellings meet.
"""

from domain.words import folded, tokens

_CYRILLIC = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфыэіїєґ", "abvgdeezijklmnoprstufyeiieg", strict=True))
    | dict(zip("жхцчшщъьюя", ("zh", "kh", "ts", "ch", "sh", "sch", "", "", "yu", "ya"), strict=True))
)
_CLASSES = {
    letter: str(number)
    for number, letters in enumerate(("bpfvw", "cskgqxzhj", "dt", "l", "mn", "r"), 1)
    for letter in letters
}
MOST_WORDS = 4


def latin(name: str) -> str:
    """``name`` folded and in Latin letters."""
    return folded(folded(name).translate(_CYRILLIC))


def sounds(name: str) -> tuple[str, ...]:
    """How the words of a name sound, one for each; nothing for a single word, which too many people share."""
    words = [word for word in tokens(latin(name), limit=MOST_WORDS) if word.isalpha()]
    return tuple(dict.fromkeys(_sound(word) for word in words)) if len(words) > 1 else ()


def _sound(word: str) -> str:
    """The classes of its consonants, the same ones that follow each other once; a vowel counts at the beginning only."""
    found = "" if word[0] in _CLASSES else "0"
    last = ""
    for letter in word:
        kind = _CLASSES.get(letter, "")
        if kind and kind != last:
            found += kind
        last = kind
    return found

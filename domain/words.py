"""Words folded for search and comparison: case, accents and punctuation do not matter.

Folding follows Unicode NFKD with combining marks removed, then case folding; "Łódź" and "lodz" meet through a short list of
letters that have no decomposition.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator

_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
_WORD = re.compile(r"\w+(?:[.@+-]\w+)*")
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_PART = re.compile(r"[^-]+")

MAX_TOKEN = 40
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
SHORTEST, LONGEST = 2, 10


def folded(text: str) -> str:
    """``text`` without case or accents."""
    letters = (mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return "".join(letters).casefold().translate(_UNDECOMPOSED)


def line(text: str) -> str:
    """``text`` as a name is shown: one line, without control characters and without marks that turn the writing round."""
    kept = "".join(mark for mark in text if unicodedata.category(mark) not in ("Cc", "Cs") and mark not in TURNING)
    return " ".join(kept.split())


def tokens(text: str, limit: int = 32) -> tuple[str, ...]:
    """At most ``limit`` distinct folded words of ``text``, in order; an address such as an email stays one word, as does a number with a hyphen."""
    found = (match.group()[:MAX_TOKEN] for match in _words(folded(text)))
    return tuple(dict.fromkeys(found))[:limit]


def beginnings(words: tuple[str, ...]) -> tuple[str, ...]:
    """Every beginning of each word from ``SHORTEST`` to ``LONGEST`` letters, so that equality finds what is still being typed."""
    found = (word[:length] for word in words for length in range(SHORTEST, min(len(word), LONGEST) + 1))
    return tuple(dict.fromkeys((*words, *found)))


def marked(text: str, words: Collection[str]) -> tuple[tuple[int, int], ...]:
    """Where in ``text`` a word begins with one of the folded ``words``: (start, end) of what matched, as positions in ``text``."""
    letters, places = _traced(text)
    found = []
    for match in _words(letters):
        fitting = [len(word) for word in words if match.group().startswith(word)]
        if fitting:
            found.append((places[match.start()], places[match.start() + max(fitting) - 1] + 1))
    return tuple((start, _with_marks(text, end)) for start, end in found)


def _words(text: str) -> Iterator[re.Match[str]]:
    """The words of a folded text: names that a hyphen joins, such as Kowalska-Nowak, are two, so that either finds them."""
    for match in _WORD.finditer(text):
        if _COMPOUND.fullmatch(match.group()):
            yield from _PART.finditer(text, *match.span())
        else:
            yield match


def _traced(text: str) -> tuple[str, list[int]]:
    """``text`` folded, and for each of its letters where in ``text`` it came from."""
    letters, places = [], []
    for place, mark in enumerate(text):
        for letter in folded(mark):
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _with_marks(text: str, end: int) -> int:
    """``end`` moved behind the accents that belong to the last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end

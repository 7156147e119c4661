"""Words folded for search and comparison: case, accents and punctuation do not matter.

Folding follows Unicode NFKD with combining marks removed, then case folding; "Łódź" and "lodz" meet through a short list of
letters that have no decomposition.
"""

import re
import unicodedata

_UNDECOMPOSED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})
_WORD = re.compile(r"\w+(?:[.@+-]\w+)*")

MAX_TOKEN = 40
SHORTEST, LONGEST = 2, 10


def folded(text: str) -> str:
    """``text`` without case or accents."""
    letters = (mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return "".join(letters).casefold().translate(_UNDECOMPOSED)


def tokens(text: str, limit: int = 32) -> tuple[str, ...]:
    """At most ``limit`` distinct folded words of ``text``, in order; an address such as an email stays one word."""
    found = (match.group()[:MAX_TOKEN] for match in _WORD.finditer(folded(text)))
    return tuple(dict.fromkeys(found))[:limit]


def beginnings(words: tuple[str, ...]) -> tuple[str, ...]:
    """Every beginning of each word from ``SHORTEST`` to ``LONGEST`` letters, so that equality finds what is still being typed."""
    found = (word[:length] for word in words for length in range(SHORTEST, min(len(word), LONGEST) + 1))
    return tuple(dict.fromkeys((*words, *found)))

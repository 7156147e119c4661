"""The newest words of a mail apart from what they answer and from the signature.

The rule above all others: a customer's own words are never lost. What may be either stays in the reply, and where cutting
would leave nothing, nothing is cut. HTML comes here as text whose quotes are marked (``mail.html.marked_text``).
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from mail.caps import REPLY_CHARACTERS
from mail.facts import Reply
from mail.html import HISTORY, SIGNATURE
from mail.reply_words import ABOVE_THIS_LINE, ALSO_IN_A_HEADER, LANGUAGES, NEVER_IN_A_FOOTER, PERSONAL


def _any(name: str) -> str:
    """One field of every language as a regular expression."""
    return "|".join(dict.fromkeys(str(getattr(row, name)) for row in LANGUAGES.values()))


def _labels() -> dict[str, set[tuple[str, str]]]:
    """Each label of a quoted header in lower case, with what it can mean: (language, from | sent | to | subject)."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for code, row in LANGUAGES.items():
        for kind, words in (("from", row.from_), ("sent", row.sent), ("to", row.to), ("subject", row.subject)):
            for word in words.split("|"):
                found[word.lower()].add((code, kind))
    return dict(found)


_I = re.IGNORECASE
_WROTE = re.compile(rf"(?<!\w)(?:{_any('wrote')})(?!\w)", _I)
_DATE_WORD = rf"(?:(?:{_any('days')})\w{{0,9}}\.?,?|\d{{1,2}}\.? (?:{_any('months')})|(?:{_any('months')})\w{{0,7}}\.? \d{{1,2}}\b)"
_BEGINS = re.compile(
    rf"\s*(?:-{{2,}}\s)?(?:{_any('begins')}|{_DATE_WORD}|\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|[\"“]?[^<>\n:]{{0,60}}[\"”]?\s*<\S{{1,100}}@\S{{1,100}}>)",
    _I,
)
_EMAIL = re.compile(r"[^\s<>\"']{1,100}@[^\s<>\"']{1,100}\w")
_IN_BRACKETS = re.compile(rf"[<(]\s?{_EMAIL.pattern}\s?[>)]")
_ENDS_SENTENCE = re.compile(r"\w{4,}[.!?]$")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")
_ORIGINAL = re.compile(rf"\s*[-_*=]{{2,}}\s*(?:{_any('original')})\s*[-_*=]{{2,}}\s*", _I)
_FORWARDED = re.compile(
    rf"[>\s]*(?:[-_*=]{{2,}}\s*(?:{_any('forwarded')})\s*[-_*=]{{2,}}|{_any('begin_forwarded')})\s*", _I
)
_ABOVE = re.compile(rf"[\W_]{{0,40}}(?:{ABOVE_THIS_LINE})[\W_]{{0,40}}", _I)
_AND_MORE = re.compile(rf".{{10,300}}?(?<!\w)(?:{_any('wrote')}):\s{{2,}}(?=\S)", _I)
"""An announcement and the first words of what it announces in one line, as Yahoo's app writes them."""
_DASHED_END = re.compile(r"-{3,}$")
_PAGE = re.compile(r"\s?<https?://[^\s<>]{1,300}>", _I)
_LABELLED = re.compile(r"\s*[*|]?\s*([^\W\d_][\w ]{0,18}?)\s*\*?\s*:\*?(?:\s|$)\s*(.*)")
_LABELS = _labels()
_OTHER_LABELS = set(ALSO_IN_A_HEADER.split("|"))
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RULE = re.compile(r"\s*[-_=*]{5,}\s*")
_QUOTED = re.compile(r"\s{0,3}>")
_NO_QUOTE = re.compile(r"\s{0,3}>\s?[=\d$€£¥+-]|>>> \S")
"""A lone line like this compares, or shows what a program printed."""
_FOOTER = re.compile(rf"\s*[<(*_\[]{{0,2}}(?:{_any('footers')})[>)*_.\]]{{0,3}}\s*", _I)
_SENTENCE = re.compile(rf"(?<!\w)(?:{NEVER_IN_A_FOOTER})(?!\w)", _I)
_PERSON = re.compile(rf"(?<!\w)(?:{PERSONAL})(?!\w)", _I)
_ENDS_WITH_WHO = re.compile(rf"(?:[>)]|(?<!\w)(?:{_any('wrote')}))\s*,?\s*(?::|-{{3,}})?\s*$", _I)
_THEIR_OWN = re.compile(r"\s*(?:You wrote|Вы писали)\b", _I)
"""The Bat speaks to whom it answers."""
_FROM_ADDRESS = re.compile(rf"\b(?:by|from|von|od|da|от) {_EMAIL.pattern}\s*:?\s*$", _I)
_PGP = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\s*(?:Hash: [^\n]*\n)?\s*", _I)
_CONTACT = re.compile(r"@|https?:|www\.|\+?\d[\d ()/.-]{6,}\d|(?:tel|fax|mob|phone|mobile|m|t)\b ?[.:]", _I)
_INVISIBLE = str.maketrans({"\u200b": None, "\ufeff": None, "\u00a0": " ", "\u202f": " ", "\r": None})

_DASHES = {"--", "—", "- --"}
_LONGEST_SIGNATURE = 25
_LONGEST_ANNOUNCEMENT = 5
"""Lines; "On Monday ... wrote:" is folded at 76 characters by some programs."""


@dataclass
class _Cut:
    own: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)


def newest(text: str, *, forwarded: bool = False, answer: bool = True) -> Reply:
    """Take a text apart.

    ``forwarded``: the subject says that this mail passes another one on, so that one is kept as words. ``answer``: it answers a
    mail; in one that does not, lines that begin with ">" are a list unless they are announced as a quote.
    """
    head, tail = text[:REPLY_CHARACTERS], text[REPLY_CHARACTERS:]
    lines = _PGP.sub("", head.translate(_INVISIBLE), count=1).split("\n")
    cut = _Reader(lines, forwarded=forwarded, answer=answer).cut()
    own = _trimmed(cut.own) + tail
    if not own:
        return Reply(_unmarked(lines))
    return Reply(own, _trimmed(cut.quoted), _trimmed(cut.signature))


def better(plain: Reply, marked: Reply) -> Reply:
    """The reply of two alternatives of one mail: the plain one, unless only the HTML knew what is quoted.

    Some programs write a plain alternative in which nothing sets the history apart; then HTML's own marks decide, provided
    that its words are all in the plain text, too.
    """
    if plain.quoted or not marked.quoted or not marked.text:
        return plain
    words = _squeezed(marked.text)
    return (
        marked if words in _squeezed(plain.text) and _squeezed(marked.quoted)[:40] in _squeezed(plain.text) else plain
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _trimmed(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _unmarked(lines: list[str]) -> str:
    return _trimmed([line.removeprefix(SIGNATURE) for line in lines if line != HISTORY])


class _Reader:
    """Goes through the lines once and puts each where it belongs."""

    def __init__(self, lines: list[str], *, forwarded: bool, answer: bool) -> None:
        self.lines = lines
        self.forwarded = forwarded
        self.answer = answer
        self.at = 0
        self.listed_until = 0
        self.ruled = False  # dashes stand between the customer's own paragraphs
        self.result = _Cut()

    def cut(self) -> _Cut:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _FORWARDED.fullmatch(line):
                self._keep_rest()
            elif self._history_begins():
                self._drop_rest()
            elif quote := self._quote_end():
                self._move(quote, self.result.quoted)
            elif signature := self._signature_end():
                self._move(signature, self.result.signature)
            else:
                self._move(self.at + 1, self.result.own)
        self._take_footers()
        return self.result

    def _move(self, end: int, where: list[str]) -> None:
        moved = self.lines[self.at : end]
        if where is self.result.quoted:
            self._take_footers()
        where += [line.removeprefix(SIGNATURE) for line in moved if line != HISTORY]
        self.at = end

    def _keep_rest(self) -> None:
        self.result.own += [re.sub(r"^> ?", "", line) for line in self.lines[self.at :] if line != HISTORY]
        self.at = len(self.lines)

    def _drop_rest(self) -> None:
        own = self.result.own
        self._take_footers()
        while own and (not own[-1].strip() or _RULE.fullmatch(own[-1])):
            self.result.quoted.append(own.pop())
        self.result.quoted += [line.removeprefix(SIGNATURE) for line in self.lines[self.at :] if line != HISTORY]
        self.at = len(self.lines)

    def _take_footers(self) -> None:
        """The device's own line is the last of the newest words or it is the customer's sentence."""
        own = self.result.own
        kept = len(own)
        while kept and not own[kept - 1].strip():
            kept -= 1
        if kept and _is_footer(own[kept - 1]):
            self.result.signature.append(own[kept - 1].strip())
            del own[kept - 1 :]
            if own and own[-1].strip() in _DASHES:
                self.result.signature.insert(-1, own.pop().strip())

    # ---- what everything after is history

    def _history_begins(self) -> bool:
        line = self.lines[self.at]
        if line == HISTORY:
            return not self.forwarded
        if self.forwarded:
            return False
        if _ORIGINAL.fullmatch(line) or _ABOVE.fullmatch(line[:200]) or self._header_block():
            return True
        more = _AND_MORE.match(line) if _BEGINS.match(line[:300]) else None
        if more and _is_certain(more[0]) and _IN_BRACKETS.search(more[0]):
            return True
        end = self._announcement_end()
        return bool(end) and _is_certain(self._joined(end)) and not self._quote_follows(end)

    def _header_block(self) -> bool:
        """Whether a mail's header is written here: who, and two of when, to whom and about what, in one language.

        People fill in forms that look like it, so an address must be there or the year and the minute, and no label of another kind.
        """
        if not _label(self.lines[self.at])[0]:
            return False
        told: set[tuple[str, str]] = set()
        values, others = "", 0
        for line in self.lines[self.at : self.at + 14]:
            meanings, value = _label(line)
            if not meanings and _is_form_label(line):
                break
            told |= meanings
            values += f"{value} " if meanings else ""
            others += not meanings and bool(line.strip())
            if others > 2:
                break
        addressed, dated = "@" in values, bool(_TIME.search(values) and _YEAR.search(values)) or self._below_rule()
        languages = [{kind for code, kind in told if code == language} for language in LANGUAGES]
        return (addressed or dated) and (
            any(len(kinds) >= 3 and "from" in kinds and ("subject" in kinds or "sent" in kinds) for kinds in languages)
            or (addressed and dated and len({kind for _, kind in told}) == 4)  # of a program in two languages at once
        )

    def _below_rule(self) -> bool:
        above = next((line for line in reversed(self.lines[max(0, self.at - 3) : self.at]) if line.strip()), "")
        return _RULE.fullmatch(above) is not None

    # ---- announcements and quotes

    def _announcement_end(self) -> int:
        """Where "On ... X wrote:" that begins here ends, or 0."""
        if not _BEGINS.match(self.lines[self.at][:300]):
            return 0
        for end in range(self.at + 1, min(self.at + _LONGEST_ANNOUNCEMENT, len(self.lines)) + 1):
            line = self.lines[end - 1].strip()
            if not line or len(line) > 400:
                return 0
            if line.endswith(":") or _DASHED_END.search(line) or self._ends_with_sender(line, end):
                joined = self._joined(end)
                named = _WROTE.search(joined) or (
                    _EMAIL.search(joined) and (_TIME.search(joined) or _YEAR.search(joined))
                )
                return end if named else 0
            if _ENDS_SENTENCE.search(line):
                return 0
        return 0

    def _ends_with_sender(self, line: str, end: int) -> bool:
        """Whether an announcement without a colon ends here: the sender, and quoted lines right below."""
        return line.endswith(">") and _IN_BRACKETS.search(line[-220:]) is not None and self._quote_follows(end)

    def _joined(self, end: int) -> str:
        return " ".join(self.lines[self.at : end])

    def _quote_follows(self, end: int) -> bool:
        following = next((line for line in self.lines[end : end + 4] if line.strip()), "")
        return _QUOTED.match(following) is not None

    def _quote_end(self) -> int:
        """Where a quote that begins here (with its announcement, if it has one) ends, or 0."""
        if self.forwarded or self.at < self.listed_until:
            return 0
        start = self.at
        announced = self._announcement_end()
        line = self.lines[start].rstrip()
        if announced and self._quote_follows(announced):
            start = announced
        elif self._names_who_wrote(line) and self._quote_follows(start + 1):
            start += 1
        elif not _QUOTED.match(line):
            return 0
        end = self._run_end(start)
        if start == self.at and self._is_list(line, end):
            self.listed_until = end
            return 0
        return end

    def _names_who_wrote(self, line: str) -> bool:
        return line.endswith(":") and len(line) < 200 and bool(_WROTE.search(line[-60:]) or _EMAIL.search(line))

    def _is_list(self, line: str, end: int) -> bool:
        """Whether lines with quote marks that nothing announced are the customer's own."""
        if _tells_its_source(line):
            return False
        return not self.answer or (end == self.at + 1 and _NO_QUOTE.match(line) is not None)

    def _run_end(self, start: int) -> int:
        """The end of the quoted lines from ``start`` on, with empty lines between them."""
        end = start
        for number in range(start, len(self.lines)):
            line = self.lines[number]
            if _QUOTED.match(line):
                end = number + 1
            elif line.strip():
                break
        return end

    # ---- signatures

    def _signature_end(self) -> int:
        """Where a signature that begins here ends (the end of the text, or before the next quote), or 0."""
        line = self.lines[self.at]
        if line.startswith(SIGNATURE):
            return self._marked_end()
        if line.strip() not in _DASHES:
            return 0
        last = min(self.at + 2 * _LONGEST_SIGNATURE, len(self.lines))
        end = next((number for number in range(self.at + 1, last) if self._ends_signature(number)), last)
        rest = [one for one in self.lines[self.at + 1 : end] if one.strip()]
        closed = end < last or last == len(self.lines)
        if line != "-- " and end < len(self.lines) and self.lines[end] != "-- " and self.lines[end].strip() in _DASHES:
            self.ruled = True
        if line != "-- " and self.ruled:
            return 0
        return end if closed and _is_signature(rest, exact=line.rstrip("\n") == "-- ") else 0

    def _marked_end(self) -> int:
        end = self.at
        while end < len(self.lines) and (self.lines[end].startswith(SIGNATURE) or not self.lines[end].strip()):
            end += 1
        return end

    def _ends_signature(self, number: int) -> bool:
        line = self.lines[number]
        if line.strip() in _DASHES or line == HISTORY:
            return True
        if _QUOTED.match(line) or _ORIGINAL.fullmatch(line) or _FORWARDED.fullmatch(line):
            return True
        ahead = _Reader(self.lines, forwarded=self.forwarded, answer=self.answer)
        ahead.at = number
        return bool(ahead._announcement_end()) or ahead._header_block()


def _tells_its_source(line: str) -> bool:
    """Whether the first line of a quote says whose words follow: an announcement or a header inside the quote."""
    inside = line.lstrip("> ")
    return bool(_label(inside)[0]) or bool(_BEGINS.match(inside[:300]))


def _label(line: str) -> tuple[set[tuple[str, str]], str]:
    """What the label of a header line can mean, and its value; nothing for another line."""
    found = _LABELLED.match(_DIRECTIONS.sub("", line[:300]))
    return (_LABELS.get(found[1].lower(), set()), found[2]) if found else (set(), "")


def _is_form_label(line: str) -> bool:
    found = _LABELLED.match(line[:300])
    return found is not None and found[1].lower() not in _OTHER_LABELS


def _is_footer(line: str) -> bool:
    line = _PAGE.sub("", line[:400])
    return len(line) < 120 and _FOOTER.fullmatch(line) is not None and not _SENTENCE.search(line)


def _is_certain(announcement: str) -> bool:
    """Whether an announcement without quote marks after it is a program's: it gives the sender's address in brackets, or the year and the
    minute, and speaks of nobody who writes or reads this.
    """
    dated = bool(_TIME.search(announcement) and _YEAR.search(announcement))
    wrote = bool(_WROTE.search(announcement))
    if _IN_BRACKETS.search(announcement):
        return dated or (wrote and bool(_ENDS_WITH_WHO.search(announcement)))
    own = _PERSON.search(announcement) and not _THEIR_OWN.match(announcement)
    return dated and not own and (wrote or _FROM_ADDRESS.search(announcement) is not None)


def _is_signature(lines: list[str], *, exact: bool) -> bool:
    """Whether lines after a dash line are a signature and not the next paragraph; ``exact``: the line was the standard's."""
    if not lines or len(lines) > _LONGEST_SIGNATURE:
        return False
    if exact:
        return True
    short = all(len(line) <= 70 for line in lines[:4])
    sentences = sum(line.rstrip().endswith((".", "?", "!")) and len(line.split()) > 4 for line in lines[:6])
    return short and not sentences and (len(lines) <= 4 or any(_CONTACT.search(line) for line in lines))

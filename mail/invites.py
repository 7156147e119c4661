"""Calendar items in mails (RFC 5545, RFC 6047): enough to show what is asked for and when.

Time zones are passed on as the sender names them; the item itself stays attached for a calendar program.
"""

import re
from collections.abc import Iterator

from mail.facts import Invite
from mail.headers import clean

_LINE = re.compile(r"([A-Za-z-]{1,40})((?:;[^:;\"]{0,200}|\"[^\"]{0,200}\"){0,40}):(.*)", re.DOTALL)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?$")
_ZONE = re.compile(r";TZID=\"?([^;:\"]{1,100})", re.IGNORECASE)
_MOST_ITEMS = 20
_LONGEST_LINE = 10_000
_MOST_CHARACTERS = 500_000


def invites(text: str) -> tuple[Invite, ...]:
    """The events of a calendar text, at most twenty; text that is no calendar gives none."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text[:_MOST_CHARACTERS])
    method, found = "", []
    current: dict[str, tuple[str, str]] | None = None
    for name, parameters, value in _properties(unfolded):
        if name == "METHOD":
            method = clean(value).upper()
        elif name == "BEGIN" and value.strip().upper() == "VEVENT":
            current = {}
        elif name == "END" and value.strip().upper() == "VEVENT" and current is not None:
            found.append(_invite(method, current))
            current = None
        elif current is not None:
            current.setdefault(name, (parameters, value))
        if len(found) >= _MOST_ITEMS:
            break
    return tuple(found)


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    nested = 0
    for line in text.splitlines():
        found = _LINE.match(line[:_LONGEST_LINE])
        if not found:
            continue
        name = found[1].upper()
        alarm = found[3].strip().upper() == "VALARM"
        nested += alarm if name == "BEGIN" else -alarm if name == "END" else 0
        if not nested and not alarm:  # an alarm's description is not the event's
            yield name, found[2], found[3]


def _invite(method: str, properties: dict[str, tuple[str, str]]) -> Invite:
    def text(name: str) -> str:
        written = properties.get(name, ("", ""))[1]
        return clean(re.sub(r"\\([\\;,nN])", lambda mark: " " if mark[1] in "nN" else mark[1], written))

    zone = _ZONE.search(properties.get("DTSTART", ("", ""))[0])
    return Invite(
        method=method,
        uid=text("UID"),
        summary=text("SUMMARY"),
        starts=_time(text("DTSTART")),
        ends=_time(text("DTEND")),
        timezone=clean(zone[1]) if zone else "",
        location=text("LOCATION"),
        organizer=re.sub(r"^mailto:", "", text("ORGANIZER"), flags=re.IGNORECASE),
    )


def _time(value: str) -> str:
    found = _TIME.match(value)
    if not found:
        return ""
    year, month, day, hour, minute, second, utc = found.groups()
    return f"{year}-{month}-{day}" + (f"T{hour}:{minute}:{second or '00'}{utc}" if hour else "")

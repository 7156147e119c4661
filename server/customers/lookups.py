"""Look-ups: what the company's own systems know of a Customer, asked when somebody looks and shown with its age.

A system is asked by one signed POST with two seconds to answer; what it says is kept in memory for a while and nowhere else. When it
fails, the last answer is shown, and why it is not newer.
"""

import asyncio
import hashlib
import hmac
import json
import re
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

import msgspec
from yarl import URL

from domain.refusal import Refused
from domain.words import line
from mail.mail_server import NoSecret
from server.access import Caller
from server.clock import Clock
from server.customers.context_panels import framed, origin_of
from server.customers.lookup_wire import Card, Fact
from server.directory import Directory
from server.mail.secrets import MailSecrets
from server.outbound import Outbound, Unreachable

Document = dict[str, Any]

PURPOSE = b"secrets of look-ups"
SECONDS = 2.0
MOST_BYTES = 64 * 1024
MOST_LOOKUPS = 10
MOST_KEPT = 2_000
STALE_SECONDS = 86_400.0
"""How old an answer may be that is shown because no newer one can be had."""
MOST_FACTS, LONGEST_VALUE = 20, 300
ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")
"""What may become part of a policy."""
ORDER = ("external", "email", "phone")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said: whether it knows the Customer, and the facts; ``at`` on the monotonic clock."""

    found: bool
    facts: tuple[Fact, ...]
    at: float


@dataclass(frozen=True, slots=True)
class Asked:
    """The address a look-up asks by."""

    kind: str
    value: str
    proved: bool


class Lookups:
    """Keeps what is set up right, and asks. ``near`` are hosts of one's own network that may be asked, by ``inside``."""

    def __init__(
        self,
        directory: Directory,
        secret: str,
        outside: Outbound,
        inside: Outbound,
        near: Sequence[str],
        public_url: str,
        clock: Clock,
    ) -> None:
        self._directory, self._secrets, self._clock = directory, MailSecrets(secret, PURPOSE), clock
        self._outside, self._inside, self._near = outside, inside, frozenset(near)
        self._public_url = public_url
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    # ---- what the directory's pages ask

    def checked(self, fields: Document, before: Document | None) -> Document:
        """A new look-up, or what changes about the one ``before``, as it is stored. Raises Refused."""
        fields = dict(fields)
        if "url" in fields:
            fields["url"] = self._checked_url(fields["url"])
            moved = before is not None and origin_of(before["url"]) != origin_of(fields["url"])
            if moved and before is not None and before["secret"] and not fields.get("secret"):
                raise Refused("invalid", "This is another server: enter its secret again.")
        if "facts" in fields:
            fields["facts"] = [_checked_fact(one) for one in fields["facts"]]
        if "secret" in fields or before is None:
            fields["secret"] = self._secrets.sealed(fields["secret"]) if fields.get("secret") else None
        whole = {**(before or {}), **fields}
        if whole["kind"] == "frame" and not whole["secret"]:
            raise Refused("invalid", "A page in a frame needs a secret: it is how that page knows that Parley asks.")
        return fields

    def shown(self, document: Document) -> Document:
        """A look-up as the wire has it."""
        names = ("name", "kind", "url", "match", "facts", "cache_seconds", "active", "rv")
        plain = {name: document[name] for name in names}
        return {"id": document["_id"], **plain, "secret_set": bool(document["secret"])}

    def _checked_url(self, text: str) -> str:
        try:
            url = URL(text)
            odd = url.scheme not in ("http", "https") or not url.host or url.user is not None or url.fragment
        except ValueError:
            odd = True
        if odd or not ORIGIN.fullmatch(origin_of(text)):
            raise Refused("invalid", "The address begins with https:// and has neither user name nor #.")
        if origin_of(text) == origin_of(self._public_url):
            raise Refused("invalid", "This is Parley's own address. A look-up asks another system.")
        return text

    # ---- asking

    @property
    def frame_origins(self) -> list[str]:
        """Where frames are loaded from, for the workspace's policy."""
        frames = (one for one in self._active() if one["kind"] == "frame")
        return sorted({origin_of(one["url"]) for one in frames})

    async def cards(self, customer: Document, caller: Caller, *, fresh: bool) -> list[Card]:
        """What every active look-up shows of a Customer; ``fresh`` asks again whatever is kept."""
        shown = [self._card(lookup, customer, caller, fresh) for lookup in self._active()[:MOST_LOOKUPS]]
        return list(await asyncio.gather(*shown))

    def _active(self) -> list[Document]:
        return [one for one in self._directory.all("lookups") if one["active"]]

    async def _card(self, lookup: Document, customer: Document, caller: Caller, fresh: bool) -> Card:
        asked = best_address(_told(lookup, customer), lookup["match"])
        if asked is None:
            return _card(lookup, None, None, None)
        try:
            if lookup["kind"] == "frame":
                return msgspec.structs.replace(
                    _card(lookup, asked, None, None), found=True, url=self._framed(lookup, customer, asked, caller)
                )
            return await self._facts(lookup, customer, asked, fresh)
        except NoSecret as problem:
            return _card(lookup, asked, None, str(problem))

    def _framed(self, lookup: Document, customer: Document, asked: Asked, caller: Caller) -> str:
        who = {"sub": customer["_id"], asked.kind: asked.value, "verified": asked.proved}
        claims = {
            "iss": self._public_url,
            "aud": lookup["_id"],
            **who,
            "agent": {"id": caller.id, "name": caller.agent["name"]},
        }
        return framed(lookup["url"], self._secrets.opened(lookup["secret"]), claims, self._clock.now())

    async def _facts(self, lookup: Document, customer: Document, asked: Asked, fresh: bool) -> Card:
        """The facts as they are kept, or as they are now. Whoever asks meanwhile waits for the same answer."""
        key = f"{lookup['_id']}|{lookup['rv']}|{asked.kind}|{asked.value}"
        begun = time.monotonic()
        async with self._turns.setdefault(key, asyncio.Lock()):
            kept = self._kept.get(key)
            oldest = begun if fresh else time.monotonic() - lookup["cache_seconds"]
            if kept is not None and kept.at > oldest:
                return _card(lookup, asked, kept, None)
            try:
                answer = await self._answer(lookup, customer, asked)
            except Unreachable as problem:
                usable = kept is not None and time.monotonic() - kept.at < STALE_SECONDS
                return _card(lookup, asked, kept if usable else None, str(problem))
            self._keep(key, answer)
            return _card(lookup, asked, answer, None)

    async def _answer(self, lookup: Document, customer: Document, asked: Asked) -> Answer:
        """Ask the system once. Raises Unreachable."""
        question = {"customer": customer["_id"], "match": asked.kind, "value": asked.value, "verified": asked.proved}
        body = json.dumps(question, ensure_ascii=False).encode()
        host = URL(lookup["url"]).host or ""
        answered = await (self._inside if host in self._near else self._outside).fetch(
            lookup["url"],
            method="POST",
            headers=self._headers(lookup, body, self._clock.now()),
            body=body,
            most_bytes=MOST_BYTES,
            seconds=SECONDS,
        )
        if answered.status in (204, 404):
            return Answer(found=False, facts=(), at=time.monotonic())
        if answered.status != 200:
            raise Unreachable(f"{host} answered with error {answered.status}.")
        try:
            said = msgspec.json.decode(answered.body, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise Unreachable(f"{host} answered with something that is no JSON object.") from None
        return Answer(found=True, facts=tuple(facts_of(said, lookup["facts"])), at=time.monotonic())

    def _headers(self, lookup: Document, body: bytes, now: datetime) -> dict[str, str]:
        """What is asked is signed over its time and body, so that the system knows who asks and that it is no copy."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if lookup["secret"]:
            at = str(int(now.timestamp()))
            secret = self._secrets.opened(lookup["secret"]).encode()
            mark = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
            headers |= {"X-Parley-Timestamp": at, "X-Parley-Signature": mark}
        return headers

    async def forget(self, person: object) -> None:
        """Answers name people: when one is erased none is kept, they are asked again."""
        self._kept.clear()

    def _keep(self, key: str, answer: Answer) -> None:
        self._kept.pop(key, None)
        self._kept[key] = answer
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)


def _told(lookup: Document, customer: Document) -> list[Document]:
    """The addresses that a look-up may tell: a frame's address is in the browser, where nothing masked may come."""
    masked_too = lookup["kind"] != "frame"
    return [one for one in customer["addresses"] if masked_too or not one.get("masked")]


def best_address(addresses: Sequence[Mapping[str, Any]], match: str) -> Asked | None:
    """The address to ask by: of the kinds that fit the first, and of those one that is proved if there is."""
    for kind in ORDER if match == "any" else (match,):
        found = [one for one in addresses if one["kind"] == kind]
        best = next((one for one in found if one["verified"]), found[-1] if found else None)
        if best is not None:
            return Asked(kind, best["value"], bool(best["verified"]))
    return None


def facts_of(said: Mapping[str, Any], wanted: Sequence[str]) -> list[Fact]:
    """What is shown of an answer: the ``Label = path`` lines that lead to something, or without any its own plain values."""
    lines = wanted or [f"{name} = {name}" for name in list(said)[:MOST_FACTS]]
    found = []
    for one in lines:
        label, _, path = (part.strip() for part in one.partition("="))
        value = said.get(path) if not wanted else _at(said, path)
        if (text := _written(value)) is not None:
            found.append(Fact(label=line(label)[:120], value=text))
    return found


def _at(said: Any, path: str) -> Any:
    for name in path.split("."):
        if isinstance(said, list) and name.isdecimal() and len(name) < 6:
            said = said[int(name)] if int(name) < len(said) else None
        else:
            said = said.get(name) if isinstance(said, dict) else None
    return said


def _written(value: Any) -> str | None:
    """A value in one line; None for what has none. A list is what it holds, one after the other."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:.15g}" if isinstance(value, float) else str(value)
    if isinstance(value, list):
        plain = [one for one in value[:MOST_FACTS] if not isinstance(one, list)]  # lists in lists may go deep
        parts = [part for part in map(_written, plain) if part]
        return ", ".join(parts)[:LONGEST_VALUE] or None
    return line(" ".join(value.split()))[:LONGEST_VALUE] or None if isinstance(value, str) else None


def _checked_fact(text: str) -> str:
    label, sign, path = (part.strip() for part in text.partition("="))
    if not label or (sign and not path):
        raise Refused("invalid", 'A fact is written "Label = where it is", such as: Credit limit = account.limit')
    return f"{line(label)} = {path or label}"


def _card(lookup: Document, asked: Asked | None, answer: Answer | None, error: str | None) -> Card:
    return Card(
        lookup=lookup["_id"],
        name=lookup["name"],
        kind=lookup["kind"],
        by=asked.value if asked else None,
        proved=bool(asked and asked.proved),
        found=bool(answer and answer.found),
        facts=list(answer.facts) if answer else [],
        url=None,
        age_seconds=int(time.monotonic() - answer.at) if answer else None,
        error=error,
    )

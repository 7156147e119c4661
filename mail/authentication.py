"""Who a mail is from: From is a claim until our own mail server, or the DNS of its domain by way of DKIM, vouches for it.

The decision is pure; only the questions to the DNS leave this module, through a Resolver that the caller supplies. Alignment follows
DMARC (RFC 9989): a domain's own signature counts, one of its organisation's other domains only if its DMARC record allows that.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

import dns.asyncresolver
import dns.exception
import dns.rdatatype
import dns.resolver

from mail.dkim import Field, NoSignature, Signature, header_fields, is_valid, signatures, tags, with_crlf

DNS_SECONDS = 5.0
ALL_QUESTIONS_SECONDS = 20.0
MOST_LEVELS = 8
"""How many names the walk up the DNS asks for a DMARC record (RFC 9989, 4.10)."""
LONGEST_FROM = 4_096

_ADDRESS = re.compile(r"[^\s<>@,;:\"()\[\]]+@[^\s<>@,;:\"()\[\]]+")
_RESULT_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[;()]|[^\s;()"]+')


class NoAnswer(Exception):
    """The DNS did not answer: what was asked may be there or not."""


class Resolver(Protocol):
    """The little that is asked of the DNS."""

    async def txt(self, name: str) -> Sequence[bytes]:
        """The TXT records of ``name``, each joined to one; none when there is no such name. NoAnswer when nobody answered."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the sender is who From says, who vouched for it, and one sentence that says so to an Agent."""

    verified: bool
    by: Literal["mail server", "dkim", "nobody"]
    words: str


class DnsResolver:
    """Asks the name servers of the system, or those given as addresses."""

    def __init__(self, servers: Sequence[str] = (), port: int = 53) -> None:
        self._resolver = dns.asyncresolver.Resolver(configure=not servers)
        if servers:
            self._resolver.nameservers = list(servers)
            self._resolver.port = port
        self._resolver.lifetime = DNS_SECONDS

    async def txt(self, name: str) -> Sequence[bytes]:
        """See Resolver."""
        try:
            answer = await self._resolver.resolve(f"{name}.", dns.rdatatype.TXT)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, UnicodeError) as problem:
            raise NoAnswer(f"The DNS did not answer for {name}.") from problem
        return tuple(b"".join(record.strings) for record in answer)


async def authenticate(
    mail: bytes, sender: str, *, authserv_id: str | None, resolver: Resolver, now: datetime
) -> Verdict:
    """Whether ``sender`` (the one address that was read from From) wrote ``mail``.

    ``authserv_id`` is the name under which our own mail server writes Authentication-Results; None where no server of ours has seen the
    mail before us, as behind our own listener. Asks the DNS for at most five keys and, where the
    signature is another domain's, some DMARC records of each.
    """
    try:
        mail = with_crlf(mail)
        fields, body = header_fields(mail)
        domain = _sole_domain(fields, sender)
    except NoSignature as problem:
        return _nobody(str(problem))
    told = _server_says(fields, authserv_id, domain)
    if told is not None:
        return told
    try:
        async with asyncio.timeout(ALL_QUESTIONS_SECONDS):
            return await _by_dkim(fields, body, domain, resolver, now)
    except (NoAnswer, TimeoutError):
        return _nobody("The DNS did not answer, so its signature could not be checked.")


def _nobody(words: str) -> Verdict:
    return Verdict(verified=False, by="nobody", words=words)


def _sole_domain(fields: list[Field], sender: str) -> str:
    """The domain of ``sender`` if From says that and nothing else.

    NoSignature for two From fields, two addresses, or a name that looks like another address: who sent such a mail depends on its reader.
    """
    claims = [field.value.decode("utf-8", "replace") for field in fields if field.name == "from"]
    if len(claims) != 1 or len(claims[0]) > LONGEST_FROM:
        raise NoSignature("It does not have exactly one From.")
    addresses = {address.casefold() for address in _ADDRESS.findall(claims[0])}
    if addresses != {sender.casefold()}:
        raise NoSignature("Its From can be read as more than one sender.")
    return _ascii_domain(sender.rpartition("@")[2])


def _ascii_domain(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise NoSignature("The domain of its sender is none.") from None


# ---- what our own mail server wrote on top


def _server_says(fields: list[Field], authserv_id: str | None, domain: str) -> Verdict | None:
    """The verdict of our own server, None when it left none.

    Only the topmost Authentication-Results counts and only under our server's name: anybody can send one further down.
    """
    topmost = next((field for field in fields if field.name == "authentication-results"), None)
    if topmost is None or not authserv_id:
        return None
    name, results = parsed_results(topmost.value.decode("utf-8", "replace"))
    if name != authserv_id.casefold():
        return None
    for method, result, properties in results:
        if method == "dmarc" and properties.get("header.from") == domain and result in ("pass", "fail"):
            passed = result == "pass"
            words = (
                "Our mail server confirmed the sender."
                if passed
                else "Our mail server found that the sender is forged."
            )
            return Verdict(verified=passed, by="mail server", words=words)
    for method, result, properties in results:
        if method == "dkim" and result == "pass" and properties.get("header.d") == domain:
            return Verdict(verified=True, by="mail server", words="Our mail server confirmed the sender's signature.")
    return None


def parsed_results(value: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """An Authentication-Results value (RFC 8601) as the server's name and (method, result, properties), all in lower case.

    Quotes and comments are honoured: a sender chooses part of what they hold, and must not be able to end them.
    """
    sections: list[list[str]] = [[]]
    depth = 0
    for piece in _RESULT_PIECE.findall(value):
        if piece == "(" or (depth and piece == ")"):
            depth += 1 if piece == "(" else -1
        elif not depth and piece == ";":
            sections.append([])
        elif not depth:
            sections[-1].append(piece.casefold())
    name = sections[0][0].strip('"') if sections[0] else ""
    return name, [result for section in sections[1:] if (result := _result(section))]


def _result(section: list[str]) -> tuple[str, str, dict[str, str]] | None:
    if not section or "=" not in section[0]:
        return None
    method, _, result = section[0].partition("=")
    properties = [pair.partition("=") for pair in section[1:] if "=" in pair and not pair.startswith('"')]
    return method.partition("/")[0], result, {name: text.rpartition("@")[2].rstrip(".") for name, _, text in properties}


# ---- what the domain itself signed


async def _by_dkim(fields: list[Field], body: bytes, domain: str, resolver: Resolver, now: datetime) -> Verdict:
    found = signatures(fields, now)
    if not found:
        return _nobody("It carries no signature that proves who sent it.")
    unanswered: NoAnswer | None = None
    for signature in sorted(found, key=lambda one: one.domain != domain):
        try:
            if await _aligned(signature, domain, resolver) and await _holds(signature, fields, body, resolver):
                return Verdict(verified=True, by="dkim", words=f"The mail is signed by {signature.domain}.")
        except NoAnswer as problem:
            unanswered = problem
    if unanswered:
        raise unanswered
    return _nobody("None of its signatures is right and of the sender's domain.")


async def _holds(signature: Signature, fields: list[Field], body: bytes, resolver: Resolver) -> bool:
    records = await resolver.txt(signature.key_name)
    if len(records) != 1:
        return False
    return await asyncio.to_thread(is_valid, signature, fields, body, records[0])


async def _aligned(signature: Signature, domain: str, resolver: Resolver) -> bool:
    if signature.domain == domain:
        return True
    if signature.domain.split(".")[-2:] != domain.split(".")[-2:]:
        return False  # no organisation spans them, so nobody is asked
    ours, strict = await _organisation(domain, resolver)
    if ours is None or strict:
        return False
    theirs, _ = await _organisation(signature.domain, resolver)
    return ours == theirs


async def _organisation(domain: str, resolver: Resolver) -> tuple[str | None, bool]:
    """The organisational domain by the walk up the DNS (RFC 9989, 4.10), None without any DMARC record, and whether its alignment is strict.

    The record that says the sender's wish is the domain's own, or else its organisation's.
    """
    records = {name: record for name in _walk(domain) if (record := await _dmarc(name, resolver)) is not None}
    if not records:
        return None, False
    organisation = min(records, key=lambda name: name.count("."))
    for name, record in records.items():
        if record.get("psd") == "n":
            organisation = name
            break
        if record.get("psd") == "y" and name != domain:
            organisation = ".".join(domain.split(".")[-(name.count(".") + 2) :])
            break
    wish = records.get(domain) or records.get(organisation) or {}
    return organisation, wish.get("adkim", "r").lower() == "s"


def _walk(domain: str) -> list[str]:
    """The names to ask, from the domain upwards; of a very long one only itself and its last seven levels."""
    labels = domain.split(".")
    above = labels[1:] if len(labels) <= MOST_LEVELS else labels[-(MOST_LEVELS - 1) :]
    return [domain, *(".".join(above[start:]) for start in range(len(above)))]


async def _dmarc(name: str, resolver: Resolver) -> dict[str, str] | None:
    """The DMARC record of exactly this name; two of them are none."""
    found = [record for record in await resolver.txt(f"_dmarc.{name}") if re.match(rb"v=DMARC1[ \t]*(?:;|\Z)", record)]
    if len(found) != 1:
        return None
    try:
        return tags(found[0])
    except NoSignature:
        return None

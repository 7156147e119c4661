"""The one way in which Parley asks web servers that somebody else named: images of mails, token endpoints, hooks.

A name is resolved once, every address it has must be allowed, and the connection goes to the very address that was checked, so a name that
means something else a moment later changes nothing. Redirects are not followed: they would be a second name that nobody checked.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

import aiohttp
import dns.asyncresolver
import dns.exception
from yarl import URL

from server.addresses import Address, is_public

Allowed = Callable[[Address], bool]
Lookup = Callable[[str], Awaitable[list[str]]]
"""The addresses of a name, as text; OSError when it has none."""

LONGEST_URL = 4096
MOST_ADDRESSES = 20
TRIED_ADDRESSES = 3
SECONDS = 5.0
HOOK_BYTES = 2**20


async def from_dns(name: str) -> list[str]:
    """The addresses that the DNS has for a name; what this machine's own files say of it does not count."""
    try:
        answers = await dns.asyncresolver.resolve_name(name, lifetime=SECONDS)
    except (dns.exception.DNSException, UnicodeError) as problem:
        raise OSError(f"{name} has no address: {problem}") from None
    return list(answers.addresses())


def anywhere(address: Address) -> bool:
    """Any address: for servers that an administrator chose, which may well be in one's own network."""
    return True


async def from_this_machine(name: str) -> list[str]:
    """The addresses that this machine knows for a name, by its own files or the DNS."""
    found = await asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


_FAILURES: Final = (aiohttp.ClientError, OSError, ValueError)
"""What asking may end in; ValueError is what aiohttp makes of some answers that are no HTTP."""


class Unreachable(Exception):
    """Nothing usable came back; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered, whole and undecoded; never a redirect."""

    status: int
    body: bytes


class Outbound:
    """Asks web servers at ``allowed`` addresses, which ``lookup`` finds."""

    def __init__(
        self, allowed: Allowed = is_public, lookup: Lookup = from_dns, trust: ssl.SSLContext | None = None
    ) -> None:
        self._allowed, self._lookup, self._trust = allowed, lookup, trust

    async def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        most_bytes: int = HOOK_BYTES,
        seconds: float = SECONDS,
    ) -> Fetched:
        """Ask once, without cookies or referrer. Raises Unreachable, also for an answer over ``most_bytes`` or after ``seconds``."""
        target = _target(url)
        try:
            async with asyncio.timeout(seconds):
                asking = _Question(method, target, dict(headers or {}), body, most_bytes, self._trust)
                return await asking.of_any((await self._addresses(target))[:TRIED_ADDRESSES])
        except TimeoutError:
            raise Unreachable(f"{target.host} did not answer within {seconds:g} seconds.") from None
        except aiohttp.ClientConnectorCertificateError:
            raise Unreachable(f"The certificate of {target.host} is not trusted.") from None
        except _FAILURES:
            raise Unreachable(f"{target.host} cannot be reached.") from None

    async def _addresses(self, target: URL) -> list[Address]:
        """The host's addresses, if all of them are allowed: one that is not would show that the name plays tricks."""
        host = target.raw_host or ""
        try:
            found = [ip_address(host)]
        except ValueError:
            found = [ip_address(text) for text in (await self._lookup(host))[:MOST_ADDRESSES]]
        if not found or not all(map(self._allowed, found)):
            raise Unreachable(f"{host} is not on the internet.")
        return sorted(found, key=lambda address: address.version)  # not every machine speaks IPv6


@dataclass(frozen=True, slots=True)
class _Question:
    """A request that is about to be made."""

    method: str
    url: URL
    headers: dict[str, str]
    body: bytes | None
    most_bytes: int
    trust: ssl.SSLContext | None

    async def of_any(self, addresses: list[Address]) -> Fetched:
        """The answer of the first address that takes the connection; what was sent once is not sent again."""
        first, *others = addresses
        try:
            return await self._of(first)
        except aiohttp.ClientSSLError:
            raise
        except aiohttp.ClientConnectorError:
            if not others:
                raise
            return await self.of_any(others)

    async def _of(self, address: Address) -> Fetched:
        """The address takes the name's place in the URL, so that nothing below can look the name up again; Host and TLS keep the name."""
        headers = {
            "User-Agent": "Parley",
            "Accept-Encoding": "identity",
            **self.headers,
            "Host": self.url.host_port_subcomponent or "",
        }
        connector = aiohttp.TCPConnector(ssl=self.trust or True, force_close=True)
        async with (
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False
            ) as session,
            session.request(
                self.method,
                self.url.with_host(str(address)),
                headers=headers,
                data=self.body,
                allow_redirects=False,
                server_hostname=self.url.raw_host if self.url.scheme == "https" else None,
            ) as response,
        ):
            return Fetched(response.status, await self._read(response))

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        if 300 <= response.status < 400:
            raise Unreachable(f"{self.url.host} sends on to another address, which is not followed.")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Unreachable(f"{self.url.host} sent something packed that was not asked for.")
        body = bytearray()
        async for piece in response.content.iter_chunked(64 * 1024):
            body += piece
            if len(body) > self.most_bytes:
                raise Unreachable(f"{self.url.host} sent more than {self.most_bytes // 1024} KB.")
        return bytes(body)


_PLAIN_PORTS: Final = {80, 443}


def _target(url: str) -> URL:
    """The one reading of a URL that everything after it uses. Raises Unreachable for what no honest one looks like."""
    try:
        target = URL(url) if len(url) <= LONGEST_URL else URL()
    except ValueError:
        target = URL()
    if target.scheme not in ("http", "https") or not target.host:
        raise Unreachable("This is no web address.")
    if target.user is not None or target.password is not None:
        raise Unreachable("A web address with a user name in it is not asked.")
    port = target.port or 0
    if port < 1024 and port not in _PLAIN_PORTS:  # what listens there speaks mail, files or names, not the web
        raise Unreachable(f"Port {port} is not a web server's.")
    return target.with_fragment(None)

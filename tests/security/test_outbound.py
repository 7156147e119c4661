"""The outbound client against those who want it to ask somebody inside: a listener on loopback must never hear of it.

Each trick is first played with every address allowed, where it can reach the listener: that shows that it would have worked.
"""

import asyncio
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import dns.asyncresolver
import dns.message
import dns.rdatatype
import dns.rrset
import pytest

from server.addresses import is_public
from server.outbound import Lookup, Outbound, Unreachable, anywhere, from_this_machine
from tests.mail_transport.certificates import Certificates, make_certificates

PUBLIC = "93.184.216.34"


@dataclass
class Inside:
    """A server on loopback that nobody outside should have asked anything; ``answer`` is said to whoever connects."""

    answer: bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret"
    port: int = 0
    connections: int = 0
    heard: list[bytes] = field(default_factory=list)
    slowly: bool = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            self.heard.append(await reader.readuntil(b"\r\n\r\n"))
            for start in range(0, len(self.answer), 1 if self.slowly else len(self.answer)):
                writer.write(self.answer[start : start + 1] if self.slowly else self.answer)
                await writer.drain()
                await asyncio.sleep(0.02 if self.slowly else 0)
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def inside(host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None) -> AsyncIterator[Inside]:
    kept = Inside()
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        await kept.serve(reader, writer)

    server = await asyncio.start_server(serve, host, port, ssl=tls)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def listener() -> AsyncIterator[Inside]:
    async with inside() as running:
        yield running


def names(**known: list[list[str]]) -> Lookup:
    """A name server of the attacker's: each question for a name gets the next of its answers, the last one for ever."""

    async def lookup(name: str) -> list[str]:
        answers = known[name.removesuffix(".example")]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return lookup


# Addresses in disguise

TRICKS = (
    "http://127.0.0.1:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://127.127.127.127:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://127.0.0.1:{port}#@example.org/",
    "http://127.0.0.1:{port}?@example.org/",
    "HTTP://127.0.0.1:{port}/",
    "http://localhost.:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    "http://example.org@127.0.0.1:{port}/",
    "http://user:word@127.0.0.1:{port}/",
    "http://example.org:80@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@example.org/",
    "http://example.org\\@127.0.0.1:{port}/",
    "http:\\\\127.0.0.1:{port}\\",
    "http:///127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http://127.0.0.1:{port}%00.example.org/",
    "http://127.0.0.1%09:{port}/",
    "http://127.0.0.1\n:{port}/",
    "http://[::1%25lo]:{port}/",
    "http://[127.0.0.1]:{port}/",
    "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "ws://127.0.0.1:{port}/",
    "unix:///run/docker.sock",
    "",
    "http://",
    "http://:{port}/",
    "http://" + "a" * 5000 + ".example/",
)


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_disguise_reaches_the_inside(listener: Inside, trick: str) -> None:
    url = trick.format(port=listener.port)
    for lookup in (from_this_machine, names()):
        with pytest.raises((Unreachable, KeyError)):  # KeyError: the name server of no names was asked, and nobody else
            await Outbound(lookup=lookup).fetch(url, seconds=3)
    assert listener.connections == 0


@pytest.mark.parametrize("trick", TRICKS[:20])
async def test_without_the_guard_they_would(trick: str) -> None:
    """The positive control: what is a disguise at all gets through when every address is allowed."""
    async with inside("0.0.0.0") as listener:
        outbound = Outbound(anywhere, from_this_machine)
        assert (await outbound.fetch(trick.format(port=listener.port), seconds=3)).body == b"secret"
        assert listener.connections == 1


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1"),
        *("198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
        *(
            "168.63.129.16",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:93.184.216.34",
            "::ffff:0:127.0.0.1",
        ),
        *("64:ff9b::7f00:1", "64:ff9b::5db8:d822", "64:ff9b:1::7f00:1", "100::1", "2001::1", "2001:0:1::7f00:1"),
        *("2001:db8::1", "2001:10::1", "2002:7f00:1::1", "2002:5db8:d822::1", "3fff::1", "fc00::1", "fd00:ec2::254"),
        *("fe80::1", "fe80::1%lo", "fec0::1", "ff02::1", "4000::1", "5f00::1"),
    ],
)
def test_addresses_that_are_not_on_the_internet(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "1.1.1.1",
            "8.8.8.8",
            PUBLIC,
            "172.15.255.255",
            "172.32.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "9.255.255.255",
        ),
        *("11.0.0.0", "126.255.255.255", "128.0.0.1", "223.255.255.255", "198.17.255.255", "198.20.0.0"),
        *("2606:4700::1111", "2001:4860:4860::8888", "2001:200::1", "2a00:1450::1", "2003::1", "3ffe::1"),
    ],
)
def test_addresses_that_are(address: str) -> None:
    assert is_public(ip_address(address))


# Names that play tricks


async def test_a_name_that_means_the_inside_is_not_asked(listener: Inside) -> None:
    url = f"http://trick.example:{listener.port}/"
    for addresses in (["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], []):
        with pytest.raises(Unreachable, match="not on the internet"):
            await Outbound(lookup=names(trick=[addresses])).fetch(url)
    assert listener.connections == 0
    assert (await Outbound(anywhere, names(trick=[["127.0.0.1"]])).fetch(url)).body == b"secret", "control"


async def test_a_name_that_means_something_else_a_moment_later_changes_nothing(listener: Inside) -> None:
    """DNS rebinding: an allowed address (here 127.0.0.2 stands for one) when it is checked, the inside ever after."""
    answers = names(trick=[["127.0.0.2"], ["127.0.0.1"]])
    asked: list[str] = []

    async def lookup(name: str) -> list[str]:
        asked.append(name)
        return await answers(name)

    url = f"http://trick.example:{listener.port}/"
    outbound = Outbound(lambda address: str(address) == "127.0.0.2", lookup)
    async with inside("127.0.0.2", listener.port) as allowed:
        assert (await outbound.fetch(url)).status == 200
        assert (allowed.connections, asked) == (1, ["trick.example"])
        with pytest.raises(Unreachable, match="not on the internet"):
            await outbound.fetch(url)
        assert (allowed.connections, listener.connections) == (1, 0)
    assert (await Outbound(anywhere, lookup).fetch(url)).status == 200, "control: the second meaning leads inside"
    assert listener.connections == 1


class NameServer(asyncio.DatagramProtocol):
    """Says of every name that it is 127.0.0.1."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: Any) -> None:
        question = dns.message.from_wire(data)
        self.asked.append(question.question[0].to_text())
        answer = dns.message.make_response(question)
        if question.question[0].rdtype == dns.rdatatype.A:
            answer.answer.append(dns.rrset.from_text(question.question[0].name, 1, "IN", "A", "127.0.0.1"))
        self.transport.sendto(answer.to_wire(), address)


async def test_names_are_looked_up_in_the_dns_alone(listener: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that this machine's own files know, and a number that they would take for an address."""
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(NameServer, ("127.0.0.1", 0))
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], transport.get_extra_info("sockname")[1]
    monkeypatch.setattr("dns.asyncresolver.default_resolver", resolver)
    for host in ("trick.example", "localhost", "2130706433"):
        with pytest.raises(Unreachable, match="not on the internet"):
            await Outbound().fetch(f"http://{host}:{listener.port}/")
        assert f"{host}. IN A" in server.asked
    assert listener.connections == 0
    assert (await Outbound(anywhere).fetch(f"http://trick.example:{listener.port}/")).body == b"secret", "control"
    transport.close()


async def test_redirects_are_not_followed(listener: Inside) -> None:
    """Also where the first host is allowed: the second is a name that nobody checked."""
    for status in (301, 302, 303, 307, 308, 300):
        async with inside("127.0.0.2") as front:
            front.answer = (
                f"HTTP/1.1 {status} Go\r\nLocation: http://127.0.0.1:{listener.port}/\r\nContent-Length: 0\r\n\r\n"
            ).encode()
            outbound = Outbound(lambda address: str(address) == "127.0.0.2")
            with pytest.raises(Unreachable, match="not followed"):
                await outbound.fetch(f"http://127.0.0.2:{front.port}/")
            assert front.connections == 1
    assert listener.connections == 0


async def test_other_ways_of_being_sent_on_are_not_followed_either(listener: Inside) -> None:
    listener.answer = (
        b"HTTP/1.1 200 OK\r\nRefresh: 0; url=http://127.0.0.1/\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx"
    )
    assert (await Outbound(anywhere).fetch(f"http://127.0.0.1:{listener.port}/")).body == b"x"
    assert listener.connections == 1


@pytest.mark.parametrize("port", [1, 21, 22, 25, 53, 110, 143, 465, 587, 993, 995])
async def test_ports_that_speak_something_else_are_not_asked(port: int) -> None:
    with pytest.raises(Unreachable, match="not a web server's"):
        await Outbound(anywhere, names(site=[["127.0.0.1"]])).fetch(f"http://site.example:{port}/")


# What is sent, and what is taken


async def test_nothing_is_told_beside_the_question(listener: Inside) -> None:
    listener.answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    outbound = Outbound(anywhere, names(site=[["127.0.0.1"]]))
    for _ in range(2):
        await outbound.fetch(f"http://site.example:{listener.port}/a%20b?c=d%0d%0aX:1#fragment")
    head = listener.heard[1].decode().lower()
    assert head.startswith("get /a%20b?c=d%0d%0ax:1 http/1.1\r\n")
    assert f"\r\nhost: site.example:{listener.port}\r\n" in head
    assert "cookie" not in head
    assert "referer" not in head
    assert "authorization" not in head
    assert "fragment" not in head


async def test_proxies_of_the_environment_are_not_used(listener: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{listener.port}")
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{listener.port}")
    async with inside("127.0.0.2") as site:
        await Outbound(anywhere, names(site=[["127.0.0.2"]])).fetch(f"http://site.example:{site.port}/")
        assert (site.connections, listener.connections) == (1, 0)


async def test_so_much_and_no_more_is_taken(listener: Inside) -> None:
    outbound, url = Outbound(anywhere), f"http://127.0.0.1:{listener.port}/"
    for length, taken in ((999, True), (1000, True), (1001, False), (10_000_000, False)):
        for head in (f"Content-Length: {length}\r\n", ""):
            listener.answer = f"HTTP/1.1 200 OK\r\n{head}Connection: close\r\n\r\n".encode() + b"x" * length
            if taken:
                assert len((await outbound.fetch(url, most_bytes=1000)).body) == length
            else:
                with pytest.raises(Unreachable, match="more than"):
                    await outbound.fetch(url, most_bytes=1000)


async def test_what_is_packed_is_not_unpacked(listener: Inside) -> None:
    listener.answer = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\nConnection: close\r\n\r\n\x1f"
    with pytest.raises(Unreachable, match="packed"):
        await Outbound(anywhere).fetch(f"http://127.0.0.1:{listener.port}/")
    assert b"accept-encoding: identity" in listener.heard[0].lower()


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9\r\n",
        b"",
        b"HTTP/1.1 999999999 Odd\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ncut",
    ],
    ids=range(8),
)
async def test_what_is_no_answer_is_said_to_be_none(listener: Inside, answer: bytes) -> None:
    listener.answer = answer
    with pytest.raises(Unreachable):
        await Outbound(anywhere).fetch(f"http://127.0.0.1:{listener.port}/", seconds=3)


async def test_a_slow_one_is_not_waited_for(listener: Inside) -> None:
    listener.slowly, listener.answer = True, b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000
    with pytest.raises(Unreachable, match=r"within 0\.3 seconds"):
        await Outbound(anywhere).fetch(f"http://127.0.0.1:{listener.port}/", seconds=0.3)

    async def for_ever(name: str) -> list[str]:
        await asyncio.sleep(3600)
        return []

    with pytest.raises(Unreachable, match=r"within 0\.1 seconds"):
        await Outbound(lookup=for_ever).fetch("http://site.example/", seconds=0.1)


async def test_another_address_is_tried_where_nobody_listens(listener: Inside) -> None:
    outbound = Outbound(anywhere, names(site=[["127.0.0.3", "127.0.0.4", "127.0.0.1"]]))
    assert (await outbound.fetch(f"http://site.example:{listener.port}/")).body == b"secret"
    outbound = Outbound(anywhere, names(site=[["127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.1"]]))
    with pytest.raises(Unreachable, match="cannot be reached"):
        await outbound.fetch(f"http://site.example:{listener.port}/")


# TLS: the address is checked, the certificate is the name's


@pytest.fixture(scope="module")
def certificates() -> Iterator[Certificates]:
    with tempfile.TemporaryDirectory() as folder:
        yield make_certificates(Path(folder))


async def test_the_certificate_must_be_the_names(certificates: Certificates) -> None:
    async with inside(tls=certificates.server()) as listener:
        trusting = Outbound(anywhere, names(other=[["127.0.0.1"]]), certificates.client())
        with pytest.raises(Unreachable, match="certificate"):
            await trusting.fetch(f"https://other.example:{listener.port}/")
        with pytest.raises(Unreachable, match="certificate"):
            await Outbound(anywhere, from_this_machine).fetch(f"https://localhost:{listener.port}/")
        assert listener.heard == []
        trusting = Outbound(anywhere, from_this_machine, certificates.client())
        assert (await trusting.fetch(f"https://localhost:{listener.port}/")).body == b"secret"

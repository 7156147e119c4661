"""Browser connections carried by stock aiortc: the fall-back, and the second opinion that tests hold our own plane against.

One aiortc peer connection and one UDP port each, aioice and all. Only RTP is taken away from it, between its DTLS transport and
its codecs, by overriding methods of single objects; every private name used is in tests/webrtc/test_aiortc.py.
"""

import asyncio
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import aioice.ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpTransceiver, RTCSessionDescription
from aiortc.codecs import CODECS
from aiortc.exceptions import InternalError, InvalidStateError, OperationError
from aiortc.rtcconfiguration import RTCBundlePolicy
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from domain.refusal import Refused
from webrtc.association import Owner
from webrtc.negotiation import FAILURES, Offered
from webrtc.srtp import IN, OUT, ROOM


@contextmanager
def gathering_on(addresses: Sequence[str] | None) -> Iterator[None]:
    """What aioice gathers on, instead of all addresses but loopback."""
    if addresses is None:
        yield
        return
    usual = aioice.ice.get_host_addresses
    aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: list(addresses)
    try:
        yield
    finally:
        aioice.ice.get_host_addresses = usual


def _teach_codecs() -> None:
    """DTX, FEC and telephone-event, which aiortc knows nothing of, in what it answers."""
    opus = CODECS["audio"][0]
    opus.parameters = {"minptime": 10, "useinbandfec": 1, "usedtx": "1"}
    for clock in (48_000, 8_000):
        event = RTCRtpCodecParameters("audio/telephone-event", clockRate=clock, payloadType=101)
        if event not in CODECS["audio"]:
            CODECS["audio"].append(event)


class StockPlane:
    """Makes stock connections, on the addresses that browsers are given."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        _teach_codecs()

    def way(self, offered: Offered) -> "StockWay":
        """For one offer that was read."""
        return StockWay(offered, self._addresses)


class StockWay:
    """One aiortc peer connection as a way for packets."""

    def __init__(self, offered: Offered, addresses: Sequence[str]) -> None:
        self.offered = offered
        self.owner: Owner | None = None
        self.heard: float | None = None
        self.deaf_type = -1
        self.dropped = 0
        self._addresses = addresses
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._connection.on("connectionstatechange", self._changed)
        self._dtls: RTCDtlsTransport | None = None
        self._closing: asyncio.Task[None] | None = None

    def renegotiate(self, offered: Offered) -> None:
        """The same browser connection offered again; ICE restarts are beyond aiortc."""
        self.offered = offered

    async def answer(self, sdp: str, ssrcs: dict[str, int]) -> str:
        """The SDP answer. Raises Refused (invalid)."""
        try:
            await self._connection.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
            for transceiver in self._connection.getTransceivers():
                self._take_over(transceiver, ssrcs)
            with gathering_on(self._addresses):
                await self._connection.setLocalDescription(await self._connection.createAnswer())
        except (*FAILURES, InternalError, InvalidStateError, OperationError) as error:
            raise Refused("invalid", "The offer cannot be answered.") from error
        return str(self._connection.localDescription.sdp)

    def _take_over(self, transceiver: RTCRtpTransceiver, ssrcs: dict[str, int]) -> None:
        section = next((section for section in self.offered.sections if section.mid == transceiver.mid), None)
        transceiver.direction = "sendrecv" if section is not None and section.accepted else "inactive"
        transceiver.sender._ssrc = ssrcs.get(transceiver.mid or "", transceiver.sender._ssrc)
        transceiver.sender.send = _nothing  # type: ignore[assignment, method-assign]  # no encoder, no timers
        transceiver.receiver.receive = _nothing  # type: ignore[assignment, method-assign]  # no decoder, no thread
        self._dtls = transceiver.receiver.transport
        self._dtls._handle_rtp_data = self._packet  # type: ignore[method-assign]  # ours, already unprotected
        self._dtls._handle_rtcp_data = self._control  # type: ignore[method-assign]  # likewise
        self._dtls._recv_next = _unless_empty(self._dtls)  # type: ignore[method-assign]  # see there

    async def _packet(self, data: bytes, arrival_time_ms: int) -> None:
        if self.owner is not None and 12 < len(data) <= ROOM:
            self.heard = time.monotonic()
            IN.view[: len(data)] = data
            self.owner.packet(len(data), self.heard)

    async def _control(self, data: bytes) -> None:
        if self.owner is not None:
            self.heard = time.monotonic()
            self.owner.control(data, self.heard)

    def _changed(self) -> None:
        state = self._connection.connectionState
        if self.owner is None:
            return
        if state == "connected":
            self.heard = time.monotonic()
            self.owner.ready()
        elif state in ("closed", "failed"):
            self.owner.closed(state)

    def send(self, size: int) -> None:
        """Send the RTP packet in ``OUT``."""
        self._send(bytes(OUT.view[:size]))

    def send_control(self, compound: bytes) -> None:
        """Send an RTCP compound packet."""
        self._send(compound)

    def _send(self, data: bytes) -> None:
        if self._dtls is None:
            return
        try:
            _run(self._dtls._send_rtp(data))
        except ConnectionError:
            self.dropped += 1

    def close(self) -> None:
        """Hang up. Twice is once."""
        self.owner = None
        if self._closing is None:
            self._closing = asyncio.create_task(self._connection.close(), name="stock connection closing")


def _run(sending: Coroutine[Any, Any, None]) -> None:
    """Aioice's sending is a coroutine that never waits: it is run to its end here instead of in a task for each packet."""
    try:
        sending.send(None)
    except StopIteration:
        return
    sending.close()


def _unless_empty(transport: RTCDtlsTransport) -> Any:
    """Aiortc looks at the first byte of each datagram, and an empty one from anybody ends the call. It is read again instead."""
    receive = type(transport)._recv_next

    async def guarded() -> None:
        try:
            await receive(transport)
        except IndexError:
            return

    return guarded


async def _nothing(*_: object) -> None:
    return None

"""Every name of aiortc, aioice and pylibsrtp that is not theirs to keep and that we use: a new version that moves one fails here."""

import inspect
from importlib.metadata import version

import aioice.ice
import pytest
from aiortc import RTCCertificate, RTCPeerConnection, rtcdtlstransport
from aiortc.codecs import CODECS
from aiortc.rtcdtlstransport import RTCDtlsTransport
from aiortc.rtcrtpreceiver import RTCRtpReceiver
from aiortc.rtcrtpsender import RTCRtpSender
from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # compiled, published without types


def test_the_pinned_version() -> None:
    assert version("aiortc").startswith("1.16.")


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        (RTCDtlsTransport._handle_rtp_data, ["self", "data", "arrival_time_ms"]),
        (RTCDtlsTransport._handle_rtcp_data, ["self", "data"]),
        (RTCDtlsTransport._recv_next, ["self"]),
        (RTCDtlsTransport._send_rtp, ["self", "data"]),
        (RTCDtlsTransport._write_ssl, ["self"]),
        (RTCRtpReceiver.receive, ["self", "parameters"]),
        (RTCRtpReceiver._handle_rtp_packet, ["self", "packet", "arrival_time_ms"]),
        (RTCRtpSender.send, ["self", "parameters"]),
        (RTCCertificate._create_ssl_context, ["self", "srtp_profiles"]),
    ],
)
def test_methods_that_are_overridden_or_called(method: object, parameters: list[str]) -> None:
    assert callable(method)
    assert list(inspect.signature(method).parameters) == parameters
    assert inspect.iscoroutinefunction(method) == (method is not RTCCertificate._create_ssl_context)


async def test_attributes_of_a_connection() -> None:
    connection = RTCPeerConnection()
    transceiver = connection.addTransceiver("audio")
    assert isinstance(transceiver.sender._ssrc, int)
    assert isinstance(transceiver.receiver.transport, RTCDtlsTransport)
    await connection.close()


def test_the_names_of_its_modules() -> None:
    assert [profile.openssl_profile for profile in rtcdtlstransport.SRTP_PROFILES] == [
        b"SRTP_AEAD_AES_256_GCM",
        b"SRTP_AEAD_AES_128_GCM",
        b"SRTP_AES128_CM_SHA1_80",
    ]
    assert CODECS["audio"][0].mimeType == "audio/opus"
    assert list(inspect.signature(aioice.ice.get_host_addresses).parameters) == ["use_ipv4", "use_ipv6"]


def test_libsrtp_under_pylibsrtp() -> None:
    profile = rtcdtlstransport.SRTP_AEAD_AES_128_GCM
    policy = Policy(key=bytes(28), ssrc_type=Policy.SSRC_ANY_OUTBOUND, srtp_profile=profile.libsrtp_profile)
    session = Session(policy)
    packet, length = ffi.new("unsigned char[]", bytes([0x80, 111]) + bytes(30) + bytes(200)), ffi.new("int *", 32)
    assert lib.srtp_protect(session._srtp[0], packet, length) == 0
    assert length[0] == 48
    for name in ("srtp_protect_rtcp", "srtp_unprotect", "srtp_unprotect_rtcp"):
        assert hasattr(lib, name)

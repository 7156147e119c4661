"""The handshake, against pyOpenSSL as a browser would do it; on wires that lose, repeat and garble."""

from collections.abc import Callable, Sequence

import pytest
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import SRTP_PROFILES, RTCDtlsFingerprint
from OpenSSL import SSL

from webrtc.dtls import ALERT, LARGEST_DATAGRAM, MOST_RESTARTS, Handshake, Identity

IDENTITY = Identity()
BROWSER = RTCCertificate.generateCertificate()


class Browser:
    """A DTLS client."""

    def __init__(self, profiles: Sequence[object] = SRTP_PROFILES) -> None:
        context = BROWSER._create_ssl_context(list(profiles))  # type: ignore[arg-type]  # a list of what it gave us
        context.set_options(SSL.OP_NO_QUERY_MTU)
        self.connection = SSL.Connection(context)
        self.connection.set_ciphertext_mtu(LARGEST_DATAGRAM)
        self.connection.set_connect_state()
        self.done = False

    def turn(self, datagrams: Sequence[bytes] = ()) -> list[bytes]:
        """Take datagrams, give one back."""
        for datagram in datagrams:
            self.connection.bio_write(datagram)
        try:
            self.connection.do_handshake()
            self.done = True
        except SSL.WantReadError:
            pass
        try:
            return [self.connection.bio_read(65_536)]
        except SSL.Error:
            return []


def ours(prints: Sequence[RTCDtlsFingerprint] | None = None) -> Handshake:
    """Our side, expecting the browser's certificate or another."""
    return Handshake(IDENTITY.present()[1], BROWSER.getFingerprints() if prints is None else prints)


def shake(browser: Browser, server: Handshake, through: Callable[[bytes], list[bytes]] = lambda data: [data]) -> None:
    """Exchange flights until nobody has anything to say."""
    flight = browser.turn()
    for _ in range(10):
        back = [answer for sent in flight for data in through(sent) for answer in server.take(data)]
        if not back:
            return
        assert all(len(datagram) <= LARGEST_DATAGRAM for datagram in back)
        flight = browser.turn(back)


def test_both_sides_have_the_same_keys_and_the_cipher_is_gcm() -> None:
    browser, server = Browser(), ours()
    shake(browser, server)
    assert (browser.done, server.state) == (True, "done")
    assert server.keys is not None
    assert server.keys.profile.openssl_profile == b"SRTP_AEAD_AES_128_GCM"
    size = 2 * (server.keys.profile.key_length + server.keys.profile.salt_length)
    material = browser.connection.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
    assert server.keys.receive == server.keys.profile.get_key_and_salt(material, 0)
    assert server.keys.send == server.keys.profile.get_key_and_salt(material, 1)


def test_a_browser_without_gcm_gets_counter_mode() -> None:
    browser, server = Browser(SRTP_PROFILES[-1:]), ours()
    shake(browser, server)
    assert server.keys is not None
    assert server.keys.profile.openssl_profile == b"SRTP_AES128_CM_SHA1_80"


@pytest.mark.parametrize(
    "prints", [RTCCertificate.generateCertificate().getFingerprints(), [], [RTCDtlsFingerprint("md5", "00")]]
)
def test_another_certificate_is_refused(prints: list[RTCDtlsFingerprint]) -> None:
    server = ours(prints)
    shake(Browser(), server)
    assert (server.state, server.keys) == ("refused", None)


def test_alerts_and_noise_before_the_keys_end_nothing() -> None:
    browser, server = Browser(), ours()
    noise = [bytes([ALERT]) + b"\xfe\xfd" + bytes(8) + b"\x00\x02\x02\x28", b"\x16" + bytes(40), b"\x14"]
    shake(browser, server, lambda data: [*noise, data, *noise])
    assert server.state == "done"


def test_garbled_handshakes_are_given_up_after_some_and_never_raise() -> None:
    server = ours()
    hello = Browser().turn()[0]
    for at in range(MOST_RESTARTS * 40):
        server.take(hello[:13] + bytes([hello[13 + at % 30] ^ 0xFF]) * 20 + hello[33:])
    assert server.state in ("waiting", "failed")


def test_a_goodbye_is_noticed_and_ours_is_sent_once() -> None:
    browser, server = Browser(), ours()
    shake(browser, server)
    browser.connection.shutdown()
    server.take(browser.connection.bio_read(2_000))
    assert server.state == "closed"
    other = ours()
    shake(Browser(), other)
    assert (len(other.close()), other.close()) == (1, [])

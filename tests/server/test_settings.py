"""Settings: what is not known or makes no sense stops the start with a sentence."""

import stat
from pathlib import Path

import pytest

from server.calls.relays import Relays
from server.settings import NAMES, BadSettings, Settings, read_settings
from tests.mail_transport.certificates import make_certificates

SECRET = "s" * 32


def test_without_any_it_starts_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({"PATH": "/bin"})
    assert (settings.host, settings.port, settings.public_url) == ("127.0.0.1", 8080, "http://localhost:8080")
    assert (settings.mongodb_uri, settings.demo) == (None, False)
    assert len(settings.secret) >= 32
    assert read_settings({}).secret == settings.secret, "kept"
    assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PARLEY_PROT", "1", "Unknown setting PARLEY_PROT"),
        ("PARLEY_", "1", "Unknown setting PARLEY_"),
        ("PARLEY_PORT", "http", "PARLEY_PORT"),
        ("PARLEY_PORT", "0", "PARLEY_PORT"),
        ("PARLEY_PORT", "65536", "PARLEY_PORT"),
        ("PARLEY_PORT", "-1", "PARLEY_PORT"),
        ("PARLEY_PUBLIC_URL", "chat.example.com", "PARLEY_PUBLIC_URL"),
        ("PARLEY_PUBLIC_URL", "ftp://chat.example.com", "PARLEY_PUBLIC_URL"),
        ("PARLEY_SECRET", "s" * 31, "PARLEY_SECRET is too short"),
        ("PARLEY_ADMIN_PASSWORD", "123456789", "PARLEY_ADMIN_PASSWORD is too short"),
        ("PARLEY_DATA", "/proc/nowhere", "PARLEY_DATA"),
        ("PARLEY_SMTP_CERTIFICATE", "/nowhere.pem", "only make sense together"),
        ("PARLEY_SMTP_KEY", "/nowhere.key", "only make sense together"),
        ("PARLEY_TURN_URLS", "turn:relay.example:3478", "only make sense together"),
        ("PARLEY_TURN_SECRET", "shared", "only make sense together"),
        ("PARLEY_TURN_URLS", "https://relay.example", "must look like turn:"),
        ("PARLEY_TURN_URLS", "turn:relay.example,", "must look like turn:"),
        *(
            ("PARLEY_SMTP_LISTEN", value, "must look like 127.0.0.1:2525")
            for value in ("25", ":25", "::1:25", "[::1:25")
        ),
        *(("PARLEY_SMTP_LISTEN", value, "port of PARLEY_SMTP_LISTEN") for value in ("host:", "host:0", "host:65536")),
    ],
)
def test_bad_ones_are_refused_by_name(tmp_path: Path, name: str, value: str, says: str) -> None:
    environment = {"PARLEY_DATA": str(tmp_path), **({"PARLEY_SECRET": SECRET} if name != "PARLEY_DATA" else {})}
    with pytest.raises(BadSettings, match=says):
        read_settings({**environment, name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARLEY_PORT", "1"),
        ("PARLEY_PORT", "65535"),
        ("PARLEY_SECRET", SECRET),
        ("PARLEY_ADMIN_PASSWORD", "1234567890"),
    ],
)
def test_the_edges_are_accepted(tmp_path: Path, name: str, value: str) -> None:
    settings = read_settings({"PARLEY_DATA": str(tmp_path), "PARLEY_SECRET": SECRET, name: value})
    assert str(getattr(settings, NAMES[name][0])) == value


@pytest.mark.parametrize(
    ("text", "listen"),
    [("0.0.0.0:25", ("0.0.0.0", 25)), ("[::1]:2525", ("::1", 2525)), ("mail.example.com:1", ("mail.example.com", 1))],
)
def test_where_mail_is_taken(tmp_path: Path, text: str, listen: tuple[str, int]) -> None:
    environment = {"PARLEY_DATA": str(tmp_path), "PARLEY_SECRET": SECRET}
    assert read_settings({**environment, "PARLEY_SMTP_LISTEN": text}).smtp_listen == listen
    assert read_settings(environment).smtp_listen is None
    assert (
        read_settings({**environment, "PARLEY_PUBLIC_URL": "https://Chat.example.com"}).hostname == "chat.example.com"
    )


def test_a_certificate_is_read_at_the_start(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    pair = {"PARLEY_SMTP_CERTIFICATE": str(made.certificate), "PARLEY_SMTP_KEY": str(made.key)}
    given = {"PARLEY_DATA": str(tmp_path), "PARLEY_SMTP_LISTEN": "127.0.0.1:2525", **pair}
    assert read_settings(given).smtp_certificate is not None
    with pytest.raises(BadSettings, match="only makes sense with PARLEY_SMTP_LISTEN"):
        read_settings({**given, "PARLEY_SMTP_LISTEN": ""})
    for file in (tmp_path / "none", tmp_path / "secret", made.certificate):
        with pytest.raises(BadSettings, match="cannot be read as a pair"):
            read_settings({**given, "PARLEY_SMTP_KEY": str(file)})


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://chat.example.com/", "https://chat.example.com"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://chat.example.com:8443/parley", "https://chat.example.com:8443"),
    ],
)
def test_the_origin_is_as_browsers_write_it(url: str, origin: str) -> None:
    assert Settings(public_url=url).origin == origin


def test_relays_are_read_with_their_secret(tmp_path: Path) -> None:
    urls = "turn:relay.example:3478?transport=udp, turns:relay.example:443?transport=tcp"
    given = {"PARLEY_DATA": str(tmp_path), "PARLEY_TURN_URLS": urls, "PARLEY_TURN_SECRET": "shared"}
    assert read_settings(given).relays == Relays(tuple(urls.split(", ")), "shared")
    assert read_settings({"PARLEY_DATA": str(tmp_path)}).relays == Relays()

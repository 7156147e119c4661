"""Settings: environment variables read once at start, checked, and refused by name when unknown.

The table in README.md is these fields; a test keeps the two equal.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from server.calls.relays import Relays
from server.mail.certificate import Certificate

SHORTEST_SECRET = 32
TURN_URL = re.compile(r"turns?:[A-Za-z0-9.\-\[\]:]+(\?transport=(udp|tcp))?")
"""RFC 7065 section 3.1, without user and password: those are made for each caller."""


class BadSettings(Exception):
    """A setting is unknown or makes no sense; the sentence says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Where Parley listens, what it is called from outside, and where it keeps its data."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = "http://localhost:8080"
    data: Path = Path("data")
    secret: str = ""
    mongodb_uri: str | None = None
    redis_url: str | None = None
    admin_email: str = "admin@parley.example"
    admin_password: str | None = None
    smtp_listen: tuple[str, int] | None = None
    smtp_certificate: Certificate | None = None
    lookup_hosts: tuple[str, ...] = ()
    media_hosts: tuple[str, ...] = ("127.0.0.1",)
    media_port: int = 0
    relays: Relays = field(default_factory=Relays)
    demo: bool = False

    @property
    def hostname(self) -> str:
        """The host of ``public_url``: what Parley calls itself to mail servers."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def origin(self) -> str:
        """Scheme, host and port of ``public_url``, as browsers write an Origin."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"


NAMES = {
    "PARLEY_HOST": ("host", "address to listen on"),
    "PARLEY_PORT": ("port", "port to listen on"),
    "PARLEY_PUBLIC_URL": ("public_url", "how browsers reach Parley; sets the allowed origin and the snippets"),
    "PARLEY_DATA": ("data", "folder of the embedded database, the secret and generated passwords"),
    "PARLEY_SECRET": (
        "secret",
        "signs visitor tokens and file links, encrypts mailbox passwords; generated into PARLEY_DATA when unset",
    ),
    "MONGODB_URI": ("mongodb_uri", "a MongoDB 7 or 8 replica set; unset: the embedded database"),
    "REDIS_URL": ("redis_url", "carries hints between several nodes; unset: one node"),
    "PARLEY_SMTP_LISTEN": ("smtp_listen", "host:port to take mail on; unset: mail is only fetched"),
    "PARLEY_SMTP_CERTIFICATE": (
        "smtp_certificate",
        "PEM file of the certificate chain with which it offers STARTTLS; read again when it changes",
    ),
    "PARLEY_SMTP_KEY": ("smtp_key", "PEM file of that certificate's private key, without a password"),
    "PARLEY_LOOKUP_HOSTS": ("lookup_hosts", "hosts of one's own network, with commas between, that look-ups may ask"),
    "PARLEY_MEDIA_HOST": ("media_hosts", "IP addresses, with commas between, that browsers send calls to"),
    "PARLEY_MEDIA_PORT": ("media_port", "UDP port of calls; unset: any that is free"),
    "PARLEY_TURN_URLS": (
        "turn_urls",
        "TURN servers, with commas between, for callers whose network lets no UDP through",
    ),
    "PARLEY_TURN_SECRET": (
        "turn_secret",
        "the secret that the TURN servers share with Parley (coturn: static-auth-secret)",
    ),
    "PARLEY_ADMIN_EMAIL": ("admin_email", "the administrator made on first start"),
    "PARLEY_ADMIN_PASSWORD": ("admin_password", "their password; generated and printed once when unset"),
}
"""Variable -> (field, meaning)."""


def read_settings(environment: Mapping[str, str], demo: bool = False) -> Settings:
    """Settings from environment variables. Raises BadSettings."""
    unknown = sorted(name for name in environment if name.startswith("PARLEY_") and name not in NAMES)
    if unknown:
        raise BadSettings(f"Unknown setting {', '.join(unknown)}. Known: {', '.join(sorted(NAMES))}.")
    given = {field: environment[name] for name, (field, _) in NAMES.items() if environment.get(name)}
    port = _port(given.pop("port", "8080"))
    data = Path(given.pop("data", "data")).resolve()
    public_url = _url(given.pop("public_url", f"http://localhost:{port}"))
    secret = given.pop("secret", "")
    if secret and len(secret) < SHORTEST_SECRET:
        raise BadSettings(f"PARLEY_SECRET is too short: use at least {SHORTEST_SECRET} characters.")
    password = given.get("admin_password")
    if password is not None and len(password) < 10:
        raise BadSettings("PARLEY_ADMIN_PASSWORD is too short: use at least 10 characters.")
    smtp_listen = _listen(given.pop("smtp_listen", ""))
    smtp_certificate = _certificate(given.pop("smtp_certificate", ""), given.pop("smtp_key", ""))
    if smtp_certificate and smtp_listen is None:
        raise BadSettings("PARLEY_SMTP_CERTIFICATE only makes sense with PARLEY_SMTP_LISTEN.")
    lookup_hosts = tuple(part.strip().lower() for part in given.pop("lookup_hosts", "").split(",") if part.strip())
    media_hosts = _addresses(given.pop("media_hosts", "127.0.0.1"))
    media_port = given.pop("media_port", "")
    relays = _relays(given.pop("turn_urls", ""), given.pop("turn_secret", ""))
    _check_form(given)
    return Settings(
        port=port,
        data=data,
        public_url=public_url,
        secret=secret or _kept_secret(data),
        smtp_listen=smtp_listen,
        smtp_certificate=smtp_certificate,
        lookup_hosts=lookup_hosts,
        media_hosts=media_hosts,
        media_port=_port(media_port, "PARLEY_MEDIA_PORT") if media_port else 0,
        relays=relays,
        demo=demo,
        **given,
    )


def _check_form(given: Mapping[str, str]) -> None:
    """Raises BadSettings for what could only fail later, and less clearly."""
    for kind, name, schemes in (
        ("mongodb_uri", "MONGODB_URI", ("mongodb://", "mongodb+srv://")),
        ("redis_url", "REDIS_URL", ("redis://", "rediss://", "unix://")),
    ):
        if kind in given and not given[kind].startswith(schemes):
            raise BadSettings(f"{name} must begin with {' or '.join(schemes)}.")
    if "@" not in given.get("admin_email", "@"):
        raise BadSettings("PARLEY_ADMIN_EMAIL must be an email address.")


def _port(text: str, name: str = "PARLEY_PORT") -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadSettings(f"{name} is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def _listen(text: str) -> tuple[str, int] | None:
    """Host and port of ``host:port``, where the host of IPv6 stands in brackets."""
    if not text:
        return None
    host, colon, port = text.rpartition(":")
    if not colon or not host or (":" in host) != (host.startswith("[") and host.endswith("]")):
        raise BadSettings(f"PARLEY_SMTP_LISTEN is {text!r}: it must look like 127.0.0.1:2525 or [::1]:2525.")
    return host.strip("[]"), _port(port, "The port of PARLEY_SMTP_LISTEN")


def _certificate(chain: str, key: str) -> Certificate | None:
    if bool(chain) != bool(key):
        raise BadSettings("PARLEY_SMTP_CERTIFICATE and PARLEY_SMTP_KEY only make sense together.")
    try:
        return Certificate(Path(chain), Path(key)) if chain else None
    except OSError as problem:
        reason = problem.strerror or problem
        raise BadSettings(f"PARLEY_SMTP_CERTIFICATE and PARLEY_SMTP_KEY cannot be read as a pair: {reason}.") from None


def _relays(text: str, secret: str) -> Relays:
    urls = tuple(part.strip() for part in text.split(",")) if text else ()
    for url in urls:
        if not TURN_URL.fullmatch(url):
            raise BadSettings(
                f"PARLEY_TURN_URLS has {url!r}: each must look like turn:turn.example.com:3478?transport=udp."
            )
    if bool(urls) != bool(secret):
        raise BadSettings("PARLEY_TURN_URLS and PARLEY_TURN_SECRET only make sense together.")
    return Relays(urls, secret)


def _addresses(text: str) -> tuple[str, ...]:
    """IP addresses, because a browser is told them as they are."""
    try:
        return tuple(str(ip_address(part.strip())) for part in text.split(","))
    except ValueError:
        raise BadSettings(f"PARLEY_MEDIA_HOST is {text!r}: it must be IP addresses such as 203.0.113.7.") from None


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadSettings(f"PARLEY_PUBLIC_URL is {text!r}: it must look like https://chat.example.com.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise BadSettings(
            f"PARLEY_PUBLIC_URL is {text!r}: leave out what follows the host, Parley is served from its root."
        )
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(usual)}"


def _kept_secret(data: Path) -> str:
    """The secret in the data folder, made on first start and readable by its owner only."""
    path = data / "secret"
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_durably(path, secrets.token_urlsafe(48))
        kept = path.read_text().strip()
    except OSError as error:
        raise BadSettings(f"PARLEY_DATA is {str(data)!r}: {error.strerror or error}.") from error
    if len(kept) < SHORTEST_SECRET:
        raise BadSettings(f"{path} is damaged: put the secret back, or remove the file for a new one.")
    return kept


def _write_durably(path: Path, text: str) -> None:
    """All of it or nothing, whatever happens meanwhile: an empty secret would sign everything with an empty key."""
    new = path.with_suffix(".new")
    new.touch(mode=0o600)
    with new.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)

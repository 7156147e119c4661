"""DKIM signatures (RFC 6376, RFC 8463) of a mail that may be hostile: pure, linear in the size of the mail, and stricter than the standard.

A signature that leaves part of the body open (``l=``), is made with SHA-1, a short key or a key in testing, or does not sign From proves
nothing about what an Agent reads, so it does not count.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mail.caps import HEADER_BYTES

LONGEST_SIGNATURE = 8_192
"""Bytes of one DKIM-Signature field."""
MOST_SIGNATURES = 5
"""How many signatures of a mail are looked at, from the top: each costs a question to the DNS and a pass over the body."""
LONGEST_LINE = 1024 * 1024
"""Bytes of one line of a body; a longer one is no mail that anybody signed."""
BLOCK = 256 * 1024
"""Bytes of body canonicalised at once: the event loop gets its turn in between when this runs in a thread."""
RSA_BITS = range(1024, 4097)
CLOCK_SLACK_SECONDS = 36_000

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*\Z")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")
_SPACE = re.compile(rb"[ \t]+")
_FIELD_END = re.compile(rb"(?<=\r\n)(?![ \t]|\Z)")
_SIGNATURE_VALUE = re.compile(rb"((?:\A|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")


class NoSignature(ValueError):
    """Not a signature, or not a key, that proves anything; the text says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """One header field: ``name`` in lower case, ``raw`` with its folding and the CRLF that ends it."""

    name: str
    raw: bytes

    @property
    def value(self) -> bytes:
        """What follows the colon, unfolded."""
        return self.raw.partition(b":")[2].replace(b"\r\n", b"").strip(b" \t")


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature worth checking: made by ``domain`` with the key at ``key_name``."""

    domain: str
    identity: str
    key_name: str
    algorithm: str
    relaxed_header: bool
    relaxed_body: bool
    body_hash: bytes
    value: bytes
    names: tuple[str, ...]
    field: Field


def with_crlf(mail: bytes) -> bytes:
    """``mail`` with CRLF at its line ends when it came from a file with bare line feeds: DKIM signs what crosses the wire."""
    end = mail.find(b"\n")
    return mail if end < 0 or mail[end - 1 : end] == b"\r" else mail.replace(b"\n", b"\r\n")


def header_fields(mail: bytes) -> tuple[list[Field], bytes]:
    """The fields, from the top, and the body of a mail with CRLF. NoSignature when its header is no header or over 256 KiB."""
    end = mail.find(b"\r\n\r\n", 0, HEADER_BYTES)
    if end < 0:
        raise NoSignature("Its header has no end or is too long.")
    fields = []
    for raw in _FIELD_END.split(mail[: end + 2]):
        found = _FIELD.match(raw)
        if not found:
            raise NoSignature("Its header has a line that is no field.")
        fields.append(Field(found[1].decode("ascii").lower(), raw))
    return fields, mail[end + 4 :]


def signatures(fields: list[Field], now: datetime) -> list[Signature]:
    """The signatures among the topmost few that would prove something if they are right."""
    candidates = [field for field in fields if field.name == "dkim-signature"][:MOST_SIGNATURES]
    found = []
    for field in candidates:
        try:
            found.append(_signature(field, now))
        except NoSignature:
            continue
    return found


def is_valid(signature: Signature, fields: list[Field], body: bytes, key_record: bytes) -> bool:
    """Whether the key in ``key_record`` (the TXT record at ``signature.key_name``) made this signature over this mail."""
    try:
        key = _key(key_record, signature)
        if _body_hash(body, signature.relaxed_body) != signature.body_hash:
            return False
        signed = _signed_header(signature, fields)
        if isinstance(key, RSAPublicKey):
            key.verify(signature.value, signed, PKCS1v15(), SHA256())
        else:
            key.verify(signature.value, hashlib.sha256(signed).digest())
    except (NoSignature, InvalidSignature):
        return False
    return True


def tags(text: bytes) -> dict[str, str]:
    """A tag list (RFC 6376, 3.2): names to values without white space at either end. NoSignature when it is none."""
    found: dict[str, str] = {}
    for part in text.decode("utf-8", "replace").split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not name and not equals:
            continue
        if not equals or name in found:
            raise NoSignature("It is no list of tags.")
        found[name] = value
    return found


def _signature(field: Field, now: datetime) -> Signature:
    if len(field.raw) > LONGEST_SIGNATURE:
        raise NoSignature("It is too long.")
    given = tags(field.value)
    domain, selector = given.get("d", "").lower(), given.get("s", "").lower()
    identity = given.get("i", f"@{domain}").lower().rpartition("@")[2]
    names = tuple(name.strip().lower() for name in given.get("h", "").split(":"))
    header, _, body = given.get("c", "simple/simple").partition("/")
    demands = {
        "It is of another version.": given.get("v") == "1",
        "It is made with an algorithm that is not trusted.": given.get("a") in ("rsa-sha256", "ed25519-sha256"),
        "It leaves part of the body unsigned.": "l" not in given,
        "It does not sign who the mail is from.": "from" in names,
        "Its domain is none.": bool(_HOST.match(domain) and _HOST.match(selector) and "." in domain),
        "It signs for somebody else.": identity == domain or identity.endswith(f".{domain}"),
        "Its key is not in the DNS.": "dns/txt" in given.get("q", "dns/txt"),
        "It names an unknown form.": header in ("simple", "relaxed") and body in ("", "simple", "relaxed"),
        "Its time has passed or has not come.": _in_time(given, now.timestamp()),
    }
    for words, met in demands.items():
        if not met:
            raise NoSignature(words)
    return Signature(
        domain=domain,
        identity=identity,
        key_name=f"{selector}._domainkey.{domain}",
        algorithm=given["a"],
        relaxed_header=header == "relaxed",
        relaxed_body=body == "relaxed",
        body_hash=_decoded(given.get("bh", "")),
        value=_decoded(given.get("b", "")),
        names=names,
        field=field,
    )


def _in_time(given: dict[str, str], now: float) -> bool:
    made, ends = given.get("t", "0"), given.get("x", "99999999999")
    if not (made.isdecimal() and ends.isdecimal() and len(made) < 13 and len(ends) < 13):
        return False
    return int(made) <= now + CLOCK_SLACK_SECONDS and now <= int(ends)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NoSignature("It is not base64.") from None


def _key(record: bytes, signature: Signature) -> RSAPublicKey | Ed25519PublicKey:
    given = tags(record)
    kind = given.get("k", "rsa")
    flags = given.get("t", "").replace(" ", "").split(":")
    hashes = given.get("h", "sha256").replace(" ", "").split(":")
    services = given.get("s", "*").replace(" ", "").split(":")
    if given.get("v", "DKIM1") != "DKIM1" or not signature.algorithm.startswith(f"{kind}-"):
        raise NoSignature("The key is of another kind.")
    if "y" in flags or "sha256" not in hashes or not {"*", "email"} & set(services):
        raise NoSignature("The key is not for signing mail.")
    if "s" in flags and signature.identity != signature.domain:
        raise NoSignature("The key does not sign for subdomains.")
    return _public_key(kind, _decoded(given.get("p", "")))


def _public_key(kind: str, der: bytes) -> RSAPublicKey | Ed25519PublicKey:
    try:
        key = Ed25519PublicKey.from_public_bytes(der) if kind == "ed25519" else load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm):
        raise NoSignature("The key cannot be read.") from None
    if isinstance(key, Ed25519PublicKey) or (isinstance(key, RSAPublicKey) and key.key_size in RSA_BITS):
        return key
    raise NoSignature("The key is too short, too long or of another kind.")


def _signed_header(signature: Signature, fields: list[Field]) -> bytes:
    """What was signed: the named fields, the lowest of a name first, then the signature's own field with its value left out."""
    waiting: dict[str, list[Field]] = {}
    for field in fields:
        waiting.setdefault(field.name, []).append(field)
    parts = [_canonical(waiting[name].pop(), signature.relaxed_header) for name in signature.names if waiting.get(name)]
    head, colon, value = signature.field.raw.partition(b":")
    own = Field(signature.field.name, head + colon + _SIGNATURE_VALUE.sub(rb"\1", value.removesuffix(b"\r\n")))
    return b"".join(parts) + _canonical(own, signature.relaxed_header).removesuffix(b"\r\n")


def _canonical(field: Field, relaxed: bool) -> bytes:
    if not relaxed:
        return field.raw
    return field.name.encode("ascii") + b":" + _SPACE.sub(b" ", field.value) + b"\r\n"


def _body_hash(body: bytes, relaxed: bool) -> bytes:
    """SHA-256 of the canonical body; blank lines wait until a line with words shows that they are not the last."""
    digest = hashlib.sha256()
    blank_lines, empty = 0, True
    for block in _blocks(body):
        lines = _SPACE.sub(b" ", block).replace(b" \r\n", b"\r\n") if relaxed else block
        words = lines.rstrip(b"\r\n")
        ends = lines[len(words) :]
        if ends.replace(b"\r\n", b""):
            raise NoSignature("Its body has bare line ends.")
        if words:
            digest.update(b"\r\n" * blank_lines + words)
            blank_lines, empty = 0, False
        blank_lines += len(ends) // 2
    if not (empty and relaxed):
        digest.update(b"\r\n")
    return digest.digest()


def _blocks(body: bytes) -> Iterator[bytes]:
    """The body in blocks of whole lines, the last with a line end even if it had none."""
    start = 0
    while start < len(body):
        end = body.find(b"\r\n", min(start + BLOCK, len(body)), start + BLOCK + LONGEST_LINE)
        if end < 0:
            if len(body) - start > BLOCK + LONGEST_LINE:
                raise NoSignature("A line of its body is too long.")
            last = body[start:]
            yield last if last.endswith(b"\r\n") else last + b"\r\n"
            return
        yield body[start : end + 2]
        start = end + 2

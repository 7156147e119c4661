"""Mailboxes, our own addresses: what one may look like, what is shown of it, which one an address means, and how its servers are signed in to.

Secrets are sealed before anything is stored. They are kept when a change leaves them out, but only for the server that they were entered for:
else whoever may change a mailbox could have its password sent to a server of their own.
"""

import re
import ssl
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from domain.refusal import Refused
from domain.times import iso
from mail.imap import State
from mail.mail_server import MailServer, SignIn
from mail.reply_tokens import LENGTH, LONGEST_LOCAL_PART
from server.addresses import is_near
from server.directory import Directory
from server.mail.oauth import AccessTokens
from server.mail.secrets import MailSecrets

Document = dict[str, Any]
Kind = Literal["imap", "smtp"]

KINDS: Final[tuple[Kind, ...]] = ("imap", "smtp")
RIGHT = "mailboxes.write"
LONGEST_OWN_LOCAL_PART = LONGEST_LOCAL_PART - LENGTH - len("+")

_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*/=?^_`{|}~.+-]+@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+")
_SHOWN = ("id", "name", "address", "queue", "locale", "authserv_id", "imap", "smtp", "signature", "acknowledgement")
_SWITCHES = ("transcripts", "active", "rv")


class Mailboxes:
    """Reads the directory's mailboxes. ``health`` is how fetching goes, by mailbox; ``trust`` replaces the system's certificate authorities."""

    def __init__(
        self, directory: Directory, secrets: MailSecrets, tokens: AccessTokens, trust: ssl.SSLContext | None = None
    ) -> None:
        self._directory, self._secrets, self._tokens, self._trust = directory, secrets, tokens, trust
        self.health: dict[str, State] = {}

    def active(self) -> list[Document]:
        """Every mailbox that is in use, by name."""
        return [document for document in self._directory.all("mailboxes") if document["active"]]

    def of_address(self, address: str) -> Document | None:
        """The active mailbox that mail to ``address``, with any detail behind a "+", is for."""
        local, _, domain = address.strip().casefold().rpartition("@")
        fitting: list[tuple[int, Document]] = []
        for document in self.active():
            own, _, own_domain = document["address_key"].rpartition("@")
            if domain == own_domain and (local == own or local.startswith(f"{own}+")):
                fitting.append((len(own), document))
        return max(fitting, key=lambda one: one[0])[1] if fitting else None

    async def knows(self, address: str) -> bool:
        """Whether mail to ``address`` is ours, as the listener asks."""
        return self.of_address(address) is not None

    def server_of(self, mailbox: str, kind: Kind) -> MailServer | None:
        """How the server of a mailbox (its id) is reached and signed in to; None where none is set up. Raises Refused: no such mailbox."""
        stored = self._directory.get("mailboxes", mailbox)[kind]
        if stored is None:
            return None
        sign_in: SignIn = "xoauth2" if stored["oauth"] else "password" if stored["password"] else "none"

        async def secret() -> str:
            if stored["oauth"]:
                return await self._tokens.token(f"{mailbox}|{kind}", stored["oauth"])
            return self._secrets.opened(stored["password"]) if stored["password"] else ""

        return MailServer(
            host=stored["host"],
            port=stored["port"],
            tls=stored["tls"],
            user=stored["user"],
            sign_in=sign_in,
            secret=secret,
            trust=self._trust,
        )

    # ---- what the directory's pages ask

    def checked(self, fields: Document, before: Document | None) -> Document:
        """A new mailbox, or what changes about the one ``before``, as it is stored. Raises Refused."""
        fields = dict(fields)
        if "address" in fields:
            fields["address_key"] = self._checked_address(fields["address"], before)
        if "authserv_id" in fields:
            fields["authserv_id"] = fields["authserv_id"] or None
        for kind in KINDS:
            if fields.get(kind) is not None:
                fields[kind] = self._stored(_Entered(fields[kind], (before or {}).get(kind)))
        return fields

    def shown(self, document: Document) -> Document:
        """A mailbox as the wire has it: of secrets only that they are there."""
        plain = {"id": document["_id"], **document}
        state = asdict(self.health.get(document["_id"], State()))
        state["seen_at"] = iso(state["seen_at"]) if state["seen_at"] else None
        servers = {kind: _server_shown(document[kind]) for kind in KINDS}
        return {name: plain[name] for name in (*_SHOWN, *_SWITCHES)} | servers | {"health": state}

    # ---- checking

    def _checked_address(self, address: str, before: Document | None) -> str:
        """The address as it is compared. The directory's index on it is what makes it unique; this only says so in better words."""
        if not _ADDRESS.fullmatch(address):
            raise Refused(
                "invalid",
                "The address must be plain: letters, digits and dots; a domain of other letters begins with xn--.",
            )
        if len(address.rpartition("@")[0]) > LONGEST_OWN_LOCAL_PART:
            raise Refused(
                "invalid",
                f"The part before the @ may have up to {LONGEST_OWN_LOCAL_PART} characters: answers come back with a token behind it.",
            )
        key = address.casefold()
        for other in self._directory.all("mailboxes"):
            if other["address_key"] == key and (before is None or other["_id"] != before["_id"]):
                raise Refused("conflict", f"The mailbox {other['name']} has this address already.")
        return key

    def _stored(self, entered: "_Entered") -> Document:
        """A server as it is stored, its secrets sealed."""
        server = dict(entered.server)
        if server["tls"] == "none" and not is_near(server["host"]):
            raise Refused("invalid", f"{server['host']} is reached over the internet: choose TLS or STARTTLS.")
        server["password"] = self._sealed(server["password"], entered.kept("password"))
        if server["oauth"] is not None:
            server["oauth"] = self._stored_oauth(dict(server["oauth"]), entered)
        return server

    def _stored_oauth(self, oauth: Document, entered: "_Entered") -> Document:
        url = urlsplit(oauth["token_url"])
        if url.scheme != "https" and not is_near(url.hostname or ""):
            raise Refused("invalid", "The token address must begin with https://.")
        for name in ("client_secret", "refresh_token"):
            oauth[name] = self._sealed(oauth[name], entered.kept_oauth(name))
        return oauth

    def _sealed(self, given: str | None, kept: str | None) -> str | None:
        """None keeps what there is; "" removes it."""
        if given is None:
            return kept
        return self._secrets.sealed(given) if given else None


@dataclass(frozen=True, slots=True)
class _Entered:
    """A server as somebody entered it, and as it is stored so far."""

    server: Document
    before: Document | None

    def kept(self, name: str) -> str | None:
        """The sealed secret that stays. Raises Refused when it was entered for another host and is not entered again."""
        if self.before is None or self.before[name] is None:
            return None
        if self.before["host"].casefold() != self.server["host"].casefold() and self.server[name] is None:
            raise Refused("invalid", f"The server is now {self.server['host']}: enter the password for it.")
        return str(self.before[name])

    def kept_oauth(self, name: str) -> str | None:
        """The same for the secrets of OAuth2, which go to the token address; what they give goes to the host."""
        before, oauth = (self.before or {}).get("oauth"), self.server["oauth"]
        if self.before is None or before is None or before[name] is None:
            return None
        moved = (
            self.before["host"].casefold() != self.server["host"].casefold()
            or before["token_url"] != oauth["token_url"]
        )
        if moved and oauth[name] is None:
            raise Refused("invalid", "The server or the token address has changed: enter the secrets for it again.")
        return str(before[name])


def less_servers(mailbox: Document) -> Document:
    """A mailbox as it is shown to who may only use it: nothing about its servers."""
    return {**mailbox, "authserv_id": None, "imap": None, "smtp": None, "health": {**asdict(State())}}


def _server_shown(stored: Document | None) -> Document | None:
    if stored is None:
        return None
    oauth = stored["oauth"]
    shown = {name: value for name, value in stored.items() if name != "password"}
    if oauth is not None:
        public = {name: oauth[name] for name in ("token_url", "client_id")}
        shown["oauth"] = {**public, "secrets_set": oauth["refresh_token"] is not None}
    return {**shown, "password_set": stored["password"] is not None}

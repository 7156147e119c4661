"""A real Dovecot in a folder of its own, on loopback, with one account per test; Debian's dovecot-imapd must be installed."""

import base64
import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

from tests.mail_transport.certificates import Certificates

PASSWORD = "rowan_berry_41"
TOKEN_KEY = b"a key for access tokens, 32 bytes"

CONFIGURATION = """
protocols = imap
listen = 127.0.0.1, ::1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
default_internal_user = {login}
default_internal_group = {login_group}
default_login_user = {login}
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_failure_delay = 0
auth_mechanisms = plain login xoauth2
first_valid_uid = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 50
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/home/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""
OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""


class Dovecot:
    """A running server; ``kill`` and ``start`` as often as a test likes, on the same ports."""

    def __init__(self, folder: Path, certificates: Certificates) -> None:
        self.folder = folder
        self.port, self.tls_port = _free_port(), _free_port()
        keys = folder / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(TOKEN_KEY))
        (folder / "oauth2.conf").write_text(OAUTH2.format(folder=folder))
        login = pwd.getpwnam("dovenull") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else login
        for made in ("mail", "home"):
            (folder / made).mkdir()
            if os.geteuid() == 0:
                os.chown(folder / made, owner.pw_uid, owner.pw_gid)
        self._configuration = folder / "dovecot.conf"
        self._configuration.write_text(
            CONFIGURATION.format(
                folder=folder,
                certificate=certificates.certificate,
                key=certificates.key,
                password=f"{{PLAIN}}{PASSWORD}",
                login=login.pw_name,
                login_group=grp.getgrgid(login.pw_gid).gr_name,
                owner=owner.pw_uid,
                owner_group=owner.pw_gid,
                port=self.port,
                tls_port=self.tls_port,
            )
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program, "These tests need Dovecot: apt install dovecot-imapd"
        command = [program, "-F", "-c", str(self._configuration)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as probe:
                if probe.recv(4) == b"* OK":
                    return
            time.sleep(0.02)
        raise AssertionError(f"Dovecot did not start: {self.log()}")

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        """As a power cut would: no goodbye on any connection."""
        if self._process:
            children = psutil.Process(self._process.pid).children(recursive=True)
            for process in (psutil.Process(self._process.pid), *children):
                process.kill()
            self._process.wait(10)
            psutil.wait_procs(children, timeout=10)
            (self.folder / "run" / "master.pid").unlink(missing_ok=True)
            self._process = None

    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text()[-2000:] if path.exists() else ""

    # ---- the mailbox as its owner's mail program sees it

    @contextlib.contextmanager
    def owner(self, user: str) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port)
        try:
            client.login(user, PASSWORD)
            yield client
        finally:
            client.logout()

    def put(self, user: str, mails: Iterable[bytes]) -> None:
        """Deliver mails as unread ones."""
        with self.owner(user) as client:
            for mail in mails:
                assert client.append("INBOX", None, None, mail)[0] == "OK"

    def put_quickly(self, user: str, mails: Iterable[bytes]) -> None:
        """Deliver many mails at once, straight into the Maildir."""
        self.put(user, [])
        with self.owner(user) as client:
            client.select("INBOX")
        folder = self.folder / "mail" / user / "new"
        status = folder.stat()
        for number, mail in enumerate(mails):
            path = folder / f"{int(time.time())}.{number:06d}.test"
            path.write_bytes(mail)
            os.chown(path, status.st_uid, status.st_gid)

    def unread(self, user: str) -> int:
        with self.owner(user) as client:
            client.select("INBOX", readonly=True)
            return len(client.search(None, "UNSEEN")[1][0].split())

    def renumber(self, user: str) -> None:
        """Make the server number the mailbox anew, with another UIDVALIDITY (seconds of its clock): as after a restore from a backup."""
        folder = self.folder / "mail" / user
        with self.owner(user) as client:
            client.select("INBOX")
            old = int(client.response("UIDVALIDITY")[1][0] or b"0")
        while time.time() < old + 1:
            time.sleep(0.02)
        for path in folder.glob("dovecot*"):
            path.unlink()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

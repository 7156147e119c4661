"""The certificate of the SMTP listener: read at the start, and again when its files have changed.

Certificates live for weeks and whoever renews them writes the same two files, so nobody need think of Parley then.
"""

import logging
import ssl
from pathlib import Path

log = logging.getLogger(__name__)


class Certificate:
    """A certificate chain and its private key, two PEM files. Raises OSError when they cannot be read or are no pair."""

    def __init__(self, chain: Path, key: Path) -> None:
        self._files = (chain, key)
        self._context, self._seen = _read(chain, key), self._changes()

    def context(self) -> ssl.SSLContext:
        """What to offer from now on; while new files are no good, the former ones."""
        if (seen := self._changes()) != self._seen:
            self._seen = seen
            try:
                self._context = _read(*self._files)
            except OSError as problem:  # perhaps the second of the two is still to be written
                log.warning("The certificate of the SMTP listener has changed and cannot be read: %s", problem)
        return self._context

    def _changes(self) -> tuple[int, ...]:
        return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in self._files)


def _read(chain: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key, password="")  # else OpenSSL asks for one at the terminal
    return context

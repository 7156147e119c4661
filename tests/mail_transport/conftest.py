"""Real servers for the way in and the way out: Dovecot, and SMTP servers on loopback."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail_transport.certificates import Certificates, make_certificates
from tests.mail_transport.dovecot import Dovecot


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that Dovecot's own users can enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="parley-mail-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="session")
def certificates(folder: Path) -> Certificates:
    return make_certificates(folder)


@pytest.fixture(scope="session")
def running_dovecot(folder: Path, certificates: Certificates) -> Iterator[Dovecot]:
    server = Dovecot(folder, certificates)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def dovecot(running_dovecot: Dovecot) -> Dovecot:
    return running_dovecot


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """An account of the test's own."""
    return "".join(letter for letter in request.node.name.lower() if letter.isalnum())[:60]

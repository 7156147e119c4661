"""What a visitor's browser may say, as types: anything else is refused before a handler sees it."""

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from domain.refusal import Refused

END = r"$(?!\n)"
"""The end of a pattern. Python's ``$`` alone also matches before a final line break, which would be carried into headers."""

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=rf"^[A-Za-z0-9_-]+{END}")]
Key = Annotated[str, Meta(min_length=1, max_length=60, pattern=rf"^[^\x00-\x1f$.][^\x00-\x1f.]*{END}")]
"""A name of one's own choosing in an object that is stored: nothing a database takes for a path, an operator or an end."""
Text = Annotated[str, Meta(max_length=8000)]
Line = Annotated[str, Meta(max_length=254)]
Number = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""As large as JavaScript counts; databases and indexes hold it too."""


class Input(Struct, forbid_unknown_fields=True):
    """What comes in: nothing unknown, nothing of a wrong type."""


class Page(Input):
    """The web page the visitor is on."""

    url: Annotated[str, Meta(max_length=2000)] = ""
    title: Annotated[str, Meta(max_length=300)] = ""
    referrer: Annotated[str, Meta(max_length=2000)] = ""


class Auth(Input):
    """Connecting: which widget, and the token of an earlier visit, or a ``link`` or ``talk`` that an Agent sent."""

    widget: Id
    token: Annotated[str, Meta(max_length=200)] | None = None
    link: Annotated[str, Meta(max_length=200)] | None = None
    talk: Annotated[str, Meta(max_length=200)] | None = None
    locale: Annotated[str, Meta(max_length=20)] = "en"
    page: Page | None = None


class Message(Input):
    """message"""

    id: Id
    text: Text = ""
    files: Annotated[list[Id], Meta(max_length=10)] = []
    leave: bool = False


class Introduce(Input):
    """introduce"""

    name: Line = ""
    email: Line = ""
    phone: Line = ""
    form: Annotated[dict[Key, Annotated[str, Meta(max_length=2000)]], Meta(max_length=12)] = {}
    consent: Annotated[str, Meta(max_length=40)] | None = None


class Typing(Input):
    """typing"""

    on: bool = True


class UpTo(Input):
    """read, delivered"""

    number: Number


class Resume(Input):
    """resume"""

    conversation: Id
    after: Number = 0


class Nothing(Input):
    """leave, history"""


Checked = TypeVar("Checked", bound=Struct)


def checked(data: Any, kind: type[Checked]) -> Checked:
    """``data`` as ``kind``. Raises Refused("invalid") saying what is wrong and where."""
    try:
        return msgspec.convert({} if data is None else data, kind)
    except msgspec.ValidationError as error:
        raise Refused("invalid", f"{_said_of(kind)}: {error}") from None


def read(data: msgspec.Raw | None, decoder: msgspec.json.Decoder[Checked]) -> Checked:
    """As ``checked``, from JSON straight to the type. Raises Refused("invalid")."""
    try:
        return decoder.decode(b"{}" if data is None or bytes(data) == b"null" else data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("invalid", f"{_said_of(decoder.type)}: {error}") from None


def _said_of(kind: type[Struct]) -> str:
    """What a sender knows a type by: the events that its docstring begins with."""
    return (kind.__doc__ or kind.__name__).partition(":")[0]

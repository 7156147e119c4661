"""Every table Parley keeps beside the stream, with the indexes its queries stand on.

A query is an equality on the first fields of an index and a range or order on the next one; what no index serves is not
asked. Indexes are made at start, so adding one here is the whole change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Index:
    """``fields`` in order; ``where`` limits it to documents with these values; ``expires`` deletes at the field's time."""

    fields: tuple[str, ...]
    unique: bool = False
    where: Mapping[str, str | int | bool] = field(default_factory=dict)
    expires: bool = False

    @property
    def name(self) -> str:
        """The index's name in the database, the same on every start."""
        return "+".join(self.fields)


# Each index costs every write of its table about 0.15 ms of the embedded database, changed or not. So conversations have
# none for the waiting ones: they are few, and their state finds them.
SCHEMA: Mapping[str, tuple[Index, ...]] = {
    "agents": (Index(("email_key",), unique=True),),
    "teams": (),
    "queues": (),
    "widgets": (Index(("key",), unique=True),),
    "templates": (),
    "tags": (),
    "roles": (),
    "fields": (Index(("key",), unique=True),),
    "organisations": (),
    "lookups": (),
    "customers": (
        Index(("address_keys",)),
        Index(("tokens", "created_at")),
        Index(("listed", "created_at")),
        Index(("sounds", "created_at")),
        Index(("masks",), where={"masks": True}),
        Index(("facets", "created_at")),
    ),
    "visitors": (Index(("customer",)),),
    # Who was merged into whom; ``standing`` until it is undone.
    "merges": (Index(("standing",)), Index(("into", "at"))),
    # Persons who were erased or are being, by the Customer they were shown as.
    "erasures": (Index(("state",)),),
    "conversations": (
        Index(("state", "last_at")),
        Index(("agent", "state", "last_at")),
        Index(("queue", "state", "last_at")),
        Index(("customer", "last_at")),
        Index(("visitor", "last_at")),
        Index(("tokens", "last_at")),
    ),
    "calls": (
        Index(("live", "started")),
        Index(("state", "started")),
        Index(("queue", "started")),
        Index(("agents", "started")),
        Index(("started",)),
    ),
    "cursors": (),
    "shifts": (),
    "sessions": (Index(("agent",)), Index(("expires_at",), expires=True)),
    "drafts": (),
    "settings": (),
    "checkpoints": (),
    "files": (Index(("visitor",)), Index(("conversation",))),
    "audit": (Index(("at",)), Index(("subjects", "at")), Index(("agent", "at")), Index(("act", "at"))),
    # Who agreed to what, and who took it back: rows are only added.
    "consents": (Index(("customer", "at")),),
    # What may not be erased, while it is ``standing``.
    "holds": (Index(("standing", "at")), Index(("subject", "at"))),
    "retention_rules": (),
    # How far the latest run of each rule has come, and when all were last applied.
    "retention_runs": (),
    "mailboxes": (Index(("address_key",), unique=True),),
    # Raw mail as it came in, by the hash of its bytes; ``state`` is "waiting" until it is an Event.
    "mails": (Index(("state", "received_at")),),
    # What leads a mail to its Conversation: its content, the ids of mails, reply tokens.
    "threads": (Index(("conversation",)),),
    # Which Customer an address belongs to: proved, or only claimed by mail.
    "addresses": (Index(("customer",)),),
    # Signed identities that were used, by whom, until they expire.
    "proofs": (Index(("expires_at",), expires=True),),
    # Codes that were mailed to visitors, until they expire.
    "codes": (Index(("expires_at",), expires=True),),
    "outbox": (Index(("state", "due_at")), Index(("conversation",))),
    # When automatic mail went to an address or a Conversation, for its limits.
    "automatic": (Index(("expires_at",), expires=True),),
    # Files of Customers that are being imported, and what became of each piece of their rows.
    "imports": (Index(("state",)), Index(("at",))),
    "import_pieces": (Index(("import", "first")),),
    # What shows in timelines, one row each, and the words that those rows are found by.
    "touchpoints": (Index(("customer", "at")), Index(("customer", "kind", "at"))),
    "words": (Index(("tokens", "at")),),
    # What Customers did outside their Conversations: what those rows of timelines are made of.
    "visits": (Index(("customer",)), Index(("stored_at",))),
    "tallies": (Index(("of", "key")),),
}

"""What a person may do, as names; a Role is an editable set of them.

Reach (own, queues, all) is which conversations; the other rights are which acts.
"""

from collections.abc import Iterable
from typing import Literal

RIGHTS: dict[str, str] = {
    "conversations.handle": "Answer conversations of one's queues",
    "conversations.supervise": "See and act on the conversations of every queue that one's teams serve",
    "conversations.all": "See and act on every conversation",
    "calls.supervise": "Listen to calls, whisper, join them and take them over",
    "recordings.play": "Hear recordings of calls within reach",
    "recordings.delete": "Remove recordings",
    "customers.read": "See customers",
    "customers.write": "Change, merge and part customers",
    "customers.unmask": "Show masked fields and addresses of customers, one by one",
    "holds.write": "Place and lift legal holds",
    "audit.read": "Read the audit log",
    "customers.import": "Import customers from files, and take imports back",
    "customers.verify": "Import addresses as proved ones",
    "customers.export": "Export customers to files",
    "customers.disclose": "Hand out everything about one customer, masked values and recordings too",
    "customers.erase": "Erase customers for good",
    "customers.restore": "Bring in customers with their conversations from another Parley",
    "fields.write": "Change which fields customers have",
    "organisations.write": "Change organisations",
    "agents.read": "See agents, their presence and load",
    "agents.write": "Invite, change and remove agents",
    "teams.write": "Change teams",
    "queues.write": "Change queues",
    "widgets.write": "Change widgets",
    "lookups.write": "Change which systems are asked about customers",
    "mailboxes.write": "Change mailboxes and import mail",
    "templates.write": "Change templates",
    "tags.write": "Change tags",
    "retention-rules.write": "Change how long data is kept",
    "roles.write": "Change roles and their rights",
}

_AGENT = {"conversations.handle", "recordings.play", "customers.read", "customers.write", "agents.read"}
_SUPERVISOR = _AGENT | {
    "organisations.write",
    "conversations.supervise",
    "calls.supervise",
    "templates.write",
    "tags.write",
}
_MANAGER = (set(RIGHTS) - {"roles.write", "customers.restore"}) | {"conversations.all"}

DEFAULT_ROLES: dict[str, tuple[str, frozenset[str]]] = {
    "administrator": ("Administrator", frozenset(RIGHTS)),
    "manager": ("Manager", frozenset(_MANAGER)),
    "supervisor": ("Supervisor", frozenset(_SUPERVISOR)),
    "agent": ("Agent", frozenset(_AGENT)),
}
"""Role id -> (name, rights) on first start; administrators may change all but their own role's rights."""

Reach = Literal["none", "queues", "all"]


def reach(rights: Iterable[str]) -> Reach:
    """Which conversations these rights let somebody see: none, those of their queues and their own, or all."""
    held = set(rights)
    if "conversations.all" in held:
        return "all"
    if held & {"conversations.handle", "conversations.supervise"}:
        return "queues"
    return "none"


def can_see(
    rights: Iterable[str], agent: str, queues: Iterable[str], conversation_agent: str | None, conversation_queue: str
) -> bool:
    """Whether ``agent`` may see a conversation: it is theirs, or in one of their queues, or they see all."""
    span = reach(rights)
    if span == "all":
        return True
    return span == "queues" and (conversation_agent == agent or conversation_queue in queues)

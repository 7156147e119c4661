"""What agents do with Conversations, whichever wire they ask over: HTTP and the workspace's socket share these.

Each act finds the Conversation within the caller's reach, then gives the Desk one Command.
"""

from datetime import datetime
from typing import Any

from domain import commands as c
from domain.conversation import calling
from domain.ids import unguessable
from domain.refusal import Refused
from domain.times import instant
from server import wire
from server.access import Access, Caller
from server.calls.acts import CallActs
from server.clock import Clock
from server.desk import Desk
from server.directory import Directory
from server.files import FileShelf, sendable_by
from server.mail import wire as mail_wire
from server.mail.sending import MailSending
from server.mail.writing import MailWriting

LONGEST_TEXT = 8_000


class Acts:
    """Commands of agents."""

    def __init__(
        self,
        access: Access,
        desk: Desk,
        directory: Directory,
        files: FileShelf,
        clock: Clock,
        writing: MailWriting,
        sending: MailSending,
        calls: CallActs,
    ) -> None:
        self._access = access
        self._desk = desk
        self._directory = directory
        self._files = files
        self._clock = clock
        self._writing = writing
        self._sending = sending
        self._calls = calls
        self._offers: dict[str, str] = {}

    async def write(self, caller: Caller, conversation: str, message: wire.NewMessage) -> tuple[int, bool]:
        """A message, an email or a note: its number, and whether it is new."""
        state = await self._access.conversation(caller, conversation)
        if message.channel == "email":
            return await self._writing.write(caller, state, message)
        _check_plain(message)
        files = await self._files.claim(message.files, sendable_by(caller.id), state.id)
        head: dict[str, Any] = {
            "id": f"a|{state.id}|{caller.id}|{message.id}",
            "conversation": state.id,
            "at": self._clock.now(),
            "actor": caller.actor,
            "message": message.id,
            "text": message.text,
            "files": files,
        }
        if message.channel == "note":
            done = await self._desk.do(c.AddNote(**head, channel="note", mentions=tuple(message.mentions)))
        else:
            done = await self._desk.do(c.SendMessage(**head, channel="chat"))
        return done.number, done.fresh

    async def begin(self, caller: Caller, message: mail_wire.NewConversation) -> tuple[str, int, bool]:
        """A first email to somebody: the Conversation it begins, its number, and whether it is new."""
        return await self._writing.begin(caller, message)

    async def take_back(self, caller: Caller, conversation: str, number: int) -> int:
        """An email that has not left does not leave; the answer is its number."""
        state = await self._access.conversation(caller, conversation)
        return await self._sending.take_back(state, number)

    async def accept(self, caller: Caller, offer: str) -> str:
        """Take what was offered, or join the call that rings; the answer is the Conversation."""
        conversation = self._offered(offer)
        state = await self._desk.conversation(conversation)
        if state is None or not await self._calls.answer_ring(caller, state, offer):
            head = {"offer": offer, "leg": unguessable("leg")}
            await self._do(caller, c.AcceptOffer, conversation, f"accept|{offer}|{caller.id}", **head)
        return conversation

    async def decline(self, caller: Caller, offer: str) -> None:
        """Do not take what was offered."""
        conversation = self._offered(offer)
        state = await self._desk.conversation(conversation)
        if state is None or not await self._calls.decline_ring(caller, state, offer):
            await self._do(caller, c.DeclineOffer, conversation, f"decline|{offer}|{caller.id}", offer=offer)

    async def call_of(self, caller: Caller, conversation: str) -> dict[str, str]:
        """The caller's own part in the call of a Conversation, as an acknowledgement tells it."""
        state = await self._desk.conversation(conversation)
        call = calling(state) if state is not None else None
        leg = call.leg_of(caller.id) if call is not None else None
        return {"call": call.id, "leg": leg.id} if call is not None and leg is not None else {}

    async def close(self, caller: Caller, conversation: str, outcome: str | None) -> int:
        """End it."""
        state = await self._access.conversation(caller, conversation)
        return await self._do(caller, c.CloseConversation, state.id, outcome=outcome)

    async def reopen(self, caller: Caller, conversation: str) -> int:
        """Go on after all: it comes back to whoever reopens it."""
        state = await self._access.conversation(caller, conversation)
        name = caller.agent["name"]
        return await self._do(caller, c.ReopenConversation, state.id, to_agent=caller.id, to_agent_name=name)

    async def assign(self, caller: Caller, conversation: str, to: wire.Assignment) -> int:
        """Give it to an Agent or put it into a Queue."""
        state = await self._access.conversation(caller, conversation)
        if (to.agent is None) == (to.queue is None):
            raise Refused("invalid", "Give either an agent or a queue.")
        if to.queue is not None:
            queue = self._directory.get("queues", to.queue)
            return await self._do(
                caller, c.QueueConversation, state.id, queue=queue["_id"], queue_name=queue["name"], note=to.note
            )
        agent = self._directory.get("agents", caller.id if to.agent == "me" else to.agent or "")
        if not agent["active"] or "conversations.handle" not in self._directory.rights(agent):
            raise Refused("invalid", f"{agent['name']} does not answer conversations.")
        return await self._do(
            caller,
            c.AssignConversation,
            state.id,
            agent=agent["_id"],
            agent_name=agent["name"],
            note=to.note,
            leg=unguessable("leg"),
        )

    async def snooze(self, caller: Caller, conversation: str, until: datetime) -> int:
        """Let it rest."""
        state = await self._access.conversation(caller, conversation)
        return await self._do(caller, c.SnoozeConversation, state.id, until_at=instant(until))

    async def wake(self, caller: Caller, conversation: str) -> int:
        """End its rest."""
        state = await self._access.conversation(caller, conversation)
        return await self._do(caller, c.WakeConversation, state.id, reason="asked")

    async def tag(self, caller: Caller, conversation: str, tags: list[str]) -> int:
        """Let its tags be exactly these."""
        state = await self._access.conversation(caller, conversation)
        return await self._do(caller, c.ChangeTags, state.id, tags=tuple(tags))

    def remember_offer(self, offer: str, conversation: str) -> None:
        """An offer's Conversation, so that an answer finds it; a thousand ended ones are remembered for late answers."""
        self._offers[offer] = conversation
        while len(self._offers) > 5_000:
            del self._offers[next(iter(self._offers))]

    def _offered(self, offer: str) -> str:
        conversation = self._offers.get(offer)
        if conversation is None:
            raise Refused("offer_expired", "The offer has ended.")
        return conversation

    async def _do(
        self, caller: Caller, kind: type[c.Command], conversation: str, id: str | None = None, **fields: Any
    ) -> int:
        command = kind(
            id=id or unguessable("cmd"), conversation=conversation, at=self._clock.now(), actor=caller.actor, **fields
        )
        return (await self._desk.do(command)).number


def _check_plain(message: wire.NewMessage) -> None:
    """Chat and notes have words of limited length, and nothing of a letter. Raises Refused."""
    if len(message.text) > LONGEST_TEXT:
        raise Refused("invalid", f"A message may have up to {LONGEST_TEXT} characters.")
    if any(getattr(message, name) is not None for name in ("subject", "to", "cc", "bcc", "html", "send_at")):
        raise Refused("invalid", "Only an email has recipients, a subject, formatting or a time to leave.")

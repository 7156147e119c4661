"""A Conversation's words as plain text: what was said between the Customer and the agents, and nothing else."""

from domain.conversation import Conversation, sees
from domain.events import MessageReceived, MessageSent
from server.desk import Desk

PAGE = 500


async def transcript(desk: Desk, state: Conversation, *, to_visitor: bool = False) -> str:
    """One line a message, ``2026-11-21 10:00 UTC  Name: words``; ``to_visitor`` leaves out what they may not see."""
    lines = []
    after = 0
    while events := await desk.events(state.id, after, PAGE):
        after = events[-1].number
        for event in events:
            if isinstance(event.body, MessageReceived | MessageSent) and (sees(event.body) or not to_visitor):
                files = "".join(f" [{file.name}]" for file in event.body.files)
                lines.append(f"{event.at:%Y-%m-%d %H:%M} UTC  {event.actor.name}: {event.body.text}{files}")
    return "\n".join(lines) + "\n"

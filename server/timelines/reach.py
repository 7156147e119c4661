"""The Conversations among some that somebody may see, as they are now: live ones from memory, finished ones from their table."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from domain.conversation import Conversation
from server.board import Board
from server.codec import state_of
from server.directory import Directory, Document


class Folds(Protocol):
    """The table of Conversations."""

    async def get_many(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """Those that are there."""


class Reach:
    """Looks many Conversations up at once, where ``Access.conversation`` finds one."""

    def __init__(self, board: Board, conversations: Folds, directory: Directory) -> None:
        self._board, self._conversations, self._directory = board, conversations, directory

    async def of(self, agent: Document, ids: Iterable[str]) -> Mapping[str, Conversation]:
        """Those of the Conversations that ``agent`` may see, by id. Raises Unavailable."""
        wanted = set(ids)
        states = {id: self._board.live[id] for id in wanted if id in self._board.live}
        rest = sorted(wanted - states.keys())
        if rest:
            kept = await self._conversations.get_many(rest)
            states |= {id: state_of(document, Conversation) for id, document in kept.items()}
        return {id: state for id, state in states.items() if self._directory.sees(agent, state)}

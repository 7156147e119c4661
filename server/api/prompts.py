"""Prompts over HTTP: what callers are told in each language, heard, replaced by a sound of the company's own, and spoken again.

A prompt is known as ``KIND.LANGUAGE``; one that has numbers in it loses them with a sound of its own.
"""

import tempfile
from pathlib import Path
from typing import Any

from aiohttp import web

from domain.refusal import Refused
from server.access import Caller
from server.api.conversations import pieces
from server.api.requests import answer
from server.calls.prompts import SAID
from server.privacy.audit import Audit
from webrtc.clips import MOST_BYTES, Unusable
from webrtc.prompts import Prompts
from webrtc.prompts_texts import LANGUAGES, Kind, text

EXAMPLE = 3
"""The place and the minutes in the examples of prompts that have a number."""


class PromptPages:
    """Handlers below ``/api/v1/prompts``."""

    def __init__(self, prompts: Prompts, audit: Audit) -> None:
        self._prompts, self._audit = prompts, audit

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """Every prompt in every language."""
        items = [self._shown(kind, language) for kind in SAID for language in LANGUAGES]
        return answer({"items": items, "next": None})

    async def hear(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """What a caller hears."""
        kind, language = _named(request)
        path = await self._prompts.path(kind, language, EXAMPLE)
        headers = {"Content-Type": "audio/ogg", "Cache-Control": "private, no-store"}
        return web.FileResponse(path, headers=headers)

    async def replace(self, request: web.Request, caller: Caller) -> web.Response:
        """The body, a WAV, MP3 or Ogg sound, is the prompt from now on. Raises Refused."""
        kind, language = _named(request)
        with tempfile.NamedTemporaryFile(prefix="parley-prompt-") as file:
            size = 0
            async for piece in pieces(request):
                size += len(piece)
                if size > MOST_BYTES:
                    raise Refused("too_large", f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
                file.write(piece)
            file.flush()
            try:
                await self._prompts.replace(kind, language, Path(file.name))
            except Unusable as reason:
                raise Refused("invalid", str(reason)) from None
        await self._audit.write("prompts.replace", f"{kind}.{language}", caller, size=size)
        return answer(self._shown(kind, language))

    async def restore(self, request: web.Request, caller: Caller) -> web.Response:
        """Speak it again."""
        kind, language = _named(request)
        self._prompts.restore(kind, language)
        await self._audit.write("prompts.restore", f"{kind}.{language}", caller)
        return web.Response(status=204)

    def _shown(self, kind: Kind, language: str) -> dict[str, Any]:
        id = f"{kind}.{language}"
        return {
            "id": id,
            "kind": kind,
            "language": language,
            "text": text(kind, language, EXAMPLE),
            "uploaded": self._prompts.is_uploaded(kind, language),
            "url": f"/api/v1/prompts/{id}",
        }


def _named(request: web.Request) -> tuple[Kind, str]:
    """Kind and language. Raises Refused."""
    wanted, _, language = request.match_info["id"].partition(".")
    kind = next((kind for kind in SAID if kind == wanted), None)
    if kind is None or language not in LANGUAGES:
        raise Refused("not_found", "There is no such prompt.")
    return kind, language

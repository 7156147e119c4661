"""Prompts as clips: an uploaded one if there is one, else the text spoken by espeak-ng, once, and kept by its content.

espeak-ng is a program of its own (GPL-3.0): it gets text on its input and gives a sound on its output. Without it a chime takes a
prompt's place and calls go on.
"""

import asyncio
import contextlib
import hashlib
import logging
import re
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from webrtc.clips import Unusable, convert
from webrtc.prompts_texts import Kind, text
from webrtc.tones import Tones

log = logging.getLogger("parley.prompts")

VOICES = {"en": "en-gb", "it": "it", "pl": "pl", "ru": "ru"}
WORDS_PER_MINUTE = 145
PROGRAM = "espeak-ng"
_WAIT_SECONDS = 20.0


class Prompts:
    """The prompts' files below a directory; ``tones`` has the chime."""

    def __init__(self, directory: Path, tones: Tones, program: str = PROGRAM) -> None:
        self._directory = directory
        self._tones = tones
        self._program = program
        self._speaking = asyncio.Lock()
        self._warned = False

    async def path(self, kind: Kind, language: str, number: int = 0) -> Path:
        """The clip's file: uploaded, spoken, or the chime. ``number`` is the place or the minutes of the numbered kinds."""
        uploaded = self._uploaded(kind, language)
        if uploaded.exists():
            return uploaded
        return await self.spoken(text(kind, language, number), language)

    async def replace(self, kind: Kind, language: str, source: Path) -> Path:
        """From now on this sound (WAV, MP3, Ogg) is the prompt, for all its numbers. Raises Unusable."""
        target = self._uploaded(kind, language)
        await convert(source, target)
        return target

    def is_uploaded(self, kind: Kind, language: str) -> bool:
        """Whether a sound of the company's own takes the place of the words."""
        return self._uploaded(kind, language).exists()

    def restore(self, kind: Kind, language: str) -> None:
        """Speak the prompt again."""
        self._uploaded(kind, language).unlink(missing_ok=True)

    async def spoken(self, words: str, language: str) -> Path:
        """Any words as a clip's file; the chime when they cannot be spoken."""
        voice = VOICES.get(language, VOICES["en"])
        digest = hashlib.sha256(f"{voice}|{WORDS_PER_MINUTE}|{words}".encode()).hexdigest()[:32]
        path = self._directory / "spoken" / f"{digest}.ogg"
        async with self._speaking:
            if path.exists():
                return path
            try:
                await self._speak(words, voice, path)
            except (OSError, TimeoutError, Unusable) as failure:
                self._warn(failure)
                return await self._tones.path("chime")
        return path

    def _uploaded(self, kind: Kind, language: str) -> Path:
        if not re.fullmatch(r"[a-z]{2,3}", language):
            raise Unusable("A language is two or three small letters.")
        return self._directory / "uploaded" / f"{kind}.{language}.ogg"

    async def _speak(self, words: str, voice: str, path: Path) -> None:
        arguments = ("-v", voice, "-s", str(WORDS_PER_MINUTE), "-b", "1", "--stdin", "--stdout")
        child = await asyncio.create_subprocess_exec(self._program, *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                sound, _ = await child.communicate(words.encode())
        finally:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        with tempfile.NamedTemporaryFile(suffix=".wav") as wav:
            wav.write(sound)
            wav.flush()
            await convert(Path(wav.name), path)

    def _warn(self, failure: Exception) -> None:
        """Once: a centre without the program would else fill its log."""
        if not self._warned:
            self._warned = True
            log.warning("Prompts cannot be spoken (%s: %s); a chime takes their place.", self._program, failure)

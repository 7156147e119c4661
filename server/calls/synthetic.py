"""A caller who is a program: ``python -m server.calls.synthetic URL WIDGET_KEY``, for health checks, and with ``--play`` for training.

Without a file it makes the echo test of every visitor against the real server and says how long each step took; with one it
calls the widget's queue as a visitor who plays the file, until somebody hangs up.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import socketio

from webrtc.caller import Caller, tone
from webrtc.clips import Unusable, decoded, encoded

ECHO_HZ = 440.0
ECHO_SECONDS = 10.0
ANSWER_SECONDS = 10.0
OVER = ("ended", "missed", "abandoned", "rejected", "failed")
HERE = ("127.0.0.1", "localhost", "::1")


class Failed(Exception):
    """What did not work, as a sentence."""


class Visitor:
    """A visitor's socket, and the states of their call in order."""

    def __init__(self, client: socketio.AsyncClient, url: str) -> None:
        self._client = client
        self._addresses = ("127.0.0.1",) if urlsplit(url).hostname in HERE else None
        self.states: asyncio.Queue[str] = asyncio.Queue()
        client.on("call", lambda call: self.states.put_nowait(call["state"]))

    async def ask(self, event: str, **data: Any) -> dict[str, Any]:
        """Ask and have the acknowledgement. Raises Failed."""
        ack: dict[str, Any] = await self._client.call(event, data, timeout=ANSWER_SECONDS)
        if not ack.get("ok"):
            raise Failed(ack.get("error", f"{event} was refused."))
        return ack

    @asynccontextmanager
    async def sound(self, packets: Sequence[bytes], event: str, **data: Any) -> AsyncIterator[Caller]:
        """A connection that plays ``packets``, offered by ``event``. Raises Failed."""
        caller = Caller(packets, addresses=self._addresses)
        try:
            answer = await self.ask(event, sdp=await caller.offer(), **data)
            await caller.accept(answer["sdp"])
            yield caller
        except (TimeoutError, ConnectionError) as error:
            raise Failed("No sound came through: is PARLEY_MEDIA_HOST reachable by UDP from here?") from error
        finally:
            await caller.close()


@asynccontextmanager
async def visitor(url: str, key: str) -> AsyncIterator[Visitor]:
    """A visitor on the widget's hosted page. Raises Failed."""
    async with aiohttp.ClientSession() as http:
        client = socketio.AsyncClient(reconnection=False, handle_sigint=False, http_session=http)
        there = Visitor(client, url)
        try:
            await client.connect(
                url,
                auth={"widget": key},
                transports=["websocket"],
                socketio_path="socket/visitor",
                wait_timeout=ANSWER_SECONDS,
            )
            yield there
        except socketio.exceptions.ConnectionError as error:
            raise Failed(f"Parley at {url} does not take this widget's visitors ({error}).") from error
        finally:
            await client.disconnect()


async def echo(url: str, key: str) -> None:
    """Hear oneself, and say how long it took. Raises Failed."""
    async with visitor(url, key) as there:
        begun = time.monotonic()
        async with there.sound(tone(ECHO_HZ), "call.test") as caller:
            connected = time.monotonic()
            while not caller.hears(ECHO_HZ):
                if time.monotonic() > connected + ECHO_SECONDS:
                    raise Failed("Connected, but the echo did not come back.")
                await asyncio.sleep(0.01)
            heard = time.monotonic()
    print(
        f"connected after {(connected - begun) * 1000:.0f} ms, heard itself {(heard - connected) * 1000:.0f} ms later"
    )


async def play(url: str, key: str, packets: Sequence[bytes], name: str, seconds: float) -> None:
    """Call, and play until the call is over or the time is. Raises Failed."""
    async with visitor(url, key) as there:
        await there.ask("introduce", name=name)
        begun = await there.ask("call.start")
        async with there.sound(packets, "call.offer", call=begun["call"], leg=begun["leg"]):
            try:
                async with asyncio.timeout(seconds):
                    while (state := await there.states.get()) not in OVER:
                        print(state, flush=True)
                print(state, flush=True)
            except TimeoutError:
                await there.ask("call.end")
                print("hung up", flush=True)


def main() -> int:
    """Run; what does not work is one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="python -m server.calls.synthetic", description="A caller who is a program")
    parser.add_argument("url", help="Parley's address, such as https://chat.example.com")
    parser.add_argument("key", help="the widget's key")
    parser.add_argument(
        "--play", type=Path, help="a sound file (WAV, Ogg, MP3) to call with; without it, the echo test"
    )
    parser.add_argument("--name", default="Synthetic caller")
    parser.add_argument("--seconds", type=float, default=600.0, help="after so long the caller hangs up (600)")
    asked = parser.parse_args()
    try:
        if asked.play is None:
            asyncio.run(echo(asked.url, asked.key))
        else:
            frames = encoded(decoded(asked.play.read_bytes())).frames
            asyncio.run(play(asked.url, asked.key, frames, asked.name, asked.seconds))
    except (Failed, Unusable, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

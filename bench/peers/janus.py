"""Janus as the peer of the call benchmark: installed from Debian where it is missing, set up in a folder of its own, no STUN.

Its three plugins are asked as a browser's page would ask them, over one WebSocket; every leg has a session of its own.
"""

import asyncio
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bench.chat_load.processes import Process
from bench.chat_load.targets import free_port

CONFIGURATION = {
    "janus.jcfg": """
general: {{
    configs_folder = "{folder}"
    debug_level = 2
    log_to_stdout = true
    session_timeout = 0
    protected_folders = []
}}
media: {{ ipv6 = false }}
nat: {{
    nice_debug = false
    ice_enforce_list = "{host}"
}}
plugins: {{ disable = "{others}" }}
transports: {{ disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so" }}
events: {{ broadcast = false }}
""",
    "janus.transport.websockets.jcfg": """
general: {{ json = "compact", ws = true, ws_port = {port}, ws_ip = "127.0.0.1", wss = false }}
admin: {{ admin_ws = false, admin_wss = false }}
""",
    "janus.plugin.videocall.jcfg": "general: {{ }}",
    "janus.plugin.videoroom.jcfg": "general: {{ }}",
    "janus.plugin.audiobridge.jcfg": "general: {{ }}",
}
OTHERS = ("duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom", "voicemail")
ANSWER_SECONDS = 20.0


class CannotInstall(Exception):
    """There is no Janus, and none can be had."""


class Refused(Exception):
    """Janus answered with an error."""


@asynccontextmanager
async def janus(host: str) -> AsyncIterator[tuple[Process, "Page"]]:
    """Janus listening for media on ``host``, and a page connected to it. Raises CannotInstall."""
    install()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as name:
        folder = Path(name)
        others = ",".join(f"libjanus_{other}.so" for other in OTHERS)
        for file, text in CONFIGURATION.items():
            (folder / file).write_text(text.format(folder=folder, port=port, host=host, others=others))
        server = Process(["janus", "-F", name, "-C", str(folder / "janus.jcfg")], {}, folder / "janus.log")
        try:
            async with aiohttp.ClientSession() as http:
                page = Page(await opened(http, port, server))
                reading = asyncio.create_task(page.read())
                yield server, page
                reading.cancel()
        finally:
            server.stop()


def install() -> None:
    """Have Janus. Raises CannotInstall."""
    if shutil.which("janus"):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise CannotInstall("Janus is missing, and only root can install it (apt-get install janus).")
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "janus"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotInstall(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")


async def opened(http: aiohttp.ClientSession, port: int, server: Process) -> aiohttp.ClientWebSocketResponse:
    """Its WebSocket, once it listens."""
    for _ in range(100):
        try:
            return await http.ws_connect(f"ws://127.0.0.1:{port}", protocols=["janus-protocol"], max_msg_size=0)
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
    raise RuntimeError(f"Janus did not start:\n{server.log.read_text(errors='replace')}")


class Handle:
    """A leg's attachment to a plugin; what the plugin says unasked waits in ``events``."""

    def __init__(self, page: "Page", session: int, handle: int) -> None:
        self._page = page
        self._where = {"session_id": session, "handle_id": handle}
        self.events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def tell(self, body: dict[str, Any], jsep: dict[str, str] | None = None) -> dict[str, Any]:
        """Send a request and return Janus's direct answer: an ``ack``, or ``success`` with the plugin's data."""
        message = {"janus": "message", **self._where, "body": body, **({"jsep": jsep} if jsep else {})}
        return await self._page.ask(message)

    async def event(self, jsep: bool = False) -> dict[str, Any]:
        """The plugin's next event (the next with a description, if that is wanted). Raises Refused."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                event = await self.events.get()
                data = event["plugindata"]["data"]
                if "error" in data:
                    raise Refused(f"{data}")
                if "jsep" in event or not jsep:
                    return event


class Page:
    """The WebSocket: answers are matched by transaction, events by handle."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._waiting: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._handles: dict[int, Handle] = {}

    async def read(self) -> None:
        """Take what Janus says until the connection ends."""
        async for message in self._socket:
            said = message.json()
            if said["janus"] == "event":  # may carry the transaction too, and may come before the answer to it
                self._handles[said["sender"]].events.put_nowait(said)
            elif "transaction" in said:
                self._waiting.pop(said["transaction"]).set_result(said)

    async def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer. Raises Refused."""
        transaction = secrets.token_hex(6)
        self._waiting[transaction] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({**message, "transaction": transaction})
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await self._waiting[transaction]
        if answer["janus"] == "error":
            raise Refused(f"{answer['error']}")
        return answer

    async def attach(self, plugin: str) -> Handle:
        """A session of its own, attached to a plugin."""
        session = (await self.ask({"janus": "create"}))["data"]["id"]
        attach = {"janus": "attach", "session_id": session, "plugin": f"janus.plugin.{plugin}"}
        number = (await self.ask(attach))["data"]["id"]
        self._handles[number] = Handle(self, session, number)
        return self._handles[number]

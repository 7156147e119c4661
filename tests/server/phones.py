"""A centre with telephones: a real media process, and people whose browsers are stock aiortc callers playing a tone each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from store.opening import Store
from tests.centre import Centre, Json, Person, Socket, becomes_true, open_centre
from webrtc.caller import Caller, tone
from webrtc.media import MediaWorkers

VISITOR_HZ, ANN_HZ, BEN_HZ, SUE_HZ = 440.0, 880.0, 1320.0, 1760.0
TONES = (VISITOR_HZ, ANN_HZ, BEN_HZ, SUE_HZ)


class Phone:
    """One tab with its socket and its sound."""

    def __init__(self, socket: Socket, hz: float) -> None:
        self.socket, self.hz = socket, hz
        self.caller: Caller | None = None
        self.call = self.leg = ""

    async def asks(self, event: str, **data: Any) -> Json:
        """What must be acknowledged."""
        ack: Json = await self.socket.ask(event, data)
        assert ack["ok"], (event, ack)
        return ack

    async def refused(self, event: str, **data: Any) -> str:
        """The code of what must be refused."""
        ack = await self.socket.ask(event, data)
        assert not ack["ok"], (event, ack)
        return str(ack["code"])

    async def connect(self, call: str, leg: str) -> "Phone":
        """Their sound flows; a second time it takes the first one's place."""
        self.call, self.leg = call, leg
        self.caller = Caller(tone(self.hz))
        answer = await self.asks("call.offer", call=call, leg=leg, sdp=await self.caller.offer())
        await self.caller.accept(answer["sdp"])
        return self

    async def starts(self, **data: Any) -> "Phone":
        """call.start, and their sound."""
        ack = await self.asks("call.start", **data)
        return await self.connect(ack["call"], ack["leg"])

    async def accepts(self, purpose: str | None = None) -> "Phone":
        """Take what is offered next, and their sound."""
        offer = await self.socket.until("offer", lambda offer: offer.get("purpose") == purpose)
        ack = await self.asks("accept", offer=offer["offer"])
        return await self.connect(ack["call"], ack["leg"])

    async def sees(self, state: str) -> Json:
        """Wait until their call is in this state."""
        call: Json = await self.socket.until("call", lambda call: call["state"] == state)
        return call

    async def hears(self, *tones: float) -> bool:
        """Wait until they hear these people and nobody else."""
        caller = self.caller
        assert caller is not None

        def exactly() -> bool:
            return all(caller.hears(hz) == (hz in tones) for hz in TONES)

        await becomes_true(exactly)
        return True

    async def hears_something_else(self) -> bool:
        """Wait until they hear nobody, but music or words."""
        caller = self.caller
        assert caller is not None
        counts = sum(caller.counts)
        await becomes_true(lambda: sum(caller.counts) > counts + 10 and not any(caller.hears(hz) for hz in TONES))
        return True

    async def hears_nothing(self) -> bool:
        """Wait until nothing comes any more."""
        caller = self.caller
        assert caller is not None
        await becomes_true(lambda: not any(caller.hears(hz) for hz in TONES))
        return True

    async def vanishes(self) -> None:
        """Their tab is gone: socket and sound."""
        if self.caller is not None:
            await self.caller.close()
        await self.socket.close()


class Exchange:
    """A centre, its widget, and everybody's phones."""

    def __init__(self, centre: Centre, queue: str, widget: Json, media: MediaWorkers) -> None:
        self.centre, self.queue, self.widget, self.media = centre, queue, widget, media
        self.phones: list[Phone] = []

    async def visitor(self, token: str | None = None) -> Phone:
        """A visitor's tab."""
        return self._phone(await self.centre.visitor(self.widget, token), VISITOR_HZ)

    async def desktop(self, person: Person, hz: float, state: str | None = "available") -> Phone:
        """An Agent's tab."""
        return self._phone(await self.centre.desktop(person, state), hz)

    def _phone(self, socket: Socket, hz: float) -> Phone:
        phone = Phone(socket, hz)
        self.phones.append(phone)
        return phone

    async def talking(self) -> tuple[Phone, Phone, Person, str]:
        """A visitor who talks with Ann: their phones, Ann, and the Conversation."""
        ann = await self.centre.agent("Ann", queues=[self.queue])
        desk = await self.desktop(ann, ANN_HZ)
        visitor = await (await self.visitor()).starts()
        await desk.accepts()
        assert await visitor.hears(ANN_HZ)
        assert await desk.hears(VISITOR_HZ)
        conversation = next(iter(self.centre.parley.board.live))
        return visitor, desk, ann, conversation

    def pass_(self, seconds: float) -> None:
        """Let the clock go on."""
        self.centre.clock.pass_(seconds=seconds)


@asynccontextmanager
async def exchange(
    data: Path, store: Store | None = None, media_goes_on: bool = False, **queue: Any
) -> AsyncIterator[Exchange]:
    """Everything started, media included; phones hang up when the block ends, and media unless it ``media_goes_on``."""
    media = MediaWorkers(data / "media", ("127.0.0.1",), 0)
    async with open_centre(store, media=media, data=data) as centre:
        await becomes_true(centre.parley.telephone.calls.there.is_set, 60.0)
        id = await centre.queue("Phones", **{"record_calls": True, **queue})
        there = Exchange(centre, id, await centre.widget(id, kind="both"), media)
        try:
            yield there
        finally:
            await asyncio.gather(*(phone.caller.close() for phone in there.phones if phone.caller is not None))
            if not media_goes_on:
                await media.stop()

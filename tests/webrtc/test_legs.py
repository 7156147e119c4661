"""A call's legs on a clock of numbers: who never came, who fell silent, who takes whose place, and where each source is heard."""

from domain.refusal import Refused
from tests.webrtc.conftest import hears
from tests.webrtc.offers import AUDIO, USUAL, offer
from webrtc.association import Owner
from webrtc.leg import JOIN_SECONDS, Plane
from webrtc.live import LiveCall
from webrtc.negotiation import Offered
from webrtc.plan import Event, LegBack, LegConnected, LegGone, LegSilent, Plan, Quality, Speech
from webrtc.players import Players


class Way:
    """A browser connection that does what the test says."""

    def __init__(self, offered: Offered) -> None:
        self.offered = offered
        self.owner: Owner | None = None
        self.heard: float | None = None
        self.deaf_type = -1
        self.open = True
        self.offers = 1

    async def answer(self, sdp: str, ssrcs: dict[str, int]) -> str:
        """Any."""
        return f"answer to {sdp[:3]}"

    def renegotiate(self, offered: Offered) -> None:
        """Again."""
        self.offered = offered
        self.offers += 1

    def send(self, size: int) -> None:
        """Nowhere."""

    def send_control(self, compound: bytes) -> None:
        """Nowhere."""

    def close(self) -> None:
        """Over."""
        self.open = False

    def connect(self, now: float) -> None:
        """The browser is there."""
        self.heard = now
        assert self.owner is not None
        self.owner.ready()


class World:
    """A call, the connections made for it, what was told, and the time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.ways: list[Way] = []
        self.told: list[Event] = []
        self.plane: Plane = self
        self.players = Players(lambda path: [])
        self.call = LiveCall("call", self, lambda: self.now)

    def way(self, offered: Offered) -> Way:
        """Made, and kept."""
        self.ways.append(Way(offered))
        return self.ways[-1]

    def tell(self, event: Event) -> None:
        """Kept, but for what comes by the clock alone."""
        if not isinstance(event, Quality):
            self.told.append(event)

    async def join(self, leg: str, sdp: str = USUAL) -> Way:
        """A leg that is connected."""
        known = len(self.ways)
        await self.call.offer(leg, sdp, False)
        for way in self.ways[known:]:
            way.connect(self.now)
        return self.ways[-1]

    def pass_(self, seconds: float) -> None:
        """Time goes on, tick by tick."""
        for _ in range(round(seconds * 10)):
            self.now += 0.1
            self.call.tick(self.now, 2.0)


def other(sdp: str = USUAL) -> str:
    """The same offer by another browser connection."""
    return sdp.replace("o=- 4611", "o=- 9999")


async def test_silence_is_told_at_five_seconds_and_fifteen_and_so_is_the_return() -> None:
    world = World()
    way = await world.join("a")
    world.pass_(4.8)
    assert len(world.told) == 1
    world.pass_(0.4)
    assert len(world.told) == 2
    world.pass_(10)
    assert world.call.life(world.now).legs[0].state == "gone"
    way.heard = world.now
    world.pass_(0.1)
    connected, silent, gone, back = world.told
    assert isinstance(silent, LegSilent)
    assert 5.0 <= silent.seconds < 5.3
    assert [connected, gone, back] == [
        LegConnected("call", "a"),
        LegGone("call", "a", "silent"),
        LegBack("call", "a"),
    ]


async def test_who_never_connects_is_gone_after_ten_seconds_and_the_connection_closed() -> None:
    world = World()
    await world.call.offer("a", USUAL, False)
    world.pass_(JOIN_SECONDS - 0.2)
    assert world.told == []
    world.pass_(0.4)
    assert world.told == [LegGone("call", "a", "failed")]
    assert (world.ways[0].open, world.call.idle) == (False, True)


async def test_a_new_connection_takes_the_place_only_when_it_is_there() -> None:
    world = World()
    first = await world.join("a")
    await world.call.offer("a", other(), False)
    assert first.open
    world.ways[1].connect(world.now)
    assert (first.open, world.ways[1].open) == (False, True)
    assert world.told == [LegConnected("call", "a"), LegConnected("call", "a", again=True)]


async def test_a_new_connection_that_fails_is_nobodys_business() -> None:
    world = World()
    first = await world.join("a")
    await world.call.offer("a", other(), False)
    first.heard = world.now + JOIN_SECONDS
    world.pass_(JOIN_SECONDS + 0.2)
    assert (first.open, world.ways[1].open) == (True, False)
    assert world.told == [LegConnected("call", "a")]


async def test_late_words_of_a_replaced_connection_are_not_heard() -> None:
    world = World()
    first = await world.join("a")
    owner = first.owner
    await world.join("a", other())
    assert owner is not None
    owner.closed("closed")
    assert [type(event) for event in world.told] == [LegConnected, LegConnected]


async def test_the_same_connection_offering_again_is_not_replaced() -> None:
    world = World()
    first = await world.join("a")
    await world.join("a", USUAL.replace("ufrag:abcd", "ufrag:efgh"))
    assert (len(world.ways), first.offers, first.offered.ufrag) == (1, 2, "efgh")


async def test_an_offer_that_is_refused_makes_no_leg() -> None:
    world = World()
    try:
        await world.call.offer("a", "nonsense", False)
    except Refused:
        assert world.call.empty
    else:
        raise AssertionError("refused")


async def test_a_source_keeps_its_slot_and_a_new_one_takes_the_first_free() -> None:
    world = World()
    for leg in "abcde":
        await world.join(leg, other(offer((AUDIO, "sendrecv"), (AUDIO, "recvonly"), (AUDIO, "recvonly"))))
    places = world.call.legs["a"].places

    def obey(*edges: str) -> dict[str, int]:
        world.call.obey(Plan("call", hears(*edges)))
        return {source.removeprefix("leg:"): place for source, place in world.call.legs["a"].places.items()}

    assert places == {}
    assert obey("b>a", "c>a") == {"b": 0, "c": 1}
    assert obey("c>a", "d>a") == {"c": 1, "d": 0}
    assert obey("c>a", "d>a", "e>a", "b>a") == {"c": 1, "d": 0, "e": 2, "b": 2}
    assert obey("b>a") == {"b": 2}


async def test_who_joins_again_with_fewer_m_lines_hears_all_the_same() -> None:
    world = World()
    for leg in "abc":
        await world.join(leg)
    world.call.obey(Plan("call", hears("b>a", "c>a")))
    await world.join("a", other(offer((AUDIO, "sendrecv"))))
    assert world.call.legs["a"].places == {"leg:b": 0, "leg:c": 0}


def test_every_call_says_what_was_measured_of_it_be_it_nothing() -> None:
    world = World()
    world.call.end()
    assert world.told == [Speech("call", {})]

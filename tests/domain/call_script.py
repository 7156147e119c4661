"""Calls told as scripts: a Line is one Conversation with whatever was said to it, on a clock that moves when told."""

from datetime import timedelta
from typing import Any, TypeVar

from domain import call_commands as c
from domain import call_decisions, conversation
from domain import commands as cc
from domain import events as e
from domain.call_plan import wanted_plan
from domain.calls import Call, Leg, phase
from domain.conversation import Conversation
from domain.refusal import Refused
from tests.domain.script import ANN, BEN, CNV, CUSTOMER, OPENING, START

CAL = "cal_1"
CUS, ANN_LEG = "leg_cus", "leg_ann"
CEM = e.Actor("agent", "cem", "Cem Ay")
SUE = e.Actor("agent", "sue", "Sue Rao")

Kind = TypeVar("Kind", bound=cc.Command)


class Line:
    """One Conversation and its call."""

    def __init__(self) -> None:
        self.now = START
        self.state: Conversation | None = None
        self.bodies: list[e.Happening] = []
        self._serial = 0

    # What is asked

    def do(self, kind: type[Kind], actor: e.Actor = e.SYSTEM, **fields: Any) -> list[str] | str:
        """Ask it: the names of what happened, or the code it is refused with."""
        command = self.asked(kind, actor, **fields)
        try:
            bodies = self.decided(command)
        except Refused as refused:
            return refused.code
        for body in bodies:
            self.happened(body, actor)
        return [type(body).__name__ for body in bodies]

    def asked(self, kind: type[Kind], actor: e.Actor, **fields: Any) -> Kind:
        """The command, with ids nobody has used."""
        self._serial += 1
        head = {"id": f"cmd-{self._serial}", "conversation": CNV, "at": self.now, "actor": actor}
        if issubclass(kind, c.CallCommand):
            ids = {"call": CAL, "new_leg": f"leg_{self._serial}", "new_offer": f"off_{self._serial}"}
            return kind(**{**head, **ids, **fields})
        return kind(**{**head, **fields})

    def decided(self, command: cc.Command) -> list[e.Happening]:
        """As the Desk does it."""
        if isinstance(command, c.CallCommand):
            return call_decisions.decide(self.state, command)
        return conversation.decide(self.state, command)

    def happened(self, body: e.Happening, actor: e.Actor = e.SYSTEM) -> None:
        """One more event."""
        state = self.state or Conversation(CNV)
        self.bodies.append(body)
        self.state = conversation.evolve(state, e.Event(CNV, state.number + 1, self.now, "call", actor, body))

    def after(self, seconds: float) -> list[str]:
        """Let time pass second by second as the timer would see it; what the clock made happen."""
        names: list[str] = []
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.now = min(until, self.now + timedelta(seconds=1))
            while (found := self.do(c.CheckCall)) and isinstance(found, list):
                names += found
        return names

    # What is

    @property
    def call(self) -> Call:
        """The latest call."""
        assert self.state is not None
        assert self.state.call is not None
        return self.state.call

    @property
    def phase(self) -> str:
        """It in a word."""
        return phase(self.call)

    def leg(self, party: str) -> Leg:
        """Somebody's leg."""
        leg = self.call.leg_of(party)
        assert leg is not None, f"{party} is not in {self.call.legs}"
        return leg

    def last(self, kind: type[Any]) -> Any:
        """The latest happening of a kind."""
        return next(body for body in reversed(self.bodies) if isinstance(body, kind))

    def hears(self, saying: dict[str, str] | None = None) -> dict[str, set[str]]:
        """Who hears what, by the names of parties; the recorder and the meter too."""
        return self._edges(saying, video=False)

    def sees(self) -> dict[str, set[str]]:
        """Who sees whom, by the names of parties."""
        return self._edges(None, video=True)

    def _edges(self, saying: dict[str, str] | None, video: bool) -> dict[str, set[str]]:
        names = {f"leg:{leg.id}": {"vis_1": "cus"}.get(leg.party, leg.party) for leg in self.call.legs}
        said = {self.leg("vis_1" if party == "cus" else party).id: clip for party, clip in (saying or {}).items()}
        heard: dict[str, set[str]] = {}
        for edge in (edge for edge in wanted_plan(self.call, said).edges if edge.video == video):
            sink = names.get(edge.sink, edge.sink.removeprefix("recorder:"))
            heard.setdefault(sink, set()).add(names.get(edge.source, edge.source))
        return heard

    # Shortcuts

    def connect(self, *parties: str) -> "Line":
        """Their sound flows."""
        for party in parties:
            self.do(c.ReportConnected, leg=self.leg(party).id)
        return self

    def lose(self, *parties: str, reason: str = "closed") -> list[str] | str:
        """Their sound is gone."""
        return self.do(c.ReportLost, legs=tuple(self.leg(party).id for party in parties), reason=reason)

    def ring(self, party: str) -> str:
        """The offer that rings somebody."""
        offer = self.leg(party).offer
        assert offer is not None
        return offer

    def answers(self, actor: e.Actor) -> "Line":
        """Whoever is rung joins and is heard."""
        party = "vis_1" if actor.kind == "customer" else actor.id
        assert isinstance(self.do(c.AnswerRing, actor, offer=self.ring(party)), list)
        return self.connect(party)

    def offered_to(self, actor: e.Actor) -> "Line":
        """The waiting Conversation is on offer."""
        deadline_at = self.now + timedelta(seconds=30)
        self.do(cc.OfferConversation, offer="off_q", agent=actor.id, agent_name=actor.name, deadline_at=deadline_at)
        return self

    def accepted_by(self, actor: e.Actor) -> "Line":
        """The offer was accepted, and they are heard."""
        assert isinstance(self.do(cc.AcceptOffer, actor, offer="off_q", leg=f"leg_{actor.id}"), list)
        return self.connect(actor.id)


def called(**fields: Any) -> Line:
    """A visitor called, is heard, and waits."""
    line = Line()
    wanted = {"direction": "in", "leg": CUS, "party": "vis_1", "opening": OPENING, "record": True, **fields}
    assert isinstance(line.do(c.StartCall, CUSTOMER, **wanted), list)
    return line.connect("vis_1")


def talking(**fields: Any) -> Line:
    """A visitor talks with Ann."""
    return called(**fields).offered_to(ANN).accepted_by(ANN)


def consulting(**fields: Any) -> Line:
    """Ann asks Ben while the visitor waits."""
    line = talking(**fields)
    assert line.do(c.StartConsult, ANN, to="ben", to_name="Ben Moss") == ["ConsultStarted", "LegRang"]
    return line.answers(BEN)


def conference(*more: e.Actor) -> Line:
    """A visitor, Ann and others talk."""
    line = talking()
    for actor in more or (BEN,):
        assert line.do(c.AddAgent, ANN, agent=actor.id, agent_name=actor.name) == ["LegRang"]
        line.answers(actor)
    return line


def chatting() -> Line:
    """A visitor writes with Ann; nobody is on the phone."""
    line = Line()
    line.do(cc.ReceiveMessage, CUSTOMER, message="m1", text="hello", opening=OPENING)
    line.do(cc.AssignConversation, ANN, agent="ann", agent_name="Ann Lee")
    return line


def internal() -> Line:
    """Ann called Ben, who answered."""
    line = Line()
    opening = cc.Opening(customer="", customer_name="Ben Moss", queue="sales")
    wanted = {"direction": "internal", "leg": ANN_LEG, "party": "ann", "to": "ben", "to_name": "Ben Moss"}
    assert isinstance(line.do(c.StartCall, ANN, opening=opening, **wanted), list)
    return line.connect("ann").answers(BEN)

"""Cameras and screens in a call, between the visitor's Chromium and the agent's: what one paints, the other sees."""

import pytest
from playwright.async_api import Frame, Page, expect

from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, VISITOR_HZ, Caller, Line
from tests.journeys.desks import Desk, desk
from tests.journeys.test_accessibility import Findings
from tests.server.phones import Phone

THEIRS_TO_VISITORS, THEIRS_TO_AGENTS = "The other side’s picture", "What the other side shows"
OFFER = """
async () => {
  const peer = new RTCPeerConnection();
  for (const kind of ['audio', 'video']) peer.addTransceiver(kind);
  await peer.setLocalDescription();
  return peer.localDescription.sdp;
}
"""


async def sees(where: Page | Frame, label: str, colour: str | None) -> None:
    """Wait until a picture of this colour, or none, is shown."""

    async def shown() -> bool:
        return bool(await where.evaluate("label => seen(label)", label) == colour)

    await becomes_true(shown)


async def both_see(rosa: Caller, ann: Desk, theirs: str | None, mine: str | None) -> None:
    """What the visitor sees of the agent, and the agent of the visitor."""
    await sees(rosa.frame, THEIRS_TO_VISITORS, theirs)
    await sees(ann.page, THEIRS_TO_AGENTS, mine)


async def test_what_one_shows_the_other_sees(line: Line) -> None:
    ann = await desk(line, "Ann", ANN_HZ)
    rosa = await line.caller("video")
    await rosa.open()
    await rosa.dial()
    await ann.accept()
    await rosa.hears(ANN_HZ)
    await rosa.button("Camera").click()
    await both_see(rosa, ann, None, "red")
    await ann.key("Share screen").click()
    await both_see(rosa, ann, "blue", "red")
    findings = Findings()
    await findings.look("the visitor's pictures", rosa.frame)
    await findings.look("the agent's pictures", ann.page)
    assert findings == {}

    # On hold nobody sees anybody; afterwards the pictures are back, and a reload brings back theirs.
    await ann.key("Hold").click()
    await both_see(rosa, ann, None, None)
    await ann.key("Resume").click()
    await both_see(rosa, ann, "blue", "red")
    await rosa.page.reload()
    await expect(rosa.card).to_be_visible()
    await rosa.hears(ANN_HZ)
    await both_see(rosa, ann, "blue", None)
    await ann.hears(VISITOR_HZ)

    await ann.key("Share screen").click()
    await both_see(rosa, ann, None, None)
    await rosa.button("Hang up").click()
    await rosa.sees("Call ended")


@pytest.mark.parametrize("video", [False, True])
async def test_off_unless_the_widget_allows_it(line: Line, video: bool) -> None:
    centre = line.exchange.centre
    widgets = (widget for widget in centre.parley.directory.all("widgets") if widget["kind"] == "both")
    widget = next(widget for widget in widgets if widget.get("video", False) == video)
    phone = Phone(await centre.visitor(widget), VISITOR_HZ)
    await phone.asks("introduce", name="Rosa Vance", form={"name": "Rosa Vance"}, consent="3")
    ack = await phone.asks("call.start")
    sdp = await (await line.caller()).page.evaluate(OFFER)
    answer = await phone.asks("call.offer", call=ack["call"], leg=ack["leg"], sdp=sdp)
    assert ("m=video 0 " in answer["sdp"]) is not video
    await phone.asks("call.end")

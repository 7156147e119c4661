"""How long a leg has been silent, and when that is worth telling: a pure state, on whatever clock asks.

Any authentic packet is a sign of life, sound or not: a browser that says nothing still checks its connection every few seconds.
"""

from typing import Literal

WARN_SECONDS = 5.0
GONE_SECONDS = 15.0

Change = Literal["silent", "gone", "back"]


class Silence:
    """One leg's state: there, silent, gone."""

    __slots__ = ("heard", "state")

    def __init__(self, heard: float) -> None:
        self.heard = heard
        self.state = "there"

    def lost(self) -> None:
        """The leg hung up: it is gone without having been silent."""
        self.state = "gone"

    def look(self, now: float, heard: float) -> Change | None:
        """What changed by monotonic ``now``, if something authentic last came at ``heard``; each change is told once."""
        came = heard > self.heard
        self.heard = heard
        age = now - heard
        if came and age < WARN_SECONDS and self.state != "there":
            self.state = "there"
            return "back"
        if age >= GONE_SECONDS and self.state != "gone":
            self.state = "gone"
            return "gone"
        if age >= WARN_SECONDS and self.state == "there":
            self.state = "silent"
            return "silent"
        return None

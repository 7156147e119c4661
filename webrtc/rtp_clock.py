"""Where an RTP source's timestamps lie on our own clock: the first packet ties them, and what comes after follows them.

Timestamps wrap, senders begin anew, and two crystals never agree; a position is therefore checked against the time of arrival.
"""

from webrtc.opus import SAMPLES_PER_SECOND, SLOT

_JUMP = SAMPLES_PER_SECOND // 2
"""A source this far from the clock has begun anew."""
_DRIFT = SAMPLES_PER_SECOND * 60 // 1000
_CHECKS = 5
_SLOTS_PER_SECOND = SAMPLES_PER_SECOND // SLOT


class RtpClock:
    """Positions in samples of 48 kHz since our clock's zero; the first lies on a multiple of 20 ms."""

    def __init__(self, timestamp: int, seconds: float) -> None:
        self._timestamp = timestamp
        self._position = round(seconds * _SLOTS_PER_SECOND) * SLOT
        self._late: list[int] = []

    def place(self, timestamp: int, seconds: float) -> int:
        """The position of a packet that arrived ``seconds`` after zero; a reordered one lies before the last."""
        step = (timestamp - self._timestamp) & 0xFFFFFFFF
        step -= (step & 0x80000000) << 1
        position = self._position + step
        if not -_JUMP < seconds * SAMPLES_PER_SECOND - position < _JUMP:
            position = round(seconds * _SLOTS_PER_SECOND) * SLOT
            self._late.clear()
        elif step <= 0:
            return position
        self._timestamp, self._position = timestamp, position
        return position

    def check(self, seconds: float) -> None:
        """Called now and then with the last packet's arrival: move by whole slots once five calls agree on a drift over 60 ms."""
        self._late.append(round(seconds * SAMPLES_PER_SECOND) - self._position)
        if len(self._late) == _CHECKS:
            drift = min(self._late, key=abs)
            if abs(drift) > _DRIFT:
                self._position += round(drift / SLOT) * SLOT
            self._late.clear()

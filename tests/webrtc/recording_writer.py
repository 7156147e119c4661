"""A process that records two tones twenty times faster than they last, and says after each packet how far it is: to be killed."""

import sys
import time
from pathlib import Path

from tests.webrtc.opus_sounds import tone
from webrtc.recording import LEFT, RIGHT, Recorder


def main(path: str) -> None:
    left, right, now = tone(440, 1.0), tone(880, 1.0), [0.0]
    recorder = Recorder(Path(path), lambda: now[0])
    for number in range(50 * 60):
        now[0] = number * 0.02
        recorder.packet(LEFT, left[10 + number % 40], number * 960, now[0])
        recorder.packet(RIGHT, right[10 + number % 40], number * 960, now[0])
        sys.stdout.write(f"{now[0]:.2f}\n")
        sys.stdout.flush()
        time.sleep(0.001)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Loss and jitter, against aiortc's own statistics as a second opinion."""

import random
from unittest.mock import patch

import pytest
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import RtpPacket

from webrtc.reception import Reception


def test_it_agrees_with_aiortc_on_loss_disorder_and_jitter() -> None:
    chance = random.Random(7)
    theirs, ours = StreamStatistics(48_000), Reception(1, 48_000, 65_500)
    packets = [0, *(number for number in range(1, 3_000) if chance.random() > 0.1)]
    for index in range(1, len(packets) - 1, 50):
        packets[index], packets[index + 1] = packets[index + 1], packets[index]
    for number in packets:
        now = number * 0.02 + chance.random() * 0.01
        sequence, timestamp = (65_500 + number) & 0xFFFF, number * 960
        with patch("aiortc.clock.current_ms", return_value=now * 1000), patch("time.time", return_value=now):
            theirs.add(RtpPacket(ssrc=1, sequence_number=sequence, timestamp=timestamp))
        ours.note(sequence, timestamp, now)
    report = ours.report(60.0)
    assert report.packets_lost == theirs.packets_lost
    assert report.fraction_lost == theirs.fraction_lost
    assert report.jitter == pytest.approx(theirs.jitter, rel=0.1)
    assert 2.0 < ours.jitter_ms < 5.0


def test_a_report_is_of_what_came_since_the_last() -> None:
    reception = Reception(1, 48_000, 0)
    for number in range(0, 100, 2):
        reception.note(number, number * 960, number * 0.02)
    assert reception.report(2.0).fraction_lost == pytest.approx(128, abs=3)
    for number in range(100, 200):
        reception.note(number, number * 960, number * 0.02)
    assert reception.report(4.0).fraction_lost <= 3
    assert reception.report(6.0).fraction_lost == 0, "nothing came and nothing was due"


def test_the_round_trip_is_echoed() -> None:
    reception = Reception(1, 48_000, 0)
    assert reception.report(1.0).lsr == 0
    reception.sender_report(0x11112222_33334444, 10.0)
    report = reception.report(10.5)
    assert (report.lsr, report.dlsr) == (0x2222_3333, 32_768)

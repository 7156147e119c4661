"""When a silent leg is told of, on a clock of numbers."""

from webrtc.silence import Silence


def test_a_leg_falls_silent_at_five_seconds_and_is_gone_at_fifteen_each_told_once() -> None:
    silence = Silence(100.0)
    told = [(now, silence.look(now, 100.0)) for now in (104.99, 105.0, 105.1, 114.99, 115.0, 140.0)]
    assert [change for _, change in told] == [None, "silent", None, None, "gone", None]


def test_a_sign_of_life_brings_it_back_from_either() -> None:
    silence = Silence(0.0)
    assert silence.look(5.0, 0.0) == "silent"
    assert silence.look(5.1, 5.05) == "back"
    assert silence.look(25.0, 5.05) == "gone"
    assert silence.look(25.1, 25.05) == "back"
    assert silence.look(29.0, 25.05) is None


def test_an_old_sign_of_life_brings_nothing_back() -> None:
    silence = Silence(0.0)
    assert silence.look(20.0, 0.0) == "gone"
    assert silence.look(20.1, 0.0) is None
    assert silence.look(20.2, 10.0) is None


def test_one_who_hung_up_is_not_told_again() -> None:
    silence = Silence(0.0)
    silence.lost()
    assert silence.look(30.0, 0.0) is None

"""The curve of a sweep as a picture."""

from __future__ import annotations

from scheduler.scenarios.comparison import Curve
from scheduler.scenarios.measures import MEASURES
from scheduler.scenarios.pages.chart import bars, sweep_curve


def curve(key: str, *ys: float, knee: float | None = None) -> str:
    xs = tuple(float(n) for n in range(len(ys)))
    return str(sweep_curve(Curve("headcount.day", MEASURES[key], xs, ys, knee), "curve", at=1.0))


def test_a_knee_has_a_ring_and_every_value_a_dot() -> None:
    picture = curve("service_level", 0.2, 0.8, 0.9, knee=1.0)
    assert picture.count('class="dot"') == 3
    assert picture.count('class="knee"') == 1
    assert 'class="knee"' not in curve("service_level", 0.2, 0.8, 0.9)


def test_the_axis_shows_no_share_above_one_and_no_wait_below_zero() -> None:
    assert "100.0%" in curve("service_level", 0.5, 0.99)
    assert ">0.0<" in curve("asa_seconds", 0.1, 30.0)


def test_a_flat_curve_is_drawn_as_well() -> None:
    assert "nan" not in curve("service_level", 1.0, 1.0, 1.0)
    assert "nan" not in curve("asa_seconds", 0.0, 0.0)


def test_names_of_scenarios_stay_text() -> None:
    assert "&lt;b&gt;" in str(bars(["<b>"], [1.0], ["1"], "bars"))

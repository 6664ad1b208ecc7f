"""The charts there are."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from scheduler.domain.calendar import Horizon
from scheduler.writers.charts.drawing import draw
from scheduler.writers.charts.forms import (
    bars,
    columns,
    coverage_chart,
    day_labels,
    hour_curves,
    interval_edges,
    nice_top,
    sweep_curve,
)

MONDAY = date(2023, 11, 6)
NAN = float("nan")


def sweep(*ys: float, knee: float | None = None, most: float = 1.0, form: str = ".1%") -> str:
    xs = [float(n) for n in range(len(ys))]
    frame = pd.DataFrame({"x": xs, "y": ys, "is_knee": [x == knee for x in xs], "tip": [f"at {x:g}" for x in xs]})
    return str(draw(sweep_curve(frame, most=most, form=form, at=1.0, name="headcount.day"), "curve"))


def test_a_sweep_tells_every_value_and_rings_its_knee() -> None:
    picture = sweep(0.2, 0.8, 0.9, knee=1.0)
    assert picture.count("<title>at ") == 3
    assert picture.count("#d9822b") == 1
    assert "#d9822b" not in sweep(0.2, 0.8, 0.9)


def test_the_axis_shows_no_share_above_one_and_no_wait_below_zero() -> None:
    shares = sweep(0.5, 0.99)
    assert ">100.0%<" in shares
    assert ">110.0%<" not in shares
    waits = sweep(0.1, 30.0, most=float("inf"), form=",.1f")
    assert ">0.0<" in waits
    assert ">−" not in waits


def test_a_flat_curve_is_drawn_as_well() -> None:
    for ys in ((1.0, 1.0, 1.0), (0.0, 0.0, 0.0)):
        assert "NaN" not in sweep(*ys)


@pytest.mark.parametrize("figures", [[1.0, float("inf"), 2.0], [NAN, NAN, NAN], [float("inf")] * 3, [0.0] * 3])
def test_figures_without_end_or_missing_leave_the_rest_drawn(figures: list[float]) -> None:
    assert sweep(*figures, knee=0.0).count("<title>at ") == sum(abs(value) < 9 for value in figures)
    frame = pd.DataFrame({"name": "a", "value": figures, "text": "1", "tip": "tip"})
    assert ">1<" in str(draw(bars(frame), "bars"))


@pytest.mark.parametrize("name", ["<b>", '"><img src=x onerror=alert(1)>', "a', 'b", "\\", "가\n나"])
def test_names_stay_text(name: str) -> None:
    frame = pd.DataFrame({"name": [name, name], "value": [1.0, 2.0], "text": [name, "2"], "tip": [name, name]})
    picture = str(draw(bars(frame), name))
    assert "<b>" not in picture
    assert "<img" not in picture
    assert picture.count("<title>") == 2  # two of a name are two bars


def test_without_a_count_above_zero_there_are_columns_all_the_same() -> None:
    frame = pd.DataFrame({"label": ["0", "1"], "count": [0, 0], "text": ["", ""], "tip": ["0: nobody", "1: nobody"]})
    assert "NaN" not in str(draw(columns(frame), "columns"))


def test_an_hour_without_a_figure_leaves_a_hole_in_the_curve() -> None:
    def curve(hole: float) -> str:
        values = [0.5] * 10 + [hole] + [0.5] * 13
        frame = pd.DataFrame({"hour": [n + 0.5 for n in range(24)], "value": values, "of": "level", "tip": "figure"})
        return str(draw(hour_curves(frame, ["#123456"], percent=True), "curve"))

    line = "stroke-dasharray"
    with_hole, without = (next(part for part in curve(hole).split("<path ") if line in part) for hole in (NAN, 0.5))
    assert (with_hole.count("M"), without.count("M")) == (2, 1)


@pytest.mark.parametrize(
    ("largest", "top"), [(0.0, 1.0), (NAN, 1.0), (1.0, 1.0), (9.1, 10.0), (101.0, 150.0), (250.0, 250.0)]
)
def test_the_upper_edge_of_a_chart_is_round_and_high_enough(largest: float, top: float) -> None:
    assert nice_top(largest) == top


def week(required: float, effective: float, top: float = 10.0) -> str:
    horizon = Horizon(MONDAY, 7, 30)
    edges = interval_edges(horizon)
    frame = pd.DataFrame({"start": edges[:-1], "end": edges[1:], "required": required, "effective": effective})
    labels = day_labels(horizon, lambda on: on == MONDAY, "ko")
    return str(draw(coverage_chart(frame.assign(tip="말"), horizon, labels, range(7), top), "주"))


def test_red_is_drawn_where_agents_are_missing_and_only_there() -> None:
    assert week(5.0, 4.0).count("#e4636a") == 7 * 48
    assert "#e4636a" not in week(5.0, 4.96)
    assert "#e4636a" not in week(5.0, 6.0)


def test_a_public_holiday_is_red_as_a_sunday_is() -> None:
    picture = week(5.0, 5.0)
    for text, colour in (("11/6(월)", "#c00000"), ("11/7(화)", "#1f2933"), ("11/11(토)", "#1f4e9e")):
        name = next(part for part in picture.split("<text ") if f">{text}<" in part)
        assert f'fill="{colour}"' in name


def test_charts_of_small_and_of_large_figures_stand_below_one_another() -> None:
    lefts = {re.findall(r"translate\(([0-9.]+)", week(1.0, 1.0, top))[0] for top in (1.5, 10.0, 250.0, 2500.0)}
    assert len(lefts) == 1

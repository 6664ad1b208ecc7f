"""The rest of a day from its first hours."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from scheduler.config import WeeklyProfile
from scheduler.domain.inflow import Inflow, QueueInflow
from scheduler.staffing.forecast import rest_of_day
from scheduler.staffing.forecast.rest_of_day import NOTHING_KNOWN, Follows, Rest, learn_rest, share_off
from tests.staffing.centre import MONDAY, WEEK

FORECAST = np.full((40, 24), 100.0)


def test_where_a_day_is_off_as_a_whole_the_rest_is_taken_in_full() -> None:
    busy = np.random.default_rng(1).normal(1.0, 0.1, (40, 1))
    learnt = learn_rest(FORECAST, FORECAST * busy, 11)
    assert learnt.follows is not None
    assert learnt.weight == pytest.approx(1.0, abs=1e-9)
    assert learnt.follows.deviation == pytest.approx(0.0, abs=1e-9)


def test_where_each_hour_is_off_by_itself_nothing_follows_for_the_rest() -> None:
    noise = np.random.default_rng(2).normal(1.0, 0.2, FORECAST.shape)
    learnt = learn_rest(FORECAST, FORECAST * noise, 11)
    assert learnt.follows is not None
    assert learnt.weight < 0.35
    assert 0.03 < learnt.follows.deviation < 0.09


def test_of_a_common_and_an_own_part_the_weight_is_the_common_share() -> None:
    random = np.random.default_rng(3)
    common, first, rest = (random.normal(0.0, 0.1, 4000) for _ in range(3))
    came = np.full((4000, 24), 100.0)
    came[:, :12] *= (1.0 + common + first)[:, None]
    came[:, 12:] *= (1.0 + common + rest)[:, None]
    learnt = learn_rest(np.full((4000, 24), 100.0), came, 12)
    assert learnt.weight == pytest.approx(0.5, abs=0.05)


def test_days_smoother_than_the_chance_of_single_calls_teach_little_of_a_few_calls() -> None:
    # 20 days with 10 calls forecast before, all 5% off as a whole: squares of 20 * 0.05^2 = 0.05, where the chance of
    # single calls alone makes 20 / 10 = 2. With 10,000 times as many calls, chance makes nothing of it.
    off = np.where(np.arange(20) % 2, 1.05, 0.95)[:, None]
    for calls, weight in ((1.0, 0.05 / 2.0), (10_000.0, 1.0)):
        forecast = np.full((20, 24), calls)
        assert learn_rest(forecast, forecast * off, 10).weight == pytest.approx(weight)


def learnt_of_usual_days(calls: float = 500.0) -> tuple[np.ndarray, Rest]:
    """A day's forecast, and what forty days say that are off by some percent as a whole and in each hour."""
    random = np.random.default_rng(4)
    forecast = np.full((40, 24), calls)
    came = forecast * random.normal(1.0, 0.03, (40, 1)) * random.normal(1.0, 0.03, (40, 24))
    return forecast[0], learn_rest(forecast, came, 13)


@pytest.mark.parametrize("factor", [1.2, 0.8])
def test_a_day_that_turns_is_taken_to_go_midway_between_as_ever_and_its_last_hours(factor: float) -> None:
    forecast, learnt = learnt_of_usual_days()
    came = forecast[:13].copy()
    usual = learnt.outlook(forecast[:13], came)
    assert usual.turned_from is None
    came[11:] *= factor
    found = learnt.outlook(forecast[:13], came)
    assert found.turned_from == 11
    as_ever = learnt.weight * (came.sum() / forecast[:13].sum() - 1.0)
    assert found.off == pytest.approx((as_ever + factor - 1.0) / 2)
    # The band holds both days: the one that goes on like this, and the one that falls back.
    assert found.low < min(as_ever, factor - 1.0)
    assert found.high > max(as_ever, factor - 1.0)


def test_a_day_that_has_turned_by_hand() -> None:
    # 1,500 of 2,000 calls came: 25% below, of which 0.8 as ever, so 20%; of the last two hours half came, so 50%. A
    # tenth at most falls outside a band of 1.2816 deviations of 0.05 around either.
    rest = Rest(Follows(0.8, 0.05, 0.0), {2: Follows(0.5, 0.05, 0.0)})
    found = rest.outlook(np.full(4, 500.0), np.array([500.0, 500.0, 250.0, 250.0]))
    assert found.turned_from == 2
    assert (found.off, found.low, found.high) == pytest.approx((-0.35, -0.5 - 0.06408, -0.2 + 0.06408), abs=1e-5)


def test_a_day_that_is_off_as_a_whole_has_not_turned() -> None:
    forecast, learnt = learnt_of_usual_days()
    assert learnt.outlook(forecast[:13], forecast[:13] * 1.2).turned_from is None


def test_few_calls_turn_no_day() -> None:
    forecast, learnt = learnt_of_usual_days(20.0)
    came = forecast[:13].copy()
    came[11:] *= 3.0
    assert learnt.outlook(forecast[:13], came).turned_from is None


def test_the_band_widens_for_a_day_far_off_what_was_learnt() -> None:
    forecast, learnt = learnt_of_usual_days()
    near, far = (learnt.outlook(forecast[:13], forecast[:13] * factor) for factor in (1.0, 1.3))
    assert far.high - far.low > 1.3 * (near.high - near.low)


def test_of_nothing_known_there_is_no_band() -> None:
    found = NOTHING_KNOWN.outlook(FORECAST[0, :11], FORECAST[0, :11] * 2)
    assert found.off == 0.0
    assert np.isnan(found.high)


def test_one_strange_day_does_not_decide() -> None:
    busy = np.random.default_rng(1).normal(1.0, 0.05, (40, 1))
    came = FORECAST * busy
    came[7, :11] *= 10.0
    assert learn_rest(FORECAST, came, 11).weight > 0.5


def test_of_few_days_nothing_is_learnt() -> None:
    assert learn_rest(FORECAST[:9], FORECAST[:9] * 1.2, 11) == NOTHING_KNOWN
    unknown = FORECAST.copy()
    unknown[9:, :11] = np.nan
    assert learn_rest(FORECAST, unknown, 11) == NOTHING_KNOWN


def test_hours_that_are_unknown_count_on_neither_side() -> None:
    came = np.full((1, 4), 120.0)
    came[0, 3] = np.nan
    assert share_off(np.full((1, 4), 100.0), came)[0] == pytest.approx(0.2)
    assert np.isnan(share_off(np.zeros((1, 4)), came)[0])


def test_the_past_days_are_forecast_as_before_their_week() -> None:
    days = 126
    busy = np.random.default_rng(5).normal(1.0, 0.15, (days, 1))
    calls = np.full((days, 24), 200.0) * busy
    unknown = np.full((days, 24), np.nan)
    inflow = Inflow(MONDAY - timedelta(days=days), {"general": QueueInflow(calls, unknown, unknown)})
    learnt = rest_of_day(WeeklyProfile(), inflow, WEEK, {}, {"general": 10})["general"]
    assert learnt.weight > 0.8
    short = Inflow(MONDAY - timedelta(days=21), {"general": QueueInflow(calls[:21], unknown[:21], unknown[:21])})
    assert rest_of_day(WeeklyProfile(), short, WEEK, {}, {"general": 10})["general"] == NOTHING_KNOWN

"""The rest of a day from its first hours."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from scheduler.config import WeeklyProfile
from scheduler.domain.inflow import Inflow, QueueInflow
from scheduler.staffing.forecast import rest_of_day
from scheduler.staffing.forecast.rest_of_day import NOTHING_KNOWN, learn_rest, share_off
from tests.staffing.centre import MONDAY, WEEK

FORECAST = np.full((40, 24), 100.0)


def test_where_a_day_is_off_as_a_whole_the_rest_is_taken_in_full() -> None:
    busy = np.random.default_rng(1).normal(1.0, 0.1, (40, 1))
    learnt = learn_rest(FORECAST, FORECAST * busy, 11)
    assert learnt.weight == pytest.approx(1.0, abs=1e-9)
    assert learnt.deviation == pytest.approx(0.0, abs=1e-9)


def test_where_each_hour_is_off_by_itself_nothing_follows_for_the_rest() -> None:
    noise = np.random.default_rng(2).normal(1.0, 0.2, FORECAST.shape)
    learnt = learn_rest(FORECAST, FORECAST * noise, 11)
    assert learnt.weight < 0.35
    assert 0.03 < learnt.deviation < 0.09


def test_of_a_common_and_an_own_part_the_weight_is_the_common_share() -> None:
    random = np.random.default_rng(3)
    common, first, rest = (random.normal(0.0, 0.1, 4000) for _ in range(3))
    came = np.full((4000, 24), 100.0)
    came[:, :12] *= (1.0 + common + first)[:, None]
    came[:, 12:] *= (1.0 + common + rest)[:, None]
    learnt = learn_rest(np.full((4000, 24), 100.0), came, 12)
    assert learnt.weight == pytest.approx(0.5, abs=0.05)


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

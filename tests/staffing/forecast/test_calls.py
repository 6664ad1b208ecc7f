"""From the settings' method to planned calls, their band, and notices."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.config import RecentMean, WeeklyProfile
from scheduler.domain.calendar import Horizon
from scheduler.domain.inflow import Event, Inflow, QueueInflow
from scheduler.staffing.forecast import forecast_calls
from scheduler.staffing.forecast.days import Days
from scheduler.staffing.forecast.spread import count_quantile, rate_factor, relative_variance
from tests.staffing.centre import MONDAY, WEEK

PROFILE = WeeklyProfile()


def inflow_of(calls: NDArray[np.float64], attempts: NDArray[np.float64] | None = None) -> Inflow:
    unknown = np.full_like(calls, np.nan)
    queue = QueueInflow(calls, unknown, unknown if attempts is None else attempts)
    return Inflow(MONDAY - timedelta(days=len(calls)), {"general": queue})


def noisy(weeks: int, day_sigma: float = 0.1) -> NDArray[np.float64]:
    """Weeks whose days differ in busyness, and whose calls come by chance."""
    rng = np.random.default_rng(5)
    day = np.array([3.0] * 8 + [200.0] * 10 + [30.0] * 6)
    busyness = rng.lognormal(0.0, day_sigma, (7 * weeks, 1))
    return rng.poisson(busyness * day).astype(float)


def event(first: int, last: int | None = None, **more: object) -> Event:
    """An event on days counted from `MONDAY`."""
    days = {"first_day": MONDAY + timedelta(days=first), "last_day": MONDAY + timedelta(days=last or first)}
    return Event.model_validate({"factor": 2.0} | days | more)


def test_a_declared_event_multiplies_its_hours_and_no_others() -> None:
    inflow = inflow_of(np.full((56, 24), 10.0))
    events = (event(1, 2, from_hour=9, to_hour=12, factor=3.0),)
    expected = forecast_calls(PROFILE, inflow, WEEK, {}, events=events)["general"].expected
    np.testing.assert_allclose(expected[1:3, 9:12], 30.0)
    assert expected.sum() == pytest.approx(7 * 24 * 10 + 6 * 20)


def test_an_event_of_another_queue_changes_nothing() -> None:
    inflow = inflow_of(np.full((56, 24), 10.0))
    expected = forecast_calls(PROFILE, inflow, WEEK, {}, events=(event(1, queue="text"),))["general"].expected
    np.testing.assert_allclose(expected, 10.0)


def test_two_events_at_once_multiply_each_other() -> None:
    inflow = inflow_of(np.full((56, 24), 10.0))
    expected = forecast_calls(PROFILE, inflow, WEEK, {}, events=(event(0), event(0, factor=0.5)))["general"].expected
    np.testing.assert_allclose(expected, 10.0)


def test_an_event_of_the_past_is_taken_out_of_the_history() -> None:
    calls = np.full((56, 24), 10.0)
    calls[-7:] *= 4.0
    inflow = inflow_of(calls)
    past = event(-7, -1, factor=4.0)
    for method in (PROFILE, RecentMean(weeks=2)):
        expected = forecast_calls(method, inflow, WEEK, {}, events=(past,))["general"].expected
        np.testing.assert_allclose(expected, 10.0)


def test_an_event_that_stopped_all_calls_leaves_no_trace() -> None:
    calls = np.full((56, 24), 10.0)
    calls[-3] = 0.0
    expected = forecast_calls(PROFILE, inflow_of(calls), WEEK, {}, events=(event(-3, factor=0.0),))["general"].expected
    np.testing.assert_allclose(expected, 10.0)


@pytest.mark.parametrize("quantile", [0.1, 0.3, 0.7, 0.9])
def test_a_quantile_moves_what_is_staffed_for_and_not_the_forecast(quantile: float) -> None:
    inflow = inflow_of(noisy(20))
    middle = forecast_calls(PROFILE, inflow, WEEK, {})["general"]
    moved = forecast_calls(WeeklyProfile(quantile=quantile), inflow, WEEK, {})["general"]
    np.testing.assert_array_equal(moved.expected, middle.expected)
    np.testing.assert_array_equal(middle.planned, middle.expected)
    assert (moved.planned > middle.planned).all() == (quantile > 0.5)
    assert (moved.planned < middle.planned).all() == (quantile < 0.5)


def test_the_band_holds_about_four_fifths_of_new_hours() -> None:
    calls = noisy(21)
    forecast = forecast_calls(PROFILE, inflow_of(calls[:-7]), Horizon(MONDAY - timedelta(days=7), 7), {})
    assert forecast["general"].low.shape == (7, 24)
    known = replace(inflow_of(calls), first_day=MONDAY - timedelta(days=len(calls)))
    inside = []
    for week in range(10, 20):
        horizon = Horizon(known.first_day + timedelta(days=7 * week), 7)
        band = forecast_calls(PROFILE, known, horizon, {})["general"]
        came = calls[7 * week : 7 * week + 7]
        inside.append(((came >= np.floor(band.low)) & (came <= np.ceil(band.high))).mean())
    assert 0.7 < np.mean(inside) < 0.95


def test_the_band_lies_around_the_forecast() -> None:
    band = forecast_calls(PROFILE, inflow_of(noisy(20)), WEEK, {})["general"]
    assert (band.low < band.expected).all()
    assert (band.expected < band.high).all()


def test_the_relative_variance_of_busy_days_is_found() -> None:
    calls = noisy(40, day_sigma=0.1)
    days = Days(np.arange(280) % 7, np.zeros(280, bool), np.arange(7), np.zeros(7, bool), np.arange(7))
    found = relative_variance(lambda past, then: np.tile(past.mean(axis=0), (7, 1)), calls, days)
    assert found is not None
    assert 0.005 < found < 0.02


def test_counts_of_a_sure_rate_spread_as_chance_does() -> None:
    # A Poisson count of mean 100 has its P90 at 113.
    assert float(count_quantile(np.array([100.0]), 0.0, 0.9)[0]) == pytest.approx(113.0, abs=0.6)


def test_where_nothing_is_expected_the_band_is_nothing() -> None:
    assert count_quantile(np.zeros(3), 0.1, 0.9).tolist() == [0.0, 0.0, 0.0]


def test_the_middle_of_the_rate_is_the_forecast() -> None:
    assert rate_factor(0.01, 0.5) == 1.0
    assert rate_factor(0.01, 0.9) == pytest.approx(1.13, abs=0.01)
    assert rate_factor(0.0, 0.9) == 1.0


def test_short_history_falls_back_to_like_days_with_a_notice() -> None:
    calls = noisy(2)
    found = forecast_calls(PROFILE, inflow_of(calls), WEEK, {})["general"]
    np.testing.assert_allclose(found.expected, calls.reshape(2, 7, 24).mean(axis=0))
    assert found.notices[0].text("en") == "general: only 14 days of history, so the forecast is the mean of like days"
    assert "14일" in found.notices[0].text("ko")
    assert "less than 5 weeks" in found.notices[1].text("en")


def test_three_weeks_are_enough_for_the_profile_and_five_for_the_band() -> None:
    three, five = (forecast_calls(PROFILE, inflow_of(noisy(weeks)), WEEK, {})["general"] for weeks in (3, 5))
    assert len(three.notices) == 1
    assert five.notices == ()


def test_a_queue_that_began_late_has_a_short_history() -> None:
    calls = noisy(10)
    calls[:-14] = np.nan
    assert len(forecast_calls(PROFILE, inflow_of(calls), WEEK, {})["general"].notices) == 2


def test_the_same_history_gives_the_same_forecast() -> None:
    first, second = (forecast_calls(PROFILE, inflow_of(noisy(12)), WEEK, {})["general"] for _ in range(2))
    np.testing.assert_array_equal(first.high, second.high)


def test_attempts_are_learnt_from_hours_that_have_them() -> None:
    calls = np.full((28, 24), 10.0)
    attempts = 1.5 * calls
    attempts[:, :12] = np.nan
    ratio = forecast_calls(PROFILE, inflow_of(calls, attempts), WEEK, {})["general"].attempts_per_call
    assert np.isnan(ratio[:, :12]).all()
    np.testing.assert_allclose(ratio[:, 12:], 1.5)


def test_a_holiday_in_the_plan_is_forecast_without_any_in_the_history() -> None:
    holidays: dict[date, str] = {MONDAY: "x"}
    found = forecast_calls(PROFILE, inflow_of(noisy(12)), WEEK, holidays)["general"]
    assert np.isfinite(found.expected).all()

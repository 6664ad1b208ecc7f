"""Level, trend, weekday, hour, holidays and days after them."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from scheduler.domain.calendar import Horizon
from scheduler.staffing.forecast.days import HOLIDAY, Days, sort_days
from scheduler.staffing.forecast.weekly_profile import median_of_known, weekly_profile
from tests.staffing.centre import MONDAY

DAY = np.array([2.0] * 8 + [60.0] * 10 + [10.0] * 6)
LEVELS = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.5, 0.4])


def history(weeks: int) -> NDArray[np.float64]:
    """Whole weeks without chance, shape (days, 24)."""
    return np.tile(LEVELS[:, None] * DAY, (weeks, 1))


def days_of(calls: NDArray[np.float64], planned: int = 7, holidays: tuple[int, ...] = ()) -> Days:
    """The days up to the Sunday before `MONDAY` and those after; holidays count from `MONDAY`."""
    names = {MONDAY + timedelta(days=day): "holiday" for day in holidays}
    first_day = MONDAY - timedelta(days=len(calls))
    return sort_days(first_day, len(calls), Horizon(MONDAY, planned), names, MONDAY)


def test_steady_weeks_go_on() -> None:
    calls = history(8)
    np.testing.assert_allclose(weekly_profile(calls, days_of(calls)), history(1), rtol=1e-9)


def test_a_higher_level_of_recent_weeks_is_followed() -> None:
    calls = history(12)
    calls[-28:] *= 1.3
    totals = weekly_profile(calls, days_of(calls)).sum(axis=1)
    assert (totals > 1.1 * history(1).sum(axis=1)).all()
    assert (totals < 1.35 * history(1).sum(axis=1)).all()


def test_growth_goes_on_for_a_while_and_levels_off() -> None:
    calls = history(12) * np.repeat(1.02 ** np.arange(12), 7)[:, None]
    weeks = weekly_profile(calls, days_of(calls, 28), trend_damping=0.5).reshape(4, -1).sum(axis=1)
    flat = weekly_profile(calls, days_of(calls, 28), trend_damping=0.0).reshape(4, -1).sum(axis=1)
    assert (np.diff(weeks) > 0).all()
    assert (np.diff(weeks, 2) < 0).all()
    np.testing.assert_allclose(flat, flat[0])
    assert weeks[0] > flat[0]


def test_a_planned_holiday_is_like_the_holidays_of_the_history() -> None:
    calls = history(10)
    calls[-14] = calls[-35] = 0.2 * calls[0]
    holiday = weekly_profile(calls, days_of(calls, holidays=(-14, -35, 1)))[1]
    # Two holidays are known; the quietest weekday counts as a third one.
    np.testing.assert_allclose(holiday, (2 * 0.2 * calls[0] + calls[6]) / 3, rtol=0.02)


def test_a_first_holiday_is_like_the_quietest_weekday() -> None:
    calls = history(8)
    np.testing.assert_allclose(weekly_profile(calls, days_of(calls, holidays=(1,)))[1], calls[6])


def test_holidays_of_the_history_do_not_lower_their_weekday() -> None:
    calls = history(8)
    calls[-6] = 0.0
    forecast = weekly_profile(calls, days_of(calls, holidays=(-6,)))
    np.testing.assert_allclose(forecast[1], history(1)[1], rtol=0.03)


def test_days_after_holidays_have_an_effect_of_their_own() -> None:
    calls = history(12)
    holidays = (-14, -35, -56, 0)  # Mondays
    for day in holidays[:3]:
        calls[day] = 0.3 * calls[0]
        calls[day + 1] *= 1.5
    forecast = weekly_profile(calls, days_of(calls, holidays=holidays))
    # Three such days are known, three are believed to have been ordinary.
    assert forecast[1].sum() == pytest.approx(1.25 * history(1)[1].sum(), rel=0.03)
    assert forecast[2].sum() == pytest.approx(history(1)[2].sum(), rel=0.03)


def test_monday_follows_a_holiday_on_friday() -> None:
    days = days_of(history(4), holidays=(-3,))
    assert days.history[-3] == HOLIDAY
    assert days.planned_follows.tolist() == [True, *[False] * 6]


def test_an_ordinary_monday_follows_no_holiday() -> None:
    assert not days_of(history(4)).planned_follows.any()


def test_missing_hours_and_days_change_nothing_in_steady_weeks() -> None:
    calls = history(8)
    calls[20:23] = np.nan
    calls[-9, 5:15] = np.nan
    np.testing.assert_allclose(weekly_profile(calls, days_of(calls)), history(1), rtol=1e-9)


def test_a_strange_hour_is_drawn_in() -> None:
    calls = history(8)
    calls[-3, 10] *= 50
    assert weekly_profile(calls, days_of(calls))[4, 10] < 1.1 * history(1)[4, 10]


def test_a_strange_day_moves_the_level_of_its_week_little() -> None:
    calls = history(8)
    calls[-4] *= 10
    totals = weekly_profile(calls, days_of(calls)).sum(axis=1)
    np.testing.assert_allclose(np.delete(totals, 3), np.delete(history(1).sum(axis=1), 3), rtol=0.02)


def test_nights_without_a_call_expect_none() -> None:
    calls = history(8)
    calls[:, :6] = 0.0
    forecast = weekly_profile(calls, days_of(calls))
    assert (forecast[:, :6] == 0).all()
    assert np.isfinite(forecast).all()


def test_a_week_of_closed_lines_does_not_stop_the_forecast() -> None:
    calls = history(8)
    calls[-14:-7] = 0.0
    totals = weekly_profile(calls, days_of(calls)).sum(axis=1)
    assert (totals > 0.8 * history(1).sum(axis=1)).all()


def test_a_queue_that_never_had_a_call_expects_none() -> None:
    assert (weekly_profile(np.zeros((56, 24)), days_of(history(8))) == 0).all()


def test_a_weekday_that_was_never_open_is_like_the_others_of_its_kind() -> None:
    calls = history(8)
    calls[2::7] = np.nan
    np.testing.assert_allclose(weekly_profile(calls, days_of(calls))[2], LEVELS[[0, 1, 3, 4]].mean() * DAY, rtol=0.02)


def test_days_after_the_history_are_not_looked_at() -> None:
    calls = history(8)
    days = days_of(calls)
    later = np.vstack([calls, 99.0 * calls])
    np.testing.assert_array_equal(weekly_profile(later, days), weekly_profile(calls, days))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_forecast_of_noisy_weeks_is_near_their_mean(seed: int) -> None:
    calls = np.random.default_rng(seed).poisson(history(20)).astype(float)
    error = np.abs(weekly_profile(calls, days_of(calls)) - history(1)).sum() / history(1).sum()
    assert error < 0.05


def test_weeks_before_a_queue_began_do_not_draw_its_level() -> None:
    calls = history(12) * np.repeat([1.0] * 8 + [1.2] * 4, 7)[:, None]
    late = calls.copy()
    late[:28] = np.nan
    alone = calls[28:]
    np.testing.assert_allclose(weekly_profile(late, days_of(late)), weekly_profile(alone, days_of(alone)), rtol=1e-6)


@given(
    columns=arrays(
        np.float64,
        st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(1, 6)),
        elements=st.sampled_from([np.nan, 0.0, 0.1, 3.7, 1e9]),
    )
)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_the_median_of_what_is_known_is_that_of_numpy_to_the_last_bit(columns: NDArray[np.float64]) -> None:
    for found, alone in zip(median_of_known(columns), columns, strict=True):
        is_known = ~np.isnan(alone).all(axis=0)
        assert np.isnan(found[~is_known]).all()
        assert found[is_known].tobytes() == np.nanmedian(alone[:, is_known], axis=0).tobytes()

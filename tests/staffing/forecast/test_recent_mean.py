"""The mean of like days."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from scheduler.config import RecentMean
from scheduler.domain.calendar import Horizon
from scheduler.domain.inflow import Inflow, QueueInflow
from scheduler.errors import InputError
from scheduler.staffing.forecast import expected_aht_seconds, forecast_calls, spread_over_intervals
from tests.staffing.centre import MONDAY, WEEK

TWO_WEEKS = RecentMean(weeks=2)


def history(daily: list[float], aht: list[float] | None = None) -> Inflow:
    """Days up to the Sunday before `MONDAY`; each hour of a day has the day's figure."""
    calls = np.repeat(np.array(daily, dtype=float)[:, None], 24, axis=1)
    times = np.full_like(calls, np.nan) if aht is None else np.repeat(np.array(aht, dtype=float)[:, None], 24, axis=1)
    queue = QueueInflow(calls, times, np.full_like(calls, np.nan))
    return Inflow(MONDAY - timedelta(days=len(daily)), {"general": queue})


def daily_forecast(inflow: Inflow, holidays: dict[date, str] | None = None, horizon: Horizon = WEEK) -> list[float]:
    calls = forecast_calls(TWO_WEEKS, inflow, horizon, holidays or {})["general"].expected
    assert (calls == calls[:, :1]).all()
    return calls[:, 0].tolist()


def test_each_weekday_is_the_mean_of_its_recent_like() -> None:
    assert daily_forecast(history([*range(7), *range(10, 17)])) == [5, 6, 7, 8, 9, 10, 11]


def test_weeks_before_the_recent_ones_do_not_count() -> None:
    assert daily_forecast(history([*[1000] * 7, *range(7), *range(10, 17)])) == [5, 6, 7, 8, 9, 10, 11]


def test_a_holiday_in_the_history_is_left_out_of_its_weekday() -> None:
    last_tuesday = MONDAY - timedelta(days=6)
    assert daily_forecast(history([*range(7), *range(10, 17)]), {last_tuesday: "x"})[1] == 1


def test_a_planned_holiday_is_the_mean_of_all_holidays_however_old() -> None:
    days = [7.0] * 35
    days[0], days[30] = 1.0, 3.0
    first = MONDAY - timedelta(days=35)
    holidays = {first: "a", first + timedelta(days=30): "b", MONDAY: "c"}
    assert daily_forecast(history(days), holidays) == [2, 7, 7, 7, 7, 7, 7]


def test_a_first_holiday_is_like_a_sunday() -> None:
    assert daily_forecast(history([*range(7), *range(10, 17)]), {MONDAY: "x"})[0] == 11


def test_missing_hours_are_skipped() -> None:
    assert daily_forecast(history([*[np.nan] * 7, *range(10, 17)])) == [10, 11, 12, 13, 14, 15, 16]


def test_a_weekday_missing_from_the_recent_weeks_is_taken_from_longer_ago() -> None:
    recent = [np.nan, *range(11, 17)]
    assert daily_forecast(history([*range(20, 27), *recent, *recent]))[0] == 20


def test_a_weekday_without_any_history_is_like_the_days_of_its_kind() -> None:
    # Thursday to Sunday are known: Monday to Wednesday are like Thursday and Friday.
    assert daily_forecast(history([10, 20, 1, 2])) == [15, 15, 15, 10, 20, 1, 2]


def test_a_history_of_one_sunday_still_gives_a_forecast() -> None:
    assert daily_forecast(history([5])) == [5] * 7


def test_hours_without_any_row_expect_no_calls() -> None:
    inflow = history([10.0] * 14)
    inflow.queues["general"].calls[:, 3] = np.nan
    calls = forecast_calls(TWO_WEEKS, inflow, WEEK, {})["general"].expected
    assert (calls[:, 3] == 0).all()
    assert (calls[:, 4] == 10).all()


def test_days_from_the_horizon_on_are_not_looked_at() -> None:
    inflow = history([*[10.0] * 14, *[99.0] * 7])
    horizon = Horizon(MONDAY - timedelta(days=7), 7)
    assert daily_forecast(inflow, horizon=horizon) == [10] * 7


def test_a_history_that_begins_with_the_horizon_is_an_input_error() -> None:
    with pytest.raises(InputError, match="no day before 2023-10-30"):
        daily_forecast(history([10.0] * 7), horizon=Horizon(MONDAY - timedelta(days=7), 7))


def test_handling_time_is_the_mean_over_calls_not_over_days() -> None:
    inflow = history([*[1.0] * 7, *[3.0] * 7], aht=[*[100.0] * 7, *[200.0] * 7])
    aht = expected_aht_seconds(inflow, WEEK, {}, weeks=2)["general"]
    np.testing.assert_allclose(aht, 175.0)


def test_handling_time_is_nan_where_the_history_gives_none() -> None:
    assert np.isnan(expected_aht_seconds(history([1.0] * 7), WEEK, {})["general"]).all()


@pytest.mark.parametrize("minutes", [5, 15, 30, 60])
def test_intervals_keep_the_hours_totals(minutes: int) -> None:
    hourly = np.random.default_rng(1).uniform(0, 300, (3, 24))
    spread = spread_over_intervals(hourly, Horizon(date(2024, 3, 29), 3, minutes))
    assert spread.shape == (3 * 24 * 60 // minutes,)
    np.testing.assert_allclose(spread.reshape(72, -1).sum(axis=1), hourly.ravel())


BERLIN = ZoneInfo("Europe/Berlin")


def before_and_after_a_change(on: date, figure: float, horizon: Horizon) -> Inflow:
    """Five calls an hour up to the week of the horizon, but another figure in the hour from two on a day."""
    calls = np.full((28, 24), 5.0)
    first_day = horizon.first_day - timedelta(days=28)
    calls[(on - first_day).days, 2] = figure
    nothing = np.full_like(calls, np.nan)
    return Inflow(first_day, {"general": QueueInflow(calls, nothing, nothing)})


@pytest.mark.parametrize(("on", "figure"), [(date(2023, 10, 29), 10.0), (date(2024, 3, 31), 0.0)])
def test_an_hour_that_the_clock_showed_twice_or_never_is_like_any_other(on: date, figure: float) -> None:
    week_after = Horizon(on + timedelta(days=1), 7, 30, BERLIN)
    inflow = before_and_after_a_change(on, figure, week_after)
    assert daily_forecast(inflow, horizon=week_after) == [5.0] * 7


@pytest.mark.parametrize(("first_day", "hours"), [(date(2024, 10, 21), 25), (date(2024, 3, 25), 23)])
def test_a_longer_or_shorter_day_has_as_many_calls_an_hour_as_others(first_day: date, hours: int) -> None:
    week = Horizon(first_day, 7, 30, BERLIN)
    calls = spread_over_intervals(np.full((7, 24), 6.0), week)
    assert set(calls) == {3.0}
    assert calls[week.intervals_of_day(6)].sum() == 6 * hours

"""Days and intervals where the clock changes: counted in minutes that pass."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import clock_changes, exists, is_repeated, local_text, minutes_between

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2024, 3, 25), date(2024, 10, 21)
SUNDAY = 6
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "America/Havana", "Asia/Seoul")


def real_minutes(first: datetime, second: datetime, zone: ZoneInfo) -> float:
    """By aware datetimes in UTC."""
    return (
        second.replace(tzinfo=zone).astimezone(UTC) - first.replace(tzinfo=zone).astimezone(UTC)
    ).total_seconds() / 60


def test_the_night_that_loses_an_hour_is_ten_hours_from_eleven_to_ten() -> None:
    """Berlin, 30 March 2024, 23:00, to 31 March, 10:00."""
    horizon = Horizon(SPRING, 7, 30, BERLIN)
    assert horizon.elapsed(SUNDAY, 10 * 60) - horizon.elapsed(SUNDAY - 1, 23 * 60) == 600
    assert minutes_between(datetime(2024, 3, 30, 23), datetime(2024, 3, 31, 10), BERLIN) == 600


def test_the_night_that_gains_an_hour_is_twelve() -> None:
    """Berlin, 26 October 2024, 23:00, to 27 October, 10:00."""
    horizon = Horizon(AUTUMN, 7, 30, BERLIN)
    assert horizon.elapsed(SUNDAY, 10 * 60) - horizon.elapsed(SUNDAY - 1, 23 * 60) == 720


@pytest.mark.parametrize(("first_day", "intervals"), [(SPRING, 46), (AUTUMN, 50), (date(2024, 5, 6), 48)])
def test_a_sunday_has_as_many_half_hours_as_pass_on_it(first_day: date, intervals: int) -> None:
    """23, 25 and 24 hours."""
    horizon = Horizon(first_day, 7, 30, BERLIN)
    assert len(horizon.intervals_of_day(SUNDAY)) == intervals
    assert horizon.n_intervals == 6 * 48 + intervals
    assert horizon.end == datetime.combine(first_day + timedelta(days=7), time())


def test_lord_howe_puts_its_clock_by_half_an_hour() -> None:
    """6 October 2024 has 23.5 hours there."""
    horizon = Horizon(date(2024, 9, 30), 7, 30, ZoneInfo("Australia/Lord_Howe"))
    assert len(horizon.intervals_of_day(SUNDAY)) == 47


def test_a_skipped_time_is_the_moment_at_which_the_clock_skips_it() -> None:
    """02:00, 02:30 and 03:00 are one moment, so that nothing ends before it begins."""
    horizon = Horizon(SPRING, 7, 30, BERLIN)
    assert {horizon.elapsed(SUNDAY, minute) - horizon.midnight(SUNDAY) for minute in (120, 150, 180)} == {120}
    assert horizon.local(horizon.elapsed(SUNDAY, 150)) == datetime(2024, 3, 31, 3)


def test_a_repeated_time_is_the_first_of_the_two() -> None:
    """02:30 comes 2 h 30 min after midnight; what comes an hour later has a fold."""
    horizon = Horizon(AUTUMN, 7, 30, BERLIN)
    midnight = horizon.midnight(SUNDAY)
    assert horizon.elapsed(SUNDAY, 150) == midnight + 150
    assert horizon.elapsed(SUNDAY, 180) == midnight + 240
    first, second = horizon.local(midnight + 150), horizon.local(midnight + 210)
    assert (first, first.fold, second, second.fold) == (second, 0, first, 1)
    assert horizon.elapsed_at(second) - horizon.elapsed_at(first) == 60


def test_opening_hours_over_the_change_are_those_of_the_clock() -> None:
    """From 01:00 to 04:00 are 2 hours in spring and 4 in autumn."""
    for first_day, intervals in ((SPRING, 4), (AUTUMN, 8)):
        assert len(Horizon(first_day, 7, 30, BERLIN).intervals_within(SUNDAY, 60, 240)) == intervals


def test_tables_by_time_of_day_have_a_row_for_the_second_pass_and_a_hole_where_the_clock_skips() -> None:
    """The rows stand in the order in which time passes."""
    rows = Horizon(AUTUMN, 7, 30, BERLIN).times_of_day(range(7))
    assert [text for text, _ in rows[3:9]] == ["01:30", "02:00", "02:30", "02:00 (2)", "02:30 (2)", "03:00"]
    assert rows[6][1] == [None] * 6 + [6 * 48 + 6]
    skipped = dict(Horizon(SPRING, 7, 30, BERLIN).times_of_day(range(7)))["02:30"]
    assert skipped == [day * 48 + 5 for day in range(6)] + [None]


def test_without_changes_tables_by_time_of_day_are_the_grid_of_the_clock() -> None:
    """48 half hours, the same on every day."""
    rows = Horizon(SPRING, 7, 30, ZoneInfo("Asia/Seoul")).times_of_day(range(7))
    assert [row for _, row in rows] == [[day * 48 + n for day in range(7)] for n in range(48)]


def test_files_have_an_offset_only_in_the_second_pass_of_an_hour() -> None:
    """Elsewhere a local time says all."""
    assert local_text(datetime(2024, 10, 27, 1, 30), BERLIN) == "2024-10-27T01:30"
    assert local_text(datetime(2024, 10, 27, 2, 30), BERLIN) == "2024-10-27T02:30"
    assert local_text(datetime(2024, 10, 27, 2, 30, fold=1), BERLIN) == "2024-10-27T02:30+01:00"
    assert local_text(datetime(2024, 10, 27, 3), BERLIN) == "2024-10-27T03:00"


def test_both_passes_of_an_hour_are_told_apart_whichever_is_asked_for_first() -> None:
    midnight, half_past_two = datetime(2024, 10, 27), datetime(2024, 10, 27, 2, 30)
    again = half_past_two.replace(fold=1)
    for _ in range(2):
        assert minutes_between(midnight, half_past_two, BERLIN) == 150
        assert minutes_between(midnight, again, BERLIN) == 210
        assert minutes_between(again, midnight, BERLIN) == -210
        assert minutes_between(half_past_two, midnight, BERLIN) == -150
        assert minutes_between(midnight, again, None) == 150


@pytest.mark.parametrize("first_day", [date(1, 1, 1), date(9999, 12, 20)])
def test_the_ends_of_the_calendar_are_days_like_others(first_day: date) -> None:
    """No overflow."""
    assert Horizon(first_day, 7, 30, BERLIN).n_intervals == 7 * 48


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    first_day=st.dates(date(2019, 1, 7), date(2029, 12, 31)),
    days=st.integers(1, 21),
    data=st.data(),
)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_minutes_are_those_of_aware_datetimes(zone: ZoneInfo, first_day: date, days: int, data: st.DataObject) -> None:
    """Of days before, in and after the horizon, at any time that the clock shows."""
    changes = [
        change.at.date() for change in clock_changes(zone, date(first_day.year, 1, 1), date(first_day.year, 12, 31))
    ]
    if changes:  # most weeks have none, and these are dull
        first_day = data.draw(st.sampled_from(changes)) - timedelta(days=data.draw(st.integers(-3, days + 3)))
    horizon = Horizon(first_day, days, 30, zone)
    start = datetime.combine(first_day, time())
    for _ in range(10):
        day, minute = data.draw(st.integers(-7, days + 7)), data.draw(st.integers(0, 2880))
        local = start + timedelta(days=day, minutes=minute)
        if exists(local, zone):
            assert horizon.elapsed(day, minute) == real_minutes(start, local, zone)
            assert horizon.elapsed_at(local) == horizon.elapsed(day, minute)
            there = horizon.local(horizon.elapsed(day, minute))
            assert (there, there.fold) == (local, 0)
        if is_repeated(local, zone):
            second = local.replace(fold=1)
            assert horizon.elapsed_at(second) == real_minutes(start, second, zone) > horizon.elapsed(day, minute)
            assert horizon.local(int(horizon.elapsed_at(second))).fold == 1
        assert horizon.elapsed(day, minute) <= horizon.elapsed(day, minute + 1) <= horizon.elapsed(day, minute) + 61


@given(zone=st.sampled_from(ZONES).map(ZoneInfo), first_day=st.dates(date(2019, 1, 7), date(2029, 12, 31)))
@settings(derandomize=True, max_examples=40, deadline=None)
def test_intervals_follow_one_another_by_half_an_hour(zone: ZoneInfo, first_day: date) -> None:
    """And each belongs to the day and the time of day at which it begins."""
    horizon = Horizon(first_day, 40, 30, zone)
    days, minutes = horizon.day_of_interval(), horizon.clock_minute_of_interval()
    for interval in range(horizon.n_intervals):
        start = horizon.interval_start(interval)
        assert real_minutes(start, horizon.interval_start(interval + 1), zone) == 30
        assert (horizon.day_of(start.date()), start.hour * 60 + start.minute) == (days[interval], minutes[interval])
    listed = [n for _, row in horizon.times_of_day(range(40)) for n in row if n is not None]
    assert sorted(listed) == list(range(horizon.n_intervals))

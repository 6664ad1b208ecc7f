"""Spans of hours as masks."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from scheduler.config import HourClasses, HourSpan
from scheduler.domain.calendar import Horizon
from scheduler.staffing.hours import classify, is_within
from tests.staffing.centre import MONDAY, WEEK

FRIDAY = MONDAY + timedelta(days=4)


def open_hours(mask: np.ndarray, day: int) -> list[int]:
    return np.flatnonzero(mask.reshape(7, 48)[day]).tolist()


def span(**fields: object) -> HourSpan:
    return HourSpan.model_validate(fields)


def test_a_span_begins_at_its_first_and_ends_before_its_last_minute() -> None:
    mask = is_within([span(**{"weekdays": ["mon"], "from": "09:00", "to": "10:00"})], WEEK, {})
    assert np.flatnonzero(mask).tolist() == [18, 19]


def test_a_span_past_midnight_belongs_to_the_day_it_begins_on() -> None:
    mask = is_within([span(**{"weekdays": ["fri"], "from": "23:00", "to": "25:00"})], WEEK, {})
    assert open_hours(mask, 4) == [46, 47]
    assert open_hours(mask, 5) == [0, 1]


def test_the_day_before_the_horizon_reaches_into_it() -> None:
    mask = is_within([span(**{"weekdays": ["sun"], "from": "23:00", "to": "25:00"})], WEEK, {})
    assert open_hours(mask, 0) == [0, 1]


def test_a_span_may_leave_public_holidays_out_or_be_theirs_alone() -> None:
    workdays = is_within([span(**{"from": "09:00", "to": "10:00", "public_holidays": False})], WEEK, {FRIDAY: "x"})
    holidays = is_within([span(**{"from": "09:00", "to": "10:00", "public_holidays": True})], WEEK, {FRIDAY: "x"})
    assert open_hours(workdays, 3) == [18, 19]
    assert open_hours(workdays, 4) == []
    assert open_hours(holidays, 3) == []
    assert open_hours(holidays, 4) == [18, 19]


def test_vulnerable_comes_before_prime_and_closed_before_both() -> None:
    day = Horizon(MONDAY, 1, 60)
    classes = HourClasses.model_validate(
        {"vulnerable": [{"from": "12:00", "to": "13:00"}], "prime": [{"from": "09:00", "to": "18:00"}]}
    )
    is_open = np.arange(24) >= 10
    names = classify(classes, is_open, day, {})
    assert names[9] == "closed"
    assert names[11] == "prime"
    assert names[12] == "vulnerable"
    assert names[17] == "prime"
    assert names[18] == "other"


@pytest.mark.parametrize(("sunday", "hours"), [(date(2024, 3, 31), 3), (date(2024, 10, 27), 5)])
def test_hours_that_are_skipped_or_shown_twice_are_inside_a_span_around_them(sunday: date, hours: int) -> None:
    mask = is_within([span(**{"from": "01:00", "to": "05:00"})], Horizon(sunday, 1, 30, ZoneInfo("Europe/Berlin")), {})
    assert mask.sum() == 2 * hours


def test_a_span_up_to_a_time_that_comes_twice_ends_the_first_time() -> None:
    autumn = Horizon(date(2024, 10, 27), 1, 30, ZoneInfo("Europe/Berlin"))
    assert np.flatnonzero(is_within([span(**{"from": "00:00", "to": "02:30"})], autumn, {})).tolist() == [0, 1, 2, 3, 4]

"""When the staff is usually there, before there is a roster."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from scheduler.config import Settings
from scheduler.domain.people import Employee
from scheduler.presence import usual_presence
from tests.staffing.centre import GENERAL, TEXT, settings

MONDAY = date(2023, 11, 6)
NINE, TEN, NOON, ONE, EIGHTEEN = 18, 20, 24, 26, 36


def shift(code: str, start: str, end: str, **more: object) -> dict[str, object]:
    return {"code": code, "name_ko": code, "name_en": code, "start": start, "end": end} | more


DAY = shift("D", "09:00", "18:00", meal_minutes=60, meal_earliest="12:00", meal_latest="14:00")
LATE = shift("A", "10:00", "19:00")
LONG = shift("O", "09:00", "20:00", overtime_minutes=120)
NIGHT = shift("N", "22:00", "26:00")
CONTRACTS = [
    {"name": "full", "name_ko": "-", "name_en": "-", "days_per_week": 5, "paid_minutes_per_week": 2400},
    {
        "name": "weekdays",
        "name_ko": "-",
        "name_en": "-",
        "days_per_week": 5,
        "paid_minutes_per_week": 2400,
        "weekdays": ["mon", "tue", "wed", "thu", "fri"],
    },
]


def centre(**changes: object) -> Settings:
    return settings(
        GENERAL,
        TEXT,
        teams=[{"name": "team", "name_ko": "-", "name_en": "-"}],
        shifts=[DAY, LATE, LONG, NIGHT],
        contracts=CONTRACTS,
        **changes,
    )


def person(shifts: tuple[str, ...], *queues: str, contract: str = "weekdays", group: int | None = None) -> Employee:
    return Employee(
        employee_id="E1", name="-", team="team", contract=contract, shifts=shifts, queues=queues, remote_group=group
    )


def test_a_person_is_there_in_the_shift_and_the_meal_is_spread_over_its_window() -> None:
    week = usual_presence(centre(), [person(("D",), "text")], MONDAY)[("text",)]
    assert week.shape == (7, 48)
    assert week[0, [NINE - 1, NINE, NOON - 1, NOON, NOON + 3, NOON + 4, EIGHTEEN - 1, EIGHTEEN]].tolist() == [
        0,
        1,
        1,
        0.5,
        0.5,
        1,
        1,
        0,
    ]
    assert (week[5:] == 0).all()


def test_shifts_are_equally_likely_and_overtime_is_left_out() -> None:
    week = usual_presence(centre(), [person(("D", "A", "O"), "text")], MONDAY)[("text",)]
    assert week[0, [NINE, TEN, EIGHTEEN]].tolist() == [0.5, 1, 0.5]


def test_five_days_of_seven_count_as_that_share() -> None:
    week = usual_presence(centre(), [person(("D",), "text", contract="full")], MONDAY)[("text",)]
    np.testing.assert_allclose(week[:, NINE], 5 / 7)


def test_a_shift_past_midnight_reaches_into_the_next_day_and_from_sunday_into_monday() -> None:
    week = usual_presence(centre(), [person(("N",), "general", contract="full")], MONDAY)[("general",)]
    np.testing.assert_allclose(week[:, [0, 3, 44, 47]], 5 / 7)
    assert (week[:, [4, 43]] == 0).all()


def test_queues_follow_the_access_of_the_weekday() -> None:
    access = [{"team": "team", "queue": "general", "weekdays": ["mon"]}]
    presence = usual_presence(centre(queue_access=access), [person(("A",), "text", "general")], MONDAY)
    assert presence[("general", "text")][:2, NOON].tolist() == [1, 0]
    assert presence[("text",)][:2, NOON].tolist() == [0, 1]


def test_somebody_at_home_counts_for_what_is_handled_there() -> None:
    remote = {
        "groups": 2,
        "anchor": "2023-11-01",
        "months_on_site": 1,
        "office_calls_per_day": 60,
        "remote_calls_per_day": 66,
    }
    staff = [person(("A",), "text", group=1), person(("A",), "general", group=2)]
    presence = usual_presence(centre(remote=remote), staff, MONDAY)
    assert presence[("text",)][0, NOON] == 1
    assert presence[("general",)][0, NOON] == pytest.approx(1.1)


def test_who_serves_no_queue_or_has_no_shift_is_not_counted() -> None:
    assert usual_presence(centre(), [person(("D",)), person(("O",), "text")], MONDAY) == {}

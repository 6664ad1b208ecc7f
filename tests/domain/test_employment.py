"""Rows of the staff list by day, and what contracts of a part of a week ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.domain.employment import latest, people_between, week_shares, with_dates
from scheduler.domain.people import Contract
from tests.constraints.agreement import FULL_TIME, MONDAY, person, tiny_problem

SHORTER = FULL_TIME.model_copy(update={"name": "shorter", "paid_minutes_per_week": 2100})
WEEKDAYS = FULL_TIME.model_copy(update={"name": "weekdays", "weekdays": frozenset(range(5))})
THREE = FULL_TIME.model_copy(
    update={"name": "three", "days_per_week": 3, "paid_minutes_per_week": 870, "weekdays": frozenset({0, 2, 4})}
)


def asked(*by_day: Contract | None) -> list[tuple[str, int, int]]:
    return [(share.contract.name, share.contract_days, share.contract_minutes) for share in week_shares(by_day)]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(0, 7, 5), (1, 7, 4), (2, 7, 4), (4, 7, 2), (5, 7, 1), (6, 7, 1), (0, 4, 3), (0, 1, 1)],
)
def test_a_part_of_a_week_asks_for_its_share_of_days_to_the_nearest_whole(first: int, last: int, days: int) -> None:
    week = [FULL_TIME if first <= n < last else None for n in range(7)]
    assert asked(*week) == [("full_time", days, days * 480)]


def test_only_weekdays_of_the_contract_count() -> None:
    assert asked(None, None, *[WEEKDAYS] * 5) == [("weekdays", 3, 1440)]
    assert asked(*[None] * 5, WEEKDAYS, WEEKDAYS) == [("weekdays", 0, 0)]
    assert asked(None, None, *[THREE] * 5) == [("three", 2, 580)]


@pytest.mark.parametrize("changes_on", range(1, 7))
def test_two_contracts_of_five_days_ask_for_five_together(changes_on: int) -> None:
    (_, before, _), (_, after, _) = asked(*[FULL_TIME] * changes_on, *[SHORTER] * (7 - changes_on))
    assert before + after == 5


def test_who_has_worked_a_whole_week_by_one_contract_owes_nothing_by_the_next() -> None:
    assert asked(*[WEEKDAYS] * 5, FULL_TIME, FULL_TIME) == [("weekdays", 5, 2400), ("full_time", 0, 0)]


def test_days_between_two_periods_are_none_of_employment() -> None:
    rows = [
        person(1, last_day=MONDAY, team="day"),
        person(1, first_day=MONDAY + timedelta(days=2), team="night", contract="shorter"),
        person(2, last_day=MONDAY - timedelta(days=1)),
        person(3),
    ]
    week = MONDAY, MONDAY + timedelta(days=6)
    assert [one.employee_id for one in people_between(rows, *week)] == ["E001", "E003"]
    assert [one.team for one in latest(rows)] == ["night", "day", "day"]
    problem = tiny_problem(
        7, employees=people_between(rows, *week), employments=with_dates(rows), contracts=(FULL_TIME, SHORTER)
    )

    def team(employee: str, on: date) -> str | None:
        then = problem.employee_on(employee, on)
        return None if then is None else then.team

    assert [team("E001", MONDAY + timedelta(days=n)) for n in range(4)] == ["day", None, "night", "night"]
    assert (team("E002", MONDAY - timedelta(days=1)), team("E002", MONDAY)) == ("day", None)
    assert team("E003", MONDAY) == "day"

"""R14."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.constraints.remote_rotation import RemoteRotationKept
from scheduler.domain.problem import Problem, RemoteRotation
from scheduler.domain.roster import Roster
from scheduler.model import build
from tests.constraints.agreement import assignment, every_roster, person, roster_of, tiny_problem

NO_AGREEMENT = "the model derives the work mode of a row and decides nothing"


def rotation(anchor: date = date(2022, 10, 1), groups: int = 5, months_on_site: int = 2) -> RemoteRotation:
    return RemoteRotation(
        groups=groups,
        anchor=anchor,
        months_on_site=months_on_site,
        office_calls_per_day=60.0,
        remote_calls_per_day=67.7,
    )


def switching_week(group: int | None) -> Problem:
    """The week of 2023-11-27: group 2 is on site until Thursday, group 3 from Friday, 2023-12-01."""
    return tiny_problem(
        days=7, first_day=date(2023, 11, 27), employees=(person(remote_group=group),), remote=rotation()
    )


def row(problem: Problem, on: date, mode: str) -> Roster:
    return Roster.of([assignment(problem, "E001", on, "D", work_mode=mode)])


def test_rosters_with_derived_modes_have_no_violation() -> None:
    problem = tiny_problem(employees=(person(remote_group=2),), remote=rotation())
    rule = RemoteRotationKept()
    assert all(rule.check(problem, roster_of(problem, choices)) == [] for choices in every_roster(problem))


def test_the_model_is_left_as_it_was() -> None:
    problem = switching_week(2)
    assert str(build(problem, [RemoteRotationKept()]).model.proto) == str(build(problem, []).model.proto)


@pytest.mark.parametrize(
    ("group", "day", "mode"),
    [(2, 30, "office"), (3, 30, "remote"), (2, 31, "remote"), (3, 31, "office"), (1, 31, "remote")],
)
def test_the_turn_changes_in_the_middle_of_a_week(group: int, day: int, mode: str) -> None:
    problem = switching_week(group)
    on = date(2023, 11, 1) + timedelta(days=day - 1)
    assert RemoteRotationKept().check(problem, row(problem, on, mode)) == []
    other = "remote" if mode == "office" else "office"
    (found,) = RemoteRotationKept().check(problem, row(problem, on, other))
    assert found.date == on


def test_the_sentence_names_both_groups() -> None:
    problem = switching_week(2)
    (found,) = RemoteRotationKept().check(problem, row(problem, date(2023, 12, 1), "office"))
    assert found.message == (
        "E001 works in the office on 2023-12-01 instead of at home: is in group 2, and group 3 is on site"
    )


def test_an_evening_before_the_turn_keeps_the_mode_of_the_day_on_which_it_starts() -> None:
    problem = switching_week(2)
    evening = assignment(problem, "E001", date(2023, 11, 30), "V")
    assert evening.work_mode == "office"
    assert RemoteRotationKept().check(problem, Roster.of([evening])) == []


def test_people_without_a_group_work_in_the_office() -> None:
    problem = switching_week(None)
    assert RemoteRotationKept().check(problem, row(problem, date(2023, 11, 27), "office")) == []
    (found,) = RemoteRotationKept().check(problem, row(problem, date(2023, 11, 27), "remote"))
    assert found.message == "E001 works at home on 2023-11-27 instead of in the office: has no rotation group"


@pytest.mark.parametrize(
    "turns",
    [
        rotation(),
        rotation(anchor=date(2023, 11, 15), groups=3, months_on_site=1),
        rotation(anchor=date(2024, 1, 31), groups=4, months_on_site=1),
        rotation(anchor=date(2023, 12, 31), groups=2, months_on_site=3),
        rotation(anchor=date(2030, 2, 28), groups=5, months_on_site=2),
    ],
    ids=["Dasan", "mid month", "day 31", "turn of the year", "anchor in the future"],
)
def test_walking_the_turns_agrees_with_the_domain_on_every_date_of_five_years(turns: RemoteRotation) -> None:
    days = 5 * 365
    problem = tiny_problem(days=1, first_day=date(2022, 6, 1), employees=(person(remote_group=1),), remote=turns)
    rows = Roster.of(assignment(problem, "E001", date(2022, 6, 1) + timedelta(days=n), "D") for n in range(days))
    assert RemoteRotationKept().check(problem, rows) == []
    assert {a.work_mode for a in rows.assignments} == {"office", "remote"}

"""R29."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytest

from scheduler.constraints.activities import Activities
from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.model import build
from tests.constraints.agreement import MONDAY, assignment, person, tiny_problem

NO_AGREEMENT = "the model knows no activities: they are placed in finished rosters"

ASKED = ActivityRequest(name="course", kind="training", minutes=60, group_min=2, group_max=3, heads=4)


class Attends(NamedTuple):
    """A person's part in a session of a day."""

    employee: str
    on: date
    activity: Activity


def attends(number: int, hour: float = 15.0, day: int = 0, **changes: object) -> Attends:
    """A person's hour of the course."""
    on = MONDAY + timedelta(days=day)
    start = datetime.combine(on, time()) + timedelta(hours=hour)
    fields: dict[str, object] = {
        "start": start,
        "end": start + timedelta(hours=1),
        "name": "course",
        "kind": "training",
    }
    return Attends(f"E{number:03d}", on, Activity(**{**fields, **changes}))  # type: ignore[arg-type]  # mixed fields


def attending(rows: Iterable[Assignment], *attended: Attends) -> Roster:
    """The roster of these rows with what is attended in them."""
    return Roster.of(
        replace(
            row,
            activities=tuple(
                sorted(one.activity for one in attended if (one.employee, one.on) == (row.employee_id, row.date))
            ),
        )
        for row in rows
    )


def centre(*requests: ActivityRequest, **changes: object) -> Problem:
    people = [person(n, team="day" if n < 5 else "night") for n in range(1, 7)]
    return tiny_problem(employees=people, activities=requests or (ASKED,), **changes)


def found(problem: Problem, *attended: Attends) -> list[str]:
    """What the rule finds in the roster in which everybody works the day shift on all days, from 9 to 18."""
    rows = [
        assignment(problem, who.employee_id, on, "D") for who in problem.employees for on in problem.horizon.dates()
    ]
    violations = Activities().check(problem, attending(rows, *attended))
    assert all(violation.is_hard for violation in violations)
    return [violation.text("en") for violation in violations]


def test_the_model_is_left_as_it_was() -> None:
    problem = tiny_problem()
    assert str(build(problem, [Activities()]).model.proto) == str(build(problem, []).model.proto)


def test_a_roster_without_activities_keeps_the_rule() -> None:
    assert found(centre()) == []


def test_two_people_attend_a_course_for_two() -> None:
    assert found(centre(), attends(1), attends(2)) == []


@pytest.mark.parametrize("hour", [9.0, 17.0, 10.0, 12.0])
def test_the_ends_of_the_shift_and_of_the_meal_break_may_be_touched(hour: float) -> None:
    # The meal break of the day shift is from 11 to 12.
    assert found(centre(), attends(1, hour), attends(2, hour)) == []


@pytest.mark.parametrize(
    ("hour", "fault"),
    [
        (8.5, "is not within the shift D of that day"),
        (17.5, "is not within the shift D of that day"),
        (10.5, "meets the meal break of 11:00-12:00"),
        (11.5, "meets the meal break of 11:00-12:00"),
    ],
)
def test_half_an_hour_over_them_is_found_for_each_of_the_two(hour: float, fault: str) -> None:
    messages = found(centre(), attends(1, hour), attends(2, hour))
    assert [message.partition(") ")[2] for message in messages] == [fault, fault]


def test_nobody_is_in_two_at_once() -> None:
    other = ActivityRequest(name="talk", kind="meeting", minutes=30)
    talk = attends(1, 15.5, end=datetime(2023, 11, 6, 16, 0), name="talk", kind="meeting")
    messages = found(centre(ASKED, other), attends(1), attends(2), talk)
    assert messages == ["E001: 'talk' (2023-11-06 15:30-16:00) meets 'course' of 15:00-16:00"]
    after = attends(1, 16.0, end=datetime(2023, 11, 6, 16, 30), name="talk", kind="meeting")
    assert found(centre(ASKED, other), attends(1), attends(2), after) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "meeting"}, "is of the kind meeting, not training"),
        ({"end": datetime(2023, 11, 6, 15, 30)}, "does not take 60 min"),
        ({"name": "coarse"}, "is nothing that activities.csv of the workspace asks for; keep its row there"),
    ],
)
def test_what_is_not_as_asked_for_is_found(changes: Mapping[str, object], fault: str) -> None:
    problem = centre(ActivityRequest(name="course", kind="training", minutes=60))
    (message,) = found(problem, attends(1, **changes))
    assert message.endswith(fault)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"team": "night"}, "is not for this person"),
        ({"who": ("E002", "E003")}, "is not for this person"),
        ({"first_day": date(2023, 11, 7)}, "is not on one of its days"),
        ({"last_day": date(2023, 11, 5)}, "is not on one of its days"),
        ({"weekdays": frozenset({1, 2})}, "is not on one of its days"),
        ({"from_minute": 15 * 60 + 1}, "is not within 15:01-48:00"),
        ({"to_minute": 16 * 60 - 1}, "is not within 00:00-15:59"),
        ({"place": "remote"}, "is only at home"),
    ],
)
def test_whom_when_and_where_it_may_be_is_held_to(changes: Mapping[str, object], fault: str) -> None:
    fields: dict[str, object] = {"name": "course", "kind": "training", "minutes": 60}
    asked = ActivityRequest.model_validate(fields | changes)
    (message,) = found(centre(asked), attends(1))
    assert message.endswith(fault)


@pytest.mark.parametrize(
    "changes",
    [
        {"team": "day"},
        {"who": ("E001", "E002")},
        {"first_day": date(2023, 11, 6), "last_day": date(2023, 11, 6)},
        {"weekdays": frozenset({0})},
        {"from_minute": 15 * 60, "to_minute": 16 * 60},
        {"place": "office"},
    ],
)
def test_on_the_other_side_of_each_edge_it_is_kept(changes: Mapping[str, object]) -> None:
    fields: dict[str, object] = {"name": "course", "kind": "training", "minutes": 60}
    assert found(centre(ActivityRequest.model_validate(fields | changes)), attends(1)) == []


@pytest.mark.parametrize(("people", "is_kept"), [(1, False), (2, True), (3, True), (4, True)])
def test_people_at_one_time_are_groups_of_two_or_three(people: int, is_kept: bool) -> None:
    messages = found(centre(), *(attends(n) for n in range(1, people + 1)))
    assert (messages == []) is is_kept
    if not is_kept:
        assert messages == ["'course' (2023-11-06 15:00) has 1 participant; a group has 2 to 3"]


def test_who_leads_it_leads_one_group_and_is_there() -> None:
    asked = ASKED.model_copy(update={"trainer": "E006"})
    led = attends(6)
    assert found(centre(asked), attends(1), attends(2), led) == []
    assert found(centre(asked), attends(1), attends(2)) == ["'course' (2023-11-06 15:00) is without its trainer E006"]
    assert found(centre(asked), *(attends(n) for n in range(1, 5)), led) == [
        "'course' (2023-11-06 15:00) has 4 participants; a group has 2 to 3"
    ]
    assert found(centre(asked), led) == ["'course' (2023-11-06 15:00) has 0 participants; a group has 2 to 3"]


def test_nobody_attends_more_often_than_asked_for() -> None:
    twice = [attends(n, day=day) for n in (1, 2) for day in (0, 1)]
    assert len(found(centre(), *twice)) == 4
    assert found(centre(ASKED.model_copy(update={"times": 2})), *twice) == []
    assert found(centre(ASKED.model_copy(update={"per": "day"})), *twice) == []


def test_a_second_time_on_one_day_is_only_for_what_is_daily() -> None:
    twice = [attends(n, hour) for n in (1, 2) for hour in (13.0, 15.0)]
    messages = found(centre(ASKED.model_copy(update={"times": 2})), *twice)
    assert all(message.endswith("is attended twice on one day") for message in messages)
    assert len(messages) == 4
    assert found(centre(ASKED.model_copy(update={"times": 2, "per": "day"})), *twice) == []


def test_what_was_attended_in_the_days_before_counts() -> None:
    friday = MONDAY - timedelta(days=3)
    before = attending([assignment(centre(), "E001", friday, "D")], attends(1, day=-3))
    messages = found(centre(previous=before), attends(1), attends(2))
    assert messages == ["E001: 'course' (2023-11-06 15:00-16:00) is attended more often than asked for (1)"]
    of_this_week = ASKED.model_copy(update={"first_day": MONDAY})
    assert found(centre(of_this_week, previous=before), attends(1), attends(2)) == []


def test_no_more_people_attend_than_asked_for() -> None:
    assert found(centre(), *(attends(n) for n in range(1, 6))) == ["'course' has 5 people, and asks for 4"]

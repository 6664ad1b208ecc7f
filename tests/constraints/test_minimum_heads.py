"""R17."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.constraints.base import Rule
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import HeadSpan, MinimumHeads
from scheduler.domain.known_days import DaysAround
from scheduler.domain.problem import Problem, QueueAccess
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import MONDAY, assert_agreement, assignment, person, roster_of, tiny_problem

SUNDAY, TUESDAY = date(2023, 11, 5), date(2023, 11, 7)


def shift(code: str, start: str, end: str, **changes: object) -> Shift:
    return Shift(code=code, name_ko="근무", name_en="shift", start=start, end=end, **changes)  # type: ignore[arg-type]  # passed on


# One possible start of the meal break only, so that the roster of the test breaks where the model does.
DAY = shift("D", "09:00", "18:00", meal_minutes=60, meal_earliest="12:00", meal_latest="13:00")
LATE = shift("W", "20:00", "28:00", meal_minutes=30, meal_earliest="25:00", meal_latest="25:30")
SHIFTS = (DAY, LATE)


def span(heads: int, start: str, end: str, queue: str = "general", **changes: object) -> HeadSpan:
    return HeadSpan.model_validate({"queue": queue, "heads": heads, "from": start, "to": end, **changes})


def two_people(days: int = 2, **changes: object) -> Problem:
    fields: dict[str, object] = {"employees": (person(1), person(2)), "shifts": SHIFTS}
    return tiny_problem(days=days, **{**fields, **changes})  # built from mixed fields


BESIDE: list[Rule] = [MealBreak()]


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "spans",
    [
        (span(1, "10:00", "11:00", weekdays=["mon"]),),
        (span(1, "13:00", "14:00", weekdays=["tue"]),),
        (span(2, "17:00", "18:00", weekdays=["mon"]),),
        (span(1, "22:00", "25:00", weekdays=["mon"]),),
        (span(1, "02:00", "02:30", weekdays=["tue"]), span(2, "10:00", "12:00", weekdays=["tue"])),
        (span(1, "13:10", "13:50", weekdays=["mon"]),),
        (span(1, "10:00", "11:00", weekdays=["mon"]), span(2, "10:30", "11:30", weekdays=["mon"])),
    ],
    ids=["one", "after the meal", "two", "into the next day", "after midnight", "off the grid", "overlapping"],
)
def test_model_and_check_agree_on_every_roster(spans: tuple[HeadSpan, ...], weight: int | None) -> None:
    assert_agreement(two_people(), MinimumHeads(spans=spans, weight=weight), beside=BESIDE)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_who_can_serve_which_queue_on_which_day(weight: int | None) -> None:
    problem = two_people(
        employees=(person(1, team="text", queues=("text", "general")), person(2, queues=())),
        queue_access=(QueueAccess(team="text", queue="general", weekdays=frozenset({0})),),
    )
    spans = (
        span(1, "10:00", "11:00", weekdays=["mon"]),
        span(1, "10:00", "11:00", queue="text", weekdays=["mon", "tue"]),
    )
    assert_agreement(problem, MinimumHeads(spans=spans, weight=weight), beside=BESIDE)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_that_the_mealtime_of_one_needs_another(weight: int | None) -> None:
    problem = two_people(days=1, shifts=(DAY, shift("M", "11:00", "15:00")))
    assert_agreement(problem, MinimumHeads(spans=(span(1, "11:30", "12:30"),), weight=weight), beside=BESIDE)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    ("heads", "start", "end", "weekday"),
    [(2, "00:00", "01:30", "mon"), (3, "01:30", "04:00", "mon"), (1, "23:00", "27:00", "sun")],
    ids=["meal of the carried", "carried", "span of the evening before"],
)
def test_model_and_check_agree_on_shifts_that_began_before_the_horizon(
    heads: int, start: str, end: str, weekday: str, weight: int | None
) -> None:
    night = shift("N", "00:00", "06:00")
    problem = two_people(days=1, employees=(person(1), person(2), person(3)), shifts=(DAY, LATE, night))
    problem = problem.replace(previous=Roster.of([assignment(problem, "E003", SUNDAY, "W")]))
    rule = MinimumHeads(spans=(span(heads, start, end, weekdays=[weekday]),), weight=weight)
    assert_agreement(problem, rule, beside=BESIDE)


def test_two_at_hand_are_enough_for_two() -> None:
    problem = two_people()
    rule = MinimumHeads(spans=(span(2, "09:00", "12:00", weekdays=["mon"]),))
    assert rule.check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"})) == []


def test_one_at_hand_is_too_few_for_two() -> None:
    problem = two_people()
    rule = MinimumHeads(spans=(span(2, "11:00", "12:00", weekdays=["mon"]),))
    found = rule.check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert [violation.message for violation in found] == [
        "general has 1 person at hand from 2023-11-06 11:00; at least 2",
        "general has 1 person at hand from 2023-11-06 11:30; at least 2",
    ]
    assert [violation.date for violation in found] == [MONDAY, MONDAY]


@pytest.mark.parametrize(("end", "violations"), [("12:00", 0), ("12:30", 1), ("13:00", 2)])
def test_whoever_eats_is_not_at_hand(end: str, violations: int) -> None:
    problem = two_people()
    rule = MinimumHeads(spans=(span(1, "11:00", end, weekdays=["mon"]),))
    assert len(rule.check(problem, roster_of(problem, {("E001", 0): "D"}))) == violations


def test_a_queue_that_nobody_serves_has_nobody_at_hand() -> None:
    problem = two_people()
    rule = MinimumHeads(spans=(span(1, "11:00", "11:30", queue="french", weekdays=["mon"]),))
    (found,) = rule.check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert found.message == "french has 0 people at hand from 2023-11-06 11:00; at least 1"


def test_a_span_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="write 06:00 of the next day as 30:00"):
        span(1, "22:00", "06:00")


def test_a_span_of_a_whole_day_is_allowed_and_a_longer_one_refused() -> None:
    assert span(1, "08:00", "32:00").to_minute == 32 * 60
    with pytest.raises(ValidationError, match="longer than a day"):
        span(1, "08:00", "32:01")


def leaders(heads: int, start: str, end: str, *people: str, **changes: Any) -> HeadSpan:
    return span(heads, start, end, **{"queue": None, "people": people, "name": "leaders", **changes})


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "spans",
    [
        (leaders(1, "09:00", "12:00", "E001"),),
        (leaders(1, "09:00", "10:00", "E002"), leaders(1, "09:00", "10:00", "E001", "E002"), span(1, "09:00", "10:00")),
        (leaders(1, "20:00", "21:00", "E001", "E002", queue="general"),),
    ],
    ids=["one", "several-lists", "who-can-serve"],
)
def test_model_and_check_agree_on_people_of_a_list(spans: tuple[HeadSpan, ...], weight: int | None) -> None:
    # The second serves no queue, and counts where no queue is asked for.
    problem = two_people(days=1, employees=(person(1), person(2, queues=()), person(3)))
    assert_agreement(problem, MinimumHeads(spans=spans, weight=weight), beside=BESIDE)


def test_a_leader_who_came_the_evening_before_is_there() -> None:
    problem = two_people(days=1, employees=(person(1), person(2)), shifts=(DAY, LATE))
    for employee, missing in (("E001", 0), ("E002", 2)):
        rows = Roster.of([assignment(problem, employee, SUNDAY, "W")])
        rule = MinimumHeads(spans=(leaders(1, "00:00", "01:00", "E001"),))
        assert len(rule.check(problem.replace(previous=rows), Roster())) == missing


def test_a_span_says_who_is_missing() -> None:
    problem = two_people(days=1)
    rule = MinimumHeads(spans=(leaders(1, "09:00", "09:30", "E001"),))
    (found,) = rule.check(problem, roster_of(problem, {("E002", 0): "D"}))
    assert found.message == "leaders has 0 people at hand from 2023-11-06 09:00; at least 1"
    assert leaders(1, "09:00", "09:30", "E001", name="").text == "E001 09:00 ~ 09:30"


def test_a_span_without_a_queue_needs_people() -> None:
    with pytest.raises(ValidationError, match="a span needs a queue, or the people who count"):
        HeadSpan.model_validate({"heads": 1})


FIRST_WEEK = DaysAround(previous_from="none", is_first_week=True)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(
    "spans", [(span(1, "20:00", "28:00"),), (span(1, "00:00", "04:00"),)], ids=["of the evening before", "of the day"]
)
def test_in_a_first_week_nobody_is_asked_for_before_a_shift_can_begin(
    spans: tuple[HeadSpan, ...], weight: int | None
) -> None:
    # The meal is beside the span, which one person alone could not keep otherwise.
    late = LATE.model_copy(update={"meal_minutes": 0})
    problem = two_people(days=2, shifts=(DAY, late))
    rule = MinimumHeads(spans=spans, weight=weight)
    assert_agreement(problem.replace(days_around=FIRST_WEEK), rule, beside=BESIDE)
    nights = roster_of(problem, {("E001", 0): "W", ("E001", 1): "W"})
    assert rule.check(problem, nights)
    assert rule.check(problem.replace(days_around=FIRST_WEEK), nights) == []


def test_in_a_first_week_a_span_begins_with_the_first_shift_of_those_who_count() -> None:
    night = shift("N", "01:00", "08:00")
    problem = two_people(
        employees=(person(1, shifts=("N",)), person(2, shifts=("D",), queues=("text",))), shifts=(*SHIFTS, night)
    ).replace(days_around=FIRST_WEEK)
    found = MinimumHeads(spans=(span(1, "00:00", "02:00", weekdays=["mon"]),)).check(problem, Roster())
    assert [one.heads.start.hour for one in found if one.heads] == [1, 1]
    texts = MinimumHeads(spans=(span(1, "00:00", "10:00", queue="text", weekdays=["mon"]),)).check(problem, Roster())
    assert [one.heads.start.hour for one in texts if one.heads] == [9, 9]

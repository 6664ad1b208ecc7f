"""Where trainings and meetings fit: on small centres as well as can be, by trying all ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise, product
from random import Random

import pytest

from scheduler.constraints.activities import Activities
from scheduler.constraints.base import Rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.coverage_surplus import CoverageSurplus
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import HeadSpan, MinimumHeads
from scheduler.desk.activities.placing import Placement, placed_in
from scheduler.desk.activities.sessions import Sessions
from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import ShortfallTier
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Duty, Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import MONDAY, flat_demand, person, roster_of, tiny_problem
from tests.desk.small_desks import desk_of

SHORT = Shift(
    code="D", name="day", start="09:00", end="12:00", meal_minutes=30, meal_earliest="10:00", meal_latest="11:00"
)
"""Three hours, of which the meal may begin at 10:00 or 10:30."""


def small_problem(rng: Random, requests: list[ActivityRequest], people: int = 3, days: int = 1) -> Problem:
    """A few people on short days, some of whom serve two queues, with a demand that differs by the half hour."""
    horizon = Horizon(MONDAY, days)
    staff = [
        person(n, team=rng.choice(("day", "night")), shifts=("D",), queues=rng.choice((("a",), ("b",), ("a", "b"), ())))
        for n in range(1, people + 1)
    ]
    demand = flat_demand(horizon, {"a": 1.0, "b": 1.0}, shortfall_tiers=(ShortfallTier(0.0, 1), ShortfallTier(0.5, 3)))
    queues = {
        name: replace(
            needs, required=needs.required * [rng.choice((0.0, 0.5, 1.0, 2.0)) for _ in range(horizon.n_intervals)]
        )
        for name, needs in demand.queues.items()
    }
    return tiny_problem(
        days, employees=staff, shifts=[SHORT], demand=replace(demand, queues=queues), activities=tuple(requests)
    )


RULES: tuple[Rule, ...] = (Activities(), MealBreak(), CoverageShortfall(weight=5), CoverageSurplus(weight=1))


def is_apart(row: Assignment, activities: tuple[Activity, ...]) -> bool:
    """Whether somebody can do all of this and eat."""
    spans = sorted([(row.break_start, row.break_end), *((one.start, one.end) for one in activities)])
    return all(before[1] <= after[0] for before, after in pairwise(spans))


def every_placement(problem: Problem, roster: Roster) -> Iterator[Roster]:
    """Every way to eat and to attend up to two things a day on the grid, as groups or not."""
    sessions = Sessions(problem, roster, MONDAY)
    ways: list[list[Assignment]] = []
    for place, row in sessions.rows.items():
        horizon, midnight = problem.horizon, problem.horizon.midnight(place[1])
        slots = [
            (request, slot)
            for request in problem.activities
            for slot in sessions.slots(request, place[0])
            if slot.day == place[1] and (place[0] in sessions.candidates(request) or place[0] == request.trainer)
        ]
        options = [tuple(sessions.activity(*one) for one in some) for n in range(3) for some in combinations(slots, n)]
        eaten = [
            replace(row, break_start=horizon.local(midnight + start), break_end=horizon.local(midnight + start + 30))
            for start in sessions.meal_starts(place)
        ]
        ways.append([replace(one, activities=option) for one in eaten for option in options if is_apart(one, option)])
    for rows in product(*ways):
        yield Roster.of(rows)


def best(problem: Problem, roster: Roster, rules: tuple[Rule, ...]) -> tuple[int, int]:
    """How many attendances there can be, and what so many cost at least, by the checks alone."""
    trainers = {(request.name, request.trainer) for request in problem.activities}

    def attendances(tried: Roster) -> int:
        return sum((one.name, row.employee_id) not in trainers for row in tried.assignments for one in row.activities)

    tried_with: dict[int, list[Roster]] = defaultdict(list)
    for tried in every_placement(problem, roster):
        tried_with[attendances(tried)].append(tried)
    for most in sorted(tried_with, reverse=True):
        costs = [
            sum(found.points or 0 for rule in rules for found in rule.check(problem, tried))
            for tried in tried_with[most]
            if not any(rule.check(problem, tried) for rule in rules if rule.weight is None)
        ]
        if costs:
            return most, min(costs)
    raise AssertionError("not even nothing can be placed")


def assert_as_good(problem: Problem, rules: tuple[Rule, ...] = RULES) -> Placement:
    roster = roster_of(
        problem, {(who.employee_id, day): "D" for who in problem.employees for day in range(problem.horizon.days)}
    )
    found = placed_in(desk_of(problem, rules, roster), 20.0)
    assert found.after.audit is not None
    assert (found.placed, found.after.audit.cost) == best(problem, roster, rules)
    assert found.is_proven
    assert found.at_least == found.after.audit.cost
    assert not found.after.audit.hard
    wanted = sum(asked.request.times for asked in Sessions(problem, roster, MONDAY).asked for _ in asked.slots)
    if all(request.heads is None for request in problem.activities):
        assert found.placed + sum(one.times for one in found.unplaced) == wanted
    return found


REQUESTS = [
    {"minutes": 60},
    {"minutes": 45, "group_min": 2},
    {"minutes": 60, "group_min": 2, "group_max": 2},
    {"minutes": 30, "trainer": "E003", "to_minute": 660},
    {"minutes": 60, "heads": 2, "first_day": MONDAY, "last_day": MONDAY},
    {"minutes": 30, "times": 2, "to_minute": 630},
    {"minutes": 30, "per": "day", "from_minute": 600, "times": 2},
    {"minutes": 30, "team": "day", "place": "office"},
]


@pytest.mark.parametrize("seed", range(len(REQUESTS)))
def test_one_activity_is_placed_as_well_as_by_trying_all_ways(seed: int) -> None:
    asked = ActivityRequest.model_validate({"name": "course", "kind": "training", **REQUESTS[seed]})
    assert_as_good(small_problem(Random(seed), [asked]))


@pytest.mark.parametrize("seed", range(4))
def test_two_activities_of_two_people_as_well(seed: int) -> None:
    rng = Random(100 + seed)
    asked = [
        ActivityRequest.model_validate(
            {"name": name, "kind": "training", "from_minute": 9 * 60 + 30, **rng.choice(some)}
        )
        for name, some in (
            ("course", [{"minutes": 60}, {"minutes": 60, "trainer": "E001"}]),
            ("talk", [{"minutes": 30}]),
        )
    ]
    assert_as_good(small_problem(rng, asked, people=2))


@pytest.mark.parametrize("weight", [None, 1000])
def test_heads_that_have_to_stay_stay(weight: int | None) -> None:
    asked = ActivityRequest(name="course", kind="training", minutes=60, to_minute=10 * 60)
    span = HeadSpan.model_validate({"queue": "a", "heads": 2, "from": "09:00", "to": "10:00"})
    problem = small_problem(Random(1), [asked])
    problem = problem.replace(employees=tuple(one.model_copy(update={"queues": ("a",)}) for one in problem.employees))
    rules = (*RULES, MinimumHeads(weight=weight, spans=[span]))
    found = assert_as_good(problem, rules)
    # All at nine o'clock, or nobody but one: hard heads hold back two of three, dear ones nobody.
    assert found.placed == (1 if weight is None else 3)
    if weight is None:
        (missing,) = found.unplaced
        assert missing.times == 2
        assert missing.reason.text("en") == "no group of 1 or more finds a time in common"


def test_what_is_attended_already_stays_and_counts_and_so_does_who_is_on_call() -> None:
    asked = ActivityRequest(name="course", kind="training", minutes=60, group_min=1)
    problem = small_problem(Random(3), [asked])
    roster = roster_of(problem, {(who.employee_id, 0): "D" for who in problem.employees})
    on_call = (Duty(MONDAY, "E001"),)
    once = placed_in(desk_of(problem, RULES, roster.with_on_call(on_call)), 10.0)
    assert once.placed == 3
    assert once.after.roster is not None
    assert once.after.roster.on_call == on_call
    again = placed_in(desk_of(problem, RULES, once.after.roster), 10.0)
    assert (again.placed, again.unplaced) == (0, ())
    assert again.after.roster is not None
    assert [row.activities for row in again.after.roster.assignments] == [
        row.activities for row in once.after.roster.assignments
    ]
    assert again.new == frozenset()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": "remote"}, "never at home then"),
        ({"from_minute": 11 * 60 + 30}, "no time of that length in its hours"),
        ({"minutes": 121}, "no time of that length in its hours"),
        ({"trainer": "E003", "from_minute": 9 * 60, "to_minute": 10 * 60}, "the trainer has no shift at the same time"),
        ({"group_min": 3, "trainer": "E003"}, "no group of 3 or more finds a time in common"),
    ],
)
def test_whoever_finds_no_place_is_told_why(changes: dict[str, object], reason: str) -> None:
    asked = ActivityRequest.model_validate({"name": "course", "kind": "training", "minutes": 60, **changes})
    problem = small_problem(Random(5), [asked])
    worked = {("E001", 0): "D", ("E002", 0): "D"} | ({} if "from_minute" in changes else {("E003", 0): "D"})
    found = placed_in(desk_of(problem, RULES, roster_of(problem, worked)), 10.0)
    assert found.placed == 0
    assert any(one.reason.text("en").startswith(reason) for one in found.unplaced)


def test_what_is_asked_for_each_day_is_missed_on_days_off_for_that() -> None:
    asked = ActivityRequest(name="briefing", kind="meeting", minutes=30, group_min=1, per="day", who=("E001",))
    problem = small_problem(Random(5), [asked], days=2)
    found = placed_in(desk_of(problem, RULES, roster_of(problem, {("E001", 0): "D"})), 10.0)
    assert found.placed == 1
    (missing,) = found.unplaced
    assert (missing.times, missing.reason.text("en")) == (1, "no shift on any of its days")


def test_of_other_days_nothing_is_asked_and_on_a_day_off_nobody_attends() -> None:
    later, now = (
        ActivityRequest(name=name, kind="training", minutes=60, first_day=first)
        for name, first in (("later", date(2023, 11, 20)), ("now", MONDAY))
    )
    problem = small_problem(Random(5), [later, now])
    found = placed_in(desk_of(problem, RULES, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"})), 10.0)
    assert found.placed == 2
    assert [(one.activity, one.people, one.times, one.reason.text("en")) for one in found.unplaced] == [
        ("now", ("E003",), 1, "no shift on any of its days")
    ]

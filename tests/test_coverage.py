"""Coverage measured from datetimes: against the model, and against every way to divide people between queues."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from benchmarks.random_problems import random_problem, random_roster
from scheduler import coverage
from scheduler.constraints.base import Rule
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.coverage_surplus import CoverageSurplus
from scheduler.constraints.meal_break import MealBreak
from scheduler.coverage import Coverage, _divide_one, divide_capacity, measure
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import moment
from scheduler.domain.demand import Demand, ShortfallTier
from scheduler.domain.problem import Problem, QueueAccess, RemoteRotation
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.variables import Build
from tests.constraints.agreement import (
    DAY,
    MONDAY,
    Choices,
    assignment,
    every_roster,
    flat_demand,
    model_cost,
    person,
    roster_of,
    tiny_problem,
)

MORNING = Shift(code="A", name_ko="오전", name_en="morning", start="08:00", end="12:00")
LATE = Shift(code="L", name_ko="심야", name_en="late", start="20:00", end="26:00")
NOON = Shift(
    code="P",
    name_ko="중간",
    name_en="noon",
    start="10:00",
    end="15:00",
    meal_minutes=60,
    meal_earliest="11:00",
    meal_latest="14:00",
)
TIERS = (ShortfallTier(0.0, 1), ShortfallTier(0.3, 4))
SHORTFALL, SURPLUS = CoverageShortfall(weight=5), CoverageSurplus(weight=2)

# Group 1 is on site in November 2023, group 2 at home, where 67.7 calls stand against 60: 1128 permille.
ROTATION = RemoteRotation(
    groups=2,
    anchor=date(2023, 11, 1),
    months_on_site=2,
    office_calls_per_day=60,
    remote_calls_per_day=67.7,
)


def points(rules: Sequence[Rule], problem: Problem, roster: Roster) -> int:
    return sum(violation.points or 0 for rule in rules for violation in rule.check(problem, roster))


def assert_same_points(problem: Problem, rosters: Sequence[Choices]) -> None:
    costs = list(model_cost(problem, SHORTFALL, rosters, [SURPLUS]))
    assert costs == [points([SHORTFALL, SURPLUS], problem, roster_of(problem, roster)) for roster in rosters]
    assert len(set(costs)) > 1


def varied(demand: Demand, seed: int) -> Demand:
    """The demand with other requirements, weights and closed hours in every interval, from a fixed seed."""
    rng = np.random.default_rng(seed)
    n = demand.horizon.n_intervals
    return replace(
        demand,
        queues={
            name: replace(
                queue,
                required=rng.integers(0, 3000, n) / 1000,
                shortfall_weight=rng.integers(1, 4, n),
                hour_class=np.where(rng.random(n) < 0.15, "closed", "prime"),
            )
            for name, queue in demand.queues.items()
        },
    )


def closed_needs_nobody(demand: Demand) -> Demand:
    return replace(
        demand,
        queues={name: replace(q, required=np.where(q.is_open, q.required, 0.0)) for name, q in demand.queues.items()},
    )


def demand_of(queues: Sequence[str], seed: int, **changes: object) -> Demand:
    flat = flat_demand(Horizon(MONDAY, 1), dict.fromkeys(queues, 1.0), **changes)  # type: ignore[arg-type]  # passed on
    return closed_needs_nobody(varied(flat, seed))


@pytest.mark.parametrize("seed", range(3))
def test_the_model_counts_people_at_home_as_more(seed: int) -> None:
    problem = tiny_problem(
        1,
        employees=[person(n, remote_group=1 + n % 2, shifts=("A", "L")) for n in (1, 2, 3)],
        shifts=(MORNING, LATE),
        demand=demand_of(["general"], seed, shortfall_tiers=TIERS, surplus_free_share=0.1),
        remote=ROTATION,
    )
    assert_same_points(problem, list(every_roster(problem)))


def test_a_person_at_home_brings_1128_thousandths() -> None:
    problem = tiny_problem(1, employees=[person(1, remote_group=2), person(2)], remote=ROTATION, shifts=(MORNING,))
    for employee, brought in (("E001", 1128), ("E002", 1000)):
        effective = measure(problem, roster_of(problem, {(employee, 0): "A"})).effective_permille["general"]
        assert set(effective[16:24].tolist()) == {brought}
        assert effective.sum() == 8 * brought


@pytest.mark.parametrize("seed", range(6))
def test_the_model_divides_people_with_several_queues_at_the_same_cost(seed: int) -> None:
    queues = ("general", "text", "english")
    problem = tiny_problem(
        1,
        employees=[
            person(1, queues=("general",), shifts=("A",)),
            person(2, queues=("text", "general"), shifts=("A",), remote_group=2),
            person(3, queues=("english", "general"), shifts=("A",)),
            person(4, queues=("english", "text"), shifts=("A",), remote_group=2),
            person(5, queues=queues, shifts=("A",)),
        ],
        shifts=(MORNING,),
        demand=demand_of(queues, seed, shortfall_tiers=TIERS, surplus_free_share=0.1),
        remote=ROTATION,
    )
    assert_same_points(problem, list(every_roster(problem)))


@pytest.mark.parametrize("seed", range(3))
def test_the_model_counts_several_queues_of_who_comes_over_from_sunday(seed: int) -> None:
    problem = tiny_problem(
        1,
        employees=[person(1, queues=("text", "general")), person(2, queues=("general",))],
        shifts=(MORNING, LATE),
        demand=demand_of(("general", "text"), seed, shortfall_tiers=TIERS),
    )
    sunday = [assignment(problem, employee, date(2023, 11, 5), "L") for employee in ("E001", "E002")]
    assert_same_points(problem.replace(previous=Roster.of(sunday)), list(every_roster(problem)))


def test_a_night_that_starts_on_a_sunday_serves_the_queues_of_that_sunday() -> None:
    sundays_only = QueueAccess(team="day", queue="text", weekdays=["sun"])
    problem = tiny_problem(
        1,
        employees=[person(1, queues=("general", "text"))],
        shifts=(MORNING, LATE),
        demand=flat_demand(Horizon(MONDAY, 1), {"general": 0.0, "text": 2.0}),
        queue_access=(sundays_only,),
    )
    sunday = Roster.of([assignment(problem, "E001", date(2023, 11, 5), "L")])
    problem = problem.replace(previous=sunday)
    effective = measure(problem, roster_of(problem, {("E001", 0): "A"})).effective_permille
    assert effective["text"].tolist() == [1000] * 4 + [0] * 44
    assert effective["general"].tolist() == [0] * 16 + [1000] * 8 + [0] * 24
    assert_same_points(problem, list(every_roster(problem)))


# --- meal breaks -----------------------------------------------------------------------------------------------


def roster_with_the_models_meals(assembled: Build, value: cp_model.CpSolver) -> Roster:
    """Hand the model's counts of meal starts to the people of each group, in any order."""
    problem = assembled.problem
    rows: list[Assignment] = []
    left = {
        (day, code, group): [
            m for m, n in assembled.meals.starting(day, code, group).items() for _ in range(value.value(n))
        ]
        for (day, code, group), _ in assembled.heads.counts.items()
    }
    for employee, day, code, choice in assembled.works:
        if not value.boolean_value(choice):
            continue
        on = problem.horizon.date_of(day)
        who = problem.employee[employee]
        row = assignment(problem, employee, on, code)
        for (at, shift, group), minutes in left.items():
            alike = (problem.work_mode(who, on), problem.queues_on(who, on)) == (group.mode, group.queues)
            if minutes and alike and (at, shift) == (day, code):
                start = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minutes.pop())
                length = timedelta(minutes=problem.shifts[code].meal_minutes)
                row = replace(row, break_start=start, break_end=start + length)
        rows.append(row)
    assert not any(left.values())
    return Roster.of(rows)


@pytest.mark.parametrize("seed", range(4))
def test_the_models_best_meal_times_cost_what_the_check_finds(seed: int) -> None:
    problem = tiny_problem(
        1,
        employees=[
            person(1, shifts=("P",)),
            person(2, shifts=("P",), remote_group=2),
            person(3, shifts=("D", "P"), queues=("text", "general")),
            person(4, shifts=("D", "P")),
        ],
        shifts=(DAY, NOON),
        demand=demand_of(("general", "text"), seed, shortfall_tiers=TIERS),
        remote=ROTATION,
    )
    rules = [MealBreak(), SHORTFALL, SURPLUS]
    assembled = build(problem, rules)
    for employee, _, code, choice in assembled.works:
        assembled.model.add(choice == (code == ("D" if employee == "E003" else "P")))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(assembled.model) == cp_model.OPTIMAL
    roster = roster_with_the_models_meals(assembled, solver)
    assert MealBreak().check(problem, roster) == []
    best = round(solver.objective_value) + assembled.ledger.unavoidable_cost
    assert points([SHORTFALL, SURPLUS], problem, roster) == best
    for breaks in product(range(11 * 60, 13 * 60 + 1, 30), repeat=4):
        other = Roster.of(moved(row, minute) for row, minute in zip(roster.assignments, breaks, strict=True))
        assert points([SHORTFALL, SURPLUS], problem, other) >= best


def moved(row: Assignment, minute: int) -> Assignment:
    start = datetime.combine(row.date, datetime.min.time()) + timedelta(minutes=minute)
    return replace(row, break_start=start, break_end=start + timedelta(minutes=60))


def test_nobody_serves_during_the_meal_but_the_seat_stays_taken() -> None:
    problem = tiny_problem(1)
    coverage = measure(problem, roster_of(problem, {("E001", 0): "D"}))  # 09-18, meal 11-12
    assert np.flatnonzero(coverage.effective_permille["general"]).tolist() == [*range(18, 22), *range(24, 36)]
    assert np.flatnonzero(coverage.heads["general"]).tolist() == [*range(18, 22), *range(24, 36)]
    assert np.flatnonzero(coverage.on_site).tolist() == list(range(18, 36))


# --- work that is not on the grid, by hand or from another system ------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "intervals"),
    [((9, 0), (10, 0), [18, 19]), ((9, 1), (10, 0), [19]), ((9, 0), (9, 59), [18]), ((9, 15), (9, 45), [])],
)
def test_only_intervals_that_are_worked_whole_count(
    start: tuple[int, int], end: tuple[int, int], intervals: list[int]
) -> None:
    problem = tiny_problem(1, shifts=(MORNING,))
    at = [datetime(2023, 11, 6, *clock) for clock in (start, end)]
    row = assignment(problem, "E001", MONDAY, "A", start=at[0], end=at[1])
    assert np.flatnonzero(measure(problem, Roster.of([row])).effective_permille["general"]).tolist() == intervals


@pytest.mark.parametrize(
    ("start", "end", "missing"),
    [((9, 0), (9, 30), [18]), ((9, 15), (9, 45), [18, 19]), ((9, 1), (9, 2), [18]), ((9, 30), (10, 1), [19, 20])],
)
def test_a_break_takes_every_interval_that_it_touches(
    start: tuple[int, int], end: tuple[int, int], missing: list[int]
) -> None:
    problem = tiny_problem(1, shifts=(MORNING,))
    at = [datetime(2023, 11, 6, *clock) for clock in (start, end)]
    row = assignment(problem, "E001", MONDAY, "A", break_start=at[0], break_end=at[1])
    served = np.flatnonzero(measure(problem, Roster.of([row])).effective_permille["general"]).tolist()
    assert served == [interval for interval in range(16, 24) if interval not in missing]


@pytest.mark.parametrize(("end", "break_at"), [((0, 45), None), ((1, 1), None), ((2, 0), (0, 15)), ((2, 0), (0, 50))])
def test_the_model_agrees_on_who_comes_over_off_the_grid(
    end: tuple[int, int], break_at: tuple[int, int] | None
) -> None:
    problem = tiny_problem(1, shifts=(MORNING,), demand=flat_demand(Horizon(MONDAY, 1), {"general": 1.0}))
    pause = None if break_at is None else datetime(2023, 11, 6, *break_at)
    row = replace(
        assignment(problem, "E001", MONDAY, "A"),
        date=date(2023, 11, 5),
        start=datetime(2023, 11, 5, 20),
        end=datetime(2023, 11, 6, *end),
        break_start=pause,
        break_end=None if pause is None else pause + timedelta(minutes=30),
    )
    assert_same_points(problem.replace(previous=Roster.of([row])), list(every_roster(problem)))


# --- people with several queues, against every division ----------------------------------------------------------


def divisions(amount: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to divide a whole amount into so many parts."""
    if parts == 1:
        yield (amount,)
        return
    for first in range(amount + 1):
        for rest in divisions(amount - first, parts - 1):
            yield (first, *rest)


def cost_of(problem: Problem, served: Mapping[str, int]) -> int:
    """Points of R20 and R21 in the first interval, straight from their definitions."""
    cost = 0
    for queue, amount in served.items():
        needs = problem.demand.queues[queue]
        required = int(needs.required_permille[0])
        for missing in range(1, required - amount + 1):
            multiplier = max(
                tier.multiplier for tier in problem.demand.shortfall_tiers if missing > int(tier.from_share * required)
            )
            cost += 5 * multiplier * int(needs.shortfall_weight[0])
        cost += 2 * max(0, amount - required - int(problem.demand.surplus_free_share * required))
    return cost


@pytest.mark.parametrize("seed", range(150))
def test_no_division_of_people_with_several_queues_is_cheaper(seed: int) -> None:
    rng = random.Random(seed)
    queues = ["a", "b", "c", "d"][: rng.randint(2, 4)]
    demand = flat_demand(
        Horizon(MONDAY, 1),
        {queue: rng.randint(0, 7) / 1000 for queue in queues},
        shortfall_tiers=(ShortfallTier(0.0, 1), ShortfallTier(0.3, 3), ShortfallTier(0.7, 8)),
        surplus_free_share=rng.choice([0.0, 0.4]),
    )
    weighted = {
        queue: replace(needs, shortfall_weight=np.full(48, rng.randint(1, 3))) for queue, needs in demand.queues.items()
    }
    problem = tiny_problem(1, demand=replace(demand, queues=weighted))
    groups: dict[tuple[str, ...], int] = {}
    for _ in range(rng.randint(1, 3)):
        members = tuple(rng.sample(queues, rng.randint(2, min(3, len(queues)))))
        groups[members] = rng.randint(1, 3)
    own = {queue: rng.randint(0, 3) for members in groups for queue in members}
    given = _divide_one(problem, 0, groups, own)
    assert sum(given.values()) == sum(groups.values())
    cheapest = min(
        cost_of(problem, total(own, list(groups), parts))
        for parts in product(*(divisions(amount, len(members)) for members, amount in groups.items()))
    )
    assert cost_of(problem, {queue: own[queue] + given[queue] for queue in own}) == cheapest


def total(own: Mapping[str, int], groups: Sequence[Sequence[str]], parts: Sequence[Sequence[int]]) -> dict[str, int]:
    served = dict(own)
    for members, amounts in zip(groups, parts, strict=True):
        for queue, amount in zip(members, amounts, strict=True):
            served[queue] += amount
    return served


# --- heads, seats, and who is left out -----------------------------------------------------------------------------


def measured(roster: Choices, **changes: object) -> Coverage:
    problem = tiny_problem(
        1,
        shifts=(MORNING,),
        demand=flat_demand(Horizon(MONDAY, 1), {"general": 1.0, "text": 1.0}),
        **changes,
    )
    return measure(problem, roster_of(problem, roster))


def test_a_person_with_two_open_queues_is_one_head_of_the_home_queue() -> None:
    coverage = measured({("E001", 0): "A"}, employees=[person(1, queues=("text", "general"))])
    assert coverage.heads["text"].sum() == 8
    assert coverage.heads["general"].sum() == 0


def test_office_staff_bring_neither_capacity_nor_seats() -> None:
    coverage = measured({("E001", 0): "A"}, employees=[person(1, queues=())])
    assert coverage.effective_permille["general"].sum() == 0
    assert coverage.on_site.sum() == 0


def test_only_people_in_the_office_take_seats() -> None:
    people = [person(1, remote_group=1), person(2, remote_group=2), person(3)]
    coverage = measured({(f"E00{n}", 0): "A" for n in (1, 2, 3)}, employees=people, remote=ROTATION)
    assert set(coverage.on_site[16:24].tolist()) == {2}


def counted_one_by_one(problem: Problem, roster: Roster) -> dict[str, NDArray[np.int64]]:
    """Heads of each queue by asking of every interval and every row of the roster, by moments in UTC."""
    horizon = problem.horizon
    edges = [moment(horizon.interval_start(n), horizon.zone) for n in range(horizon.n_intervals + 1)]
    heads = {queue: np.zeros(horizon.n_intervals, dtype=np.int64) for queue in problem.demand.queues}
    for row in (*problem.previous.assignments, *roster.assignments):
        person = problem.employee.get(row.employee_id)
        for n, (start, end) in enumerate(pairwise(edges)) if person is not None else ():
            at_work = moment(row.start, horizon.zone) <= start and end <= moment(row.end, horizon.zone)
            if row.break_start is not None and row.break_end is not None and at_work:
                away, back = moment(row.break_start, horizon.zone), moment(row.break_end, horizon.zone)
                at_work = back <= start or end <= away
            open_queues = [
                queue
                for queue in (problem.queues_on(person, row.date) if person is not None else ())
                if queue in heads and problem.demand.queues[queue].is_open[n]
            ]
            if at_work and open_queues:
                heads[open_queues[0]][n] += 1
    return heads


@pytest.mark.parametrize("seed", range(25))
def test_heads_are_those_that_are_counted_one_by_one(seed: int) -> None:
    rng = random.Random(seed)
    problem = random_problem(rng, clock_changes=seed % 2 == 1)
    for density in (0.3, 0.9):
        roster = random_roster(rng, problem, density)
        measured = measure(problem, roster)
        for queue, heads in counted_one_by_one(problem, roster).items():
            np.testing.assert_array_equal(measured.heads[queue], heads)


def test_what_was_measured_last_is_kept_for_the_same_roster_of_the_same_problem_alone() -> None:
    rng = random.Random(4)
    problem = random_problem(rng)
    full, none = random_roster(rng, problem, 1.0), Roster()
    first = measure(problem, full)
    assert measure(problem, full) is first
    assert any(heads.any() for heads in first.heads.values())
    assert not any(heads.any() for heads in measure(problem.replace(previous=none), none).heads.values())
    assert not any(
        heads.any()
        for heads in measure(problem.replace(employees=(), employments=(), previous=none), full).heads.values()
    )
    again = measure(problem, full)
    assert again is not first
    for queue, heads in first.heads.items():
        np.testing.assert_array_equal(again.heads[queue], heads)
        np.testing.assert_array_equal(again.effective_permille[queue], first.effective_permille[queue])
    with pytest.raises(ValueError, match="read-only"):
        again.on_site[0] = 1


def test_whoever_attends_something_is_not_at_hand_but_in_the_office() -> None:
    from scheduler.domain.activities import Activity

    problem = tiny_problem(1, employees=[person(1), person(2)])
    rows = [assignment(problem, who, MONDAY, "D") for who in ("E001", "E002")]
    at_all_times = measure(problem, Roster.of(rows))
    span = datetime(2023, 11, 6, 12, 15), datetime(2023, 11, 6, 13, 0)
    # It begins where the break ends, within an interval that both touch: nobody is missing twice.
    rows[0] = replace(rows[0], break_start=datetime(2023, 11, 6, 11, 15), break_end=span[0])
    rows[0] = replace(rows[0], activities=(Activity(*span, "talk", "meeting"),))
    coverage = measure(problem, Roster.of(rows))
    heads = coverage.heads["general"]
    expected = at_all_times.heads["general"].copy()
    expected[22:26] = [0, 0, 1, 1]
    expected[26:28] = 2
    assert heads.tolist() == expected.tolist()
    assert coverage.effective_permille["general"].tolist() == (1000 * expected).tolist()
    assert coverage.on_site.tolist() == at_all_times.on_site.tolist()


def test_an_activity_after_midnight_of_the_day_before_is_counted_by_model_and_check() -> None:
    from scheduler.constraints.minimum_heads import HeadSpan, MinimumHeads
    from scheduler.domain.activities import Activity

    horizon = Horizon(MONDAY, 1)
    sunday = MONDAY - timedelta(days=1)
    problem = tiny_problem(1, employees=[person(1)], shifts=[LATE], demand=flat_demand(horizon, {"general": 1.0}))
    span = datetime(2023, 11, 6, 0, 30), datetime(2023, 11, 6, 1, 0)
    late = replace(assignment(problem, "E001", sunday, "L"), activities=(Activity(*span, "talk", "meeting"),))
    problem = problem.replace(previous=Roster.of([late]))
    heads = MinimumHeads(
        weight=3, spans=[HeadSpan.model_validate({"queue": "general", "heads": 1, "from": "00:00", "to": "02:00"})]
    )
    for rule in (SHORTFALL, heads):
        (cost,) = model_cost(problem, rule, [{}])
        assert cost == sum(found.points or 0 for found in rule.check(problem, Roster()))
    assert len(heads.check(problem, Roster())) == 1


def test_what_people_of_several_queues_bring_is_divided_once_however_often_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demand = flat_demand(Horizon(MONDAY, 1), {"a": 0.003, "b": 0.002})
    problem, capacity = tiny_problem(1, demand=demand), {("a", "b"): np.arange(48)}
    first = divide_capacity(problem, capacity)
    assert (first["a"] + first["b"]).tolist() == list(range(48))
    monkeypatch.setattr(coverage, "_divide_one", lambda *_: pytest.fail("divided again"))
    for intervals in (None, np.arange(48)):
        again = divide_capacity(problem, capacity, intervals)
        assert {queue: amounts.tolist() for queue, amounts in again.items()} == {
            queue: amounts.tolist() for queue, amounts in first.items()
        }

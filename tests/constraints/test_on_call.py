"""R40."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.random_problems import random_problem, random_roster
from scheduler.config import Solving
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.locks import Locks
from scheduler.constraints.on_call import OnCall
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.diagnose import explain
from scheduler.domain.calendar import Horizon
from scheduler.domain.people import Absence, Lock
from scheduler.domain.roster import Duty, Roster
from scheduler.result import Status
from scheduler.solve.search import solve
from tests.commands import scheduler
from tests.constraints.agreement import (
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
from tests.workspaces import PREVIOUS_WEEK, SETTINGS, write_workspace

NO_AGREEMENT = (
    "The model leaves enough people free, which is tested here; who they are is named in finished rosters, and "
    "the check looks at who is."
)

TUESDAY = MONDAY + timedelta(days=1)
STAFF = tuple(person(number) for number in range(1, 6))


def named(rule: OnCall, choices: Choices, days: int = 3, **changes: object) -> dict[date, list[str]]:
    problem = tiny_problem(days, **{"employees": STAFF, **changes})  # type: ignore[arg-type]  # mixed fields
    roster = rule.named(problem, roster_of(problem, choices))
    assert rule.check(problem, roster) == []
    found: dict[date, list[str]] = {}
    for duty in roster.on_call or ():
        found.setdefault(duty.date, []).append(duty.employee_id)
    return found


def test_whoever_starts_a_shift_or_is_absent_is_not_called() -> None:
    away = Absence(employee_id="E002", first_day=MONDAY, last_day=MONDAY, kind="leave")
    working: Choices = {("E001", 0): "D", ("E003", 0): "N", ("E004", 0): "V"}
    assert named(OnCall(), working, 1, absences=(away,)) == {MONDAY: ["E005"]}


def test_turns_are_taken_by_teams_and_people_that_are_named() -> None:
    staff = (person(1), person(2, team="night"), person(3))
    assert set(named(OnCall(teams=("night",)), {}, 1, employees=staff)[MONDAY]) == {"E002"}
    assert set(named(OnCall(people=("E003",)), {}, 1, employees=staff)[MONDAY]) == {"E003"}
    assert named(OnCall(people=("E003",), weekdays=frozenset({1})), {}, 2, employees=staff) == {TUESDAY: ["E003"]}


def test_everybody_has_as_many_turns_over_the_weeks() -> None:
    rule = OnCall(heads=2)
    for days in (5, 10):
        counts = Counter(employee for people in named(rule, {}, days).values() for employee in people)
        assert set(counts.values()) == {2 * days // 5}
    # Weeks that are planned apart go on where the one before ended.
    turns: Counter[str] = Counter()
    for week in range(5):
        problem = tiny_problem(7, employees=STAFF, first_day=MONDAY + timedelta(weeks=week))
        turns.update(duty.employee_id for duty in OnCall().named(problem, Roster()).on_call or ())
    assert set(turns.values()) == {7}


@pytest.mark.parametrize(("rest_hours", "is_able"), [(None, True), (0, False), (8, False)])
def test_work_that_reaches_into_the_day_counts_where_rest_is_asked_for(
    rest_hours: int | None, *, is_able: bool
) -> None:
    problem = tiny_problem(2, employees=(person(1),))
    rule = OnCall(rest_hours=rest_hours, weekdays=frozenset({1}))
    roster = rule.named(problem, roster_of(problem, {("E001", 0): "V"}))  # until 01:00
    assert (rule.check(problem, roster) == []) == is_able
    assert bool(roster.on_call) == is_able


def test_who_is_on_call_is_not_at_work_on_the_day_from_midnight_to_midnight() -> None:
    # Of Sunday evening's shift, until 01:00 of Monday, and of work until midnight at the latest.
    for shift, is_able in (("V", False), ("D", True)):
        problem = tiny_problem(1, employees=(person(1),))
        problem = problem.replace(previous=Roster.of([assignment(problem, "E001", MONDAY - timedelta(days=1), shift)]))
        assert bool(OnCall().named(problem, Roster()).on_call) == is_able
        assert (OnCall().check(problem, Roster().with_on_call([Duty(MONDAY, "E001")])) == []) == is_able


@pytest.mark.parametrize(("rest_hours", "is_able"), [(6, True), (7, False)])
def test_rest_before_and_after_the_day_is_measured_from_midnight(rest_hours: int, *, is_able: bool) -> None:
    rule = OnCall(rest_hours=rest_hours)
    problem = tiny_problem(1, employees=(person(1),))
    before = Roster.of([assignment(problem, "E001", MONDAY - timedelta(days=1), "D")])  # until 18:00
    problem = problem.replace(previous=before)
    assert bool(rule.named(problem, Roster()).on_call) == is_able
    said = rule.check(problem, Roster().with_on_call([Duty(MONDAY, "E001")]))
    assert bool(said) != is_able


@pytest.mark.parametrize(
    ("duties", "said"),
    [
        ([], "0 people are on call on 2023-11-06; 1 asked for"),
        ([(MONDAY, "E001"), (MONDAY, "E002")], "2 people are on call"),
        ([(MONDAY, "E003")], "E003 is on call on 2023-11-06, but works D"),
        ([(MONDAY, "E004")], "but is absent"),
        ([(MONDAY, "E009")], "but is not employed then"),
        ([(MONDAY, "E005")], "but takes no turns"),
        ([(MONDAY, "E001"), (MONDAY, "E001")], "but stands there twice"),
        ([(MONDAY, "E001"), (TUESDAY, "E001")], "on which nobody is to be"),
    ],
)
def test_the_check_says_what_is_wrong(duties: list[tuple[date, str]], said: str) -> None:
    away = Absence(employee_id="E004", first_day=MONDAY, last_day=MONDAY, kind="leave")
    problem = tiny_problem(1, employees=STAFF, absences=(away,))
    roster = roster_of(problem, {("E003", 0): "D"}).with_on_call([Duty(*duty) for duty in duties])
    rule = OnCall(people=("E001", "E002", "E003", "E004", "E009"))
    assert said in " ".join(one.message for one in rule.check(problem, roster))


def test_a_roster_of_which_nobody_says_is_not_judged() -> None:
    assert OnCall().check(tiny_problem(1), Roster()) == []


def test_whoever_was_named_stays_so_where_that_can_be() -> None:
    problem = tiny_problem(2, employees=STAFF)
    known = (Duty(MONDAY, "E004"), Duty(TUESDAY, "E004"))
    roster = OnCall().named(problem, roster_of(problem, {("E004", 1): "D"}), known)
    first, second = roster.on_call or ()
    assert first == Duty(MONDAY, "E004")
    assert second.employee_id != "E004"


@pytest.mark.parametrize("seed", range(40))
def test_who_is_named_passes_the_check_unless_too_few_can_be(seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng, clock_changes=seed % 2 == 0)
    roster = random_roster(rng, problem, 0.4)
    rule = OnCall(heads=rng.randint(1, 2), rest_hours=rng.choice((None, 0, 6, 24)))
    shared = rule.named(problem, roster)
    assert shared.assignments == roster.assignments
    missing = {one.date for one in rule.check(problem, shared)}
    named_on = Counter(duty.date for duty in shared.on_call or ())
    assert missing == {on for on in problem.horizon.dates() if named_on[on] != rule.heads}
    for on in missing:
        # Nobody else could be: everybody who is not named is refused by the check as well.
        for other in problem.employees:
            duty = Duty(on, other.employee_id)
            if duty not in (shared.on_call or ()):
                said = rule.check(problem, shared.with_on_call([*(shared.on_call or ()), duty]))
                assert any(one.employee == other.employee_id and one.date == on for one in said)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        (OnCall(), {}),
        (OnCall(rest_hours=0), {}),
        (OnCall(rest_hours=9), {}),
        (OnCall(rest_hours=48, weekdays=frozenset({2})), {}),
        (OnCall(heads=2), {}),
        (OnCall(people=("E002",)), {}),
        (OnCall(teams=("night",), weekdays=frozenset({0, 2})), {"employees": (person(1), person(2, team="night"))}),
        (OnCall(heads=1), {"absences": (Absence(employee_id="E002", first_day=MONDAY, last_day=TUESDAY, kind="l"),)}),
    ],
)
def test_the_model_allows_the_rosters_in_which_enough_can_be_named(rule: OnCall, changes: dict[str, object]) -> None:
    problem = tiny_problem(3, **{"employees": (person(1), person(2)), **changes})  # type: ignore[arg-type]  # mixed
    before = Roster.of([assignment(problem, "E001", MONDAY - timedelta(days=1), "V")])  # until 01:00
    after = Roster.of([assignment(problem, "E002", MONDAY + timedelta(days=3), "N")])  # from 01:00
    problem = problem.replace(previous=before, following=after)
    rosters = Random(1).sample(list(every_roster(problem)), 400)
    outcomes = set()
    for choices, cost in zip(rosters, model_cost(problem, rule, rosters), strict=True):
        is_named = rule.check(problem, rule.named(problem, roster_of(problem, choices))) == []
        assert (cost is not None) == is_named, choices
        assert is_named == (not [*rule.shortages(problem, roster_of(problem, choices))])
        outcomes.add(is_named)
    assert False in outcomes


@pytest.mark.parametrize(("people", "is_told_apart"), [(60, True), (61, False)])
def test_of_many_people_the_model_does_not_know_who_has_rested(people: int, *, is_told_apart: bool) -> None:
    staff = tuple(person(number) for number in range(1, people + 1))
    problem = tiny_problem(3, employees=staff)
    rule = OnCall(rest_hours=16, weekdays=frozenset({1}))
    for day, is_known in ((0, is_told_apart), (1, True), (2, is_told_apart)):
        choices: Choices = {(one.employee_id, day): "D" for one in staff}
        (too_many,) = model_cost(problem, rule, [choices])
        assert (too_many is None) == is_known
        del choices["E001", day]
        assert [*model_cost(problem, rule, [choices])] == [0]


@pytest.mark.parametrize(("heads", "is_possible"), [(3, True), (4, False)])
def test_the_search_leaves_enough_people_free(heads: int, *, is_possible: bool) -> None:
    # Six people are wanted on each of two days; the rule lets no more of them work than leaves enough on call.
    staff = tuple(person(number) for number in range(1, 7))
    locks = tuple(Lock(employee_id=f"E00{number}", date=MONDAY, shift="D") for number in (1, 2, 3))
    horizon = Horizon(MONDAY, 2)
    demand = flat_demand(horizon, {"general": 6.0})
    problem = tiny_problem(2, employees=staff, demand=demand, locks=locks)
    rule = OnCall(heads=heads)
    rules = (OneShiftADay(), Locks(), rule, CoverageShortfall(weight=10))
    found = solve(problem, rules, options=Solving(time_limit_seconds=20, workers=1))
    assert (found.roster is not None) == is_possible
    if found.roster is not None:
        assert rule.check(problem, rule.named(problem, found.roster)) == []
    else:
        assert found.status is Status.INFEASIBLE
        (said,) = [one.text("en") for one in explain(problem, rules, workers=1)]
        assert "On-call duty (R40): 3 people can be on call on 2023-11-06; 4 asked for" in said


@pytest.mark.parametrize(("rest_hours", "is_named"), [(6, False), (7, True)])
def test_rest_hours_are_named_where_they_are_what_keeps_people_off(rest_hours: int, *, is_named: bool) -> None:
    problem = tiny_problem(1, employees=(person(1),))
    before = Roster.of([assignment(problem, "E001", MONDAY - timedelta(days=1), "D")])  # until 18:00
    said = [str(one) for one in OnCall(rest_hours=rest_hours).shortages(problem.replace(previous=before), Roster())]
    assert any("and 1 more but for rest_hours 7" in one for one in said) == is_named
    assert bool(said) == is_named


def test_who_could_be_called_with_that_day_off_is_named() -> None:
    ill = Absence(employee_id="E003", first_day=MONDAY, last_day=MONDAY, kind="leave")
    rule = OnCall(people=("E001", "E002", "E003"))
    problem = tiny_problem(1, employees=STAFF, absences=(ill,))
    (said,) = rule.shortages(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "V", ("E004", 0): "D"}))
    assert "asked for (E001, E002 could, with that day off)" in str(said)
    everybody = tuple(ill.model_copy(update={"employee_id": one}) for one in rule.people)
    (said,) = rule.shortages(tiny_problem(1, employees=STAFF, absences=everybody), Roster())
    assert "could, with that day off" not in str(said)


def test_the_file_of_a_run_is_what_is_verified(tmp_path: Path) -> None:
    rules = SETTINGS + "  - rule: contract_days\n  - rule: on_call\n    weekdays: [sat, sun]\n"
    folder = write_workspace(tmp_path / "small", workspace=rules, previous_roster=PREVIOUS_WEEK)
    options = ("--week", "2023-W45", "--gap", "1", "--workers", "1", "--output", tmp_path / "run")
    assert scheduler("generate", folder, *options).exit_code == 0
    path = tmp_path / "run" / "on_call.csv"
    header, saturday, sunday = path.read_text().splitlines()
    assert header == "date,employee_id"
    assert [row.split(",")[0] for row in (saturday, sunday)] == ["2023-11-11", "2023-11-12"]
    assert scheduler("verify", folder, tmp_path / "run").exit_code == 0
    path.write_text(f"{header}\n{sunday}\n")
    checked = scheduler("verify", folder, tmp_path / "run")
    assert checked.exit_code == 6
    assert "0 people are on call on 2023-11-11" in checked.stdout


def test_a_week_in_which_too_few_can_be_on_call_has_no_roster(tmp_path: Path) -> None:
    rules = SETTINGS + "  - rule: on_call\n    heads: 12\n"
    folder = write_workspace(tmp_path / "small", workspace=rules, previous_roster=PREVIOUS_WEEK)
    options = ("--week", "2023-W45", "--gap", "1", "--workers", "1", "--output", tmp_path / "run")
    refused = scheduler("generate", folder, *options)
    assert refused.exit_code == 4
    # One of the twelve is on leave on Monday.
    # Another's evening ends at 01:00 of it.
    said = "10 people can be on call on 2023-11-06; 12 asked for, and 1 more but for work that ends on the day"
    assert said in refused.stderr
    assert "more people or teams who take turns" in refused.stderr
    assert not (tmp_path / "run" / "roster.csv").exists()

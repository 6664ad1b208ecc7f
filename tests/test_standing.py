"""What a change does, found from the change, is what the audit of the changed roster finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime
from random import Random

import numpy as np
import pytest

from benchmarks.random_problems import random_problem, random_roster, random_row, random_rules
from scheduler.constraints.activities import Activities
from scheduler.domain.activities import Activity
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.standing import Changes, Outcome, Standing
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY, assignment, person, tiny_problem


def _standing(seed: int) -> Standing:
    rng = Random(seed)
    problem = random_problem(rng, clock_changes=seed % 3 == 0)
    if seed % 4:
        problem = problem.replace(published=random_roster(rng, problem, 0.6))
    roster = random_roster(rng, problem, rng.random())
    rules = [*random_rules(rng, problem)]
    return Standing(problem, rules, roster, audit(problem, rules, roster))


def _changes(rng: Random, problem: Problem, people: list[str]) -> Changes:
    """Some days of these people: another shift, two, or none."""
    changes: dict[PersonDay, tuple[Assignment, ...]] = {}
    for employee in people:
        for day in rng.sample(range(problem.horizon.days), rng.randint(1, min(3, problem.horizon.days))):
            on = problem.horizon.date_of(day)
            if problem.employee_on(employee, on) is not None:
                codes = rng.choices(tuple(problem.shifts), k=rng.choice((0, 1, 1, 1, 2)))
                person = problem.employee[employee]
                changes[employee, on] = tuple(random_row(rng, problem, person, day, code) for code in codes)
    return changes


def _assert_as_audited(standing: Standing, outcome: Outcome) -> None:
    whole = audit(standing.problem, standing.rules, standing.changed(outcome.changes))
    before = Counter(standing.checked.violations)
    before.subtract(outcome.gone)
    before.update(outcome.come)
    assert +before == Counter(whole.violations)
    assert min(before.values(), default=0) >= 0, "what is gone was there"
    assert Counter(outcome.hard) == Counter(whole.hard)
    assert outcome.is_allowed == (not whole.hard)
    assert outcome.cost == whole.cost
    assert outcome.cost_change == whole.cost - standing.checked.cost
    changed = {number: points - standing.checked.cost_by_rule[number] for number, points in whole.cost_by_rule.items()}
    assert outcome.cost_change_by_rule == {number: points for number, points in sorted(changed.items()) if points}


@pytest.mark.parametrize("seed", range(30))
def test_a_change_of_some_people_is_found_as_by_the_whole_audit(seed: int) -> None:
    """Of every rule, hard and soft; one after another, so that what is remembered between them counts as well."""
    standing = _standing(seed)
    rng = Random(seed)
    people = list(standing.problem.employee)
    for _ in range(3):
        chosen = rng.sample(people, rng.randint(1, min(3, len(people))))
        _assert_as_audited(standing, standing.after(_changes(rng, standing.problem, chosen)))


@pytest.mark.parametrize("seed", range(15))
def test_changes_of_one_person_each_are_found_together_as_apart(seed: int) -> None:
    standing = _standing(seed)
    rng = Random(seed)
    options = {employee: _changes(rng, standing.problem, [employee]) for employee in standing.problem.employee}
    found = standing.after_each(options)
    assert found.keys() == options.keys()
    for outcome in found.values():
        _assert_as_audited(standing, outcome)


def test_no_change_does_nothing() -> None:
    standing = _standing(1)
    outcome = standing.after({})
    assert (outcome.gone, outcome.come, outcome.cost) == ((), (), standing.checked.cost)


@pytest.mark.parametrize("seed", range(15))
def test_after_a_change_is_made_the_next_one_is_found_as_well(seed: int) -> None:
    standing = _standing(seed)
    rng = Random(seed)
    for _ in range(3):
        outcome = standing.after(_changes(rng, standing.problem, rng.sample(list(standing.problem.employee), 1)))
        standing = standing.moved(outcome)
    whole = audit(standing.problem, standing.rules, standing.roster)
    assert Counter(standing.checked.violations) == Counter(whole.violations)
    np.testing.assert_equal(standing.checked.coverage.effective_permille, whole.coverage.effective_permille)


@pytest.mark.parametrize("seed", range(20))
def test_another_roster_is_found_by_where_it_differs(seed: int) -> None:
    """As the rosters of a repair are: a few people differ, all, or none."""
    standing = _standing(seed)
    rng = Random(seed)
    other = random_roster(rng, standing.problem, rng.random())
    moved = {employee for employee in standing.problem.employee if rng.random() < rng.choice((0.0, 0.3, 1.0))}
    rows = [row for row in standing.roster.assignments if row.employee_id not in moved]
    near = Roster.of([*rows, *(row for row in other.assignments if row.employee_id in moved)])

    found = standing.moved(standing.after(standing.roster.changes_to(near)))

    whole = audit(standing.problem, standing.rules, near)
    assert found.roster == near
    assert Counter(found.checked.violations) == Counter(whole.violations)
    assert found.checked.cost_by_rule == whole.cost_by_rule
    np.testing.assert_equal(found.checked.coverage.effective_permille, whole.coverage.effective_permille)


@pytest.mark.parametrize("seed", range(20))
def test_with_somebody_absent_all_is_found_as_by_the_whole_audit(seed: int) -> None:
    """Fair shares depend on who is there: what is found of others may change as well."""
    standing = _standing(seed)
    rng = Random(seed)
    problem = standing.problem
    employee = rng.choice(list(problem.employee))
    on = problem.horizon.date_of(rng.randrange(problem.horizon.days))
    absence = Absence(
        employee_id=employee, first_day=on, last_day=on, kind=rng.choice(["sick", *problem.absence_kinds])
    )
    then = standing.with_facts(problem.replace(absences=(*problem.absences, absence)), [employee])
    assert Counter(then.checked.violations) == Counter(audit(then.problem, then.rules, then.roster).violations)
    _assert_as_audited(then, then.after({(employee, on): ()}))


def test_what_people_attend_is_looked_at_where_a_row_has_something_of_it() -> None:
    problem = tiny_problem(employees=(person(1), person(2)))
    attends = Activity(datetime(2023, 11, 6, 17), datetime(2023, 11, 6, 19), "course", "training")
    row = replace(assignment(problem, "E001", MONDAY, "D"), activities=(attends,))
    roster = Roster.of([row, assignment(problem, "E002", MONDAY, "D")])
    standing = Standing(problem, [Activities()], roster, audit(problem, [Activities()], roster))
    assert len(standing.checked.hard) == 2, "past the shift, and not asked for"
    other = replace(row, employee_id="E002")
    for changes in ({("E002", MONDAY): ()}, {("E001", MONDAY): ()}, {("E002", MONDAY): (other,)}):
        _assert_as_audited(standing, standing.after(changes))

"""The first roster, rounded from the relaxation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from ortools.sat.python.cp_model import LinearExpr

from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.solve.extraction import choices_in, extract_roster
from scheduler.solve.fallback.rounding import choose_patterns, complete, lean_towards
from scheduler.solve.incumbent import Incumbent
from scheduler.verify import audit
from tests.constraints.agreement import MONDAY, person
from tests.solve.centre import RULES, Prepared, cost_of, first_roster, prepare, prepared, value_in, week_problem
from tests.solve.test_incumbent import incumbent
from tests.workspaces import write_workspace


def offered(ready: Prepared, values: NDArray[np.int64]) -> Incumbent:
    best = incumbent()
    assert best.offer_solution(ready.program, values, "start")
    return best


def test_everybody_gets_a_week_and_everybody_is_decided_once() -> None:
    ready = prepared()
    found = choose_patterns(ready.program, ready.patterns, ready.relaxed, go_on=lambda: True)
    assert found is not None
    chosen, order = found
    assert sorted(order) == list(range(len(ready.patterns)))
    assert all(
        0 <= pattern < len(patterns.picks) for pattern, patterns in zip(chosen.tolist(), ready.patterns, strict=True)
    )


def test_the_roster_keeps_every_row_and_breaks_no_hard_rule() -> None:
    ready, values = prepared(), first_roster()[0]
    best = offered(ready, values)
    assert best.cost == cost_of(ready.program, values)
    roster = extract_roster(ready.built, lambda expression: value_in(values.tolist(), expression))
    found = audit(ready.built.problem, RULES, roster)
    assert found.hard == ()
    assert found.cost == best.cost + ready.built.ledger.unavoidable_cost


def test_a_search_that_is_over_still_gets_everybody_a_week() -> None:
    ready = prepared()
    found = choose_patterns(ready.program, ready.patterns, ready.relaxed, go_on=lambda: False)
    assert found is not None
    values = complete(ready.structure, ready.patterns, found[0])
    assert values is not None
    offered(ready, values)


@pytest.mark.parametrize("spoil", ["a row", "an upper bound", "a lower bound"])
def test_values_that_break_anything_are_refused(spoil: str) -> None:
    ready, best = prepared(), incumbent()
    values = first_roster()[0].copy()
    choices = [var.index for *_, var in ready.built.works]
    works = next(index for index in choices if values[index])
    values[works] = {"a row": 0, "an upper bound": 2, "a lower bound": -1}[spoil]
    assert not best.offer_solution(ready.program, values, "start")
    assert best.values is None


def test_a_workspace_of_three_queues_gets_a_roster(tmp_path: Path) -> None:
    workspace = read_workspace(write_workspace(tmp_path))
    problem = plan_problem(workspace, MONDAY, 7)
    ready = prepare(problem, workspace.settings.rules)
    found = choose_patterns(ready.program, ready.patterns, ready.relaxed, go_on=lambda: True)
    assert found is not None
    values = complete(ready.structure, ready.patterns, found[0])
    assert values is not None
    best = offered(ready, values)
    roster = extract_roster(ready.built, lambda expression: value_in(values.tolist(), expression))
    found_by_check = audit(problem, workspace.settings.rules, roster)
    assert found_by_check.hard == ()
    assert found_by_check.cost == (best.cost or 0) + ready.built.ledger.unavoidable_cost


def test_a_known_roster_is_kept_where_one_more_person_comes() -> None:
    ready, values = prepared(), first_roster()[0]
    known = extract_roster(ready.built, value_in_values(values))
    more = week_problem()
    more = more.replace(employees=(*more.employees, person(10)))
    with_comer = prepare(more, RULES)
    leaning = lean_towards(with_comer.structure, with_comer.relaxed, choices_in(with_comer.built, known))
    found = choose_patterns(with_comer.program, with_comer.patterns, leaning, go_on=lambda: True)
    assert found is not None
    integer = complete(with_comer.structure, with_comer.patterns, found[0])
    assert integer is not None
    roster = extract_roster(with_comer.built, value_in_values(integer))
    patterns = {(row.employee_id, row.date, row.shift) for row in roster.assignments}
    assert {(row.employee_id, row.date, row.shift) for row in known.assignments} <= patterns
    comer = more.employees[-1].employee_id
    assert {employee for employee, _, _ in patterns} - {row.employee_id for row in known.assignments} == {comer}


def value_in_values(values: NDArray[np.int64]) -> Callable[[LinearExpr], int]:
    return lambda expression: value_in(values.tolist(), expression)

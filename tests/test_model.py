"""The assembled model: what its costs can add up to."""

from __future__ import annotations

from pathlib import Path

from ortools.sat.python import cp_model

from scheduler.domain.limits import MOST_COST, MOST_POINTS
from scheduler.model import build, most_by_rule, objective
from scheduler.penalties import Ledger
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.variables import Build
from tests.constraints.agreement import MONDAY
from tests.workspaces import SETTINGS, faults_of, write_workspace

HEAVY = SETTINGS.replace("weight: 10", f"weight: {MOST_POINTS}")
HEAVIEST = HEAVY.replace(
    "queue_access:", "shortfall_tiers: [{from_share: 0, multiplier: 1000}]\nqueue_access:"
).replace("aht_seconds: 240\n", "aht_seconds: 240\n    hour_weights: {prime: 1000, vulnerable: 1000, other: 1000}\n")


def built(folder: Path, settings: str) -> Build:
    workspace = read_workspace(write_workspace(folder, workspace=settings))
    return build(plan_problem(workspace, MONDAY, 7), workspace.settings.rules)


def test_the_largest_weight_fits_the_solvers(tmp_path: Path) -> None:
    assert sum(most_by_rule(built(tmp_path, HEAVY).ledger).values()) < MOST_COST


def test_costs_that_do_not_fit_are_a_fault_that_names_the_weights(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: built(tmp_path, HEAVIEST))
    assert fault.startswith("workspace.yaml:rules costs can add up to ")
    assert "more than the 9.0e+15 that solvers count exactly" in fault
    assert "most of it by coverage_shortfall (weight 100000); lower these weights" in fault


def test_what_a_rule_charges_at_most_is_what_its_variables_allow() -> None:
    model = cp_model.CpModel()
    up_to_five, choice = model.new_int_var(0, 5, "up_to_five"), model.new_bool_var("choice")
    ledger = Ledger()
    ledger.charge("R1", 10, up_to_five)
    ledger.charge("R1", 1, 7)
    ledger.charge("R2", 3, 2 * up_to_five + choice)
    ledger.charge("R3", 3, 1 - choice)
    assert most_by_rule(ledger) == {"R1": 57, "R2": 33, "R3": 6}


def test_no_roster_of_a_small_centre_costs_more_than_its_bound(tmp_path: Path) -> None:
    assembled = built(tmp_path, SETTINGS)
    model = assembled.model.clone()
    model.maximize(objective(assembled.ledger))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 2
    assert solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    found = round(solver.objective_value) + assembled.ledger.unavoidable_cost
    assert found <= sum(most_by_rule(assembled.ledger).values())

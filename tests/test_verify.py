"""The audit of a finished roster, from its file to the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ortools.sat.python import cp_model

from benchmarks.corruptions import SPOILS, corruptions, write_corruption
from scheduler import cli, run
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.domain.people import Request
from scheduler.model import build
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.solve.handout import hand_out
from scheduler.verify import audit
from scheduler.writers.roster_csv import write_roster
from tests.constraints.agreement import MONDAY, roster_of, tiny_problem
from tests.workspaces import SETTINGS, STAFF, write_workspace

HARD_RULES = """\
  - rule: contract_days
  - rule: maximum_consecutive_days
  - rule: weekly_day_off
  - rule: contract_minutes
  - rule: overtime_cap
  - rule: absences
  - rule: eligible_shifts
  - rule: night_consent
  - rule: eligible_queues
  - rule: on_site_seats
    seats: 6
  - rule: remote_rotation
  - rule: locks
  - rule: weekend_duty
  - rule: minimum_heads
    spans: [{queue: general, from: "10:00", to: "11:00", heads: 1, weekdays: [mon, tue, wed, thu, fri]}]
  - rule: shift_times
"""
ALL_RULES = SETTINGS.replace("  - rule: meal_break\n", "  - rule: meal_break\n" + HARD_RULES).replace(
    "queues:\n",
    "  - {name: weekend, name_ko: 주말, name_en: weekend, days_per_week: 5, paid_minutes_per_week: 2400,\n"
    "     weekend_days_per_week: 1}\nqueues:\n",
    1,
)
WEEKEND_STAFF = STAFF.replace("E006,Agent 6,day,full_time", "E006,Agent 6,day,weekend")
ALL_KINDS = {number for number, _ in SPOILS}


def write(folder: Path) -> Path:
    return write_workspace(folder, workspace=ALL_RULES, staff=WEEKEND_STAFF)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The workspace with every hard rule in force, and the file of a roster that keeps them."""
    folder = tmp_path_factory.mktemp("verify")
    workspace = read_workspace(write(folder / "workspace"))
    built = build(plan_problem(workspace, MONDAY, 7), workspace.settings.rules)
    for person in ("E001", "E002", "E003", "E004", "E005", "E006", "E011", "E012"):
        # Eight at work on Wednesday, two of them at home: in the office they would be more than the seats.
        choice = built.works.choice(person, 2, "D")
        assert choice is not None
        built.model.add(choice == 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.stop_after_first_solution = True
    assert solver.solve(built.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    write_roster(folder / "roster.csv", hand_out(built, solver.value))
    return folder / "workspace", folder / "roster.csv"


def scheduler_verify(workspace: Path, roster: Path) -> Result:
    return CliRunner().invoke(cli.main, ["verify", str(workspace), str(roster), "--week", str(MONDAY)])


def test_an_untouched_roster_passes(made: tuple[Path, Path]) -> None:
    result = scheduler_verify(*made)
    assert result.exit_code == 0, result.output
    assert "all 18 kept" in result.stdout


def test_the_cost_is_told_by_rule(made: tuple[Path, Path]) -> None:
    checked = run.verify(*made)
    assert checked.audit is not None
    assert set(checked.audit.cost_by_rule) == {"R20", "R21"}
    assert checked.audit.cost == sum(violation.points or 0 for violation in checked.audit.soft) > 0
    stdout = scheduler_verify(*made).stdout
    for number, points in checked.audit.cost_by_rule.items():
        (line,) = [line for line in stdout.splitlines() if line.startswith(f"  {number} ")]
        assert line.endswith(f" {points:,}")


@pytest.mark.parametrize("place", range(len(SPOILS)), ids=[spoil.__name__.strip("_") for _, spoil in SPOILS])
def test_each_corruption_is_refused_with_person_rule_and_day(
    made: tuple[Path, Path], tmp_path: Path, place: int
) -> None:
    workspace, roster = made
    number, spoil = SPOILS[place]
    corruption = next(spoil(run.verify(workspace, roster, MONDAY)))
    result = scheduler_verify(*write_corruption(corruption, workspace, tmp_path / "spoilt"))
    assert result.exit_code == cli.EXIT_VIOLATIONS, result.output
    assert corruption.rule == number
    assert [line for line in result.stdout.splitlines() if corruption.is_named_in(line)], (
        corruption.what,
        result.output,
    )


def test_every_kind_of_hard_rule_has_a_corruption(made: tuple[Path, Path]) -> None:
    assert {corruption.rule for corruption in corruptions(run.verify(*made))} == ALL_KINDS
    assert len(ALL_KINDS) >= 10


def test_a_rule_that_is_not_in_force_is_not_checked(made: tuple[Path, Path], tmp_path: Path) -> None:
    checked = run.verify(*made)
    corruption = next(found for found in corruptions(checked) if found.rule == "R14")
    (tmp_path / "lax").mkdir()
    lax = write_workspace(
        tmp_path / "lax", workspace=ALL_RULES.replace("  - rule: remote_rotation\n", ""), staff=WEEKEND_STAFF
    )
    write_roster(tmp_path / "roster.csv", corruption.roster)
    assert "R14" not in scheduler_verify(lax, tmp_path / "roster.csv").stdout


def test_an_audit_parts_hard_breaches_from_priced_ones() -> None:
    problem = tiny_problem(requests=(Request(employee_id="E001", date=MONDAY, shift="OFF", weight=3),))
    roster = roster_of(problem, {("E001", 0): "V", ("E001", 1): "D"})
    found = audit(problem, [OneShiftADay(), MinimumRest(), Requests(weight=2), NoIsolatedDays(weight=4)], roster)
    assert [violation.rule for violation in found.hard] == ["R03"]
    assert found.cost_by_rule == {"R22": 6, "R26": 0}
    assert found.cost == 6


def test_an_audit_of_a_roster_without_breaches_has_none() -> None:
    problem = tiny_problem()
    found = audit(problem, [OneShiftADay(), MinimumRest()], roster_of(problem, {("E001", 0): "D", ("E001", 1): "D"}))
    assert found.violations == ()
    assert (found.cost_by_rule, found.cost) == ({}, 0)

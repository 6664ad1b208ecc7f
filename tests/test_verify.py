"""The audit of a finished roster, from its file to the exit code."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from ortools.sat.python import cp_model

from benchmarks.corruptions import SPOILS, corruptions, write_corruption
from scheduler import cli
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.requests import Requests
from scheduler.domain.people import Request
from scheduler.errors import InputError
from scheduler.figures.words import gap_text, headline
from scheduler.model import build
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.result import SolveResult, Status
from scheduler.run.auditing import verify
from scheduler.run.writing import write_run
from scheduler.solve.extraction import extract_roster
from scheduler.variables import Build
from scheduler.verify import audit, disagreement
from scheduler.writers.roster_csv import write_roster
from tests.constraints.agreement import MONDAY, roster_of, tiny_problem
from tests.workspaces import PREVIOUS_WEEK, SETTINGS, STAFF, write_workspace

HARD_RULES = """\
  - rule: contract_days
  - rule: maximum_consecutive_days
  - rule: weekly_day_off
  - rule: contract_minutes
  - {rule: overtime_cap, max_overtime_minutes_per_week: 720, max_regular_minutes_per_week: 2400}
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
    return write_workspace(folder, workspace=ALL_RULES, staff=WEEKEND_STAFF, previous_roster=PREVIOUS_WEEK)


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
    write_roster(folder / "roster.csv", extract_roster(built, solver.value))
    return folder / "workspace", folder / "roster.csv"


def scheduler_verify(workspace: Path, roster: Path) -> Result:
    return CliRunner().invoke(cli.main, ["verify", str(workspace), str(roster), "--week", str(MONDAY)])


def test_an_untouched_roster_passes(made: tuple[Path, Path]) -> None:
    result = scheduler_verify(*made)
    assert result.exit_code == 0, result.output
    assert "all 20 kept" in result.stdout


def test_the_cost_is_told_by_rule(made: tuple[Path, Path]) -> None:
    checked = verify(*made)
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
    corruption = next(spoil(verify(workspace, roster, MONDAY)))
    result = scheduler_verify(*write_corruption(corruption, workspace, tmp_path / "spoilt"))
    assert result.exit_code == cli.EXIT_VIOLATIONS, result.output
    assert corruption.rule == number
    assert [line for line in result.stdout.splitlines() if corruption.is_named_in(line)], (
        corruption.what,
        result.output,
    )


def test_every_kind_of_hard_rule_has_a_corruption(made: tuple[Path, Path]) -> None:
    assert {corruption.rule for corruption in corruptions(verify(*made))} == ALL_KINDS
    assert len(ALL_KINDS) >= 10


def test_a_rule_that_is_not_in_force_is_not_checked(made: tuple[Path, Path], tmp_path: Path) -> None:
    lax, roster = write_corrupted(made, tmp_path, "R03", "minimum_rest", ("\n    min_rest_minutes: 660",))
    assert "R03" not in scheduler_verify(lax, roster).stdout


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        ("R01", "one_shift_a_day"),
        ("R09", "eligible_shifts"),
        ("R11", "eligible_queues"),
        ("R12", "meal_break"),
        ("R14", "remote_rotation"),
        ("R18", "shift_times"),
    ],
)
def test_what_a_roster_is_is_checked_whether_or_not_it_is_listed(
    made: tuple[Path, Path], tmp_path: Path, number: str, rule: str
) -> None:
    result = scheduler_verify(*write_corrupted(made, tmp_path, number, rule))
    assert result.exit_code == cli.EXIT_VIOLATIONS
    assert f"  {number} " in result.stdout


def write_corrupted(
    made: tuple[Path, Path], folder: Path, number: str, rule: str, parameters: tuple[str, ...] = ("",)
) -> tuple[Path, Path]:
    """A roster that breaks a rule, and a workspace that does not list the rule."""
    corruption = next(found for found in corruptions(verify(*made)) if found.rule == number)
    settings = ALL_RULES.replace(f"  - rule: {rule}{''.join(parameters)}\n", "")
    assert settings != ALL_RULES
    (folder / "lax").mkdir()
    write_roster(folder / "roster.csv", corruption.roster)
    return write_workspace(
        folder / "lax", workspace=settings, staff=WEEKEND_STAFF, previous_roster=PREVIOUS_WEEK
    ), folder / "roster.csv"


# ---- what the search says of its cost ----


OPTIMUM = SolveResult(
    status=Status.OPTIMAL,
    roster=None,
    objective=4,
    best_bound=4.0,
    bound_source="CP-SAT",
    unavoidable_cost=2,
    cost_by_rule={"R22": 6},
    build_seconds=0.0,
    solve_seconds=0.0,
)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (OPTIMUM, None),
        (replace(OPTIMUM, status=Status.FEASIBLE, objective=9, best_bound=1.0), None),
        (replace(OPTIMUM, objective=None, best_bound=None), None),
        (replace(OPTIMUM, objective=3, best_bound=3.0, cost_by_rule={"R22": 5}), "but the search counts 5 points (R22"),
        (replace(OPTIMUM, status=Status.FEASIBLE, objective=3, best_bound=None), "but the search counts 5 points"),
        (replace(OPTIMUM, objective=5, best_bound=5.0), "no roster costs less than 7 "),
        (replace(OPTIMUM, status=Status.FEASIBLE, objective=9, best_bound=5.0), "no roster costs less than 7 "),
    ],
    ids=["agree", "not proven", "no roster", "too low", "too low unproven", "optimum too high", "bound too high"],
)
def test_checks_that_contradict_the_cost_of_the_search_are_told(result: SolveResult, words: str | None) -> None:
    problem = tiny_problem(requests=(Request(employee_id="E001", date=MONDAY, shift="OFF", weight=3),))
    checked = audit(problem, [Requests(weight=2)], roster_of(problem, {("E001", 0): "V"}))
    assert checked.cost == 6
    found = disagreement(checked, result)
    assert (found is None) == (words is None)
    assert words is None or words in (found or "")


def test_a_checked_roster_costs_what_the_checks_say_and_the_gap_follows() -> None:
    searched = replace(OPTIMUM, status=Status.FEASIBLE, objective=9, best_bound=1.0)
    priced = searched.priced({"R22": 6})
    assert (priced.status, priced.objective, priced.best_bound) == (Status.FEASIBLE, 4, 1.0)
    assert priced.relative_gap == (4 - 1) / 4
    assert priced.cost_by_rule == {"R22": 6}


def test_a_roster_that_costs_what_the_bound_says_by_the_checks_is_optimal() -> None:
    searched = replace(OPTIMUM, status=Status.FEASIBLE, objective=9, best_bound=4.0)
    assert searched.priced({"R22": 6}) == OPTIMUM
    assert searched.priced({"R22": 7}).status is Status.FEASIBLE


def test_every_form_of_a_run_shows_the_cost_of_the_checks_where_the_search_counts_more(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    checked = verify(*made)
    assert checked.audit is not None
    unavoidable, too_much = 10, 1_000_000
    result = replace(
        OPTIMUM,
        status=Status.FEASIBLE,
        roster=checked.roster,
        objective=checked.audit.cost - unavoidable + too_much,
        best_bound=1.0,
        unavoidable_cost=unavoidable,
    )
    run = write_run(tmp_path, replace(checked, result=result), began=0.0)
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    objective = sum(summary["penalties"].values()) - unavoidable
    assert objective == checked.audit.cost - unavoidable > 1
    assert (summary["objective"], summary["unavoidable_cost"]) == (objective, unavoidable)
    assert summary["relative_gap"] == (objective - 1) / objective
    assert f"{objective:,}" in (tmp_path / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "roster.xlsx")
    assert f"{objective:,}" in {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert any(gap_text(summary["relative_gap"], "en") in figure for _, figure in headline(run))


def generate_with_other_shortfall_prices(
    folder: Path, monkeypatch: pytest.MonkeyPatch, numerator: int, denominator: int
) -> Result:
    """Run the command where the model prices a missing agent otherwise than the check does."""
    honest = CoverageShortfall.apply

    def mutated(rule: CoverageShortfall, made: Build) -> None:
        assert rule.weight is not None
        honest(rule.model_copy(update={"weight": rule.weight * numerator // denominator}), made)

    monkeypatch.setattr(CoverageShortfall, "apply", mutated)
    settings = SETTINGS + "solve: {time_limit_seconds: 5, relative_gap: 0.3, workers: 1}\n"
    workspace = write_workspace(folder / "workspace", workspace=settings)
    return CliRunner().invoke(
        cli.main, ["generate", str(workspace), "--week", str(MONDAY), "--output", str(folder / "out")]
    )


@pytest.mark.parametrize(
    ("numerator", "denominator", "claim"),
    [(1, 10, "but the search counts"), (10, 1, "proven that no roster costs less than")],
    ids=["too low", "too high"],
)
def test_a_model_that_prices_otherwise_than_its_check_is_our_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, numerator: int, denominator: int, claim: str
) -> None:
    result = generate_with_other_shortfall_prices(tmp_path, monkeypatch, numerator, denominator)
    assert result.exit_code == cli.EXIT_BUG, result.output
    assert claim in result.output
    assert "R20" in result.output
    assert not (tmp_path / "out" / "roster.csv").exists()


def test_a_model_that_prices_as_its_check_does_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = generate_with_other_shortfall_prices(tmp_path, monkeypatch, 1, 1)
    assert result.exit_code == 0, result.output


def test_meals_and_single_shifts_that_are_not_listed_are_planned_and_checked_all_the_same(tmp_path: Path) -> None:
    settings = SETTINGS.replace("  - rule: meal_break\n", "").replace("  - rule: one_shift_a_day\n", "")
    workspace = write_workspace(
        tmp_path / "workspace",
        workspace=settings + "solve: {time_limit_seconds: 60, relative_gap: 1, workers: 1}\n",
    )
    arguments = ["generate", str(workspace), "--week", str(MONDAY), "--output", str(tmp_path / "out")]
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code == 0, result.output
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert sum(summary["penalties"].values()) == summary["objective"] + summary["unavoidable_cost"]
    assert "all 9 kept" in result.stdout


# ---- an audit ----


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


def test_a_roster_of_more_weeks_than_can_be_planned_is_named(tmp_path: Path) -> None:
    """Each row lies no more than two weeks from the next, so that none of them is odd."""
    folder = write_workspace(tmp_path / "w")
    header, *_ = PREVIOUS_WEEK.splitlines()
    days = [MONDAY + timedelta(days=14 * n) for n in range(53)]
    lines = [f"E005,{day},D,{day}T09:00,{day}T18:00,{day}T12:00,{day}T13:00,office,general,480" for day in days]
    path = tmp_path / "long.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        verify(folder, path, is_first_week=True)
    assert [str(fault) for fault in refused.value.faults] == [
        f"{path} its rows go from 2023-11-06 to {days[-1]}; name a roster of at most 104 weeks"
    ]

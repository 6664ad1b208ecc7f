"""A finished run of the small workspace, made without a solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from scheduler.constraints.on_call import still_on_call
from scheduler.domain.roster import Roster
from scheduler.figures import Run
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.result import SolveResult, Status
from scheduler.run_record import record_of_search
from scheduler.verify import audit
from scheduler.writers.folder import run_folder
from scheduler.writers.roster_csv import write_on_call, write_roster
from scheduler.writers.summary_json import write_summary
from tests.constraints.agreement import MONDAY, roster_of
from tests.workspaces import write_workspace

WORKED = {
    **{("E003", day): "D" for day in (0, 1)},
    ("E003", 2): "V",
    **{("E005", day): "D" for day in range(5)},
    ("E004", 4): "D",
    ("E007", 1): "N",
    ("E009", 5): "N",
    ("E011", 0): "D",
}
"""Shift by person and day: E003's request is met, E004's day off and E007's wish against a night are not."""


def small_run(folder: Path, status: Status = Status.FEASIBLE, **contents: str | bytes | None) -> Run:
    """The run in which people work `WORKED`, or nobody has a roster when the status says so.

    Parameters
    ----------
    folder
        Where to write the workspace, with these contents in place of the usual ones.
    """
    workspace = read_workspace(write_workspace(folder, **contents))
    problem = plan_problem(workspace, MONDAY, 7)
    rules = workspace.settings.rules
    has_roster = status in (Status.OPTIMAL, Status.FEASIBLE)
    roster = roster_of(problem, WORKED) if has_roster else None
    checked = None if roster is None else audit(problem, rules, roster)
    unavoidable = 10
    objective = None if checked is None else checked.cost - unavoidable
    return Run(
        settings=workspace.settings,
        problem=problem,
        rules=rules,
        result=SolveResult(
            status=status,
            roster=roster,
            objective=objective,
            best_bound=None if objective is None else 0.75 * objective,
            bound_source="CP-SAT",
            unavoidable_cost=unavoidable,
            cost_by_rule={},
            build_seconds=0.5,
            solve_seconds=1.5,
        ),
        roster=roster,
        audit=checked,
        solving=workspace.settings.solve.model_copy(update={"seed": 7}),
        total_seconds=2.5,
        inputs_sha256=workspace.inputs_sha256,
    )


def write_run(
    folder: Path, workspace: Path, worked: Mapping[tuple[str, int], str], first_day: date = MONDAY, days: int = 7
) -> Roster:
    """Write the folder of a run in which people work this, whatever the rules say: its roster and its record.

    Parameters
    ----------
    folder
        The run's.
    workspace
        That it is made from, which is there.
    worked
        Shift by person and day, counted from the first.
    first_day, days
        What is planned.
    """
    inputs = replace(read_workspace(workspace), is_first_week=True)
    problem = plan_problem(inputs, first_day, days)
    roster = still_on_call(inputs.settings.rules, problem, roster_of(problem, worked))
    solving = inputs.settings.solve
    record = record_of_search(inputs, first_day, days, command="generate", options=solving, given={})
    record = record.model_copy(update={"has_result": True, "is_first_week": False})
    with run_folder(folder, record) as hidden:
        write_roster(hidden / "roster.csv", roster, inputs.settings.centre.zone)
        write_on_call(hidden / "on_call.csv", roster)
    return roster


def write_small_run(folder: Path, workspace: Path, **contents: str | bytes | None) -> Run:
    """Write the folder of the small run: its roster as csv, its summary, and its record.

    Parameters
    ----------
    folder
        The run's.
    workspace
        Where to write the workspace that it is made from, with these contents in place of the usual ones.
    """
    run = small_run(workspace, **contents)
    assert run.roster is not None
    inputs = read_workspace(workspace)
    record = record_of_search(inputs, MONDAY, 7, command="generate", options=run.settings.solve, given={})
    with run_folder(folder, record.model_copy(update={"has_result": True})) as hidden:
        write_roster(hidden / "roster.csv", run.roster)
        write_summary(hidden / "summary.json", run)
    return run

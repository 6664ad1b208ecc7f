"""One run from end to end: read, plan, solve, check the written file, write. Commands call these functions."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from scheduler.bundled import copy_bundled_workspace
from scheduler.config import Settings
from scheduler.constraints.base import Rule
from scheduler.days_around import with_days_before
from scheduler.diagnose import explain
from scheduler.domain.choices import LockCells
from scheduler.domain.edits import Edit, EditedRoster
from scheduler.domain.limits import MOST_WEEKS
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.errors import InfeasibleError, InputError, NoRosterError, OutputError, SchedulerError
from scheduler.figures import Run
from scheduler.formats.headers import INPUT_SHEETS
from scheduler.formats.run_folder import (
    COVERAGE_FILE,
    DAYS_AROUND_FILE,
    REPORT_FILE,
    ROSTER_FILE,
    SUMMARY_FILE,
    WORKBOOK_FILE,
)
from scheduler.formats.workspace_files import IN_SHEET, INPUTS_WORKBOOK, WORKSPACE_FILE
from scheduler.locking import locks_of, refuse_later_locks, with_lock_rule, with_locks
from scheduler.messages import Message
from scheduler.model import build
from scheduler.parallel import Cluster
from scheduler.planning import plan_problem
from scheduler.readers.roster import read_edited_roster, read_roster
from scheduler.readers.workspace import Workspace, read_workspace
from scheduler.result import SolveResult, Status
from scheduler.run_record import record_of, record_of_search, refuse_other_centre
from scheduler.solve import Report, solve
from scheduler.solve.linear.program import linear_program, to_mps
from scheduler.staffing.explanation import DemandRow, explain_demand
from scheduler.verify import audit, disagreement
from scheduler.writers.coverage_csv import write_coverage
from scheduler.writers.days_around_csv import write_days_around
from scheduler.writers.folder import (
    holds_result,
    kept_file,
    refuse_foreign_folder,
    refuse_taken_file,
    run_folder,
    whole_file,
)
from scheduler.writers.report import write_report
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.summary_json import write_summary
from scheduler.writers.workbook import write_workbook
from scheduler.writers.workspace_book import write_workspace_book
from scheduler.writers.workspace_book.settings import left_to_the_sheet, weekly_settings


def generate(
    folder: Path,
    first_day: date,
    weeks: int,
    output: Path,
    *,
    options: Mapping[str, float] | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    lock: Path | None = None,
    lock_cells: LockCells = "edited",
    stop: threading.Event | None = None,
    report: Report | None = None,
    cluster: Cluster | None = None,
) -> Run:
    """Make the roster of some weeks and write the run's folder.

    Parameters
    ----------
    folder
        The workspace.
    first_day
        A Monday.
    weeks
        How many weeks are planned.
    output
        The run's folder; appears whole or not at all.
    options
        Fields of `Solving` that replace the workspace's.
    previous
        A roster that people know already, a file or the folder of a run: on the days of which it speaks it takes the
        place of the workspace's previous roster, days after the planned ones included, and the planned days among its
        rows are what the rule of least change holds against.
    is_first_week
        Nobody worked on the days before of which no roster speaks.
    lock
        A roster whose cells the new one keeps.
    lock_cells
        Which of its cells: those that were edited, all, or those that are marked.
    stop
        Set it to end the search early; the best roster so far is kept.
    report
        Told of each step of the search.
    cluster
        A Dask cluster for the pieces of long horizons and many people; None: this machine's cores.

    Raises
    ------
    InputError
        The workspace has faults, or the days before the first one are not known.
    InfeasibleError
        The hard rules cannot hold together; the folder then holds the summary alone, or is as it was where it has a
        roster.
    NoRosterError
        The search ended before its first roster; the folder as for infeasible.
    OutputError
        The folder cannot be written.
    SchedulerError
        The roster breaks a hard rule, or the checks contradict what the search says of its cost: a bug; nothing is
        written.
    """
    began = time.monotonic()
    refuse_foreign_folder(output, "roster")
    locked = None if lock is None else record_of(lock)
    workspace = with_days_before(
        read_workspace(folder),
        previous,
        is_first_week=is_first_week,
        # Of other weeks it says nothing of the days before these.
        of_run=lock if locked is not None and locked.first_day == first_day else None,
    )
    solving = workspace.settings.solve.model_copy(update=dict(options or {}))
    problem = plan_problem(workspace, first_day, 7 * weeks)
    refuse_later_locks(workspace, problem.horizon)
    rules = workspace.settings.rules
    if lock is not None:
        problem = with_locks(
            problem, locks_of(read_known_roster(lock, workspace), lock_cells, problem.horizon, lock), lock
        )
        rules = with_lock_rule(rules)
    result = solve(problem, rules, options=solving, stop=stop, report=report, cluster=cluster)
    record = record_of_search(
        workspace,
        first_day,
        7 * weeks,
        command="generate",
        options=solving,
        given={"previous": previous, "lock": lock},
    )
    with run_folder(output, record.model_copy(update={"has_result": result.roster is not None})) as temporary:
        run = write_searched(temporary, workspace, problem, rules, result, seed=solving.seed, began=began)
    kept = (
        (f"{output} is as it was, with its earlier roster",) if result.roster is None and holds_result(output) else ()
    )
    if result.status is Status.INFEASIBLE:
        # After the summary is written: the reasons may take a while to find, and Ctrl-C there loses nothing.
        reasons = explain(problem, rules, workers=solving.workers)
        if not reasons:
            raise SchedulerError("the search calls the hard rules infeasible, yet they can hold together")
        raise InfeasibleError((*(reason.text(workspace.settings.language) for reason in reasons), *kept))
    if result.status is Status.NO_SOLUTION:
        said = (
            f"no roster was found within {solving.time_limit_seconds:g} s, and none was proven impossible; "
            "give it longer with --time-limit"
        )
        raise NoRosterError("\n".join((said, *kept)))
    return run


def write_searched(
    folder: Path,
    workspace: Workspace,
    problem: Problem,
    rules: tuple[Rule, ...],
    result: SolveResult,
    *,
    seed: int,
    began: float,
) -> Run:
    """Write what a search ended with: a roster in all its forms, checked, and the summary, or the summary alone.

    Parameters
    ----------
    seed
        Of the search.
    began
        When the whole run did, by the monotonic clock in seconds.

    Raises
    ------
    SchedulerError
        The roster breaks a hard rule: a bug.
    """
    run = Run(
        settings=workspace.settings,
        problem=problem,
        rules=rules,
        result=result,
        roster=None,
        audit=None,
        seed=seed,
        total_seconds=0.0,
        inputs_sha256=workspace.inputs_sha256,
    )
    if result.roster is not None:
        run = write_forms(replace(run, roster=result.roster), folder)
    run = replace(run, total_seconds=time.monotonic() - began)
    write_summary(folder / SUMMARY_FILE, run)
    return run


def write_forms(run: Run, folder: Path) -> Run:
    """Write a run's roster in every form; ``roster.csv`` first, and the others of what is read back from it.

    Raises
    ------
    SchedulerError
        What was read back breaks a hard rule, or costs other than the search says.
    """
    assert run.roster is not None
    path = folder / ROSTER_FILE
    write_roster(path, run.roster, run.settings.centre.zone)
    run = check(run, path)
    assert run.audit is not None
    if run.audit.hard:
        raise SchedulerError(
            "the roster that was found breaks hard rules, so it was not written:\n"
            + "\n".join(f"{violation.rule} {violation.message}" for violation in run.audit.hard)
        )
    contradiction = disagreement(run.audit, run.result)
    if contradiction is not None:
        raise SchedulerError(f"the roster that was found was not written: {contradiction}")
    write_days_around(folder / DAYS_AROUND_FILE, run.problem)
    write_coverage(folder / COVERAGE_FILE, run.coverage, run.settings.centre.zone)
    write_workbook(folder / WORKBOOK_FILE, run)
    write_report(folder / REPORT_FILE, run)
    return run


def check(run: Run, path: Path) -> Run:
    """The run with the roster of a file in place of its own, and with its audit."""
    roster = read_roster(path, run.settings, run.problem.employees)
    return replace(run, roster=roster, audit=audit(run.problem, run.rules, roster))


def read_known_roster(path: Path, workspace: Workspace) -> EditedRoster:
    """A roster's file, or that of a run's folder.

    Raises
    ------
    InputError
        It has faults, or it lies in the folder of a run that was made from another centre's workspace.
    """
    refuse_other_centre(path, workspace)
    if path.is_dir():
        path = path / ROSTER_FILE
    return read_edited_roster(path, workspace.settings, workspace.employees, workspace.absences)


def verify(
    folder: Path,
    roster_path: Path,
    first_day: date | None = None,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
    keeps_record: bool = False,
) -> Run:
    """Check a roster file against every rule, from scratch.

    Parameters
    ----------
    folder
        The workspace.
    roster_path
        The roster's file, or the folder of a run.
    first_day
        The Monday on which the checked days begin; None: the week of the roster's earliest date.
    previous
        The roster of the days before and after, a file or the folder of a run; None: the workspace's.
    is_first_week
        Nobody worked on the days before of which no roster speaks; so it is, too, where a run was made with that.
    keeps_record
        Of a run, without `previous`, count the days around that it recorded when it was made.

    Raises
    ------
    InputError
        The workspace or the roster's file has faults, or the days before are not known.
    """
    began = time.monotonic()
    workspace = with_days_before(
        read_workspace(folder), previous, is_first_week=is_first_week, of_run=roster_path, keeps_record=keeps_record
    )
    edited = read_known_roster(roster_path, workspace)
    return verified(workspace, edited.roster, problem_of(workspace, edited, roster_path, first_day), began)


@dataclass(frozen=True)
class Comparison:
    """A roster that was edited by hand, checked as it was written and as it stands now."""

    before: Run
    after: Run
    edits: tuple[Edit, ...]


def verify_edits(
    folder: Path,
    roster_path: Path,
    first_day: date | None = None,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> Comparison:
    """Check a roster file as `verify` does, and say what was edited in it since it was written.

    A csv file does not tell: it has no edits.

    Raises
    ------
    InputError
        The workspace or the roster's file has faults, or the days before are not known.
    """
    began = time.monotonic()
    workspace = with_days_before(read_workspace(folder), previous, is_first_week=is_first_week, of_run=roster_path)
    edited = read_known_roster(roster_path, workspace)
    problem = problem_of(workspace, edited, roster_path, first_day)
    after = verified(workspace, edited.roster, problem, began)
    before = verified(workspace, edited.before, problem, began) if edited.edits else after
    return Comparison(before, after, edited.edits)


def problem_of(workspace: Workspace, edited: EditedRoster, path: Path, first_day: date | None = None) -> Problem:
    """The whole weeks of a roster's days, those that were edited away included."""
    dates = {row.date for roster in (edited.before, edited.roster) for row in roster.assignments}
    if not dates:
        raise InputError.of(path, "the roster has no rows", "name a roster with at least one worked day")
    monday = min(dates) - timedelta(days=min(dates).weekday())
    if (max(dates) - monday).days >= 7 * MOST_WEEKS:
        raise InputError.of(
            path,
            Message("its rows go from {first} to {last}", first=min(dates), last=max(dates)),
            f"name a roster of at most {MOST_WEEKS} weeks",
        )
    first_day = first_day or monday
    weeks = max(1, -(-((max(dates) - first_day).days + 1) // 7))
    return plan_problem(workspace, first_day, 7 * weeks)


def verified(
    workspace: Workspace, roster: Roster, problem: Problem, began: float, rules: tuple[Rule, ...] | None = None
) -> Run:
    """A roster with its check, by other rules than the workspace's where they are given."""
    rules = rules or workspace.settings.rules
    return Run(
        settings=workspace.settings,
        problem=problem,
        rules=rules,
        result=SolveResult(Status.FEASIBLE, roster, None, None, "", 0, {}, 0.0, 0.0),
        roster=roster,
        audit=audit(problem, rules, roster),
        seed=workspace.settings.solve.seed,
        total_seconds=time.monotonic() - began,
        inputs_sha256=workspace.inputs_sha256,
    )


class PlannedDemand(NamedTuple):
    """What each queue of a workspace needs in each interval, and why."""

    settings: Settings
    problem: Problem
    rows: list[DemandRow]


def demand(folder: Path, first_day: date, weeks: int) -> PlannedDemand:
    """What each queue of a workspace needs in each interval, and why."""
    # Who worked in the days before changes nothing of what the callers need.
    workspace = with_days_before(read_workspace(folder), None, is_first_week=True)
    problem = plan_problem(workspace, first_day, 7 * weeks)
    return PlannedDemand(workspace.settings, problem, explain_demand(workspace.settings, problem.demand))


def export_model(
    folder: Path,
    first_day: date,
    weeks: int,
    output: Path,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> None:
    """Write the model of some weeks, as MPS or as a CP-SAT protocol buffer by the ending of the file's name.

    Raises
    ------
    OutputError
        The file's name ends in neither ``.mps`` nor ``.pb``, or it cannot be written.
    """
    if output.suffix not in (".mps", ".pb"):
        raise OutputError(f"{output}: name a file that ends in .mps or .pb")
    refuse_taken_file(output)
    workspace = with_days_before(read_workspace(folder), previous, is_first_week=is_first_week)
    problem = plan_problem(workspace, first_day, 7 * weeks)
    model = build(problem, workspace.settings.rules).model
    with kept_file(output) as temporary:
        if output.suffix == ".mps":
            temporary.write_text(to_mps(linear_program(model)), encoding="utf-8")
        elif not model.export_to_file(str(temporary)):
            raise OutputError(f"{output} cannot be written")


def init(folder: Path, form: str) -> None:
    """Make a new workspace from the bundled one.

    Parameters
    ----------
    folder
        A new folder.
    form
        ``csv``: a file for each input; ``xlsx``: one workbook with a sheet for each.

    Raises
    ------
    OutputError
        `folder` is a file, or a folder that is not empty.
    """
    copy_bundled_workspace(folder)
    if form != "xlsx":
        return
    workspace = read_workspace(folder)
    with whole_file(folder / INPUTS_WORKBOOK) as temporary:
        write_workspace_book(temporary, workspace)
    for name, source in workspace.sources.items():
        assert name in INPUT_SHEETS  # an input without a sheet would be lost
        (folder / source).unlink()
    path = folder / WORKSPACE_FILE
    in_sheet = [name for name, _, _ in weekly_settings(workspace.settings, workspace.settings.language)]
    text = left_to_the_sheet(path.read_text(encoding="utf-8"), in_sheet)
    path.write_text(_SETTINGS_NOTE + text, encoding="utf-8")


_SETTINGS_NOTE = f"""\
# A value that is '{IN_SHEET}' stands there, in the sheet 'settings'; change it there.

"""

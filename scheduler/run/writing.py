"""The last step of a run: its folder, which appears whole or not at all."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from scheduler.figures import Run
from scheduler.formats.run_folder import (
    ACTIVITIES_FILE,
    COVERAGE_FILE,
    DAYS_AROUND_FILE,
    ON_CALL_FILE,
    REPORT_FILE,
    ROSTER_FILE,
    SUMMARY_FILE,
    TEAMS_FILE,
    WORKBOOK_FILE,
)
from scheduler.run.auditing import accepted, refuse_breaches, with_roster_of
from scheduler.run.on_call import with_on_call
from scheduler.run.planning import Plan
from scheduler.run.report_process import ReportProcess
from scheduler.run.simulating import simulated_run
from scheduler.run_record import RunRecord, record_of_search
from scheduler.writers.days_around_csv import write_days_around
from scheduler.writers.folder import refuse_foreign_folder, run_folder
from scheduler.writers.roster_csv import write_activities, write_on_call, write_roster
from scheduler.writers.simulation import write_simulation
from scheduler.writers.summary_json import write_summary


def write(plan: Plan, run: Run, output: Path) -> Run:
    """Write the folder of a run, as ``scheduler generate`` does.

    Parameters
    ----------
    plan
        What was planned.
    run
        What `solve` or `audit` made of it.
    output
        The run's folder; an earlier run in it is kept as its name with ``.bak``.

    Returns
    -------
    Run
        With the roster as it was read back from the written file.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds something other than a run.
    ViolationError
        The roster breaks hard rules; nothing is written.
    """
    refuse_breaches(run)
    began = time.monotonic() - run.total_seconds
    refuse_foreign_folder(output, "roster")
    with run_folder(output, record_of(plan, run, "write")) as temporary:
        return write_run(temporary, run, began)


def record_of(plan: Plan, run: Run, command: str) -> RunRecord:
    """What the folder of a run says of itself; `command` is what makes it."""
    horizon = plan.problem.horizon
    record = record_of_search(
        plan.workspace, horizon.first_day, horizon.days, command=command, options=run.solving, given=plan.given
    )
    return record.model_copy(update={"has_result": run.result.roster is not None})


def write_run(folder: Path, run: Run, began: float, *, is_simulated: bool = False) -> Run:
    """Write what a search ended with: a roster in all its forms, checked, and the summary, or the summary alone.

    Parameters
    ----------
    folder
        Is there, and empty.
    run
        Its result counts; whatever was checked before is checked once more, on what was written.
    began
        When the whole run did, by the monotonic clock in seconds.
    is_simulated
        Whether the roster is run caller by caller as well.

    Raises
    ------
    SchedulerError
        The roster breaks a hard rule, or costs otherwise than the search says: a bug.
    """
    if run.result.roster is not None:
        published = run.problem.published
        known = () if published is None else published.on_call or ()
        run = with_on_call(replace(run, roster=run.result.roster, audit=None), known)
        run = write_forms(run, folder, is_simulated=is_simulated)
    run = replace(run, total_seconds=time.monotonic() - began)
    write_summary(folder / SUMMARY_FILE, run)
    return run


def write_forms(run: Run, folder: Path, *, is_simulated: bool = False, drawing: ReportProcess | None = None) -> Run:
    """Write a run's roster in every form; ``roster.csv`` first, and the others of what is read back from it.

    Parameters
    ----------
    run, folder
        As of `write_run`, with the roster that is written. Its check counts for what is read back where that is the
        same; None: what is read back is checked.
    is_simulated
        As of `write_run`.
    drawing
        Draws the page while this process writes the workbooks; None: this process does all.

    Raises
    ------
    SchedulerError
        What was read back breaks a hard rule, or costs other than the search says.
    """
    from scheduler.frames.csv_file import write_csv
    from scheduler.writers.report import write_report
    from scheduler.writers.workbook import write_teams, write_workbook

    assert run.roster is not None
    path = folder / ROSTER_FILE
    write_roster(path, run.roster, run.settings.centre.zone)
    write_activities(folder / ACTIVITIES_FILE, run.roster, run.settings.centre.zone)
    write_on_call(folder / ON_CALL_FILE, run.roster)
    run = accepted(with_roster_of(run, path))
    if is_simulated:
        found = simulated_run(run)
        write_simulation(folder, found)
        run = replace(run, simulated=found)
    if drawing is not None:
        drawing.begin(folder / REPORT_FILE, run)
    write_days_around(folder / DAYS_AROUND_FILE, run.problem)
    write_csv(folder / COVERAGE_FILE, run.coverage_frame())
    write_workbook(folder / WORKBOOK_FILE, run)
    write_teams(folder / TEAMS_FILE, run)
    if drawing is not None:
        drawing.finish()
    else:
        write_report(folder / REPORT_FILE, run)
    return run

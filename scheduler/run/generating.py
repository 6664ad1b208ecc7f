"""One run from end to end: read, plan, solve, write, and check what was written."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scheduler.domain.choices import LockCells
from scheduler.figures import Run
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.parallel import Cluster
from scheduler.run.auditing import unchecked
from scheduler.run.limits import limits_of
from scheduler.run.planning import plan
from scheduler.run.reading import opened
from scheduler.run.solving import refuse_no_roster
from scheduler.run.writing import record_of, write_run
from scheduler.solve import Report
from scheduler.solve import solve as search
from scheduler.writers.folder import holds_result, refuse_foreign_folder, run_folder


def generate(
    workspace: Workspace | Path | str,
    first_day: date,
    weeks: int,
    output: Path,
    *,
    options: Mapping[str, float] | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    lock: Path | None = None,
    lock_cells: LockCells = "edited",
    today: date | None = None,
    stop: threading.Event | None = None,
    report: Report | None = None,
    cluster: Cluster | None = None,
    simulate: bool = False,
) -> Run:
    """Make the roster of some weeks and write the run's folder.

    Parameters
    ----------
    workspace
        The inputs of the centre, or the folder that has them.
    first_day
        A Monday.
    weeks
        How many weeks are planned.
    output
        The run's folder; appears whole or not at all.
    options
        Fields of `Solving` that replace the workspace's.
    previous, is_first_week, lock, lock_cells, today
        As of `plan`.
    stop
        Set it to end the search early; the best roster so far is kept.
    report
        Told of each step of the search.
    cluster
        A Dask cluster for the pieces of several weeks; None: this machine's cores.
    simulate
        Run the roster caller by caller as well, as the settings say.

    Raises
    ------
    InputError
        The workspace has faults, the days before the first one are not known, or an option is none.
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
    planned = plan(
        opened(workspace),
        first_day,
        weeks,
        previous=previous,
        is_first_week=is_first_week,
        lock=lock,
        lock_cells=lock_cells,
        today=today,
    )
    solving = limits_of(planned.settings, options)
    result = search(planned.problem, planned.rules, options=solving, stop=stop, report=report, cluster=cluster)
    run = unchecked(planned, result, solving)
    with run_folder(output, record_of(planned, run, "generate")) as temporary:
        run = write_run(temporary, run, began, is_simulated=simulate)
    kept = (
        (Message("{output} is as it was, with its earlier roster", output=output),)
        if result.roster is None and holds_result(output)
        else ()
    )
    # After the summary is written: the reasons may take a while to find, and Ctrl-C there loses nothing.
    refuse_no_roster(planned, result, solving, kept)
    return run

"""``scheduler simulate``: a roster read, checked, run caller by caller, and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from scheduler.day.counts import no_counted_call, on_intervals
from scheduler.figures import Run
from scheduler.parallel import Cluster
from scheduler.run.auditing import verify
from scheduler.run.limits import simulating_of
from scheduler.run.reading import opened
from scheduler.run.simulating import simulated_run
from scheduler.run_record import RunRecord, made_from, versions
from scheduler.simulation.kernel.layout import Reals
from scheduler.simulation.results import Simulated
from scheduler.store.opening import exists, open_store
from scheduler.writers.folder import refuse_foreign_folder, run_folder
from scheduler.writers.simulation import write_simulation


def simulate(
    workspace: Path | str,
    roster: Path,
    first_day: date | None = None,
    *,
    options: Mapping[str, object] | None = None,
    is_counted: bool = False,
    previous: Path | None = None,
    is_first_week: bool = False,
    output: Path | None = None,
    cluster: Cluster | None = None,
) -> Simulated:
    """Run a roster caller by caller, and hold what is seen against what is computed.

    Parameters
    ----------
    workspace
        The workspace.
    roster
        The roster's file, the folder of a run, or ``published``.
    first_day
        The Monday on which the days begin; None: the week of the roster's earliest date; of what is published, the
        days of the newest version.
    options
        Fields of `simulation` in the settings that are replaced, such as ``{"replications": 100, "seed": 2}``.
    is_counted
        As many calls come as the phone system counted, where the store has it, in place of a Poisson number.
    previous, is_first_week
        What is known of the days before, as for `verify`.
    output
        A folder for the figures; None: none is written.
    cluster
        A Dask cluster for the replications; None: this machine's cores.

    Raises
    ------
    InputError
        The workspace or the roster has faults, an option is none, there are no queues, or no call was counted where
        counted calls are asked for.
    OutputError
        The folder cannot be written, or holds something else.
    """
    if output is not None:
        refuse_foreign_folder(output, "simulation")
    folder = Path(workspace)
    run = verify(
        folder,
        roster,
        first_day,
        previous=previous,
        is_first_week=is_first_week,
        keeps_record=previous is None,
    )
    settings = run.settings.model_copy(update={"simulation": simulating_of(run.settings, options)})
    run = replace(run, settings=settings)
    counted = _counted(folder, run) if is_counted else None
    found = simulated_run(run, counted=counted, cluster=cluster)
    if output is not None:
        record = RunRecord(
            kind="simulation",
            has_result=True,
            command="simulate",
            first_day=found.horizon.first_day,
            days=found.horizon.days,
            made_from=made_from(opened(folder)),
            versions=versions(),
        )
        with run_folder(output, record) as hidden:
            write_simulation(hidden, found)
    return found


def _counted(folder: Path, run: Run) -> Reals:
    """Calls that came to each queue in each interval of the days, nan where it is not known.

    Raises
    ------
    InputError
        None was counted.
    """
    horizon = run.problem.horizon
    first, last = horizon.first_day, horizon.last_day
    counted = np.full((len(run.problem.demand.queues), horizon.n_intervals), np.nan)
    place = str(folder)
    if exists(folder, run.settings):
        store = open_store(folder, run.settings)
        place = store.place
        with store.reading() as published:
            rows = published.actuals.calls(first - timedelta(days=1), last + timedelta(days=1))
        for number, name in enumerate(run.problem.demand.queues):
            of_queue = [row for row in rows if row.queue == name]
            counted[number] = on_intervals(of_queue, horizon).entered
    if np.isnan(counted).all():
        raise no_counted_call(place, first, last)
    return counted

"""A week reviewed from end to end: read, held against what happened, written."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from scheduler.day.attendance import AttendanceMeasure
from scheduler.day.counts import no_counted_call, on_intervals
from scheduler.day.pages import write_review
from scheduler.day.review import DAYS, Parts, Review
from scheduler.days_around import with_days_before
from scheduler.domain.calendar import ONE_DAY
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.from_store.surroundings import not_published, open_store_of, taken_from
from scheduler.inputs import Workspace
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.run.reading import opened
from scheduler.run_inputs import changed_inputs
from scheduler.run_record import RunRecord
from scheduler.staffing.planned_activities import as_planned
from scheduler.store.opening import exists, open_store
from scheduler.writers.folder import refuse_foreign_folder


def review(workspace: Workspace | Path | str, first_day: date, output: Path | None = None) -> Review:
    """Hold a published week against what was taken in of it.

    Parameters
    ----------
    workspace
        Its store has both. Of a folder the calls are read that were counted when the week was planned: what was counted
        since is no part of what was promised.
    first_day
        The Monday of the week.
    output
        A folder for the page, the workbook and the figures; None: none is written.

    Raises
    ------
    InputError
        A day of the week is not published, or no call of it was counted.
    OutputError
        The folder cannot be written, or holds something else.
    StoreError
        The store cannot be used.
    """
    if output is not None:
        refuse_foreign_folder(output, "review")
    is_folder = not isinstance(workspace, Workspace)
    workspace = opened(workspace)
    promised = promised_by(workspace, first_day)
    if is_folder and promised is not None and promised.counted not in (None, workspace.counted):
        workspace = read_workspace(workspace.folder, counted_to=promised.counted)
    made = _review_of(workspace, first_day, promised)
    if output is not None:
        write_review(output, workspace, made)
    return made


def promised_by(workspace: Workspace, first_day: date) -> RunRecord | None:
    """The record of the run that most days of a published week are of; None: it is of none, or has no record."""
    if not exists(workspace.folder, workspace.settings):
        return None
    with open_store_of(workspace).reading() as published:
        of_days = Counter(published.holding(first_day, first_day + (DAYS - 1) * ONE_DAY).values())
        if not of_days:
            return None
        text = published.files_of(min(of_days, key=lambda number: (-of_days[number], number))).get(RECORD_FILE)
    return None if text is None else RunRecord.model_validate_json(text)


def _review_of(workspace: Workspace, first_day: date, promised: RunRecord | None) -> Review:
    """The review of a published week; what has changed of the workspace since it was promised is said."""
    settings = workspace.settings
    last_day = first_day + (DAYS - 1) * ONE_DAY
    if not exists(workspace.folder, settings):
        raise not_published(workspace, first_day, last_day, DAYS)
    store = open_store(workspace.folder, settings)
    with store.reading() as published:
        inputs = with_days_before(workspace, None, is_first_week=True)
        inputs = taken_from(published, store.place, inputs, first_day, last_day)
        holding = published.holding(first_day, last_day)
        if len(holding) < DAYS:
            raise not_published(workspace, first_day, last_day, DAYS - len(holding))
        roster = published.roster_on(holding)
        before = published.roster_on(published.holding(first_day - ONE_DAY, first_day - ONE_DAY))
        actuals = published.actuals
        counted = actuals.calls(first_day - ONE_DAY, last_day + ONE_DAY)
        present = actuals.present(first_day - 2 * ONE_DAY, last_day + ONE_DAY)
        missed = actuals.missed(first_day - ONE_DAY, last_day)
        files = actuals.files()
    problem = as_planned(settings, plan_problem(inputs, first_day, DAYS), roster)
    by_queue: dict[str, list[Any]] = {}
    for row in counted:
        by_queue.setdefault(row.queue, []).append(row)
    counts = {
        name: on_intervals(rows, problem.horizon) for name, rows in by_queue.items() if name in problem.demand.queues
    }
    counts = {name: one for name, one in counts.items() if (~np.isnan(one.entered)).any()}
    if not counts:
        raise no_counted_call(store.place, first_day, last_day)
    rows = [*before.assignments, *roster.assignments]
    attendance = AttendanceMeasure(problem, rows, present, missed, files).attendance()
    changed = () if promised is None else changed_inputs(promised, workspace.folder, workspace.counted)
    versions = tuple(sorted(set(holding.values())))
    return Parts(settings, problem, roster, attendance, counts, versions, changed).review()

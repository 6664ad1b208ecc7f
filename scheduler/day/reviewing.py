"""A week reviewed from end to end: read, held against what happened, written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from scheduler.day.pages import write_review
from scheduler.day.review import Review, promised_by, review_of
from scheduler.inputs import Workspace
from scheduler.readers.workspace import read_workspace
from scheduler.run.reading import opened
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
    made = review_of(workspace, first_day, promised)
    if output is not None:
        write_review(output, workspace, made)
    return made

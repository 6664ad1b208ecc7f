"""``workspace.xlsx``: every input of a workspace as a sheet that people fill in, and a guide to them.

What stands in a cell is what the readers take: real dates and numbers, drop-downs from the workspace's own names.
Drop-downs warn instead of refusing where other values are possible, such as several shifts joined by ``|``.
"""

from __future__ import annotations

from pathlib import Path

from scheduler.inputs import Workspace
from scheduler.writers.plain_workbook import plain_workbook
from scheduler.writers.workspace_book.sheets import write_sheets

__all__ = ["write_workspace_book"]


def write_workspace_book(path: Path, workspace: Workspace) -> None:
    """Write the inputs of a workspace as one workbook.

    Parameters
    ----------
    path
        The file to write; its name ends in ``.xlsx``.
    workspace
        Its settings give drop-downs, headers in the workspace's language, and the sheet ``settings``.
    """
    with plain_workbook(path, is_large=True) as book:
        write_sheets(book, workspace)

"""``workspace.xlsx``: every input of a workspace as a sheet that people fill in, and a guide to them.

What stands in a cell is what the readers take: real dates and numbers, drop-downs from the workspace's own names.
Drop-downs warn instead of refusing where other values are possible, such as several shifts joined by ``|``.
"""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from scheduler.inputs import Workspace
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
    # Names and codes come from files: no text may become a formula, a link or a number.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        write_sheets(book, workspace)

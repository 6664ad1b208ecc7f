"""A new workspace, made from the bundled one."""

from __future__ import annotations

from pathlib import Path

from scheduler.bundled import copy_bundled_workspace
from scheduler.formats.headers import INPUT_SHEETS
from scheduler.formats.workspace_files import IN_SHEET, INPUTS_WORKBOOK, WORKSPACE_FILE
from scheduler.readers.workspace import read_workspace
from scheduler.writers.new_folder import new_folder
from scheduler.writers.workspace_book import write_workspace_book
from scheduler.writers.workspace_book.settings import left_to_the_sheet, weekly_settings


def init(folder: Path, form: str) -> None:
    """Make a new workspace from the bundled one, whole or not at all.

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
    with new_folder(folder, WORKSPACE_FILE) as hidden:
        copy_bundled_workspace(hidden)
        if form == "xlsx":
            _make_workbook(hidden)


def _make_workbook(folder: Path) -> None:
    """Let one workbook take the place of the csv files of a workspace."""
    workspace = read_workspace(folder)
    write_workspace_book(folder / INPUTS_WORKBOOK, workspace)
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

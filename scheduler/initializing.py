"""A new workspace, made from an example."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from scheduler.bundled import copy_bundled_workspace
from scheduler.examples.small_centre import small_centre
from scheduler.formats.headers import INPUT_SHEETS
from scheduler.formats.workspace_files import IN_SHEET, INPUTS_WORKBOOK, WORKSPACE_FILE
from scheduler.labels import Language
from scheduler.readers.workspace import read_workspace
from scheduler.writers.new_folder import new_folder
from scheduler.writers.workspace_book import write_workspace_book
from scheduler.writers.workspace_book.settings import left_to_the_sheet, weekly_settings


def init(
    folder: Path,
    form: str,
    example: str = "dasan",
    *,
    language: Language | None = None,
    country: str | None = None,
    timezone: str | None = None,
    today: date | None = None,
) -> None:
    """Make a new workspace from an example, whole or not at all.

    Parameters
    ----------
    folder
        A new folder.
    form
        ``csv``: a file for each input; ``xlsx``: one workbook with a sheet for each.
    example
        ``dasan``: the bundled centre; ``small``: twelve people, one queue, two shifts.
    language
        Of what people read; None: Korean for the bundled centre, English for the small one.
    country, timezone
        Of the small centre. None: no public holidays; the clock of Seoul in Korea, else UTC.
    today
        The day on which it is made: the small one has calls up to the Sunday before. None: the day by the clock.

    Raises
    ------
    OutputError
        `folder` is a file, or a folder that is not empty.
    InputError
        There is no such country or time zone.
    """
    with new_folder(folder, WORKSPACE_FILE) as hidden:
        if example == "small":
            small_centre(
                hidden,
                language=language or "en",
                country=country,
                timezone=timezone or ("Asia/Seoul" if country == "KR" else "UTC"),
                today=today or date.today(),
            )
            read_workspace(hidden)
        else:
            copy_bundled_workspace(hidden)
            if language is not None:
                _set_language(hidden / WORKSPACE_FILE, language)
        if form == "xlsx":
            _make_workbook(hidden)


def _set_language(path: Path, language: Language) -> None:
    text, count = re.subn(r"(?m)^language: \w+", f"language: {language}", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")


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

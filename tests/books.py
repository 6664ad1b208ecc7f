"""Workbooks to read, edit and spoil in tests."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.formats.workspace_files import INPUTS_WORKBOOK
from scheduler.readers.workspace import read_workspace
from scheduler.writers.workspace_book import write_workspace_book
from scheduler.writers.workspace_book.settings import left_to_the_sheet, weekly_settings
from tests.constraints.agreement import MONDAY
from tests.workspaces import faults_of, write_workspace

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: what it does to workbooks is not tested here"
)


def open_book(path: Path) -> Workbook:
    """A workbook with everything that openpyxl keeps."""
    with warnings.catch_warnings():
        # openpyxl says that it drops the data bars and colour rules of newer formats; tests look at cells only.
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(path)


def sheet_of(book: Workbook, title: str) -> Worksheet:
    """One of its sheets."""
    sheet = book[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def change_book(path: Path, change: Callable[[Workbook], object]) -> None:
    """Change a workbook in place, as somebody would in a spreadsheet."""
    book = open_book(path)
    change(book)
    book.save(path)


def saved_by_libreoffice(paths: Iterable[Path], folder: Path) -> list[Path]:
    """Workbooks as LibreOffice saves them after opening them, under the same names in `folder`."""
    paths = list(paths)
    assert SOFFICE is not None
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)),
            *map(str, paths),
        ],
        check=True,
        capture_output=True,
    )
    return [folder / path.name for path in paths]


def write_book_workspace(folder: Path, **contents: str | bytes | None) -> Path:
    """The small workspace with a workbook instead of its csv files.

    Returns
    -------
    The workbook; beside it stands ``workspace.yaml``.
    """
    workspace = read_workspace(write_workspace(folder, **contents))
    write_workspace_book(folder / INPUTS_WORKBOOK, workspace)
    for source in workspace.sources.values():
        (folder / source).unlink()
    in_sheet = [name for name, _, _ in weekly_settings(workspace.settings, "en")]
    path = folder / "workspace.yaml"
    path.write_text(left_to_the_sheet(path.read_text(encoding="utf-8"), in_sheet), encoding="utf-8")
    return folder / INPUTS_WORKBOOK


def faults_after(folder: Path, change: Callable[[Workbook], object]) -> list[str]:
    """What the user reads of the small workspace after this change to its workbook."""
    change_book(write_book_workspace(folder), change)
    return faults_of(lambda: read_workspace(folder))


class Grid:
    """The sheet of people and days of a ``roster.xlsx`` in English, by person and day."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.cells = sheet_of(book, book.sheetnames[0])
        self.rows = {str(cell.value): cell.row for cell in self.cells["A"] if cell.value is not None}
        self.header = self.rows["ID"]
        self.columns = {
            cell.value.date(): cell.column for cell in self.cells[self.header] if isinstance(cell.value, datetime)
        }

    def at(self, employee: str, day: int) -> str:
        """Name of a cell."""
        return self.cells.cell(self.rows[employee], self.columns[MONDAY + timedelta(days=day)]).coordinate


def set_cells(**values: str | None) -> Callable[[Grid], None]:
    """Put values into cells named by person and day: ``E003_2``."""

    def change(sheet: Grid) -> None:
        for place, value in values.items():
            employee, _, day = place.partition("_")
            sheet.cells[sheet.at(employee, int(day))].value = value

    return change

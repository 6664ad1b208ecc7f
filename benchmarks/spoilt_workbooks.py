"""What becomes of spoilt workbooks? Run ``python -m benchmarks.spoilt_workbooks WORKBOOK ROSTER [SECONDS] [SEED]``.

Spoils copies of the inputs' workbook and of a roster's: sheets renamed, moved, copied, deleted, columns doubled and
merged, rows hidden, parts of the archive lost, bytes flipped. What is read of a copy must be what is read of the good
one, or be refused with faults; where bytes were flipped, a value may have become another. Whatever ends otherwise is
printed, with what was done.
"""

from __future__ import annotations

import io
import random
import sys
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.spoilt import Spoilt
from scheduler.errors import InputError
from scheduler.formats.workspace_files import INPUTS_WORKBOOK
from scheduler.inputs import Workspace
from scheduler.readers.roster import read_edited_roster
from scheduler.readers.workspace import read_workspace

Reading = Callable[[Path], object]
"""What is read of a workbook, as something that can be compared."""

_TITLES = (
    "notes",
    "Sheet1",
    "Kopie",
    "staff",
    "인입",
    "data",
    "Roster (2)",
    "Roster",
    "absence",
    "a" * 31,
    "_own",
    "lists",
)
_TEXTS = ("", "x", "D", "V", "OFF", "2023-11-07", "2023-11-06", "E003", "E999", "=1+1", "1,5", "날짜", "ID", 7, 45236)


def _renamed(book: Workbook, chance: random.Random) -> str:
    sheet = chance.choice(book.worksheets)
    before, sheet.title = sheet.title, chance.choice(_TITLES)
    return f"sheet {before!r} is called {sheet.title!r}"


def _copied(book: Workbook, chance: random.Random) -> str:
    sheet = chance.choice(book.worksheets)
    return f"sheet {sheet.title!r} is copied to {book.copy_worksheet(sheet).title!r}"


def _moved(book: Workbook, chance: random.Random) -> str:
    sheet = chance.choice(book.worksheets)
    book.move_sheet(sheet, chance.randrange(-5, 6))
    return f"sheet {sheet.title!r} is moved"


def _hidden_row(book: Workbook, chance: random.Random) -> str:
    sheet, row = _place(book, chance)
    sheet.row_dimensions[row].hidden = True
    return f"row {row} of {sheet.title!r} is hidden"


def _merged(book: Workbook, chance: random.Random) -> str:
    sheet, row = _place(book, chance)
    column, wide, high = chance.randrange(1, 8), chance.randrange(3), chance.randrange(3)
    sheet.merge_cells(start_row=row, end_row=row + high, start_column=column, end_column=column + wide)
    return f"{high + 1} x {wide + 1} cells from row {row}, column {column} of {sheet.title!r} are merged"


def _doubled_column(book: Workbook, chance: random.Random) -> str:
    sheet, _ = _place(book, chance)
    column, free = chance.randrange(1, 5), sheet.max_column + 1
    for row in range(1, min(sheet.max_row, 60) + 1):
        sheet.cell(row, free).value = sheet.cell(row, column).value
    return f"column {column} of {sheet.title!r} stands again as column {free}"


def _empty_line(book: Workbook, chance: random.Random) -> str:
    sheet, row = _place(book, chance)
    if chance.random() < 0.5:
        sheet.insert_rows(row)
        return f"an empty row {row} in {sheet.title!r}"
    column = chance.randrange(1, 9)
    sheet.insert_cols(column)
    return f"an empty column {column} in {sheet.title!r}"


def _stray_text(book: Workbook, chance: random.Random) -> str:
    """Text where no value stands: to the right, below or above everything."""
    sheet, row = _place(book, chance)
    column = sheet.max_column + chance.randrange(1, 4)
    sheet.cell(row, column).value = chance.choice(_TEXTS)
    return f"{sheet.cell(row, column).value!r} stands in row {row}, column {column} of {sheet.title!r}"


def _invisible_in_text(book: Workbook, chance: random.Random) -> str:
    sheet, row = _place(book, chance)
    cell = sheet.cell(row, 1)
    if isinstance(cell.value, str) and cell.value:
        cell.value = chance.choice((f"{cell.value}\u200b", f" {cell.value}\u00a0", f"\ufeff{cell.value}"))
    return f"{cell.value!r} in {sheet.title!r}!{cell.coordinate}"


def _overwritten(book: Workbook, chance: random.Random) -> str:
    sheet, row = _place(book, chance)
    cell = sheet.cell(row, chance.randrange(1, 12))
    if isinstance(cell, MergedCell):
        return "nothing"
    before, cell.value = cell.value, chance.choice(_TEXTS)
    return f"{before!r} in {sheet.title!r}!{cell.coordinate} becomes {cell.value!r}"


_CHANGES = (
    *(_renamed, _copied, _moved, _hidden_row, _merged, _doubled_column),
    *(_empty_line, _stray_text, _invisible_in_text),
)


def _place(book: Workbook, chance: random.Random) -> tuple[Worksheet, int]:
    sheet = chance.choice(book.worksheets)
    return sheet, chance.randrange(1, min(sheet.max_row, 40) + 1)


def spoil(good: bytes, chance: random.Random) -> Spoilt:
    """A copy of a workbook with one thing wrong, or several."""
    if chance.random() < 0.4:
        return _spoil_archive(good, chance)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(io.BytesIO(good))
    done = [chance.choice(_CHANGES)(book, chance) for _ in range(chance.choice((1, 1, 2, 3)))]
    keeps_meaning = chance.random() < 0.7
    if not keeps_meaning:
        done.append(_overwritten(book, chance))
    content = io.BytesIO()
    book.save(content)
    return Spoilt("; ".join(done), content.getvalue(), keeps_meaning)


def _spoil_archive(good: bytes, chance: random.Random) -> Spoilt:
    how = chance.choice(("lost", "flipped", "cut", "raw"))
    if how == "cut":
        length = chance.randrange(len(good))
        return Spoilt(f"cut after {length} bytes", good[:length], keeps_meaning=True)
    if how == "raw":
        place = chance.randrange(len(good))
        flipped = bytes((*good[:place], good[place] ^ (1 << chance.randrange(8)), *good[place + 1 :]))
        return Spoilt(f"byte {place} of the file flipped", flipped, keeps_meaning=False)
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    what = f"part {name} is lost"
    if how == "flipped":
        what, content = f"bytes of {name} flipped", bytearray(parts[name])
        for _ in range(chance.choice((1, 3, 30))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        parts[name] = bytes(content)
    else:
        del parts[name]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, part_content in parts.items():
            archive.writestr(part, part_content)
    return Spoilt(what, target.getvalue(), keeps_meaning=how == "lost")


class Trial:
    """Reads spoilt copies of a workbook.

    Parameters
    ----------
    path
        The workbook; spoilt copies take its place, and at last it is put back.
    read
        What is read of it.
    """

    def __init__(self, path: Path, read: Reading) -> None:
        self._path, self._read = path, read
        self._good = path.read_bytes()
        self._expected = read(path)
        self.ends: Counter[str] = Counter()

    def attempt(self, chance: random.Random) -> str:
        """Try a spoilt copy; what is wrong with how it ended, empty where nothing is."""
        spoilt = spoil(self._good, chance)
        self._path.write_bytes(spoilt.content)
        try:
            found = self._read(self._path)
        except InputError:
            self.ends["refused"] += 1
            return ""
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            self.ends["bug"] += 1
            return f"{self._path.name}: {spoilt.what}\n{traceback.format_exc()}"
        finally:
            self._path.write_bytes(self._good)
        is_same = found == self._expected
        self.ends["same" if is_same else "other"] += 1
        return "" if is_same or not spoilt.keeps_meaning else f"{self._path.name}: {spoilt.what}\nis read as another"


def inputs_of(path: Path) -> object:
    """All that the workbook of a workspace says, whatever the order of its rows."""
    workspace = read_workspace(path.parent)
    inflow = {name: (q.calls.tobytes(), q.aht_seconds.tobytes()) for name, q in workspace.inflow.queues.items()}
    lists: tuple[Any, ...] = (workspace.employees, workspace.absences, workspace.requests, workspace.locks)
    people = [sorted(map(repr, found)) for found in (*lists, workspace.history, workspace.events)]
    return workspace.settings, people, workspace.previous, workspace.inflow.first_day, inflow


def roster_reading(workspace: Workspace) -> Reading:
    """How a roster's workbook is read: the roster as it stands, and what was edited, wherever the sheet stands."""

    def read(path: Path) -> object:
        found = read_edited_roster(path, workspace.settings, workspace.employees, workspace.absences)
        return found.roster, [(edit.employee_id, edit.date, edit.old, edit.new) for edit in found.edits]

    return read


def main(inputs: Path, roster: Path, seconds: float = 180.0, seed: int = 1) -> int:
    """Try spoilt copies for so long; how many ended otherwise than they may."""
    trials = (Trial(inputs, inputs_of), Trial(roster, roster_reading(read_workspace(inputs.parent))))
    chance = random.Random(seed)
    wrong: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := chance.choice(trials).attempt(chance):
            kind = found.splitlines()[-1][:120]
            wrong[kind] += 1
            if wrong[kind] <= 3:
                print(found, flush=True)
    for trial in trials:
        print(dict(trial.ends))
    print(f"{wrong.total()} ended otherwise than they may, in {len(wrong)} ways")
    return wrong.total()


if __name__ == "__main__":
    first, second, *others = sys.argv[1:]
    assert Path(first).name == INPUTS_WORKBOOK
    sys.exit(bool(main(Path(first), Path(second), *map(float, others[:1]), *map(int, others[1:2]))))

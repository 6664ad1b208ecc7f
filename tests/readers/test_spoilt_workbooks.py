"""Workbooks that were spoilt in some way are read as before, or refused: never as another."""

from __future__ import annotations

import random
from pathlib import Path

from benchmarks.spoilt_workbooks import Trial, inputs_of, roster_reading
from scheduler.readers.workspace import read_workspace
from scheduler.writers.workbook import write_workbook
from tests.books import Grid, change_book, set_cells, write_book_workspace
from tests.runs import small_run
from tests.workspaces import FIRST_INFLOW_DAY, inflow_rows

TRIALS = 15


def few_rows() -> str:
    """Arrivals of three days."""
    header, *rows = inflow_rows()
    last = f"{FIRST_INFLOW_DAY.replace(day=FIRST_INFLOW_DAY.day + 3)}"
    return "\n".join((header, *(row for row in rows if row < last))) + "\n"


def test_spoilt_inputs_are_read_as_before_or_refused(tmp_path: Path) -> None:
    trial = Trial(write_book_workspace(tmp_path, inflow=few_rows()), inputs_of)
    chance = random.Random(1)
    assert [found for _ in range(TRIALS) if (found := trial.attempt(chance))] == []
    assert trial.ends["refused"] > TRIALS // 5


def test_spoilt_rosters_keep_their_edits_or_are_refused(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    path = tmp_path / "roster.xlsx"
    write_workbook(path, run)
    change_book(path, lambda book: set_cells(E003_2="d", E005_0=None)(Grid(book)))
    trial = Trial(path, roster_reading(read_workspace(tmp_path / "workspace")))
    chance = random.Random(1)
    assert [found for _ in range(TRIALS) if (found := trial.attempt(chance))] == []
    assert trial.ends["refused"] > TRIALS // 5

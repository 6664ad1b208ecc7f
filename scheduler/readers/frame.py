"""Frames of pandas as tables: the same rows of named cells that a csv file gives, and the same faults.

Nothing is guessed from a dtype: whatever a cell holds becomes the text that a csv file would have, and each column is
read in one way, wherever it stands. Row 2 is the first row of the frame, as in the file that it could be written to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.messages import Message
from scheduler.readers.faults import Faults
from scheduler.readers.numbers import either_mark
from scheduler.readers.table import Column, Table, read_header

if TYPE_CHECKING:
    import pandas as pd


def frame_place(name: str) -> str:
    """A frame as faults name it."""
    return f"frame {name}"


def read_frame(
    frame: pd.DataFrame, name: str, columns: Mapping[str, Column], faults: Faults, *, needs_rows: bool = False
) -> Table | None:
    """A table from a frame.

    Parameters
    ----------
    frame
        Its columns in any order, under any name that they may have in a file; its index has no meaning, so that one
        with names, which could be columns, is a fault.
    name
        What the frame is, such as ``inflow``.
    columns
        The columns that may stand there.
    faults
        Takes what is wrong.
    needs_rows
        Whether a frame without rows is a fault.

    Returns
    -------
    Table or None
        None where the frame as a whole cannot be used. Faults say why.
    """
    place = frame_place(name)
    labels = [str(label).strip() for label in frame.columns]
    named = [str(level) for level in frame.index.names if level is not None]
    if named:
        message = Message("its index has a name, as a column has: {names}", names=", ".join(named))
        faults.of(
            place,
            message,
            Message("make columns of it with reset_index(), or drop it with reset_index(drop=True)"),
        )
    for number, label in enumerate(labels, start=1):
        if not label:
            faults.add(
                place, 1, "", Message("column {number} has no name", number=number), Message("name it, or drop it")
            )
    if not all(labels) or named:
        return None
    names = read_header(list(labels), 1, place, columns, faults)
    if names is None:
        return None
    cells: dict[str, list[str]] = {}
    numbers: set[tuple[int, str]] = set()
    for position, column in enumerate(names):
        if column in cells:
            continue  # of a column that stands twice, which is a fault, the first counts
        values = frame.iloc[:, position]
        texts = cells[column] = []
        for row, (value, is_missing) in enumerate(zip(values.tolist(), values.isna().tolist(), strict=True), start=2):
            texts.append("" if is_missing else _text(value))
            if isinstance(value, float) and either_mark(texts[-1]):
                numbers.add((row, column))  # it is no text that may be 1.25 or 1250
    rows = [
        (row, dict(zip(cells, texts, strict=True)))
        for row, texts in enumerate(zip(*cells.values(), strict=True), start=2)
        if any(texts)
    ]
    if needs_rows and not rows:
        faults.of(place, Message("has no rows"), Message("add the rows"))
    return Table(place, tuple(names), rows, has_commas_between=False, numbers=numbers)


def _text(value: object) -> str:
    """A cell that is not missing as a csv file would have it, trimmed; numbers and times as exact as they are."""
    match value:
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else f"{Decimal(repr(float(value))):f}"
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)

"""Frames as csv files, whose text is the same for the same frame, to the byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from scheduler.domain.clock import local_text
from scheduler.spreadsheet_text import harmless

NumberText = Callable[[float], str]
"""How a number that may have decimals is written."""


def six_digits(number: float) -> str:
    """Six significant digits: fewer bytes, and equal runs give equal files."""
    return f"{number:.6g}"


def write_csv(path: Path, frame: pd.DataFrame, *, number: NumberText = six_digits, with_bom: bool = False) -> None:
    """Write a frame as UTF-8, lines ending in a line feed, its index left out.

    Parameters
    ----------
    path
        The file to write.
    frame
        See `csv_text`.
    number
        How numbers with decimals are written.
    with_bom
        Begin with a byte order mark, by which Excel knows UTF-8 when it opens the file.
    """
    # An open file, since of a path pandas would take the ending for a wish to have it packed.
    with path.open("w", encoding="utf-8-sig" if with_bom else "utf-8", newline="") as file:
        csv_text(frame, number).to_csv(file, index=False, lineterminator="\n")


def csv_text(frame: pd.DataFrame, number: NumberText = six_digits) -> pd.DataFrame:
    """The cells of a frame as a csv file has them.

    Days are ``2023-11-06``; times are local, ``2023-11-06T09:00``, with their offset only where the clock shows them
    for the second time; yes and no are words. What is missing or without end is empty. Text that a spreadsheet would
    calculate has an apostrophe before it, which the readers take off.
    """
    return pd.DataFrame({name: _texts(column, number) for name, column in frame.items()}, dtype=object)


def _texts(column: pd.Series, number: NumberText) -> list[str]:
    kind = column.dtype
    if isinstance(kind, pd.DatetimeTZDtype):
        return _local_texts(column)
    if kind.kind == "M":
        days = np.datetime_as_string(column.to_numpy(), unit="D")
        return [("" if day == "NaT" else day) for day in days.tolist()]
    is_missing = column.isna().tolist()
    return ["" if missing else _text(value, number) for value, missing in zip(column.tolist(), is_missing, strict=True)]


def _text(value: object, number: NumberText) -> str:
    match value:
        case str():
            return harmless(value)
        case bool():
            return "yes" if value else "no"
        case float():
            return number(value) if np.isfinite(value) else ""
        case _:
            return str(value)


def _local_texts(column: pd.Series) -> list[str]:
    local = column.dt.tz_localize(None)
    texts = np.datetime_as_string(local.to_numpy(), unit="m")
    found = ["" if text == "NaT" else text for text in texts.tolist()]
    zone = column.dt.tz
    first = local.dt.tz_localize(zone, ambiguous=np.ones(len(local), dtype=np.bool_))
    for n in np.flatnonzero((first != column) & column.notna()).tolist():
        found[n] = local_text(local.iloc[n].to_pydatetime().replace(fold=1), zone)
    return found

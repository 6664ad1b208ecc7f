"""``coverage.csv``: what each queue needs and gets, one row per interval and queue."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from datetime import tzinfo
from pathlib import Path

from scheduler.domain.clock import local_text
from scheduler.figures import CoverageRow
from scheduler.spreadsheet_text import harmless


def write_coverage(path: Path, rows: Iterable[CoverageRow], zone: tzinfo | None = None) -> None:
    """Write the rows as UTF-8; a figure that does not exist (a queue that is closed, or may wait) is empty.

    Parameters
    ----------
    path
        The file to write.
    rows
        One per interval and queue; the columns are the fields of the record, in order.
    zone
        The time zone of their times: one that its clock shows for the second time has its offset.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CoverageRow._fields)
        for row in rows:
            writer.writerow((local_text(row.start, zone), *(_text(value) for value in row[1:])))


def _text(value: object) -> str:
    """Numbers to six significant digits; fewer bytes, and equal runs give equal files."""
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else ""
    return harmless(str(value)) if isinstance(value, str) else str(value)

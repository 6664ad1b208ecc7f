"""Workbooks in which text stays text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from scheduler.errors import OutputError
from scheduler.messages import Message


@contextmanager
def plain_workbook(path: Path, *, is_large: bool = False) -> Iterator[Any]:
    """A workbook of xlsxwriter; one that is large is written row by row.

    Raises
    ------
    OutputError
        The file cannot be written, as on a full disk.
    """
    # Names and codes come from files: no text may become a formula, a link or a number.
    stays_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(path), {"constant_memory": is_large} | stays_text) as book:
            yield book
    except FileCreateError as error:  # what xlsxwriter makes of an error of the system, and is none itself
        raise OutputError(Message("{name} cannot be written: {error}", name=path.name, error=error)) from error

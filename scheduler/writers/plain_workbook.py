"""Workbooks in which text stays text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter


def plain_workbook(path: Path, *, is_large: bool = False) -> Any:
    """A workbook of xlsxwriter, to be used in a ``with`` statement; one that is large is written row by row."""
    # Names and codes come from files: no text may become a formula, a link or a number.
    stays_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return xlsxwriter.Workbook(str(path), {"constant_memory": is_large} | stays_text)

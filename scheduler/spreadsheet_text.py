"""Text that a spreadsheet would take for a formula, made harmless in csv files and found again by readers.

A workbook's cell says that it holds text; a csv file cannot, so a leading apostrophe does, as people type it.
See OWASP, "CSV Injection".
"""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "'"


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would calculate it."""
    return _MARK + text if text.startswith(_STARTS_A_FORMULA) else text


def as_meant(text: str) -> str:
    """The text without the apostrophe of `harmless`; any other apostrophe stays."""
    return text[1:] if text[:1] == _MARK and text[1:].startswith(_STARTS_A_FORMULA) else text

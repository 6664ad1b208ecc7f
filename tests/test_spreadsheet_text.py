"""Text that a spreadsheet would calculate."""

from __future__ import annotations

import pytest

from scheduler.spreadsheet_text import as_meant, harmless

DANGEROUS = ["=1+1", "+82", "-1", "@SUM(A1)", "\tx", "\r=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["", "E001", "1=1", "상담사 +1", "'quoted'"])
def test_other_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text
    assert as_meant(text) == text


@pytest.mark.parametrize("text", [*DANGEROUS, "E001", "", "'", "'x"])
def test_the_reader_finds_the_text_again(text: str) -> None:
    assert as_meant(harmless(text)) == text

"""Numbers as people and programs write them."""

from __future__ import annotations

import pytest

from scheduler.domain.written import without_marks


@pytest.mark.parametrize(
    ("shown", "number"),
    [("1,250", "1250"), ("+1,250", "+1250"), ("-1,234,567.5", "-1234567.5"), ("12", "12"), ("7.", "7.")],
)
def test_marks_between_thousands_are_left_out(shown: str, number: str) -> None:
    assert without_marks(shown) == number


@pytest.mark.parametrize("text", ["0,250", "1,25", "12,50", "1,2500", ",250", "1e3", "", "1.2.3", "a"])
def test_what_is_no_such_number_is_none(text: str) -> None:
    assert without_marks(text) is None

"""Faults are collected, and a wrong column does not bury the rest."""

from __future__ import annotations

import pytest

from scheduler.errors import FaultKind, InputError
from scheduler.messages import Message
from scheduler.readers.faults import SAME_KIND_LIMIT, Faults, did_you_mean


def test_nothing_is_raised_without_faults() -> None:
    Faults().raise_if_any()


def test_faults_of_several_files_are_raised_together() -> None:
    faults = Faults()
    faults.add("b.csv", 3, "x", "is wrong")
    faults.add("a.csv", 0, "", "is missing", "put it there")
    with pytest.raises(InputError) as caught:
        faults.raise_if_any()
    assert str(caught.value) == "a.csv is missing; put it there\nb.csv:3:x is wrong"
    assert caught.value.exit_code == 3


def test_faults_of_one_kind_are_listed_up_to_the_limit() -> None:
    faults = Faults()
    for row in range(SAME_KIND_LIMIT):
        faults.add("a.csv", row + 2, "x", Message("'{value}' is wrong", value=row))
    assert len(faults.all()) == SAME_KIND_LIMIT


def test_faults_of_one_kind_beyond_the_limit_become_one() -> None:
    faults = Faults()
    for row in range(SAME_KIND_LIMIT + 3):
        faults.add("a.csv", row + 2, "x", Message("'{value}' is wrong", value=row))
    assert len(faults.all()) == SAME_KIND_LIMIT + 1
    assert str(faults.all()[-1]) == "a.csv:22:x 3 more faults of this kind, to row 24; a whole column may be wrong"


def test_a_near_name_is_proposed_and_far_ones_listed() -> None:
    assert str(did_you_mean("frnch", ["english", "french"])) == "did you mean 'french'?"
    assert str(did_you_mean("off", ["D", "OFF"])) == "did you mean 'OFF'?"
    assert str(did_you_mean("zzz", ["b", "a"])) == "use one of a, b"
    assert str(did_you_mean("zzz", [f"x{n}" for n in range(21)])) == ""


def test_faults_are_of_one_kind_by_their_template_not_by_their_text() -> None:
    faults = Faults(same_kind_limit=1)
    for row, name in enumerate(("Kim's", "Lee", "7"), start=2):
        faults.add("t.csv", row, "name", Message("'{name}' is unknown", name=name))
    faults.add("t.csv", 9, "name", Message("'{name}' stands twice", name="Lee"))
    assert [str(fault) for fault in faults.all()] == [
        "t.csv:2:name 'Kim's' is unknown",
        "t.csv:9:name 'Lee' stands twice",
        "t.csv:3:name 2 more faults of this kind, to row 4; a whole column may be wrong",
    ]


def test_a_fault_that_code_decides_on_has_a_kind() -> None:
    faults = Faults()
    faults.add("w.xlsx", 0, "", "is damaged", kind=FaultKind.WORKBOOK_DOES_NOT_OPEN)
    faults.add("w.xlsx", 0, "", "is damaged")
    assert [fault.kind for fault in faults.all()] == [FaultKind.WORKBOOK_DOES_NOT_OPEN, None]

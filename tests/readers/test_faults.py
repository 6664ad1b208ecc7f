"""Faults are collected, and a wrong column does not bury the rest."""

from __future__ import annotations

import pytest

from scheduler.errors import InputError
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
        faults.add("a.csv", row + 2, "x", f"'{row}' is wrong")
    assert len(faults.all()) == SAME_KIND_LIMIT


def test_faults_of_one_kind_beyond_the_limit_become_one() -> None:
    faults = Faults()
    for row in range(SAME_KIND_LIMIT + 3):
        faults.add("a.csv", row + 2, "x", f"'{row}' is wrong")
    assert len(faults.all()) == SAME_KIND_LIMIT + 1
    assert str(faults.all()[-1]) == "a.csv:22:x 3 more faults of this kind, to row 24; a whole column may be wrong"


def test_a_near_name_is_proposed_and_far_ones_listed() -> None:
    assert did_you_mean("frnch", ["english", "french"]) == "did you mean 'french'?"
    assert did_you_mean("off", ["D", "OFF"]) == "did you mean 'OFF'?"
    assert did_you_mean("zzz", ["b", "a"]) == "use one of a, b"
    assert did_you_mean("zzz", [f"x{n}" for n in range(21)]) == ""

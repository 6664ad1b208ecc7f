"""Words that people read."""

from __future__ import annotations

import re

import pytest

from scheduler.labels import _SUBJECTS, WORDS, label

NEVER_ONE = {"days_checked_span", "short_by", "desk_gets", "sim_runs"}
"""Labels whose number is never 1, or is written as 1.0."""

NO_NUMBERS = {"who", "partner", "person"}
"""Fields that are people: what follows is a verb."""
POINTS = {"points", "after"}
"""Fields that are points of a cost, which come in hundreds."""


def test_no_subject_has_words_under_the_key_of_another() -> None:
    keys = [key for subject in _SUBJECTS for key in subject]
    assert sorted(keys) == sorted(WORDS)


@pytest.mark.parametrize("key", [key for key, words in WORDS.items() if isinstance(words, str)])
def test_a_number_before_a_plural_has_words_for_one_as_well(key: str) -> None:
    numbers = set(re.findall(r"\{(\w+)[^}]*\} (?:people|\w+s)\b(?<! is)", WORDS[key])) - NO_NUMBERS - POINTS
    assert not numbers or key in NEVER_ONE


def test_one_person_and_one_day_of_a_repair_are_singular() -> None:
    told = {
        count: label(
            "repair_told", "en", people=label("people", "en", count=count), days=label("days_count", "en", count=count)
        )
        for count in (1, 2)
    }
    assert told == {
        1: "To be told: 1 person, 1 day (old -> new)",
        2: "To be told: 2 people, 2 days (old -> new)",
    }
    assert "1 person touched at most" in label("repair_too_few_people", "en", count=1, enough=2)
    assert "0 people touched at most" in label("repair_too_few_people", "en", count=0, enough=1)
    assert label("points_per_unit", "en", count=1) == "1 point a unit"
    assert label("points_per_unit", "en", count=5000) == "5,000 points a unit"

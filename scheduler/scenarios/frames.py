"""A comparison of scenarios as frames, with the columns of ``comparison.csv``, ``changes.csv`` and ``people.csv``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from scheduler.scenarios.evaluating import Result
from scheduler.scenarios.measures import PARTS, SERVICE

if TYPE_CHECKING:
    from scheduler.scenarios.comparison import Comparison

FIGURES = {
    "scenario": "str",
    "part": "str",
    "measure": "str",
    "value": "float64",
    "baseline": "float64",
    "difference": "float64",
    "within_gap": "bool",
}
"""Columns of a comparison's figures, with their dtypes."""

_CHANGES = {"scenario": "str", "what": "str", "old": "str", "new": "str"}
_PEOPLE = {
    "scenario": "str",
    "employee_id": "str",
    "changes": "bool",
    "week_before": "str",
    "week_after": "str",
    "nights_before": "Int64",
    "nights_after": "Int64",
    "weekend_days_before": "Int64",
    "weekend_days_after": "Int64",
}

Cells = tuple[object, ...]


def six_decimals(number: float) -> str:
    """At most six decimals, at least one."""
    return repr(round(number, 6))


def figures_frame(comparison: Comparison) -> pd.DataFrame:
    """One row a scenario, part of the week and measure; the part is empty for the whole week."""
    return counts_and_figures(comparison).astype(FIGURES)


def counts_and_figures(comparison: Comparison) -> pd.DataFrame:
    """The same before its numbers are of one kind: a count is a whole number there, and is written as one."""
    keys = [("", measure.key) for measure in comparison.measures()]
    keys += [(part, key) for part in PARTS for key in SERVICE]

    def rows() -> Iterator[Cells]:
        for row in (comparison.baseline, *comparison.rows):
            for part, key in keys:
                found = comparison.difference(row, f"{part}.{key}" if part else key)
                if found.value is not None:
                    yield row.name, part, key, found.value, found.baseline, found.amount, found.is_noise

    return pd.DataFrame(list(rows()), columns=list(FIGURES), dtype=object)


def changes_frame(comparison: Comparison) -> pd.DataFrame:
    """One row for each thing that a scenario changes."""
    rows = [(row.name, *change.texts("en")) for row in comparison.rows for change in row.changes]
    return pd.DataFrame(rows, columns=list(_CHANGES), dtype=object).astype(_CHANGES)


def people_frame(comparison: Comparison) -> pd.DataFrame:
    """One row a scenario and person: the week before and after, ``-`` for a day off, nights and weekend days.

    Before is the baseline, missing for those who come; after is missing for those who leave.
    """
    before = comparison.baseline.result

    def rows() -> Iterator[Cells]:
        for row in comparison.rows:
            after = row.result
            if before is None or after is None or not after.weeks:
                continue
            for person in dict.fromkeys((*before.weeks, *after.weeks)):
                old, new = _duties(before, person), _duties(after, person)
                yield row.name, person, old[0] != new[0], *(x for pair in zip(old, new, strict=True) for x in pair)

    return pd.DataFrame(list(rows()), columns=list(_PEOPLE), dtype=object).astype(_PEOPLE)


def _duties(result: Result, person: str) -> Cells:
    """Week, nights and weekend days of somebody; missing for who is not there."""
    if person not in result.weeks:
        return None, None, None
    nights, weekend_days = result.duties[person]
    return " ".join(day or "-" for day in result.weeks[person]), nights, weekend_days

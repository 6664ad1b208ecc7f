"""The figures of a run as frames: coverage, and what the rules find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import pandas as pd

from scheduler.constraints.base import Violation
from scheduler.figures.coverage import CoverageRow
from scheduler.frames.columns import calendar_days, counts, local_times, words
from scheduler.labels import Language

_DTYPES = {"queue": "str", "binding_target": "str", "scheduled": "int64"}


def coverage_frame(rows: Sequence[CoverageRow], zone: tzinfo | None) -> pd.DataFrame:
    """One row an interval and queue, by queue, then by time, with the columns of ``coverage.csv``.

    Parameters
    ----------
    rows
        In their order.
    zone
        The time zone of their times; None: UTC.
    """
    frame = pd.DataFrame(
        {
            name: pd.Series([getattr(row, name) for row in rows], dtype=_DTYPES.get(name, "float64"))
            for name in CoverageRow._fields[1:]
        }
    )
    frame.insert(0, "start", local_times((row.start for row in rows), zone))
    return frame


def penalties_frame(violations: Sequence[Violation], zone: tzinfo | None, language: Language) -> pd.DataFrame:
    """One row a breach or miss, in the order of the rules; without any, no rows.

    Parameters
    ----------
    violations
        What the checks found.
    zone
        The time zone of the centre; None: UTC.
    language
        Of the sentences.
    """
    heads = [violation.heads for violation in violations]
    return pd.DataFrame(
        {
            "rule": words(violation.rule for violation in violations),
            "is_hard": pd.Series([violation.is_hard for violation in violations], dtype="bool"),
            "employee_id": words(violation.employee for violation in violations),
            "date": calendar_days(violation.date for violation in violations),
            "start": local_times((None if count is None else count.start for count in heads), zone),
            "end": local_times((None if count is None else count.end for count in heads), zone),
            "counted": words(None if count is None else count.what for count in heads),
            "asked": counts(None if count is None else count.asked for count in heads),
            "found": counts(None if count is None else count.found for count in heads),
            "amount": pd.Series([violation.amount for violation in violations], dtype="int64"),
            "unit": words(violation.unit.more for violation in violations),
            "points": counts(violation.points for violation in violations),
            "message": words(violation.text(language) for violation in violations),
        }
    )

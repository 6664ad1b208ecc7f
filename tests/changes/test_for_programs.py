"""Rows of rosters for other programs."""

from __future__ import annotations

from datetime import date, datetime

from scheduler.changes.for_programs import row_json
from scheduler.domain.activities import Activity
from scheduler.domain.roster import Assignment


def test_a_row_says_what_is_attended_in_it() -> None:
    course = Activity(datetime(2023, 11, 6, 10), datetime(2023, 11, 6, 11), "course", "training")
    row = Assignment(
        employee_id="E1",
        date=date(2023, 11, 6),
        shift="D",
        start=datetime(2023, 11, 6, 9),
        end=datetime(2023, 11, 6, 18),
        break_start=None,
        break_end=None,
        work_mode="office",
        queue="general",
        paid_minutes=540,
        activities=(course,),
    )
    assert row_json(row)["activities"] == [
        {"activity": "course", "kind": "training", "start": "2023-11-06T10:00", "end": "2023-11-06T11:00"}
    ]

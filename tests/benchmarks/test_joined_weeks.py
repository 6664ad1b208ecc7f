"""The look at several weeks together finds what a look at each alone cannot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from benchmarks.joined_weeks import Row, breaches, read_rows

MONDAY = date(2023, 11, 6)
HOURS = {"D": (9, 18), "V": (18, 25), "N": (1, 8)}


def row(employee: str, day: int, shift: str = "D", paid_minutes: int = 480) -> Row:
    on = MONDAY + timedelta(days=day)
    start, end = (datetime.combine(on, time()) + timedelta(hours=hour) for hour in HOURS[shift])
    return Row(employee, start, end, on, shift, None, None, "", paid_minutes)


def found(*rows: Row) -> list[str]:
    """What is found of people; nobody here is on the phones at night."""
    return [sentence for sentence in breaches(sorted(rows)) if not sentence.startswith("at ")]


def test_weeks_that_keep_the_law_have_no_breach() -> None:
    assert found(*(row("E1", day) for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)), row("E2", 6, "V"), row("E2", 7)) == [
        "E2 rests 8:00:00 before D on 2023-11-13"
    ]


def test_a_rest_over_the_joint_is_measured() -> None:
    assert found(row("E1", 6, "V"), row("E1", 7, "N")) == ["E1 rests 0:00:00 before N on 2023-11-13"]
    assert not found(row("E1", 6, "D"), row("E1", 7, "D"))


def test_days_in_a_row_are_counted_over_the_joint() -> None:
    six = [row("E1", day) for day in range(4, 10)]
    assert not found(*six)
    assert found(*six, row("E1", 10)) == ["E1 works on 2023-11-16 for the 7th day in a row"]


def test_days_and_hours_are_counted_by_calendar_week() -> None:
    assert not found(*(row("E1", day, paid_minutes=624) for day in (0, 1, 3, 4, 5)))
    assert found(*(row("E1", day) for day in (0, 1, 2, 4, 5, 6))) == ["E1 works 6 days in the week of 2023-11-06"]
    assert found(*(row("E1", day, paid_minutes=625) for day in (0, 1, 3, 4, 5))) == [
        "E1 works 52.0833 h in the week of 2023-11-06"
    ]


def test_two_shifts_on_a_day_and_a_shift_that_ends_before_it_starts_are_found() -> None:
    assert "E1 on 2023-11-06: 2 shifts" in found(row("E1", 0), row("E1", 0, "V"))
    spoilt = row("E1", 0)
    assert found(Row(**{**vars(spoilt), "end": spoilt.start})) == [
        "E1 on 2023-11-06: 2023-11-06 09:00:00 to 2023-11-06 09:00:00 is no shift of that day"
    ]


def test_the_night_needs_two_on_the_phones() -> None:
    def night(heads: int) -> Sequence[str]:
        rows = [Row(**{**vars(row(f"E{n}", 0, "N")), "queue": "general"}) for n in range(heads)]
        return list(breaches(rows))

    assert not night(2)
    assert len(night(1)) == 14
    assert night(1)[0] == "at 2023-11-06 01:00:00 only 1 people are on the phones"


def test_files_are_read_as_they_are_written(tmp_path: Path) -> None:
    header = "employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes\n"
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text(f"{header}E1,2023-11-12,V,2023-11-12T18:00,2023-11-13T01:00,,,office,,390\n", encoding="utf-8")
    second.write_text(
        f"{header}E1,2023-11-13,N,2023-11-13T01:00,2023-11-13T08:00,2023-11-13T03:30,2023-11-13T04:00,office,,390\n",
        encoding="utf-8",
    )
    rows = read_rows([second, first])
    assert [(found.on, found.break_start is None) for found in rows] == [
        (date(2023, 11, 12), True),
        (date(2023, 11, 13), False),
    ]
    assert found(*rows) == ["E1 rests 0:00:00 before N on 2023-11-13"]

"""Who must be told what as a frame."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.changes.between import Change
from scheduler.changes.frames import changes_frame
from scheduler.domain.clock import local_text
from scheduler.frames.csv_file import write_csv
from tests.constraints.agreement import MONDAY, assignment, tiny_problem
from tests.frames.rows import csv_by_hand

SEOUL = ZoneInfo("Asia/Seoul")
HEADER = [
    *("employee_id", "name", "date"),
    *("old_shift", "old_start", "old_end", "old_break_start", "old_break_end", "old_work_mode"),
    "old_on_call",
    *("new_shift", "new_start", "new_end", "new_break_start", "new_break_end", "new_work_mode"),
    "new_on_call",
]


def test_a_day_off_has_no_times() -> None:
    row = assignment(tiny_problem(1), "E001", MONDAY, "V")
    frame = changes_frame([Change("E001", "A", MONDAY, None, row), Change("E002", "B", MONDAY, row, None)], SEOUL)
    assert list(frame.columns) == HEADER
    assert list(frame.old_shift) == ["OFF", "V"]
    assert frame.old_start.isna().tolist() == [True, False]
    assert str(frame.new_end.dtype) == "datetime64[us, Asia/Seoul]"
    assert frame.new_end[0].isoformat() == "2023-11-07T01:00:00+09:00"
    assert frame.new_work_mode.isna().tolist() == [False, True]


def test_the_file_is_written_byte_for_byte_as_by_hand(tmp_path: Path) -> None:
    row = assignment(tiny_problem(1), "E001", MONDAY, "V")
    changes = [Change("E001", "=1+1", MONDAY, None, row), Change("-2", "김, 철수", MONDAY, row, None, is_on_call=True)]
    write_csv(tmp_path / "changes.csv", changes_frame(changes, SEOUL))

    def time(at: datetime | None) -> str:
        return "" if at is None else local_text(at, SEOUL)

    works = [row.shift, *map(time, (row.start, row.end, row.break_start, row.break_end)), row.work_mode, ""]
    is_off = ["OFF", "", "", "", "", "", ""]
    assert (tmp_path / "changes.csv").read_bytes() == csv_by_hand(
        HEADER,
        [
            ["E001", "'=1+1", MONDAY, *is_off, *works],
            ["'-2", "김, 철수", MONDAY, *works, *is_off[:-1], "yes"],
        ],
    )

"""Frames as csv files: the same bytes as rows written one by one."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from scheduler.domain.clock import local_text
from scheduler.domain.roster import Roster
from scheduler.frames.csv_file import write_csv
from scheduler.frames.rosters import roster_frame
from scheduler.spreadsheet_text import harmless
from scheduler.writers.roster_csv import write_roster
from tests.frames.rows import csv_by_hand, rosters

HEADER = list(roster_frame(Roster(), None).columns)


def rows_by_hand(roster: Roster, zone: ZoneInfo) -> list[list[object]]:
    def time(at: datetime | None) -> str:
        return "" if at is None else local_text(at, zone)

    return [
        [
            *(harmless(row.employee_id), row.date, row.shift, time(row.start), time(row.end)),
            *(time(row.break_start), time(row.break_end), row.work_mode, harmless(row.queue), row.paid_minutes),
        ]
        for row in roster.assignments
    ]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(rosters())
def test_a_roster_is_written_byte_for_byte_as_by_hand(made: tuple[Roster, ZoneInfo]) -> None:
    roster, zone = made
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        write_roster(path, roster, zone)
        assert path.read_bytes() == csv_by_hand(HEADER, rows_by_hand(roster, zone))


def test_the_second_pass_of_an_hour_has_its_offset(tmp_path: Path) -> None:
    times = pd.Series(pd.DatetimeIndex(["2024-10-27T00:30", "2024-10-27T01:30"], tz="UTC").tz_convert("Europe/Berlin"))
    write_csv(tmp_path / "times.csv", pd.DataFrame({"at": times}))
    assert (tmp_path / "times.csv").read_text() == "at\n2024-10-27T02:30\n2024-10-27T02:30+01:00\n"


def test_what_is_missing_or_endless_is_empty_and_yes_is_a_word(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "share": [0.1234567, np.nan, np.inf],
            "count": pd.array([1, None, 3], dtype="Int64"),
            "is_hard": [True, False, True],
            "text": pd.Series(["a", None, "=b"], dtype="str"),
            "on": pd.Series(pd.to_datetime(["2023-11-06", None, "2023-11-07"])),
        }
    )
    write_csv(tmp_path / "frame.csv", frame)
    assert (tmp_path / "frame.csv").read_text().splitlines()[1:] == [
        "0.123457,1,yes,a,2023-11-06",
        ",,no,,",
        ",3,yes,'=b,2023-11-07",
    ]


@pytest.mark.parametrize("name", ["roster.gz", "roster.zip", "roster"])
def test_the_ending_of_the_name_packs_nothing(tmp_path: Path, name: str) -> None:
    write_csv(tmp_path / name, pd.DataFrame({"a": [1]}))
    assert (tmp_path / name).read_bytes() == b"a\n1\n"


def test_a_mark_for_excel_stands_first_where_it_is_asked_for(tmp_path: Path) -> None:
    write_csv(tmp_path / "marked.csv", roster_frame(Roster(), None), with_bom=True)
    assert (tmp_path / "marked.csv").read_bytes() == b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\n"

"""``roster.csv``."""

from __future__ import annotations

from pathlib import Path

from scheduler.readers.roster import read_roster
from scheduler.writers.roster_csv import write_roster
from tests.runs import small_run


def test_the_file_has_the_columns_and_times_of_the_contract(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    write_roster(tmp_path / "roster.csv", run.roster)
    lines = (tmp_path / "roster.csv").read_bytes().decode().split("\n")
    assert lines[0] == "employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes"
    assert lines[3] == (
        "E003,2023-11-08,V,2023-11-08T18:00,2023-11-09T01:00,2023-11-08T20:30,2023-11-08T21:00,office,general,390"
    )
    assert len(lines) == 1 + len(run.roster.assignments) + 1


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    write_roster(tmp_path / "roster.csv", run.roster)
    assert read_roster(tmp_path / "roster.csv", run.settings, run.problem.employees) == run.roster

"""Time and size of the written files for 416 people and 28 days; run `python benchmarks/workbook.py`.

The roster is the bundled workspace's previous week, four times over, absences taken out: as many rows as a real one,
at once and without a solver. Each time is of one writing in a fresh folder; the audit is not part of it.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scheduler.bundled import bundled_workspace
from scheduler.domain.roster import Assignment, Roster
from scheduler.figures import Run
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import audit
from scheduler.run.planning import Plan
from scheduler.writers.calendars import write_calendars
from scheduler.writers.report import write_report
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.workbook import write_workbook

FIRST_DAY = date(2023, 11, 6)


def moved(row: Assignment, days: int) -> Assignment:
    """The same work some days later."""
    by = timedelta(days=days)
    return replace(
        row,
        date=row.date + by,
        start=row.start + by,
        end=row.end + by,
        break_start=None if row.break_start is None else row.break_start + by,
        break_end=None if row.break_end is None else row.break_end + by,
    )


def repeated_run(weeks: int) -> Run:
    """A run of some weeks in which everybody works as in the week before."""
    workspace = read_workspace(bundled_workspace())
    problem = plan_problem(workspace, FIRST_DAY, 7 * weeks)
    absent = problem.absent_dates
    week = workspace.previous.between(FIRST_DAY - timedelta(days=7), FIRST_DAY - timedelta(days=1))
    rows = [moved(row, 7 * (n + 1)) for n in range(weeks) for row in week.assignments]
    roster = Roster.of(row for row in rows if row.date not in absent[row.employee_id])
    return audit(Plan(workspace, problem, workspace.settings.rules), roster)


def main(weeks: int) -> None:
    """Print a line per file."""
    run = repeated_run(weeks)
    assert run.roster is not None
    assert run.audit is not None
    roster = run.roster
    assert run.coverage  # made once here, and used by every writer
    print(
        f"{len(run.problem.employees)} people, {run.problem.horizon.days} days, "
        f"{len(roster.assignments):,} assignments, {len(run.audit.violations):,} findings of the rules"
    )
    writers: dict[str, Callable[[Path], None]] = {
        "roster.csv": lambda path: write_roster(path, roster),
        "roster.xlsx": lambda path: write_workbook(path, run),
        "report.html": lambda path: write_report(path, run),
        "calendars": lambda path: write_calendars(path, run, datetime(2023, 11, 1, tzinfo=UTC)),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, write in writers.items():
            path = Path(folder) / name
            began = time.perf_counter()
            write(path)
            seconds = time.perf_counter() - began
            size = sum(file.stat().st_size for file in (path.iterdir() if path.is_dir() else [path]))
            print(f"{name:12} {seconds:6.2f} s {size / 1024:9,.0f} KiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)

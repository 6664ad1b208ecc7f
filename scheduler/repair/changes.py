"""Who must be told what: the days on which a roster differs from the published one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.spreadsheet_text import harmless


class Change(NamedTuple):
    """One person's day, as published and as it becomes; None is a day off."""

    employee_id: str
    name: str
    date: date
    old: Assignment | None
    new: Assignment | None


def changes_between(problem: Problem, old: Roster, new: Roster) -> tuple[list[Change], list[Change]]:
    """What people must be told, and which shifts fall out because their people are absent; by person and day."""
    was = {(row.employee_id, row.date): row for row in old.assignments}
    becomes = {(row.employee_id, row.date): row for row in new.assignments}
    told: list[Change] = []
    fallen: list[Change] = []
    for place in sorted(was.keys() | becomes.keys()):
        before, after = was.get(place), becomes.get(place)
        if before != after:
            employee, on = place
            is_absent = after is None and on in problem.absent_dates[employee]
            (fallen if is_absent else told).append(Change(employee, problem.employee[employee].name, on, before, after))
    return told, fallen


COLUMNS = ("employee_id", "name", "date", "old_shift", "old_start", "old_end", "new_shift", "new_start", "new_end",
           "new_break_start", "new_break_end", "new_work_mode")  # fmt: skip


def write_changes(path: Path, changes: Sequence[Change]) -> None:
    """Write the changes as UTF-8 with a byte order mark, by which Excel knows it; times are local."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for change in changes:
            old, new = change.old, change.new
            writer.writerow(
                [
                    harmless(change.employee_id),
                    harmless(change.name),
                    change.date.isoformat(),
                    *([old.shift, _time(old.start), _time(old.end)] if old else [OFF, "", ""]),
                    *([new.shift, _time(new.start), _time(new.end)] if new else [OFF, "", ""]),
                    *([_time(new.break_start), _time(new.break_end), new.work_mode] if new else ["", "", ""]),
                ]
            )


def _time(moment: object) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}" if moment is not None else ""

"""Who must be told what: the days on which a roster differs from the published one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster


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

"""Who must be told what: the days on which a roster differs from the published one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster


class Change(NamedTuple):
    """One person's day, as published and as it becomes; None is a day off, on which somebody may be on call.

    A shift is split where the person is away in its middle.
    """

    employee_id: str
    name: str
    date: date
    old: Assignment | None
    new: Assignment | None
    was_on_call: bool = False
    is_on_call: bool = False
    was_split: bool = False
    is_split: bool = False


class Difference(NamedTuple):
    """One person's day in two rosters; None is a day off, on which somebody may be on call."""

    employee_id: str
    date: date
    old: Assignment | None
    new: Assignment | None
    was_on_call: bool
    is_on_call: bool


def differences(old: Roster, new: Roster) -> Iterator[Difference]:
    """The days on which two rosters differ, by person and day."""
    was = {(row.employee_id, row.date): row for row in old.assignments}
    becomes = {(row.employee_id, row.date): row for row in new.assignments}
    for place in sorted(was.keys() | becomes.keys() | old.duties | new.duties):
        before, after = was.get(place), becomes.get(place)
        was_on_call, is_on_call = place in old.duties, place in new.duties
        if (before, was_on_call) != (after, is_on_call):
            yield Difference(*place, before, after, was_on_call, is_on_call)


def changes_between(problem: Problem, old: Roster, new: Roster) -> tuple[list[Change], list[Change]]:
    """What people must be told, and which shifts fall out because their people are absent; by person and day.

    A shift of which a part falls out is among the latter, with what is left of it.

    Whoever is no more in the staff list since the old roster was made is called by the id.
    """
    told: list[Change] = []
    fallen: list[Change] = []
    for employee, on, before, after, *on_call in differences(old, new):
        person = problem.employee.get(employee) or next(
            (row for row in problem.employments if row.employee_id == employee), None
        )
        is_absent = (
            after is None
            and (
                on in problem.absent_dates.get(employee, ())
                or (before is not None and problem.as_worked(before) is None)
            )
        ) or (
            before is not None
            and after is not None
            and before.shift == after.shift
            and problem.is_shortened(after)
            and problem.as_worked(before) != before
        )
        split = [row is not None and problem.is_away_within(row) for row in (before, after)]
        change = Change(employee, employee if person is None else person.name, on, before, after, *on_call, *split)
        (fallen if is_absent else told).append(change)
    return told, fallen

"""A roster: who works which shift on which day, with real datetimes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

WorkMode = Literal["office", "remote"]


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One person's work on one day: a row of ``roster.csv``.

    `date` is the day on which the shift starts; all times are local.
    `queue` is the home queue of the day, empty for office staff.
    """

    employee_id: str
    date: date
    shift: str
    start: datetime
    end: datetime
    break_start: datetime | None
    break_end: datetime | None
    work_mode: WorkMode
    queue: str
    paid_minutes: int

    @property
    def span_minutes(self) -> int:
        """Minutes from start to end, the break included."""
        return round((self.end - self.start).total_seconds() / 60)


@dataclass(frozen=True)
class Roster:
    """Assignments, sorted by person and day."""

    assignments: tuple[Assignment, ...] = field(default=())

    @classmethod
    def of(cls, assignments: Iterable[Assignment]) -> Roster:
        """A roster of these assignments, in canonical order."""
        return cls(tuple(sorted(assignments, key=lambda a: (a.employee_id, a.start, a.shift))))

    @cached_property
    def by_employee(self) -> Mapping[str, tuple[Assignment, ...]]:
        """Assignments of each person, in order of time."""
        people: dict[str, list[Assignment]] = {}
        for assignment in self.assignments:
            people.setdefault(assignment.employee_id, []).append(assignment)
        return {person: tuple(rows) for person, rows in people.items()}

    def of_employee(self, employee_id: str) -> tuple[Assignment, ...]:
        """The person's assignments in order of time; empty when there are none."""
        return self.by_employee.get(employee_id, ())

    def between(self, first: date, last: date) -> Roster:
        """Only the assignments whose day lies in first..last."""
        return Roster(tuple(a for a in self.assignments if first <= a.date <= last))

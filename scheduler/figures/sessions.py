"""Trainings, meetings and the like of a roster: who attends the same thing at the same time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.roster import Roster


@dataclass(frozen=True)
class Session:
    """People who attend something at the same time.

    Attributes
    ----------
    date
        The day of the shifts in which it lies.
    activity
        What it is, and when.
    people, trainer
        Who attends, and who of the staff leads it; None: nobody.
    """

    date: date
    activity: Activity
    people: tuple[str, ...]
    trainer: str | None

    @property
    def times(self) -> str:
        """The times from when to when it lasts."""
        return f"{self.activity.start:%H:%M}-{self.activity.end:%H:%M}"


def sessions_of(roster: Roster, requests: Iterable[ActivityRequest]) -> tuple[Session, ...]:
    """The sessions of a roster, by time; requests say who leads what."""
    trainers = {request.name: request.trainer for request in requests}
    people: dict[tuple[date, Activity], list[str]] = {}
    for row in roster.assignments:
        for activity in row.activities:
            people.setdefault((row.date, activity), []).append(row.employee_id)
    return tuple(
        Session(
            date=on,
            activity=activity,
            people=tuple(employee for employee in there if employee != trainers.get(activity.name)),
            trainer=next((employee for employee in there if employee == trainers.get(activity.name)), None),
        )
        for (on, activity), there in sorted(people.items(), key=lambda item: (item[0][1], item[0][0]))
    )

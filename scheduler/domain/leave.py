"""Requests for leave, and how much of it people have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.people import Absence


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """Somebody's wish to be absent.

    Attributes
    ----------
    absence
        Who, when, and as what.
    row
        Where it stands in its file.
    asked
        When it was asked; None: the order of the file says.
    rank
        The seniority of who asks, 1 being the first; None: not said.
    """

    absence: Absence
    row: int
    asked: datetime | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class LeaveBalance:
    """How many days of a kind of leave somebody had left on the morning of a day."""

    employee_id: str
    kind: str
    days: float
    on: date
    row: int

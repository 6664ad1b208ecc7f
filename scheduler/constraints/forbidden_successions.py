"""R35 - shifts that may not follow one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from scheduler.constraints.successions import Successions
from scheduler.domain.base import ShiftCode, ShiftCodes
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.messages import Message, msgid


class ForbiddenSuccessions(Successions):
    """R35: on the day after a shift, the shifts that `successions` names for it are out; all others are allowed.

    The last day before the horizon and the first after it count too, where they are known. Soft unit: each pair of
    days with a forbidden succession.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014), "Shifts which cannot
    follow this shift".
    """

    number: ClassVar[str] = "R35"
    title_en: ClassVar[str] = msgid("Forbidden successions")
    limits: ClassVar[Mapping[str, int | None]] = {"successions": None}

    rule: Literal["forbidden_successions"] = "forbidden_successions"
    successions: dict[ShiftCode, ShiftCodes] = Field(description="for a shift, those that may not start the day after")

    def out_after(self, problem: Problem) -> Mapping[str, Collection[str]]:
        """What the settings say."""
        return self.successions

    def said(self, later: Assignment, earlier: Assignment) -> Message:
        """That the second may not follow."""
        return Message(
            "{employee} works {shift} on {on}, which may not follow {before} on {day_before}",
            employee=later.employee_id,
            shift=later.shift,
            on=later.date,
            before=earlier.shift,
            day_before=earlier.date,
        )

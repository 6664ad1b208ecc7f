"""R38 - shifts rotate forward."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.constraints.conflict import Conflict
from scheduler.constraints.successions import Successions
from scheduler.domain.base import ShiftCodes, each_once
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.messages import Message, msgid


class ForwardRotation(Successions):
    """R38: on the day after a shift people work one of the same part of the day or of a later one, or are off.

    `order` has the parts of the day with their shifts, as ``[[D, E], [V], [N]]`` for day, evening, night: from day to
    evening to night is forward, from evening to day backward. A day off in between makes any shift free, and shifts
    that `order` leaves out are. The last day before the horizon and the first after it count too, where they are known.
    Soft unit: each pair of days that goes backward.

    References
    ----------
    J. Barton, S. Folkard: Advancing versus delaying shift systems, Ergonomics 36 (1993).
    """

    number: ClassVar[str] = "R38"
    title_en: ClassVar[str] = msgid("Forward rotation")

    rule: Literal["forward_rotation"] = "forward_rotation"
    order: tuple[ShiftCodes, ...] = Field(min_length=2, description="parts of the day in their order, each its shifts")

    @model_validator(mode="after")
    def _each_shift_once(self) -> Self:
        each_once(tuple(code for part in self.order for code in part))
        return self

    @cached_property
    def _backward(self) -> Mapping[str, Collection[str]]:
        return {
            code: tuple(earlier for before in self.order[:number] for earlier in before)
            for number, part in enumerate(self.order)
            for code in part
            if number
        }

    def out_after(self, problem: Problem) -> Mapping[str, Collection[str]]:
        """The shifts of all parts before that of the shift."""
        return self._backward

    def said(self, later: Assignment, earlier: Assignment) -> Message:
        """That the second goes backward."""
        return Message(
            "{employee} goes backward from {before} on {day_before} to {shift} on {on}",
            employee=later.employee_id,
            before=earlier.shift,
            day_before=earlier.date,
            shift=later.shift,
            on=later.date,
        )

    def meaning(self, conflict: Conflict) -> Message:
        """The order."""
        parts = " → ".join(", ".join(part) for part in self.order)
        return self.numbered(Message("rotation forward: {parts}", parts=parts))

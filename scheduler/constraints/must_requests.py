"""R19 - wishes that must be met."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.requests import Wishes
from scheduler.domain.base import clock_text
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid


class MustRequests(Wishes):
    """R19: whoever has a wish with the weight ``must`` gets that shift, or that day off, or these hours.

    All else is as R22 has it. Holds without being listed: a ``must`` that counts for nothing would be no ``must``.
    Soft unit: each wish that is not met.
    """

    number: ClassVar[str] = "R19"
    title_en: ClassVar[str] = msgid("Wishes that must be met")
    asks_of_weeks_alone: ClassVar[bool] = True
    holds_unlisted: ClassVar[bool] = True
    blame_points: ClassVar[int] = 1
    has_must: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("wish", "wishes"),)

    rule: Literal["must_requests"] = "must_requests"

    def meaning(self, conflict: Conflict) -> Message:
        """What must be on these days."""
        days = conflict.days_of(self)
        wishes = [
            Message("{day} {shift}", day=wish.date, shift=wish.shift)
            if wish.times is None
            else Message(
                "{day} {shift} {times}",
                day=wish.date,
                shift=wish.shift,
                times="-".join(map(clock_text, wish.times)),
            )
            for wish in conflict.problem.requests
            if wish.is_must and wish.date in days
        ]
        return self.numbered(Message("wishes that must be met: {wishes}", wishes=joined(", ", wishes)))

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """One that must be less."""
        yield Remedy(
            Effort.LIFT_LOCK,
            Message("give the wish a weight in the place of must"),
        )

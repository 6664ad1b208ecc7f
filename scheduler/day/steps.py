"""A step of a proposal for the rest of a day, whatever its kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from scheduler.day.rehearsal import AS_IT_IS, Case, Gain, ShareOfCalls
from scheduler.domain.written import json_number
from scheduler.simulation.floor import Lent
from scheduler.standing import NO_CHANGES, Changes

StepKind = Literal["activity", "meal", "queue", "overtime", "leave_early", "shift", "call_in"]
"""``activity``, ``meal``: begins at another time. ``queue``: people take another queue besides. ``overtime``: a shift
with more of it. ``leave_early``: time off while it is quiet. ``shift``: another one later today. ``call_in``: somebody
who is off works.
"""


class Span(NamedTuple):
    """From one time to another."""

    start: datetime
    end: datetime

    def as_json(self) -> list[str]:
        """What other programs read."""
        return [at.isoformat(timespec="minutes") for at in self]


class Way(NamedTuple):
    """What somebody would do in place of what is published; the same for all to whom one step speaks.

    Attributes
    ----------
    subject, becomes_subject
        What it is about: code of the shift, name of the activity or of the home queue; and what takes its place, where
        that is another shift or queue.
    was, becomes
        When it is and when it would be; None: not at all.
    """

    kind: StepKind
    subject: str
    was: Span | None
    becomes: Span | None
    becomes_subject: str = ""


@dataclass(frozen=True)
class Step:
    """Something to do for the rest of a day.

    Attributes
    ----------
    number
        From 1 on.
    people
        Whom it is about, by id.
    points
        By which it lowers the cost of the roster, held against what is expected now; None: it changes no roster.
    in_time
        All calls until midnight, with this step and those before it.
    gain
        Calls answered in time until midnight, work that may wait included, beyond those with the steps before it.
    answered
        Likewise calls that are answered at all.
    paid_minutes
        More paid time, of all people together.
    changes
        Of the roster of those who are there.
    lent
        Who serves another queue.
    is_published
        Whether publishing it changes the roster; else it is told to the phone system, or is an absence.
    """

    number: int
    way: Way
    people: tuple[str, ...]
    points: int | None
    in_time: ShareOfCalls
    gain: Gain
    answered: Gain
    paid_minutes: int = 0
    changes: Changes = field(default_factory=lambda: NO_CHANGES)
    lent: tuple[Lent, ...] = ()
    is_published: bool = True

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        way = self.way
        return {
            "number": self.number,
            "kind": way.kind,
            "subject": way.subject,
            "becomes_subject": way.becomes_subject or None,
            "was": None if way.was is None else way.was.as_json(),
            "becomes": None if way.becomes is None else way.becomes.as_json(),
            "people": list(self.people),
            "points": self.points,
            "in_time": json_number(self.in_time.simulated),
            "more_in_time": round(self.gain.mean, 3),
            "more_in_time_half_width": json_number(self.gain.half_width),
            "more_answered": round(self.answered.mean, 3),
            "more_answered_half_width": json_number(self.answered.half_width),
            "paid_minutes": self.paid_minutes,
            "is_published": self.is_published,
        }


def together(steps: Sequence[Step]) -> Case:
    """What is done differently with all of these steps."""
    case = AS_IT_IS
    for step in steps:
        case = case.also(step.changes, step.lent)
    return case


def to_publish(steps: Sequence[Step]) -> Changes:
    """The changes of the published roster that these steps are."""
    return together([step for step in steps if step.is_published]).changes

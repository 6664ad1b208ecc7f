"""One person's rules that cannot hold together: who, which rule and day, what is in the way, what helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scheduler.constraints.conflict import Conflict
from scheduler.domain.calendar import monday_of
from scheduler.messages import Message, joined

MOST_REMEDIES = 3


def personal_conflict(conflict: Conflict) -> Message:
    """One conflict of one person, in the words of its rules."""
    broken = conflict.broken
    first, *others = _remedies(conflict)
    for other in others:
        first = Message("{one}, or {other}", one=first, other=other)
    return Message(
        "{employee}, {when}: {rule} cannot be kept{gap} - {facts}. What would help: {remedies}.",
        employee=conflict.person.employee_id,
        when=_when(conflict),
        rule=broken.name(),
        gap=broken.gap(conflict),
        facts=joined("; ", (rule.meaning(conflict) for rule in conflict.rules())),
        remedies=first,
    )


def more_people(employees: Sequence[str]) -> Message:
    """People in conflict whose reasons are not spelt out."""
    return Message(
        "The rules of {count} more person cannot hold together either: {employees}.",
        "The rules of {count} more people cannot hold together either: {employees}.",
        count=len(employees),
        employees=", ".join(employees),
    )


def _when(conflict: Conflict) -> Message | date:
    horizon, on = conflict.problem.horizon, conflict.on
    if on is None:
        return Message("{first} to {last}", first=horizon.first_day, last=horizon.last_day)
    if conflict.broken.is_weekly:
        return Message("week of {monday}", monday=monday_of(on))
    return on


def _remedies(conflict: Conflict) -> list[Message]:
    """What ends the conflict, each on its own, the smallest change first."""
    offered = [remedy for rule in conflict.rules() for remedy in rule.remedies(conflict)]
    if offered:
        return [remedy.said for remedy in sorted(offered, key=lambda remedy: remedy.effort)][:MOST_REMEDIES]
    return [Message("give {rule} a weight", rule=conflict.broken.name())]

"""Why somebody finds no place in what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.desk.activities.sessions import PendingSessions, Sessions
from scheduler.messages import Message


@dataclass(frozen=True)
class Unplaced:
    """People who find no place, for one reason.

    Attributes
    ----------
    activity
        Its name.
    people
        Who; of a request for some people of many, all who could have been.
    times
        How many attendances are missing.
    reason
        Why.
    """

    activity: str
    people: tuple[str, ...]
    times: int
    reason: Message


def unplaced_of(after: Sessions, before: Sessions) -> Iterator[Unplaced]:
    """What is missing once all has been placed that can be.

    Parameters
    ----------
    after
        With the roster in which everything is placed.
    before
        With the roster as it was: what could have been attended in it by itself.
    """
    for now, then in zip(after.asked, before.asked, strict=True):
        if now.heads is None:
            missing = dict(now.left)
        else:
            # Whoever has begun has to go on; of the others only so many are asked for.
            missing = {place: times for place, times in now.left.items() if place in now.begun}
            for unit, heads in now.heads.items():
                if heads:
                    others = [
                        (employee, of) for employee, of in now.left if of == unit and (employee, of) not in now.begun
                    ]
                    yield Unplaced(
                        now.request.name,
                        tuple(employee for employee, _ in others),
                        heads * now.request.times,
                        _most_common(before, then, others),
                    )
        by_reason: dict[Message, list[tuple[str, int]]] = {}
        for (employee, unit), times in missing.items():
            by_reason.setdefault(_reason(before, then, employee, unit), []).append((employee, times))
        for reason, people in by_reason.items():
            names = tuple(dict.fromkeys(employee for employee, _ in people))
            yield Unplaced(now.request.name, names, sum(times for _, times in people), reason)


def _most_common(before: Sessions, asked: PendingSessions, places: list[tuple[str, date]]) -> Message:
    reasons = [_reason(before, asked, employee, unit) for employee, unit in places]
    return max(dict.fromkeys(reasons), key=reasons.count, default=Message("nobody is left who could attend"))


def _reason(before: Sessions, asked: PendingSessions, employee: str, unit: date) -> Message:
    """The first thing that leaves a person no time in a unit."""
    request, horizon = asked.request, before.problem.horizon

    def is_in_unit(day: int) -> bool:
        return asked.unit(horizon.date_of(day)) == unit

    days = [
        day
        for day in range(horizon.days)
        if (employee, day) in before.rows
        and is_in_unit(day)
        and horizon.date_of(day) >= before.first_day
        and request.may_be_on(horizon.date_of(day))
    ]
    if not days:
        return Message("no shift on any of its days")
    slots = {slot for slot in asked.slots[employee] if is_in_unit(slot.day)}
    if not slots:
        if any(is_in_unit(slot.day) for slot in before.slots(request, employee, in_any_place=True)):
            return Message("only at home on its days") if request.place == "office" else Message("never at home then")
        return Message("no time of that length in its hours, beside the meal break and what is attended already")
    if asked.led is not None and not slots & set(asked.led):
        return Message("the trainer has no shift at the same time")
    return Message("no group of {least} or more finds a time in common", least=request.group_min)

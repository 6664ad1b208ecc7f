"""What is left of trainings and meetings when shifts have changed under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from scheduler.domain.activities import Activity, ActivityRequest
from scheduler.domain.clock import moment
from scheduler.domain.roster import Assignment, Roster


def without_activities(roster: Roster) -> Roster:
    """The shifts alone."""
    return replace(
        roster, assignments=tuple(replace(row, activities=()) if row.activities else row for row in roster.assignments)
    )


def attendance(roster: Roster) -> Counter[Activity]:
    """How many people attend what."""
    return Counter(activity for row in roster.assignments for activity in row.activities)


def fallen_json(fallen: Counter[Activity]) -> list[dict[str, str | int]]:
    """How many people no longer attend what, for other programs."""
    return [
        {"activity": one.name, "start": f"{one.start:%Y-%m-%dT%H:%M}", "people": count}
        for one, count in sorted(fallen.items())
    ]


def still_attending(requests: Sequence[ActivityRequest], roster: Roster, before: Roster, zone: tzinfo | None) -> Roster:
    """A roster with what can still be attended: people are there and on no break, and so are trainer and enough others.

    Parameters
    ----------
    requests
        What was asked for; what nobody asks for stays, for the rules to judge.
    roster
        The shifts as they are now; what is attended in them does not count.
    before
        What was attended in which shifts.
    zone
        Where times are local.
    """
    attended = {(row.employee_id, row.date): row.activities for row in before.assignments if row.activities}
    rows = [
        (row, [one for one in attended.get((row.employee_id, row.date), ()) if _is_free(row, one, zone)])
        for row in roster.assignments
    ]
    asked = {request.name: request for request in requests}
    led: set[tuple[str, datetime]] = set()
    people = Counter[tuple[str, datetime]]()
    for row, activities in rows:
        for one in activities:
            if one.name in asked and asked[one.name].trainer == row.employee_id:
                led.add((one.name, one.start))
            else:
                people[one.name, one.start] += 1

    def is_whole(one: Activity) -> bool:
        request, session = asked.get(one.name), (one.name, one.start)
        return request is None or (
            request.may_be_divided(people[session]) and (request.trainer is None or session in led)
        )

    left = tuple(replace(row, activities=tuple(filter(is_whole, activities))) for row, activities in rows)
    return replace(roster, assignments=left)


def _is_free(row: Assignment, one: Activity, zone: tzinfo | None) -> bool:
    """Whether an activity lies within a shift and beside its break."""
    start, end = moment(one.start, zone), moment(one.end, zone)
    if not (moment(row.start, zone) <= start and end <= moment(row.end, zone)):
        return False
    if row.break_start is None or row.break_end is None:
        return True
    return end <= moment(row.break_start, zone) or moment(row.break_end, zone) <= start

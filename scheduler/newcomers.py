"""Where somebody begins of whom no nights and weekend days are known: at the share that the peers have now.

With nothing to their account, newcomers would get every night until they had caught up with all the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scheduler.config import Settings
from scheduler.domain.people import Employee, History


def with_newcomers(
    history: Sequence[History], employees: Sequence[Employee], settings: Settings
) -> tuple[History, ...]:
    """The counts of everybody: those that are known, and for others the mean of their peers.

    Parameters
    ----------
    history
        What is known; where nothing is known of anybody, all begin alike at 0.
    employees
        The people.
    settings
        Say which shifts lie at night.

    Returns
    -------
    tuple[History, ...]
        Peers are the people of the team who may work the same shifts by the same contract; where nothing is known of
        any of these, the people of the team who share a shift. A mean is rounded to the nearest whole, a half up.
        Whoever has no peers begins at 0.
    """
    known = {record.employee_id: record for record in history}
    at_night = {shift.code for shift in settings.shifts if shift.night_minutes}

    def workable(person: Employee) -> frozenset[str]:
        return frozenset(person.shifts) if person.may_work_nights else frozenset(person.shifts) - at_night

    counted = [person for person in employees if person.employee_id in known]
    newcomers = []
    for person in employees:
        if person.employee_id in known:
            continue
        team = [other for other in counted if other.team == person.team]
        alike = [other for other in team if other.contract == person.contract and workable(other) == workable(person)]
        peers = alike or [other for other in team if workable(other) & workable(person)]
        records = [known[other.employee_id] for other in peers]
        newcomers.append(
            History(
                employee_id=person.employee_id,
                nights=_mean([record.nights for record in records]),
                weekend_days=_mean([record.weekend_days for record in records]),
            )
        )
    return (*history, *newcomers)


def _mean(counts: Sequence[int]) -> int:
    """The nearest whole number, a half up."""
    return int(Fraction(sum(counts), len(counts)) + Fraction(1, 2)) if counts else 0

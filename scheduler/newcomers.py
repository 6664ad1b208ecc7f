"""Where somebody begins of whom no nights and weekend days are known: at the share that the peers have now.

With nothing to their account, newcomers would get every night until they had caught up with all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from scheduler.config import Settings
from scheduler.domain.people import Employee, FairnessHistory, KnownCounts


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Where everybody begins.

    Attributes
    ----------
    history
        The counts of everybody.
    at_mean, at_zero
        Who has no count of the nights or of the weekend days, where others have: those who begin at the mean of their
        peers, and those who have no peers and begin at 0.
    """

    history: tuple[FairnessHistory, ...]
    at_mean: tuple[str, ...]
    at_zero: tuple[str, ...]


def with_newcomers(known: Sequence[KnownCounts], employees: Sequence[Employee], settings: Settings) -> Beginnings:
    """The counts of everybody: those that are known, and for others the mean of their peers.

    Parameters
    ----------
    known
        What is known; where nothing is known of anybody, all begin alike at 0.
    employees
        The people.
    settings
        Say which shifts lie at night.

    Returns
    -------
    Beginnings
        Peers are the people of the team who may work the same shifts by the same contract; where nothing is known of
        any of these, the people of the team who share a shift. A mean is rounded to the nearest whole, a half up.
        Whoever has no peers begins at 0, and the days on which such a person could have been asked stay unknown.
        Nights, weekend days and these days each have peers of their own.
    """
    at_night = {shift.code for shift in settings.shifts if shift.night_minutes}

    def workable(person: Employee) -> frozenset[str]:
        return frozenset(person.shifts) if person.may_work_nights else frozenset(person.shifts) - at_night

    def means(counts: Mapping[str, int]) -> Callable[[str, str, frozenset[str]], int | None]:
        counted = [(other, workable(other)) for other in employees if other.employee_id in counts]

        @cache  # of thousands of people most are alike
        def mean_of_peers(team: str, contract: str, shifts: frozenset[str]) -> int | None:
            mates = [(other, theirs) for other, theirs in counted if other.team == team]
            alike = [other for other, theirs in mates if other.contract == contract and theirs == shifts]
            peers = alike or [other for other, theirs in mates if theirs & shifts]
            return _mean([counts[other.employee_id] for other in peers]) if peers else None

        return mean_of_peers

    nights = {record.employee_id: record.nights for record in known if record.nights is not None}
    weekend_days = {record.employee_id: record.weekend_days for record in known if record.weekend_days is not None}
    days = {record.employee_id: record.days for record in known if record.days is not None}
    kinds = [(counts, means(counts)) for counts in (nights, weekend_days)]
    mean_days_of_peers = means(days)
    history: list[FairnessHistory] = []
    at_mean: list[str] = []
    at_zero: list[str] = []
    for person in employees:
        begins = []
        for counts, mean_of_peers in kinds:
            count = counts.get(person.employee_id)
            if count is None and counts:
                count = mean_of_peers(person.team, person.contract, workable(person))
                (at_zero if count is None else at_mean).append(person.employee_id)
            begins.append(count or 0)
        asked = days.get(person.employee_id)
        if asked is None and days:
            asked = mean_days_of_peers(person.team, person.contract, workable(person))
        history.append(
            FairnessHistory(employee_id=person.employee_id, nights=begins[0], weekend_days=begins[1], days=asked)
        )
    return Beginnings(tuple(history), tuple(dict.fromkeys(at_mean)), tuple(dict.fromkeys(at_zero)))


def _mean(counts: Sequence[int]) -> int:
    """The nearest whole number, a half up."""
    return int(Fraction(sum(counts), len(counts)) + Fraction(1, 2))

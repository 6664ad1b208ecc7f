"""What a repair starts from: the published roster, what has come up since, and what may still change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from scheduler.constraints.base import Rule
from scheduler.domain.calendar import monday_of
from scheduler.domain.people import Lock
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, PersonDay, Roster
from scheduler.domain.shifts import OFF
from scheduler.verify import Audit, audit


@dataclass(frozen=True)
class Facts:
    """What holds before anything is searched.

    Attributes
    ----------
    problem
        As things are now: absences, the published roster, and a lock for every day that must not change.
    unmoved
        The published roster with what was edited in it, less the shifts, and parts of shifts, of people who are
        absent: what remains if nobody is asked.
    unmoved_audit
        Its check.
    open_places
        Persons and days that may change.
    edited
        Of these the ones that somebody has decided by hand, and that do change.
    uncounted
        People who hear of a change in any case: they are not among those who are moved for others.
    """

    problem: Problem
    unmoved: Roster
    unmoved_audit: Audit
    open_places: frozenset[PersonDay]
    edited: frozenset[PersonDay] = frozenset()
    uncounted: frozenset[str] = frozenset()


def gather(
    problem: Problem,
    rules: Sequence[Rule],
    published: Roster,
    first_open_day: date,
    edited: Mapping[PersonDay, Sequence[Assignment]] = MappingProxyType({}),
    wished: AbstractSet[PersonDay] = frozenset(),
) -> Facts:
    """Say what may change.

    Parameters
    ----------
    problem
        With the absences in it, and locks and wishes for what was edited and wished.
    rules, published
        The rules in force, and the roster that people have.
    first_open_day
        Days before it stay as published, but for what was edited and the shifts of people who are absent.
    edited
        What somebody has written over the published days of people: nothing for a day off.
    wished
        Days for which people have new wishes.

    Notes
    -----
    Only weeks in which a shift falls out, a hard rule is broken or something was edited or wished may change, and in
    these everybody who serves a queue, has a breach, or has a new wish. Whoever is absent and owes nothing for it
    keeps the other days.
    """
    stays = _as_worked(problem, published)
    unmoved = _as_worked(problem, published.changed(edited))
    problem = problem.replace(published=Roster(published.assignments))  # who is on call is named at the end
    problem = problem.replace(
        locks=_locks(problem, unmoved, first_open_day),
        # What stays as published was settled then; a wish that came in later has nothing to say of it.
        requests=tuple(wish for wish in problem.requests if not wish.is_must or wish.date >= first_open_day),
    )
    checked = audit(problem, rules, unmoved)
    breached = {violation.employee for violation in checked.hard if violation.employee}
    fallen = set(published.assignments) - set(stays.assignments)
    weeks = {monday_of(on) for _, on in (*edited, *wished)} | {monday_of(row.date) for row in fallen}
    weeks |= {monday_of(violation.date) for violation in checked.hard if violation.date}
    if any(violation.date is None for violation in checked.hard):
        weeks = {monday_of(on) for on in problem.horizon.dates()}
    days = [on for on in problem.horizon.dates() if on >= first_open_day and monday_of(on) in weeks]
    ill = {row.employee_id for row in fallen}
    wishing = {employee for employee, _ in wished}
    people = [
        person
        for person in problem.employees
        if person.employee_id in breached | wishing or (person.queues and person.employee_id not in ill)
    ]
    # A lock that the published roster keeps closes its day; one that it breaks is a breach to be mended.
    worked = {(row.employee_id, row.date): row.shift for row in stays.assignments}
    locked = {
        (lock.employee_id, lock.date)
        for lock in problem.locks
        if worked.get((lock.employee_id, lock.date), OFF) == lock.shift
    }
    return Facts(
        problem,
        unmoved,
        checked,
        frozenset(
            (person.employee_id, on)
            for person in people
            for on in days
            if on not in problem.absent_dates[person.employee_id] and (person.employee_id, on) not in locked
        )
        | edited.keys(),
        frozenset(edited),
        frozenset(employee for employee, _ in (*edited, *wished)),
    )


def _as_worked(problem: Problem, roster: Roster) -> Roster:
    return Roster(tuple(left for row in roster.assignments if (left := problem.as_worked(row)) is not None))


def _locks(problem: Problem, unmoved: Roster, first_open_day: date) -> tuple[Lock, ...]:
    """The locks of the open days, and one for every person and day before them."""
    worked = {(row.employee_id, row.date): row.shift for row in unmoved.assignments}
    closed = [on for on in problem.horizon.dates() if on < first_open_day]
    return (
        *(lock for lock in problem.locks if lock.date >= first_open_day),
        *(
            Lock(employee_id=person.employee_id, date=on, shift=worked.get((person.employee_id, on), OFF))
            for person in problem.employees
            for on in closed
        ),
    )

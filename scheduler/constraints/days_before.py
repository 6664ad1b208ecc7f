"""What rules say of days before the planned ones of which nothing is known: for `Rule.undecided_before` alone."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.problem import Problem
from scheduler.messages import AnyText, Message

_NAMED = 3
"""People who are named as examples."""


def known_days(problem: Problem, known_from: date) -> int:
    """How many days before the planned ones are known."""
    return (problem.horizon.first_day - known_from).days


def days_with_rows(problem: Problem, known_from: date) -> int:
    """How many days before the planned ones are known to rules that take the first row as the first known day."""
    first = problem.horizon.first_day
    dates = (row.date for row in problem.previous.assignments if known_from <= row.date < first)
    return (first - min(dates, default=first)).days


def worked_dates(problem: Problem, employee: str) -> set[date]:
    """The days before on which a person is known to have started a shift."""
    return {row.date for row in problem.previous.of_employee(employee) if row.date < problem.horizon.first_day}


def worked_throughout(problem: Problem, employee: str, days: int, on_duty: AbstractSet[date] = frozenset()) -> bool:
    """Whether a person worked on each of the last days before the planned ones, or was at work on such other dates.

    Parameters
    ----------
    problem, employee
        Whose days, by the facts.
    days
        How many.
    on_duty
        Dates that count as worked without a shift.
    """
    first = problem.horizon.first_day
    worked = worked_dates(problem, employee) | on_duty
    return all(first - timedelta(days=n) in worked for n in range(1, days + 1))


def too_few(rule: str, problem: Problem, known_from: date, days: int) -> AnyText | None:
    """The reason where fewer than so many days are known; None where they are enough.

    Parameters
    ----------
    rule
        Its number.
    problem, known_from
        The facts, and the first day that they tell of.
    days
        Days before the planned ones that the rule needs to know.
    """
    known = known_days(problem, known_from)
    if known >= days:
        return None
    return Message(
        "{rule} looks back {days} days, but only the last {known} are known", rule=rule, days=days, known=known
    )


def too_few_for(
    rule: str, problem: Problem, known_from: date, days: int, why: AnyText, people: Sequence[str]
) -> AnyText:
    """The reason that names some of the people for whom the unknown days decide.

    Parameters
    ----------
    rule, problem, known_from, days
        As for `too_few`.
    why
        Why they decide, as a part of a sentence.
    people
        Their employee_ids.
    """
    return Message(
        "{rule} looks back {days} days, but only the last {known} are known, and {why} ({count} people: {names})",
        rule=rule,
        days=days,
        known=known_days(problem, known_from),
        why=why,
        count=len(people),
        names=", ".join(people[:_NAMED]) + (", ..." if len(people) > _NAMED else ""),
    )


def too_few_of_the_week(rule: str, problem: Problem, known_from: date) -> AnyText | None:
    """The reason where the plan begins within a calendar week of which a day before is not known."""
    return too_few(rule, problem, known_from, problem.horizon.weekday(0))


def too_few_at_work(rule: str, problem: Problem, known_from: date) -> AnyText | None:
    """The reason where a shift of an unknown day could last into the planned days."""
    longest_end = max((shift.end_minute for shift in problem.shifts.values()), default=0)
    # Where the clock skips an hour, a shift that is over by its minutes may last that much longer.
    return too_few(
        rule, problem, known_from, max(0, longest_end + problem.horizon.skipped_minutes - 1) // MINUTES_PER_DAY
    )

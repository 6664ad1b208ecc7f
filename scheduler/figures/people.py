"""What a roster means to each person: the figures that workbook and report show beside a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from scheduler.constraints.base import Violation
from scheduler.constraints.fair_weekends import counts_public_holidays
from scheduler.domain.base import WEEKEND
from scheduler.domain.people import Employee
from scheduler.domain.roster import Assignment
from scheduler.figures.run import Run


@dataclass(frozen=True, slots=True, eq=False)
class PersonTotals:
    """One person's share of a roster.

    Attributes
    ----------
    person
        Who.
    by_date
        Assignments by the day on which they start.
    paid_hours, overtime_hours
        Of the planned days; overtime is part of the paid hours.
    nights, weekend_days
        Of the planned days, counted as the rules of fairness count them.
    nights_before, weekend_days_before
        Of the weeks before.
    wishes_met, wishes
        Of the planned days.
    violations
        What the checks found about this person.
    """

    person: Employee
    by_date: Mapping[date, tuple[Assignment, ...]]
    paid_hours: float
    overtime_hours: float
    nights: int
    weekend_days: int
    nights_before: int
    weekend_days_before: int
    wishes_met: int
    wishes: int
    violations: tuple[Violation, ...]

    @property
    def nights_together(self) -> int:
        """Nights of the planned days and of the weeks before."""
        return self.nights_before + self.nights

    @property
    def weekend_days_together(self) -> int:
        """Weekend days of the planned days and of the weeks before."""
        return self.weekend_days_before + self.weekend_days

    @property
    def points(self) -> int:
        """What the soft rules charge for this person."""
        return sum(violation.points or 0 for violation in self.violations)


def times_there(run: Run, row: Assignment) -> str:
    """When somebody is there in a shift that an absence shortens, in two parts around one in its middle; else empty."""
    if not run.problem.is_shortened(row):
        return ""
    spans = [(row.start, row.end)]
    if run.problem.is_away_within(row) and row.break_start is not None and row.break_end is not None:
        spans = [(row.start, row.break_start), (row.break_end, row.end)]
    return " ".join(f"{start:%H:%M}~{end:%H:%M}" for start, end in spans)


def weekend_dates(run: Run) -> frozenset[date]:
    """Days that count as weekend days: public holidays are among them where the rule of fairness says so."""
    holidays = counts_public_holidays(run.rules)
    return frozenset(
        on
        for on in run.problem.horizon.dates()
        if on.weekday() in WEEKEND or (holidays and run.problem.is_public_holiday(on))
    )


def staff_totals(run: Run) -> tuple[PersonTotals, ...]:
    """Everybody's figures, by team as the settings list them, then as the staff file does."""
    assert run.roster is not None
    assert run.audit is not None
    problem, shifts = run.problem, run.problem.shifts
    nights, weekend = problem.night_codes, weekend_dates(run)
    found: dict[str, list[Violation]] = {}
    for violation in run.audit.violations:
        if violation.employee is not None:
            found.setdefault(violation.employee, []).append(violation)
    wishes: dict[str, list[bool]] = {}
    for wish, is_met in run.wishes:
        wishes.setdefault(wish.employee_id, []).append(is_met)
    order = {team.name: n for n, team in enumerate(run.settings.teams)}
    totals = []
    for person in sorted(problem.employees, key=lambda person: order[person.team]):
        employee = person.employee_id
        worked = run.roster.of_employee(employee)
        by_date: dict[date, tuple[Assignment, ...]] = {}
        for assignment in worked:
            by_date[assignment.date] = (*by_date.get(assignment.date, ()), assignment)
        before = problem.history_of[employee]
        totals.append(
            PersonTotals(
                person=person,
                by_date=by_date,
                paid_hours=sum(assignment.paid_minutes for assignment in worked) / 60,
                overtime_hours=sum(shifts[assignment.shift].overtime_minutes for assignment in worked) / 60,
                nights=sum(assignment.shift in nights for assignment in worked),
                weekend_days=sum(on in weekend for on in by_date),
                nights_before=before.nights,
                weekend_days_before=before.weekend_days,
                wishes_met=sum(wishes.get(employee, ())),
                wishes=len(wishes.get(employee, ())),
                violations=tuple(found.get(employee, ())),
            )
        )
    return tuple(totals)


def shares_nights(run: Run, person: Employee) -> bool:
    """Whether the person can have nights at all: by shift, and by consent where the law asks for it."""
    shifts = run.problem.shifts
    return any(
        person.may_work_nights or not shifts[code].night_minutes
        for code in run.problem.night_codes.intersection(person.shifts)
    )


def shares_weekends(run: Run, person: Employee) -> bool:
    """Whether the person's contract has weekend days, and does not ask for them: who is there for them shares none."""
    contract = run.problem.contract_of(person)
    return not contract.weekend_days_per_week and bool(contract.weekdays & WEEKEND)


class Spread(NamedTuple):
    """A count that is to be spread fairly.

    Attributes
    ----------
    label
        Key of its words.
    count
        Of a person.
    is_shared_by
        Whether a person can have any at all.
    """

    label: str
    count: Callable[[PersonTotals], int]
    is_shared_by: Callable[[Run, Employee], bool]

    def among(self, run: Run, totals: Sequence[PersonTotals]) -> list[PersonTotals]:
        """Those of the people who share it."""
        return [row for row in totals if self.is_shared_by(run, row.person)]


SPREADS = (
    Spread("nights_now", lambda row: row.nights, shares_nights),
    Spread("nights_together", lambda row: row.nights_together, shares_nights),
    Spread("weekend_now", lambda row: row.weekend_days, shares_weekends),
    Spread("weekend_together", lambda row: row.weekend_days_together, shares_weekends),
)
"""Now, and together with the weeks before."""

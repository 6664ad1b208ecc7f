"""R09 - only shifts that the person, the shift and the contract allow on that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.constraints.wording import days_text
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid


class EligibleShifts(ChoiceRule):
    """R09: people work the shifts of their record, on weekdays that both shift and contract allow.

    On public holidays only who has a contract with `works_public_holidays` and consents (`may_work_holidays`,
    LSA Art. 70). Part of what a roster is: the rule holds without being listed, and is hard unless it is listed with a
    weight. Soft unit: each shift that is not allowed, for however many reasons.
    """

    number: ClassVar[str] = "R09"
    title_en: ClassVar[str] = msgid("Eligible shifts and weekdays")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    holds_unlisted: ClassVar[bool] = True
    blame_points: ClassVar[int] = 50_000

    rule: Literal["eligible_shifts"] = "eligible_shifts"

    def never_allows(self, person: Employee, shift: Shift) -> bool:
        """Whether the shift is none of the person's."""
        return shift.code not in person.shifts

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether person, shift or contract rules the choice out."""
        if self.never_allows(person, shift):
            return True
        contract = problem.contract_of(person)
        on = problem.horizon.date_of(day)
        weekday = on.weekday()
        if weekday not in shift.weekdays or weekday not in contract.weekdays:
            return True
        return problem.is_public_holiday(on) and not (contract.works_public_holidays and person.may_work_holidays)

    def meaning(self, conflict: Conflict) -> Message:
        """Which shifts remain on these days."""
        problem = conflict.problem
        by_shifts: dict[str, list[date]] = {}
        for on in conflict.days_of(self):
            day = problem.horizon.day_of(on)
            as_on = problem.employee_on(conflict.person.employee_id, on)
            codes = [
                code
                for code, shift in problem.shifts.items()
                if as_on is not None and not self.forbids(problem, as_on, day, shift)
            ]
            by_shifts.setdefault(", ".join(codes), []).append(on)
        remaining = (
            Message("may only work {shifts} on {days}", shifts=codes, days=days_text(on))
            if codes
            else Message("may not work on {days}", days=days_text(on))
            for codes, on in by_shifts.items()
        )
        return self.numbered(joined(", ", remaining))

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """More shifts for the person."""
        days = conflict.days_against(self)
        if days:
            yield Remedy(Effort.ALLOW_MORE, Message("allow other shifts or weekdays on {days}", days=days_text(days)))

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Give every reason against each assignment; rows of unknown people are the business of R18."""
        found: list[Violation] = []
        holidays = problem.public_holidays or {}
        staff = StaffByDate(problem)
        for row in roster.assignments:
            person = staff.on(row.employee_id, row.date)
            if person is None:
                continue
            contract = problem.contracts[person.contract]
            shift = problem.shifts.get(row.shift)
            reasons: list[Message] = []
            if row.shift not in person.shifts:
                may = ", ".join(person.shifts) or Message("no shift")
                reasons.append(Message("may only work {shifts}", shifts=may))
            if shift is not None and row.date.weekday() not in shift.weekdays:
                reasons.append(Message("the shift does not start on {on:%A}", on=row.date))
            if row.date.weekday() not in contract.weekdays:
                reasons.append(
                    Message("contract {contract} has no work on {on:%A}", contract=contract.name, on=row.date)
                )
            if row.date in holidays and not contract.works_public_holidays:
                reasons.append(
                    Message(
                        "contract {contract} has no work on public holidays ({holiday})",
                        contract=contract.name,
                        holiday=holidays[row.date],
                    )
                )
            if row.date in holidays and not person.may_work_holidays:
                reasons.append(Message("does not consent to public holidays ({holiday})", holiday=holidays[row.date]))
            if reasons:
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {shift} on {on}, but {why}",
                            employee=row.employee_id,
                            shift=row.shift,
                            on=row.date,
                            why=joined("; ", reasons),
                        ),
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

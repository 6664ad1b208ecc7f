"""R09 - only shifts that the person, the shift and the contract allow on that day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.constraints.wording import Wording, days_text
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels import weekday_label


class EligibleShifts(ChoiceRule):
    """R09: people work the shifts of their record, on weekdays that both shift and contract allow.

    On public holidays only who has a contract with `works_public_holidays` and consents (`may_work_holidays`,
    LSA Art. 70). Part of what a roster is: the rule holds without being listed, and is hard unless it is listed with a
    weight. Soft unit: each shift that is not allowed, for however many reasons.
    """

    number: ClassVar[str] = "R09"
    title_ko: ClassVar[str] = "근무 가능한 근무조와 요일"
    title_en: ClassVar[str] = "Eligible shifts and weekdays"
    holds_unlisted: ClassVar[bool] = True
    blame_points: ClassVar[int] = 50_000

    rule: Literal["eligible_shifts"] = "eligible_shifts"

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether person, shift or contract rules the choice out."""
        if shift.code not in person.shifts:
            return True
        contract = problem.contract_of(person)
        on = problem.horizon.date_of(day)
        weekday = on.weekday()
        if weekday not in shift.weekdays or weekday not in contract.weekdays:
            return True
        return problem.is_public_holiday(on) and not (contract.works_public_holidays and person.may_work_holidays)

    def meaning(self, conflict: Conflict) -> Wording:
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
        return self.numbered(
            ", ".join(
                f"may only work {codes} on {days_text(on)}" if codes else f"may not work on {days_text(on)}"
                for codes, on in by_shifts.items()
            ),
            ", ".join(
                f"{days_text(on)} {codes + '만 근무 가능' if codes else '근무 불가'}" for codes, on in by_shifts.items()
            ),
        )

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """More shifts for the person."""
        days = conflict.days_against(self)
        if days:
            on = days_text(days)
            yield Remedy(
                Effort.ALLOW_MORE,
                Wording(f"allow other shifts or weekdays on {on}", f"{on}에 다른 근무조나 요일을 허용"),
            )

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
            weekday, weekday_ko = WEEKDAYS[row.date.weekday()], weekday_label(row.date.weekday(), "ko")
            reasons: list[tuple[str, str]] = []
            if row.shift not in person.shifts:
                reasons.append(
                    (
                        f"may only work {', '.join(person.shifts) or 'no shift'}",
                        f"근무 가능: {', '.join(person.shifts) or '없음'}",
                    )
                )
            if shift is not None and weekday not in {WEEKDAYS[number] for number in shift.weekdays}:
                reasons.append((f"the shift does not start on {weekday}", f"{weekday_ko}요일에 시작하지 않는 근무"))
            if weekday not in {WEEKDAYS[number] for number in contract.weekdays}:
                reasons.append(
                    (
                        f"contract {contract.name} has no work on {weekday}",
                        f"계약 {contract.name}은 {weekday_ko}요일 근무 없음",
                    )
                )
            if row.date in holidays and not contract.works_public_holidays:
                reasons.append(
                    (
                        f"contract {contract.name} has no work on public holidays ({holidays[row.date]})",
                        f"계약 {contract.name}은 공휴일 근무 없음({holidays[row.date]})",
                    )
                )
            if row.date in holidays and not person.may_work_holidays:
                reasons.append(
                    (
                        f"does not consent to public holidays ({holidays[row.date]})",
                        f"공휴일 근무 미동의({holidays[row.date]})",
                    )
                )
            if reasons:
                found.append(
                    self.violation(
                        f"{row.employee_id} works {row.shift} on {row.date}, but "
                        f"{'; '.join(english for english, _ in reasons)}",
                        korean=f"{row.employee_id}: {row.date} {row.shift} 근무 불가 - "
                        f"{', '.join(korean for _, korean in reasons)}",
                        unit="shifts",
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

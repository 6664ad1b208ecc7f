"""R08 - nobody works on a day of absence."""

from __future__ import annotations

from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.domain.people import Absence, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels import absence_label


class Absences(ChoiceRule):
    """R08: no shift starts on a day on which the person is absent.

    A shift belongs to the day on which it starts: the night that ends on the first morning of a leave is allowed.
    Soft unit: each shift on a day of absence.
    """

    number: ClassVar[str] = "R08"
    title_ko: ClassVar[str] = "휴가·부재일 근무 금지"
    title_en: ClassVar[str] = "No work on days of absence"

    rule: Literal["absences"] = "absences"

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the person is absent on the day on which the shift starts."""
        absent = problem.absent_dates[person.employee_id]
        return bool(absent) and problem.horizon.date_of(day) in absent

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Look for each assignment's day among the person's absences."""
        absences: dict[str, list[Absence]] = {}
        for absence in problem.absences:
            absences.setdefault(absence.employee_id, []).append(absence)
        found: list[Violation] = []
        for row in roster.assignments:
            for absence in absences.get(row.employee_id, []):
                if absence.first_day <= row.date <= absence.last_day:
                    found.append(
                        self.violation(
                            f"{row.employee_id} works {row.shift} on {row.date}, a day of absence ({absence.kind} "
                            f"from {absence.first_day} to {absence.last_day})",
                            korean=f"{row.employee_id}: 부재일 {row.date}에 {row.shift} 근무 "
                            f"({absence_label(absence.kind, 'ko')} {absence.first_day} ~ {absence.last_day})",
                            unit="shifts",
                            employee=row.employee_id,
                            date=row.date,
                        )
                    )
                    break
        return found

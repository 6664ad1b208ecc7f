"""R10 - night work only for those who consent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.conflict import Conflict, Remedy
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid


class NightConsent(ChoiceRule):
    """R10: a shift with night work goes only to people with `may_work_nights`.

    Night work are the minutes between `night_from` and `night_to` of `working_time`, 22:00 to 06:00 unless set
    (LSA Art. 70); why somebody does not consent is not stored. Soft unit: each shift with night work.
    """

    number: ClassVar[str] = "R10"
    title_en: ClassVar[str] = msgid("Consent to night work")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    blame_points: ClassVar[int] = 60_000

    rule: Literal["night_consent"] = "night_consent"

    def never_allows(self, person: Employee, shift: Shift) -> bool:
        """Whether the shift has night work and the person does not consent to it."""
        return not person.may_work_nights and shift.night_minutes > 0

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift has night work on that day and the person does not consent to it."""
        return self.never_allows(person, shift)

    def meaning(self, conflict: Conflict) -> Message:
        """That there is no consent."""
        return self.numbered(Message("no consent to night work"))

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """Nothing: nobody is talked into consent."""
        return ()

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure the night work of everybody who does not consent; rows of unknown people are R18's business."""
        staff = StaffByDate(problem)
        began, ended = problem.night.text.split("-")
        found: list[Violation] = []
        for row in roster.assignments:
            person = staff.on(row.employee_id, row.date)
            if person is None or person.may_work_nights:
                continue
            night_minutes = problem.night.minutes(row.start, row.end, problem.horizon.zone)
            if night_minutes:
                found.append(
                    self.violation(
                        Message(
                            "{employee} works {shift} on {on} with {minutes} min between {began} and {ended}, without "
                            "consent to night work",
                            employee=row.employee_id,
                            shift=row.shift,
                            on=row.date,
                            minutes=night_minutes,
                            began=began,
                            ended=ended,
                        ),
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

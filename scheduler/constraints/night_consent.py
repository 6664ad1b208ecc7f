"""R10 - night work only for those who consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.conflict import Conflict, Remedy
from scheduler.constraints.wording import Wording
from scheduler.domain.clock import minutes_between, moment
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift


class NightConsent(ChoiceRule):
    """R10: a shift with minutes between 22:00 and 06:00 goes only to people with `may_work_nights`.

    LSA Art. 70; why somebody does not consent is not stored. Soft unit: each shift with night work.
    """

    number: ClassVar[str] = "R10"
    title_ko: ClassVar[str] = "야간근로 동의"
    title_en: ClassVar[str] = "Consent to night work"
    blame_points: ClassVar[int] = 60_000

    rule: Literal["night_consent"] = "night_consent"

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the shift has night work and the person does not consent to it."""
        return not person.may_work_nights and problem.shifts_on(day)[shift.code].night_minutes > 0

    def meaning(self, conflict: Conflict) -> Wording:
        """That there is no consent."""
        return self.numbered("no consent to night work", "야간근로에 동의하지 않음")

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """Nothing: nobody is talked into consent."""
        return ()

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Measure the night work of everybody who does not consent; rows of unknown people are R18's business."""
        consents = {person.employee_id: person.may_work_nights for person in problem.employees}
        found: list[Violation] = []
        for row in roster.assignments:
            if consents.get(row.employee_id, True):
                continue
            night_minutes = self._night_minutes(row, problem.horizon.zone)
            if night_minutes:
                found.append(
                    self.violation(
                        f"{row.employee_id} works {row.shift} on {row.date} with {night_minutes} min between 22:00 "
                        "and 06:00, without consent to night work",
                        korean=f"{row.employee_id}: {row.date} {row.shift} 22:00-06:00에 {night_minutes}분; "
                        "야간근로 미동의",
                        unit="shifts",
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

    @staticmethod
    def _night_minutes(row: Assignment, zone: tzinfo | None) -> int:
        """Minutes of the row between 22:00 of one day and 06:00 of the next."""
        minutes = 0
        evening = datetime.combine(row.start.date(), time(22)) - timedelta(days=1)
        while evening < row.end:
            begins = max(row.start, evening, key=lambda at: moment(at, zone))
            ends = min(row.end, evening + timedelta(hours=8), key=lambda at: moment(at, zone))
            minutes += max(0, minutes_between(begins, ends, zone))
            evening += timedelta(days=1)
        return minutes

"""R18 - a row says what its shift and date say."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.clock import as_shown, local_text, minutes_between
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster

if TYPE_CHECKING:
    from scheduler.variables import Build


class ShiftTimes(Rule):
    """R18: person and shift of an assignment exist, its date is planned, its times and paid minutes are the shift's.

    In the model they are so by construction; a roster edited by hand may differ. Part of what a roster is: the rule
    holds without being listed, and is always hard. Soft unit of the check: each row with a fault.
    """

    number: ClassVar[str] = "R18"
    title_ko: ClassVar[str] = "근무조 시간 일치"
    title_en: ClassVar[str] = "Rows agree with their shifts"
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["shift_times"] = "shift_times"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Add nothing: the model only knows shifts of the workspace on planned days."""

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each row with the shift that it names."""
        parts_of_days, staff = PartsOfDays(problem), StaffByDate(problem)
        return [
            self.violation(
                f"{row.employee_id} with {row.shift} on {row.date}: {'; '.join(english for english, _ in faults)}",
                korean=f"{row.employee_id}: {row.date} {row.shift} - {', '.join(korean for _, korean in faults)}",
                unit="rows",
                employee=row.employee_id,
                date=row.date,
            )
            for row in roster.assignments
            if (faults := self._faults(problem, parts_of_days, staff, row))
        ]

    @staticmethod
    def _faults(
        problem: Problem, parts_of_days: PartsOfDays, staff: StaffByDate, row: Assignment
    ) -> list[tuple[str, str]]:
        """What is wrong with a row, in English and Korean."""
        faults: list[tuple[str, str]] = []
        horizon = problem.horizon
        if row.employee_id not in problem.employee:
            faults.append(("nobody on the staff has this number", "직원 명부에 없는 사번"))
        elif staff.on(row.employee_id, row.date) is None:
            faults.append(("is not employed on this day", "재직 기간이 아닌 날"))
        if not horizon.start <= datetime.combine(row.date, time()) < horizon.end:
            faults.append(
                (
                    f"the date is not planned ({horizon.start:%Y-%m-%d} and {horizon.days} days are)",
                    f"계획 기간 밖의 날짜({horizon.start:%Y-%m-%d}부터 {horizon.days}일)",
                )
            )
        shift = problem.shifts.get(row.shift)
        if shift is None:
            faults.append(
                (
                    f"there is no such shift; there are {', '.join(problem.shifts)}",
                    f"없는 근무조; {', '.join(problem.shifts)} 중 하나",
                )
            )
            return faults
        midnight, zone = datetime.combine(row.date, time()), horizon.zone
        start = as_shown(midnight + timedelta(minutes=shift.start_minute), zone)
        end = as_shown(midnight + timedelta(minutes=shift.end_minute), zone)
        pause_minutes = shift.meal_minutes
        left = parts_of_days.left(row.employee_id, row.date, shift)
        if left is not None:
            start, end, pause_minutes = left.start, left.end, left.pause_minutes
        for found, meant, word, word_ko in ((row.start, start, "starts", "시작"), (row.end, end, "ends", "종료")):
            if minutes_between(found, meant, zone):
                is_at, should_be = (local_text(at, zone).replace("T", " ") for at in (found, meant))
                faults.append((f"{word} {is_at} instead of {should_be}", f"{word_ko} {is_at}; 근무조는 {should_be}"))
        paid_minutes = minutes_between(start, end, zone) - pause_minutes
        if row.paid_minutes != paid_minutes:
            faults.append(
                (
                    f"pays {row.paid_minutes} min instead of {paid_minutes}",
                    f"유급 {row.paid_minutes}분; 근무조는 {paid_minutes}분",
                )
            )
        return faults

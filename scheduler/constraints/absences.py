"""R08 - nobody works on a day of absence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.wording import Wording, days_text
from scheduler.domain.people import Absence, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels import Language, name_of


class Absences(ChoiceRule):
    """R08: no shift starts on a day on which the person is absent.

    A shift belongs to the day on which it starts: the night that ends on the first morning of a leave is allowed.
    Whoever is away for a part of a day works what that leaves of a shift, if it is at least `least_hours` of
    `shortened_shifts` in one or two pieces, and the shift has no overtime; other shifts are out. Where none is left of
    a person's shifts, the day is one of absence.
    Soft unit: each shift on a day of absence.
    """

    number: ClassVar[str] = "R08"
    title_ko: ClassVar[str] = "휴가·부재일 근무 금지"
    title_en: ClassVar[str] = "No work on days of absence"
    blame_points: ClassVar[int] = 20_000

    rule: Literal["absences"] = "absences"

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the person is absent on the day on which the shift starts."""
        absent = problem.absent_dates[person.employee_id]
        return (bool(absent) and problem.horizon.date_of(day) in absent) or shift.code in problem.unfit_shifts(
            person.employee_id, day
        )

    def meaning(self, conflict: Conflict) -> Wording:
        """The absences by their kinds."""
        problem, employee = conflict.problem, conflict.person.employee_id
        in_part = {on: a.kind for a in problem.absences if a.employee_id == employee for on in a.days()}
        kinds = {**in_part, **problem.absent_dates[employee]}
        by_kind: dict[str, list[date]] = {}
        for on in conflict.days_of(self):
            by_kind.setdefault(kinds.get(on, ""), []).append(on)
        return self.numbered(
            ", ".join(f"absent ({_named(problem, kind, 'en')}) on {days_text(on)}" for kind, on in by_kind.items()),
            ", ".join(f"{days_text(on)} 부재({_named(problem, kind, 'ko')})" for kind, on in by_kind.items()),
        )

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """Another absence, or one that counts as work."""
        days = conflict.days_against(self)
        if not days:
            return
        on, contract = days_text(days), conflict.problem.contract_of(conflict.person)
        # Every date of a minimal set matters, so a single one back is enough.
        one = f"{conflict.amount} of the days {on}" if len(days) > conflict.amount else on
        yield Remedy(Effort.MOVE_ABSENCE, Wording(f"end or move the absence on {one}", f"{on} 부재를 줄이거나 옮김"))
        if not (conflict.broken.credits_absences and conflict.is_lack):
            return
        absent, problem = conflict.problem.absent_dates[conflict.person.employee_id], conflict.problem
        for name in dict.fromkeys(absent[on] for on in days if on in absent):
            kind = problem.kind_of_absence(name)
            if kind.owed_again and not kind.counts_for(contract):
                yield Remedy(
                    Effort.MOVE_ABSENCE,
                    Wording(
                        f"let absence kind {name} not be owed again (owed_again)",
                        f"부재 사유 {name}의 owed_again 해제",
                    ),
                )

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Look for each assignment's day among the person's absences."""
        absences: dict[str, list[Absence]] = {}
        for absence in problem.absences:
            absences.setdefault(absence.employee_id, []).append(absence)
        parts_of_days = PartsOfDays(problem)
        found: list[Violation] = []
        for row in roster.assignments:
            for absence in absences.get(row.employee_id, []):
                if not absence.is_partial and absence.first_day <= row.date <= absence.last_day:
                    found.append(
                        self.violation(
                            f"{row.employee_id} works {row.shift} on {row.date}, a day of absence "
                            f"({_named(problem, absence.kind, 'en')} "
                            f"from {absence.first_day} to {absence.last_day})",
                            korean=f"{row.employee_id}: 부재일 {row.date}에 {row.shift} 근무 "
                            f"({_named(problem, absence.kind, 'ko')} {absence.first_day} ~ {absence.last_day})",
                            unit="shifts",
                            employee=row.employee_id,
                            date=row.date,
                        )
                    )
                    break
            else:
                shift = problem.shifts.get(row.shift)
                if shift is not None and (
                    not parts_of_days.may_be_worked(row.employee_id, row.date, shift)
                    or row.date in parts_of_days.whole_days(row.employee_id)
                ):
                    found.append(
                        self.violation(
                            f"{row.employee_id} works {row.shift} on {row.date}, of which an absence of a part of the "
                            "day leaves too little",
                            korean=f"{row.employee_id}: {row.date} {row.shift} - 부분 부재 뒤 남는 시간이 너무 짧음",
                            unit="shifts",
                            employee=row.employee_id,
                            date=row.date,
                        )
                    )
        return found


def _named(problem: Problem, kind: str, language: Language) -> str:
    return name_of(problem.kind_of_absence(kind), language) if kind else ""

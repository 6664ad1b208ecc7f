"""R08 - nobody works on a day of absence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import ClassVar, Literal

from scheduler.constraints.base import ChoiceRule, Violation
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.parts_of_days import PartsOfDays
from scheduler.constraints.wording import days_text
from scheduler.domain.people import Absence, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels.units import Unit
from scheduler.messages import Message, Named, joined, msgid


class Absences(ChoiceRule):
    """R08: no shift starts on a day on which the person is absent.

    A shift belongs to the day on which it starts: the night that ends on the first morning of a leave is allowed.
    Whoever is away for a part of a day works what that leaves of a shift, if it is at least `least_hours` of
    `shortened_shifts` in one or two pieces, and the shift has no overtime; other shifts are out. Where none is left of
    a person's shifts, the day is one of absence.
    Soft unit: each shift on a day of absence.
    """

    number: ClassVar[str] = "R08"
    title_en: ClassVar[str] = msgid("No work on days of absence")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    blame_points: ClassVar[int] = 20_000
    reads_input: ClassVar[str] = "absences"

    rule: Literal["absences"] = "absences"

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the person is absent on the day on which the shift starts."""
        absent = problem.absent_dates[person.employee_id]
        return (bool(absent) and problem.horizon.date_of(day) in absent) or shift.code in problem.unfit_shifts(
            person.employee_id, day
        )

    def meaning(self, conflict: Conflict) -> Message:
        """The absences by their kinds."""
        problem, employee = conflict.problem, conflict.person.employee_id
        in_part = {on: a.kind for a in problem.absences if a.employee_id == employee for on in a.days()}
        kinds = {**in_part, **problem.absent_dates[employee]}
        by_kind: dict[str, list[date]] = {}
        for on in conflict.days_of(self):
            by_kind.setdefault(kinds.get(on, ""), []).append(on)
        absent = (
            Message("absent ({kind}) on {days}", kind=_named(problem, kind), days=days_text(on))
            for kind, on in by_kind.items()
        )
        return self.numbered(joined(", ", absent))

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """Another absence, or one that counts as work."""
        days = conflict.days_against(self)
        if not days:
            return
        on, contract = days_text(days), conflict.problem.contract_of(conflict.person)
        # Every date of a minimal set matters, so a single one back is enough.
        if len(days) > conflict.amount:
            which = Message("end or move the absence on {count} of the days {days}", count=conflict.amount, days=on)
        else:
            which = Message("end or move the absence on {days}", days=on)
        yield Remedy(Effort.MOVE_ABSENCE, which)
        if not (conflict.broken.credits_absences and conflict.is_lack):
            return
        absent, problem = conflict.problem.absent_dates[conflict.person.employee_id], conflict.problem
        for name in dict.fromkeys(absent[on] for on in days if on in absent):
            kind = problem.kind_of_absence(name)
            if kind.owed_again and not kind.counts_for(contract):
                yield Remedy(
                    Effort.MOVE_ABSENCE,
                    Message("let absence kind {kind} not be owed again (owed_again)", kind=name),
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
                            Message(
                                "{employee} works {shift} on {on}, a day of absence ({kind} from {first} to {last})",
                                employee=row.employee_id,
                                shift=row.shift,
                                on=row.date,
                                kind=_named(problem, absence.kind),
                                first=absence.first_day,
                                last=absence.last_day,
                            ),
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
                            Message(
                                "{employee} works {shift} on {on}, of which an absence of a part of the day leaves too "
                                "little",
                                employee=row.employee_id,
                                shift=row.shift,
                                on=row.date,
                            ),
                            employee=row.employee_id,
                            date=row.date,
                        )
                    )
        return found


def _named(problem: Problem, kind: str) -> Named | Literal[""]:
    return problem.kind_of_absence(kind) if kind else ""

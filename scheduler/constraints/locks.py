"""R15 - decisions that the roster must keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.constraints.wording import Wording
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import OFF

if TYPE_CHECKING:
    from scheduler.variables import Build


class Locks(Rule):
    """R15: every lock holds: the person works its shift on its day, or is off where it says ``OFF``.

    Locks on days outside the horizon are none of this roster's business. Counts on R01. Soft unit: each lock broken.
    """

    number: ClassVar[str] = "R15"
    title_ko: ClassVar[str] = "확정 근무"
    title_en: ClassVar[str] = "Locked decisions"
    blame_points: ClassVar[int] = 10_000

    rule: Literal["locks"] = "locks"

    def apply(self, build: Build) -> None:
        """Hold the locked choice at 1 and all choices of a locked day off at 0.

        A choice that another rule has ruled out has no variable; its empty sum cannot reach 1, so the model is
        infeasible as it should be, instead of the lock being forgotten.
        """
        horizon = build.problem.horizon
        for lock in build.problem.locks:
            day = horizon.day_of(lock.date)
            if not 0 <= day < horizon.days:
                continue
            known = lock.employee_id in build.problem.employee
            choices = build.works.on_day(lock.employee_id, day) if known else {}
            if lock.shift == OFF:
                worked = build.sum(list(choices.values()))
                build.at_most(self.number, self.weight, worked, 0, 1, employee=lock.employee_id, date=lock.date)
            else:
                kept = build.sum([var for code, var in choices.items() if code == lock.shift])
                build.at_least(self.number, self.weight, kept, 1, employee=lock.employee_id, date=lock.date)

    def meaning(self, conflict: Conflict) -> Wording:
        """What is locked on these days."""
        days = conflict.days_of(self)
        locks = sorted((lock.date, lock.shift) for lock in conflict.problem.locks if lock.date in days)
        return self.numbered(
            f"locked: {', '.join(f'{code} on {on}' for on, code in locks)}",
            f"{', '.join(f'{on} {code}' for on, code in locks)} 확정",
        )

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """One lock fewer."""
        days = conflict.days_of(self)
        if sum(lock.date in days for lock in conflict.problem.locks) == 1:
            yield Remedy(Effort.LIFT_LOCK, Wording("lift the lock", "확정을 해제"))
        else:
            yield Remedy(Effort.LIFT_LOCK, Wording("lift one of the locks", "확정 중 하나를 해제"))

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Look each lock up among the person's assignments of the day."""
        worked = defaultdict(list)
        for row in roster.assignments:
            worked[row.employee_id, row.date].append(row.shift)
        planned = set(problem.horizon.dates())
        found: list[Violation] = []
        for lock in problem.locks:
            shifts = worked.get((lock.employee_id, lock.date), [])
            is_kept = not shifts if lock.shift == OFF else lock.shift in shifts
            if lock.date in planned and not is_kept:
                found.append(
                    self.violation(
                        f"{lock.employee_id} has {' and '.join(shifts) or 'no shift'} on {lock.date}; locked is "
                        f"{lock.shift}",
                        korean=f"{lock.employee_id}: {lock.date} {'·'.join(shifts) or '근무 없음'}; "
                        f"확정은 {lock.shift}",
                        unit="locks",
                        employee=lock.employee_id,
                        date=lock.date,
                    )
                )
        return found

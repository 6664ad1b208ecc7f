"""R15 - decisions that the roster must keep."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Conflict, Effort, Remedy
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import OFF
from scheduler.labels.units import Unit
from scheduler.messages import Message, joined, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class Locks(Rule):
    """R15: every lock holds: the person works its shift on its day, or is off where it says ``OFF``.

    Locks on days outside the horizon are none of this roster's business. Counts on R01. Soft unit: each lock broken.
    """

    number: ClassVar[str] = "R15"
    title_en: ClassVar[str] = msgid("Locked decisions")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("lock", "locks"),)
    blame_points: ClassVar[int] = 10_000
    reads_input: ClassVar[str] = "locks"

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

    def meaning(self, conflict: Conflict) -> Message:
        """What is locked on these days."""
        days = conflict.days_of(self)
        locks = sorted((lock.date, lock.shift) for lock in conflict.problem.locks if lock.date in days)
        what = joined(", ", (Message("{shift} on {on}", shift=code, on=on) for on, code in locks))
        return self.numbered(Message("locked: {what}", what=what))

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """One lock fewer."""
        days = conflict.days_of(self)
        if sum(lock.date in days for lock in conflict.problem.locks) == 1:
            yield Remedy(Effort.LIFT_LOCK, Message("lift the lock"))
        else:
            yield Remedy(Effort.LIFT_LOCK, Message("lift one of the locks"))

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
                        Message(
                            "{employee} has {shifts} on {on}; locked is {lock}",
                            employee=lock.employee_id,
                            shifts=" + ".join(shifts) or Message("no shift"),
                            on=lock.date,
                            lock=lock.shift,
                        ),
                        employee=lock.employee_id,
                        date=lock.date,
                    )
                )
        return found

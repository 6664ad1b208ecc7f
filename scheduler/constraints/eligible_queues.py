"""R11 - the queue of a row is one that the person serves on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class EligibleQueues(Rule):
    """R11: the queue of an assignment is one that the person may serve on its day, and empty only when there is none.

    The model derives queues from people and days, so it has nothing to decide. Part of what a roster is: the rule
    holds without being listed, and is always hard. Soft unit of the check: each row with a queue that is not the
    person's.
    """

    number: ClassVar[str] = "R11"
    title_en: ClassVar[str] = msgid("Eligible queues")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("row", "rows"),)
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["eligible_queues"] = "eligible_queues"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Add nothing: in the model people only ever serve their own queues of the day."""

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each row's queue with the person's; rows of unknown people are the business of R18."""
        weekdays_of = {(access.team, access.queue): access.weekdays for access in problem.queue_access}
        found: list[Violation] = []
        staff = StaffByDate(problem)
        for row in roster.assignments:
            person = staff.on(row.employee_id, row.date)
            if person is None:
                continue
            weekday = row.date.weekday()
            served = [
                queue
                for queue in person.queues
                if (person.team, queue) not in weekdays_of or weekday in weekdays_of[person.team, queue]
            ]
            if row.queue == "" and not served:
                continue
            if row.queue not in served:
                found.append(
                    self.violation(
                        Message(
                            "{employee} has queue '{queue}' on {on:%Y-%m-%d} ({on:%a}), but serves {served} on that "
                            "day",
                            employee=row.employee_id,
                            queue=row.queue,
                            on=row.date,
                            served=", ".join(served) or Message("no queue"),
                        ),
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

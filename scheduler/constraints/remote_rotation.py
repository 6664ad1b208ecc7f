"""R14 - who works at home and who in the office follows the rotation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.staff_by_date import StaffByDate
from scheduler.domain.problem import Problem, RemoteRotation
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class RemoteRotationKept(Rule):
    """R14: an assignment's work mode is the rotation's for person and day.

    The group whose turn it is works in the office, the others at home; people without a group always work in the
    office. The turn changes by date, in the middle of a week too; a shift that begins before midnight keeps the mode
    of the day on which it starts. The model derives the mode, so it has nothing to decide. Part of what a roster is:
    the rule holds without being listed, and is always hard. Soft unit of the check: each row with the wrong mode.
    """

    number: ClassVar[str] = "R14"
    title_en: ClassVar[str] = msgid("Remote rotation")
    units: ClassVar[tuple[Unit, ...]] = (Unit("row", "rows"),)
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["remote_rotation"] = "remote_rotation"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Add nothing: the model counts everybody in the mode that the rotation gives."""

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each row's mode with a walk through the turns; rows of unknown people are R18's business."""
        found: list[Violation] = []
        on_site: dict[date, int] = {}
        staff = StaffByDate(problem)
        for row in roster.assignments:
            person = staff.on(row.employee_id, row.date)
            if person is None:
                continue
            due, why = "office", Message("has no rotation group")
            if problem.remote is not None and person.remote_group is not None:
                if row.date not in on_site:
                    on_site[row.date] = self._group_on_site(problem.remote, row.date)
                due = "office" if person.remote_group == on_site[row.date] else "remote"
                why = Message(
                    "is in group {own}, and group {on_site} is on site",
                    own=person.remote_group,
                    on_site=on_site[row.date],
                )
            if row.work_mode != due:
                found.append(
                    self.violation(
                        Message(
                            "{employee} works at home on {on} instead of in the office: {why}"
                            if due == "office"
                            else "{employee} works in the office on {on} instead of at home: {why}",
                            employee=row.employee_id,
                            on=row.date,
                            why=why,
                        ),
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

    @classmethod
    def _group_on_site(cls, rotation: RemoteRotation, on: date) -> int:
        """Walk from the anchor, turn by turn, until the turn that holds the date."""
        group, month = 0, 0
        while cls._months_after(rotation.anchor, month) > on:
            group, month = group - 1, month - rotation.months_on_site
        while cls._months_after(rotation.anchor, month + rotation.months_on_site) <= on:
            group, month = group + 1, month + rotation.months_on_site
        return group % rotation.groups + 1

    @staticmethod
    def _months_after(anchor: date, months: int) -> date:
        """The anchor's day in a later (or earlier) month; where that month is too short, the first of the next."""
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
        try:
            return date(year, month + 1, anchor.day)
        except ValueError:  # never in December, which has 31 days
            return date(year, month + 2, 1)

"""Who could take a shift of somebody who cannot come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.changes.for_programs import row_json
from scheduler.constraints.base import Violation
from scheduler.constraints.requests import Wishes
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.effects import ExtraMinutes, Turns, outcome_json, pay_of, telling_first, turns_of, violation_json
from scheduler.desk.rows import handed_over
from scheduler.domain.people import Absence
from scheduler.domain.roster import Assignment
from scheduler.inputs import Workspace
from scheduler.repair.absences import with_absences
from scheduler.standing import Outcome


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take the shift.

    Attributes
    ----------
    row
        The shift as that person would work it.
    gives_up
        What the person would work else on that day; nobody works it then.
    outcome
        What the rules say, against the roster in which nobody works the shift.
    cost_change
        Points more than those of the roster as it stands.
    pay
        Overtime and premium more than in the roster as it stands.
    turns
        Nights and weekend days, the weeks before included.
    wishes_met, wishes_unmet
        Wishes of that day that taking the shift meets, and does not.
    is_on_call
        Whether the person is on call that day, and comes in for that.
    """

    employee_id: str
    row: Assignment
    gives_up: tuple[Assignment, ...]
    outcome: Outcome
    cost_change: int
    pay: ExtraMinutes
    turns: Turns
    wishes_met: int
    wishes_unmet: int
    is_on_call: bool


@dataclass(frozen=True)
class Refused:
    """Somebody who could not, with the breaches that it would make; none: who works the same shift already."""

    employee_id: str
    breaches: tuple[Violation, ...]

    @property
    def reason(self) -> str:
        """The number of the first rule against it; empty: the person works the same shift already."""
        return self.breaches[0].rule if self.breaches else ""


@dataclass(frozen=True)
class Cover:
    """Who could take a shift.

    Attributes
    ----------
    row
        The shift.
    absent_as
        The kind of absence that the person who cannot come has then; None: the workspace has none for the unforeseen,
        and what it breaks that the person does not come is held against nobody.
    uncovered
        What the rules say while nobody takes it, against the roster as it stands.
    candidates
        Who could, the best first.
    refused
        Who could not.
    """

    desk: Desk
    row: Assignment
    absent_as: str | None
    uncovered: Outcome
    candidates: tuple[Candidate, ...]
    refused: tuple[Refused, ...]

    @property
    def notice_days(self) -> int:
        """How many days before they would learn of it."""
        return self.desk.notice_days(self.row.date)

    @property
    def refused_by_reason(self) -> Mapping[str, int]:
        """How many could not, by the number of the first rule against it, the most frequent first."""
        return dict(Counter(one.reason for one in self.refused).most_common())

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        desk = self.desk
        settings = desk.workspace.settings
        return {
            "shift": row_json(self.row),
            "absent_as": self.absent_as,
            "notice_days": self.notice_days,
            "within_notice": self.notice_days < settings.notice_days,
            "uncovered_cost_change": self.uncovered.cost - desk.standing.checked.cost,
            "candidates": [
                {
                    "employee_id": one.employee_id,
                    "name": desk.problem.employee[one.employee_id].name,
                    "work_mode": one.row.work_mode,
                    "gives_up": [row.shift for row in one.gives_up],
                    "is_on_call": one.is_on_call,
                    "cost_change": one.cost_change,
                    "overtime_minutes": one.pay.overtime_minutes,
                    "premium_minutes": one.pay.premium_minutes,
                    "nights": one.turns.nights[0],
                    "weekend_days": one.turns.weekend_days[0],
                    "wishes_met": one.wishes_met,
                    "wishes_unmet": one.wishes_unmet,
                    **outcome_json(desk, one.outcome),
                    "cost": one.outcome.cost,
                }
                for one in self.candidates
            ],
            "refused_by_rule": dict(self.refused_by_reason),
            "refused": [
                {
                    "employee_id": one.employee_id,
                    "breaches": [violation_json(desk, found) for found in one.breaches],
                }
                for one in self.refused
            ],
        }


def cover(
    workspace: Workspace | Path | str,
    roster_path: Path,
    employee: str,
    on: date,
    *,
    today: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> Cover:
    """Say who could take the shift of somebody who cannot come.

    Parameters
    ----------
    workspace, roster_path, today, previous, is_first_week
        As of `open_desk`.
    employee, on
        Whose shift it is, by id or name, and the day.

    Raises
    ------
    InputError
        The inputs have faults, or there is no such shift.
    """
    desk = open_desk(workspace, roster_path, days=(on, on), today=today, previous=previous, is_first_week=is_first_week)
    return who_could(desk, desk.person(employee), on)


def who_could(desk: Desk, employee: str, on: date) -> Cover:
    """Say who of the staff could take somebody's shift on a day."""
    row = desk.shift_of(employee, on)
    kind = desk.workspace.settings.unplanned_kind
    problem = desk.problem
    if kind is not None:
        absence = Absence(employee_id=employee, first_day=on, last_day=on, kind=kind)
        problem = with_absences(problem, desk.roster, [absence])
    without = desk.standing.with_facts(problem, [employee])
    uncovered = without.after({(employee, on): ()})
    base = without.moved(uncovered)
    rows = {
        person.employee_id: handed_over(problem, row, person.employee_id)
        for person in problem.employees
        if person.employee_id != employee and problem.employee_on(person.employee_id, on) is not None
    }
    working = {other for other in rows if any(own.shift == row.shift for own in base.rows.get((other, on), ()))}
    asked = {other: {(other, on): (taken,)} for other, taken in rows.items() if other not in working}
    outcomes = base.after_each(asked)
    tolerated = Counter(desk.standing.checked.hard)
    if kind is None:
        tolerated |= Counter(found for found in base.checked.hard if found.employee == employee)
    breaches = {other: tuple((Counter(outcome.hard) - tolerated).elements()) for other, outcome in outcomes.items()}
    able = [other for other, found in breaches.items() if not found]
    refused = [Refused(other, telling_first(desk, other, found)) for other, found in breaches.items() if found]
    refused += (Refused(other, ()) for other in working)
    return Cover(
        desk,
        row,
        kind,
        uncovered,
        _ranked(desk, able, rows, outcomes),
        tuple(sorted(refused, key=lambda one: one.employee_id)),
    )


def _ranked(
    desk: Desk, able: list[str], rows: Mapping[str, Assignment], outcomes: Mapping[str, Outcome]
) -> tuple[Candidate, ...]:
    """Who could: those on call first, then by points, by premium, by nights and weekend days so far, and by id."""
    if not able:
        return ()
    of_able = [row for row in desk.roster.assignments if row.employee_id in outcomes]
    after = [row for row in of_able if (row.employee_id, row.date) not in outcomes[row.employee_id].changes]
    pay_before, pay_after = pay_of(desk, able, of_able), pay_of(desk, able, [*after, *(rows[one] for one in able)])
    turns = {one.employee_id: one for one in turns_of(desk, able, desk.roster)}
    zone = desk.problem.horizon.zone
    on_call = {(duty.employee_id, duty.date) for duty in desk.roster.on_call or ()}
    candidates = []
    for employee in able:
        row, outcome = rows[employee], outcomes[employee]
        wishes = [
            Wishes.is_met(wish, [row], zone)
            for wish in desk.problem.requests
            if (wish.employee_id, wish.date) == (employee, row.date)
        ]
        candidates.append(
            Candidate(
                employee,
                row,
                desk.standing.rows.get((employee, row.date), ()),
                outcome,
                outcome.cost - desk.standing.checked.cost,
                ExtraMinutes(
                    pay_after[employee].overtime_minutes - pay_before[employee].overtime_minutes,
                    pay_after[employee].premium_minutes - pay_before[employee].premium_minutes,
                ),
                turns[employee],
                sum(wishes),
                len(wishes) - sum(wishes),
                (employee, row.date) in on_call,
            )
        )
    return tuple(
        sorted(
            candidates,
            key=lambda one: (
                not one.is_on_call,
                one.cost_change,
                one.pay.premium_minutes,
                one.turns.nights[0] + one.turns.weekend_days[0],
                one.employee_id,
            ),
        )
    )

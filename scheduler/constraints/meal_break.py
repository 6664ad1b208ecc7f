"""R12 - a meal break inside the shift's window."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.parts_of_days import Left, PartsOfDays
from scheduler.domain.clock import as_shown, minutes_between
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class MealBreak(Rule):
    """R12: whoever works a shift with a meal break takes it once, whole, and inside the shift's window.

    In the model only counts of people on their break exist; who eats when is handed out after the solve. Part of what
    a roster is: the rule holds without being listed, and is always hard. Soft unit of the check: each break that is
    missing, misplaced or of the wrong length.
    """

    number: ClassVar[str] = "R12"
    title_en: ClassVar[str] = msgid("Meal break in its window")
    asks_of_weeks_alone: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("break", "breaks"),)
    couples_people: ClassVar[bool] = True
    judges_people_apart: ClassVar[bool] = True
    holds_unlisted: ClassVar[bool] = True
    can_give_way: ClassVar[bool] = False

    rule: Literal["meal_break"] = "meal_break"
    weight: None = None

    def apply(self, build: Build) -> None:
        """Let as many people begin a meal break as start the shift."""
        for key, heads in build.heads.counts.items():
            starting = build.meals.starting(*key)
            if starting:
                build.model.add(build.sum(list(starting.values())) == heads)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each assignment's break with its shift's window."""
        found: list[Violation] = []
        parts_of_days = PartsOfDays(problem)
        for row in roster.assignments:
            shift = problem.shifts.get(row.shift)
            if shift is None:
                continue
            zone, midnight = problem.horizon.zone, datetime.combine(row.date, time())
            left = parts_of_days.left(row.employee_id, row.date, shift)
            if left is not None:
                found += self._check_shortened(row, left, zone)
                continue
            fault = None
            if row.break_start is None or row.break_end is None:
                if shift.meal_minutes:
                    fault = Message("has no meal break")
            elif not shift.meal_minutes:
                fault = Message("has a meal break that the shift does not provide for")
            elif minutes_between(row.break_start, row.break_end, zone) != shift.meal_minutes:
                fault = Message("has a meal break of another length than {minutes} min", minutes=shift.meal_minutes)
            elif not (
                shift.meal_earliest_minute is not None
                and shift.meal_latest_minute is not None
                and minutes_between(
                    as_shown(midnight + timedelta(minutes=shift.meal_earliest_minute), zone), row.break_start, zone
                )
                >= 0
                and minutes_between(
                    row.break_end, as_shown(midnight + timedelta(minutes=shift.meal_latest_minute), zone), zone
                )
                >= 0
            ):
                fault = Message("eats at {start:%H:%M}, outside the window of the shift", start=row.break_start)
            if fault:
                found.append(
                    self.violation(
                        Message(
                            "{employee} {fault} ({shift} on {on})",
                            employee=row.employee_id,
                            fault=fault,
                            shift=row.shift,
                            on=row.date,
                        ),
                        employee=row.employee_id,
                        date=row.date,
                    )
                )
        return found

    def _check_shortened(self, row: Assignment, left: Left, zone: tzinfo | None) -> list[Violation]:
        """Compare the break of somebody who is away for a part of the day with what is left of the shift."""
        if row.break_start is None or row.break_end is None:
            if not left.pause_minutes:
                return []
            fault = Message("has no break of {minutes} min", minutes=left.pause_minutes)
        elif minutes_between(row.break_start, row.break_end, zone) != left.pause_minutes:
            fault = Message("has a break of another length than {minutes} min", minutes=left.pause_minutes)
        elif (
            minutes_between(left.start, row.break_start, zone) < left.pause_from
            or minutes_between(left.start, row.break_end, zone) > left.pause_until
        ):
            fault = Message("has the break at {start:%H:%M}, where it may not be", start=row.break_start)
        else:
            return []
        return [
            self.violation(
                Message(
                    "{employee} {fault} ({shift} on {on}, shortened by an absence)",
                    employee=row.employee_id,
                    fault=fault,
                    shift=row.shift,
                    on=row.date,
                ),
                employee=row.employee_id,
                date=row.date,
            )
        ]

"""Why so many people: what a span needs, in sentences, with the people in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.changes.for_programs import row_json
from scheduler.desk.desk import Desk, open_desk
from scheduler.domain.demand import PERMILLE
from scheduler.domain.roster import Assignment
from scheduler.errors import InputError
from scheduler.messages import Message
from scheduler.staffing.explanation import DemandRow, explain_demand


@dataclass(frozen=True)
class Need:
    """What a queue needs in an interval, with what it gets, in reference agents."""

    row: DemandRow
    effective: float


@dataclass(frozen=True)
class Requirement:
    """What a span needs.

    Attributes
    ----------
    needs
        Of each open queue and interval, by time.
    people
        Rows that meet the span, of people with queues.
    """

    desk: Desk
    start: datetime
    end: datetime
    needs: tuple[Need, ...]
    people: tuple[Assignment, ...]

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        language = self.desk.language
        return {
            "start": f"{self.start:%Y-%m-%dT%H:%M}",
            "end": f"{self.end:%Y-%m-%dT%H:%M}",
            "needs": [
                {
                    "start": f"{need.row.start:%Y-%m-%dT%H:%M}",
                    "queue": need.row.queue,
                    "required": round(need.row.required, 3),
                    "effective": round(need.effective, 3),
                    "binding_target": need.row.binding_target,
                    "sentence": need.row.explanation(language),
                }
                for need in self.needs
            ],
            "people": [row_json(row) for row in self.people],
        }


def requirement(
    folder: Path,
    roster_path: Path,
    start: datetime,
    end: datetime | None = None,
    *,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> Requirement:
    """Say why a span needs so many people, and who is there.

    Parameters
    ----------
    folder, roster_path, previous, is_first_week
        As of `open_desk`.
    start, end
        Local times; without an end the interval in which the start lies.

    Raises
    ------
    InputError
        The inputs have faults, or the span is not one of the roster's.
    """
    day = start.date()
    desk = open_desk(folder, roster_path, days=(day, day), previous=previous, is_first_week=is_first_week)
    return requirement_of(desk, start, end)


def requirement_of(desk: Desk, start: datetime, end: datetime | None = None) -> Requirement:
    """Say why a span needs so many people, as `requirement` does."""
    problem, horizon = desk.problem, desk.problem.horizon
    desk.day(start.date(), "--at")
    length = timedelta(minutes=horizon.interval_minutes)
    first = datetime.combine(start.date(), datetime.min.time())
    first += (start - first) // length * length
    if end is None:
        end = first + length
    if not start < end or end > horizon.end:
        raise InputError.of(
            "--until",
            Message(
                "{start} to {end} is no span of the roster",
                start=f"{start:%Y-%m-%d %H:%M}",
                end=f"{end:%Y-%m-%d %H:%M}",
            ),
            Message("correct the times"),
        )
    effective = desk.standing.checked.coverage.effective_permille
    needs = []
    place = dict.fromkeys(problem.demand.queues, 0)
    for row in explain_demand(desk.workspace.settings, problem.demand):
        n = place[row.queue]
        place[row.queue] += 1
        if first <= row.start < end and row.hour_class != "closed":
            needs.append(Need(row, float(effective[row.queue][n]) / PERMILLE))
    rows = (*problem.previous.assignments, *desk.roster.assignments)
    there = [row for row in rows if row.start < end and first < row.end and row.queue]
    return Requirement(
        desk,
        first,
        end,
        tuple(sorted(needs, key=lambda need: need.row.start)),
        tuple(sorted(there, key=lambda row: (row.queue, row.shift, row.employee_id))),
    )

"""Which sheets the workbook has, and which columns: every input of a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo
from typing import Any, get_args

import numpy as np

from scheduler.domain.activities import ActivityKind, ActivityRequest, Per
from scheduler.domain.base import ALL_WEEK, MINUTES_PER_DAY, WEEKDAYS, clock_text
from scheduler.domain.clock import is_repeated, local_text
from scheduler.domain.inflow import Inflow
from scheduler.domain.limits import LARGEST_FACTOR, LARGEST_NUMBER, MOST_REQUEST_POINTS
from scheduler.domain.part_of_day import QUARTERS_OF
from scheduler.domain.people import MUST
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import OFF
from scheduler.formats.workspace_files import LIST_JOINER
from scheduler.inputs import Workspace
from scheduler.writers.workspace_book.book import A_DATE, A_MOMENT, DATE, MOMENT, CellRow, Field, InputBook, Validation
from scheduler.writers.workspace_book.guide import write_guide
from scheduler.writers.workspace_book.settings import weekly_settings

_WEEKLY, _LASTING = "#5B9BD5", "#A5A5A5"
"""Colours of the tabs: what changes from week to week, and what lasts or comes from other systems."""


def write_sheets(book: Any, workspace: Workspace) -> None:
    """Write the guide, then the inputs, those that change most often first, then the lists.

    Parameters
    ----------
    book
        The workbook of xlsxwriter.
    """
    sheets = InputBook(book, workspace.settings.language, _lists_of(workspace))
    settings = workspace.settings
    people = sheets.one_of("employees", stop=True)
    shifts = sheets.one_of("shifts_or_off", stop=True)
    yes_no: Validation = {"validate": "list", "source": ["yes", "no"]}
    whole: Validation = {"validate": "integer", "criteria": ">=", "value": 0}
    amount: Validation = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LARGEST_NUMBER}
    write_guide(book, settings, sheets.style)
    sheets.write(
        "absences",
        (
            Field("employee_id", 12, people),
            Field("from", 12, A_DATE, DATE),
            Field("to", 12, A_DATE, DATE),
            Field("kind", 16, sheets.one_of("kinds")),
            Field("part", 14, {"validate": "list", "source": list(QUARTERS_OF)}),
            Field("from_time", 12),
            Field("to_time", 12),
        ),
        (
            (
                row.employee_id,
                row.first_day,
                row.last_day,
                row.kind,
                row.part,
                *(None if minute is None else clock_text(minute) for minute in (row.from_minute, row.to_minute)),
            )
            for row in workspace.absences
        ),
        _WEEKLY,
    )
    sheets.write(
        "requests",
        (
            Field("employee_id", 12, people),
            Field("date", 12, A_DATE, DATE),
            Field("shift", 10, shifts),
            Field(
                "weight",
                10,
                {
                    "validate": "custom",
                    "value": f'=OR(D2="{MUST}",AND(ISNUMBER(D2),D2=INT(D2),ABS(D2)<={MOST_REQUEST_POINTS}))',
                },
            ),
            Field("from_time", 12),
            Field("to_time", 12),
        ),
        (
            (
                row.employee_id,
                row.date,
                row.shift,
                MUST if row.is_must else row.weight,
                *(None if minute is None else clock_text(minute) for minute in (row.from_minute, row.to_minute)),
            )
            for row in workspace.requests
        ),
        _WEEKLY,
    )
    sheets.write(
        "locks",
        (Field("employee_id", 12, people), Field("date", 12, A_DATE, DATE), Field("shift", 10, shifts)),
        ((row.employee_id, row.date, row.shift) for row in workspace.locks),
        _WEEKLY,
    )
    hour: Validation = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 24}
    sheets.write(
        "events",
        (
            Field("from", 12, A_DATE, DATE),
            Field("to", 12, A_DATE, DATE),
            Field("hour_from", 11, hour),
            Field("hour_to", 11, hour),
            Field("queue", 14, sheets.one_of("queues", stop=True)),
            Field(
                "factor", 10, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LARGEST_FACTOR}
            ),
            Field("name", 30),
        ),
        (
            (row.first_day, row.last_day, row.from_hour, row.to_hour, row.queue, row.factor, row.name)
            for row in workspace.events
        ),
        _WEEKLY,
    )
    sheets.write(
        "activities",
        (
            Field("name", 24),
            Field("kind", 12, {"validate": "list", "source": list(get_args(ActivityKind))}),
            Field("minutes", 10, whole),
            Field("who", 24),
            Field("team", 14, sheets.one_of("teams", stop=True)),
            *(Field(name, 12, whole) for name in ("heads", "group_min", "group_max")),
            Field("trainer", 12, people),
            Field("from", 12, A_DATE, DATE),
            Field("to", 12, A_DATE, DATE),
            Field("weekdays", 20),
            Field("from_time", 12),
            Field("to_time", 12),
            Field("times", 8, whole),
            Field("per", 10, {"validate": "list", "source": list(get_args(Per))}),
            Field("place", 10, {"validate": "list", "source": ["office", "remote"]}),
        ),
        map(_activity_row, workspace.activities),
        _WEEKLY,
    )
    sheets.write(
        "settings",
        (Field("setting", 44), Field("value", 16), Field("note", 70)),
        weekly_settings(settings, settings.language),
        _WEEKLY,
    )
    groups = settings.remote.groups if settings.remote else 0
    sheets.write(
        "staff",
        (
            Field("employee_id", 12),
            Field("name", 14),
            Field("team", 14, sheets.one_of("teams", stop=True)),
            Field("contract", 18, sheets.one_of("contracts", stop=True)),
            Field("shifts", 16, sheets.one_of("shift_lists")),
            Field("queues", 24, sheets.one_of("queue_lists")),
            Field(
                "remote_group",
                14,
                {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": groups} if groups else None,
            ),
            *(Field(name, 18, yes_no) for name in ("may_work_nights", "may_work_holidays", "overtime_volunteer")),
            Field("from", 12, A_DATE, DATE),
            Field("to", 12, A_DATE, DATE),
        ),
        (
            (
                person.employee_id,
                person.name,
                person.team,
                person.contract,
                LIST_JOINER.join(person.shifts),
                LIST_JOINER.join(person.queues),
                person.remote_group,
                *(
                    "yes" if may else "no"
                    for may in (person.may_work_nights, person.may_work_holidays, person.overtime_volunteer)
                ),
                person.first_day,
                person.last_day,
            )
            for person in workspace.employees
        ),
        _LASTING,
    )
    moment = Field("", 17, A_MOMENT, MOMENT)
    sheets.write(
        "previous_roster",
        (
            Field("employee_id", 12, people),
            Field("date", 12, A_DATE, DATE),
            Field("shift", 8, sheets.one_of("shifts", stop=True)),
            *(
                Field(name, moment.width, moment.rule, moment.number_format)
                for name in ("start", "end", "break_start", "break_end")
            ),
            Field("work_mode", 11, {"validate": "list", "source": ["office", "remote"]}),
            Field("queue", 14, sheets.one_of("queues", stop=True)),
            Field("paid_minutes", 13, whole),
        ),
        (_roster_row(row, workspace.settings.centre.zone) for row in workspace.previous.assignments),
        _LASTING,
    )
    sheets.write(
        "history",
        (
            Field("employee_id", 12, people),
            Field("nights", 12, whole),
            Field("weekend_days", 14, whole),
            Field("days", 12, whole),
        ),
        ((row.employee_id, row.nights, row.weekend_days, row.days) for row in workspace.history),
        _LASTING,
    )
    sheets.write(
        "inflow",
        (
            Field("date", 12, A_DATE, DATE),
            Field("hour", 8, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 23}),
            Field("queue", 14, sheets.one_of("queues", stop=True)),
            Field("calls", 10, amount),
            Field("aht_seconds", 16, amount),
            Field("attempts", 12, amount),
        ),
        inflow_rows(workspace.inflow),
        _LASTING,
    )
    sheets.write_lists()


def _activity_row(row: ActivityRequest) -> CellRow:
    return (
        row.name,
        row.kind,
        row.minutes,
        LIST_JOINER.join(row.who) or None,
        row.team,
        row.heads,
        row.group_min,
        row.group_max,
        row.trainer,
        row.first_day,
        row.last_day,
        None if row.weekdays == ALL_WEEK else LIST_JOINER.join(WEEKDAYS[day] for day in sorted(row.weekdays)),
        clock_text(row.from_minute) if row.from_minute else None,
        clock_text(row.to_minute) if row.to_minute < 2 * MINUTES_PER_DAY else None,
        row.times,
        row.per,
        row.place,
    )


def _roster_row(row: Assignment, zone: tzinfo) -> CellRow:
    def cell(at: datetime | None) -> datetime | str | None:
        """A time, or text where it comes for the second time: no cell of a spreadsheet has an offset."""
        return local_text(at, zone) if at is not None and at.fold and is_repeated(at, zone) else at

    return (
        row.employee_id,
        row.date,
        row.shift,
        cell(row.start),
        cell(row.end),
        cell(row.break_start),
        cell(row.break_end),
        row.work_mode,
        row.queue,
        row.paid_minutes,
    )


def inflow_rows(inflow: Inflow) -> Iterator[CellRow]:
    """The history by day, hour and queue; hours and figures that the file did not have are left out."""
    figures = {name: (queue.calls, queue.aht_seconds, queue.attempts) for name, queue in inflow.queues.items()}
    for day in range(inflow.n_days):
        on = date.fromordinal(inflow.first_day.toordinal() + day)
        for hour in range(24):
            for name, (calls, *others) in figures.items():
                if not np.isnan(calls[day, hour]):
                    known = (float(array[day, hour]) for array in others)
                    yield on, hour, name, float(calls[day, hour]), *(None if np.isnan(v) else v for v in known)


def _lists_of(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """What the drop-downs offer, by name of the list."""
    settings = workspace.settings
    shifts = tuple(shift.code for shift in settings.shifts)
    queues = tuple(queue.name for queue in settings.queues)
    return {
        "teams": tuple(team.name for team in settings.teams),
        "contracts": tuple(contract.name for contract in settings.contracts),
        "shifts": (OFF, *shifts),
        "shift_lists": _distinct((*(LIST_JOINER.join(person.shifts) for person in workspace.employees), *shifts)),
        "queues": queues,
        "queue_lists": _distinct((*(LIST_JOINER.join(person.queues) for person in workspace.employees), *queues)),
        "kinds": _distinct((*settings.kinds_of_absence, *(absence.kind for absence in workspace.absences))),
        "employees": _distinct(person.employee_id for person in workspace.employees),
    }


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))

"""What people have wished since a roster was published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.errors import Fault, InputError
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.names import Known
from scheduler.readers.people import read_requests, request_columns
from scheduler.readers.table import read_csv_file

WishRows = Sequence[tuple[int, Request]]
"""Wishes with the rows of their file."""


def read_wishes(path: Path | None, workspace: Workspace) -> WishRows:
    """The wishes of a file like ``requests.csv``.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    if path is None:
        return ()
    faults = Faults()
    ids = [person.employee_id for person in workspace.employees]
    known = replace(Known.of_settings(workspace.settings, ids), employee=PersonNames(ids, workspace.employees))
    table = read_csv_file(path, str(path), request_columns(known), faults, known.files, needs_rows=True)
    wishes = read_requests(table, known, faults)
    faults.raise_if_any()
    return wishes


def with_wishes(problem: Problem, wishes: WishRows, path: Path | None, first_open_day: date) -> Problem:
    """The problem with these wishes, each in place of an older one for the same.

    Parameters
    ----------
    problem
        The facts.
    wishes, path
        What people wish for, and the file that says so, which faults name.
    first_open_day
        Days before it stay as published.

    Raises
    ------
    InputError
        With every wish for a day that stays as published.
    """
    planned = [on for on in problem.horizon.dates() if on >= first_open_day]
    faults = [
        Fault(
            str(path),
            row,
            "date",
            Message(
                "the wish of {employee} is for {day}, which stays as it is", employee=wish.employee_id, day=wish.date
            ),
            Message("name a day from {first} to {last}", first=planned[0], last=planned[-1])
            if planned
            else Message("all days of the roster are past or inside the notice period"),
        )
        for row, wish in wishes
        if wish.date not in planned
    ]
    if faults:
        raise InputError(faults)
    new = {_what(wish): wish for _, wish in wishes}
    kept = (wish for wish in problem.requests if _what(wish) not in new)
    return problem.replace(requests=(*kept, *new.values()))


def _what(wish: Request) -> tuple[object, ...]:
    return wish.employee_id, wish.date, wish.shift, wish.from_minute, wish.to_minute

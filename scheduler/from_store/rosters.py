"""What is published as a roster that a command looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.calendar import monday_of
from scheduler.domain.edits import EditedRoster
from scheduler.errors import Fault, InputError
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.from_store.surroundings import open_store_of
from scheduler.identifiers import PUBLISHED
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.roster_rows import codes_of
from scheduler.run_record import RunRecord
from scheduler.store.opening import exists

if TYPE_CHECKING:
    from scheduler.store.published import Published  # loads SQLAlchemy: for those alone who have a store

DaySpan = tuple[date, date]
"""The first and the last day, both included."""


def weeks_of(*days: date) -> DaySpan:
    """The calendar weeks from the first to the last of some days."""
    first, last = min(days), max(days)
    return monday_of(first), monday_of(last) + timedelta(days=6)


def is_published(path: Path) -> bool:
    """Whether a command's roster is what is published; a file of that name is named as ``./published``."""
    return path == Path(PUBLISHED)


def read_published(workspace: Workspace, days: DaySpan | None) -> tuple[Workspace, EditedRoster]:
    """What is published of some days, as it holds now.

    Parameters
    ----------
    workspace
        The inputs, with what a command says of the days before.
    days
        Of which; those among them that are published count. None: those of the newest version.

    Returns
    -------
    tuple[Workspace, EditedRoster]
        The inputs, where the first of these days was published as a first week with that, and the roster.

    Raises
    ------
    InputError
        Nothing is published of these days, the store is another centre's, or somebody in it is not on the staff.
    StoreError
        The store cannot be used.
    """
    if exists(workspace.folder, workspace.settings):
        store = open_store_of(workspace)
        with store.reading() as published:
            versions = published.versions()
            first, last = days or (
                (versions[-1].first_day, versions[-1].last_day) if versions else (date.max, date.min)
            )
            holding = published.holding(first, last)
            if holding:
                roster = published.roster_on(holding)
                worked = {row.employee_id: row.date for row in roster.assignments}
                _refuse_strangers(dict(roster.duties) | worked, workspace, store.place)
                is_first_week = workspace.is_first_week or _was_first_week(published, holding[min(holding)])
                return replace(workspace, is_first_week=is_first_week), EditedRoster(
                    roster, roster, cells=codes_of(roster)
                )
    raise InputError.of(
        workspace.folder,
        Message("has nothing published")
        if days is None
        else Message("has nothing published from {first} to {last}", first=days[0], last=days[1]),
        Message("publish a run first: scheduler publish WORKSPACE RUN"),
    )


def _was_first_week(published: Published, number: int) -> bool:
    text = published.files_of(number).get(RECORD_FILE)
    return text is not None and RunRecord.model_validate_json(text).is_first_week


def _refuse_strangers(rows: dict[str, date], workspace: Workspace, place: str) -> None:
    """Make sure that everybody who is rostered is on the staff: of others nobody knows what they may work."""
    known = {person.employee_id for person in workspace.employees}
    strangers = sorted(set(rows) - known)
    if strangers:
        raise InputError(
            [
                Fault(
                    place,
                    0,
                    "employee_id",
                    Message(
                        "{person} is published on {day}, and staff.csv has nobody of that id",
                        person=person,
                        day=rows[person],
                    ),
                    Message("keep people in staff.csv as long as a roster with them is checked or repaired"),
                )
                for person in strangers
            ]
        )

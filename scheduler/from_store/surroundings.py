"""The days around a plan, and what is published of the planned ones, as the store has them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.known_days import HeldDays, KnownRoster, LastPublished, days_of
from scheduler.errors import Fault, InputError
from scheduler.formats.run_folder import RECORD_FILE, SUMMARY_FILE
from scheduler.from_store.counts import counts_before, known_before, of_files, refuse_other_counts
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.run_inputs import refuse_record_of_other_centre
from scheduler.run_record import RunRecord
from scheduler.store.opening import exists, open_store

if TYPE_CHECKING:
    from scheduler.store.published import Published  # loads SQLAlchemy: for those alone who have a store
    from scheduler.store.transactions import Store  # loads SQLAlchemy: for those alone who have a store

AROUND = timedelta(weeks=10)
"""How far before and after the planned days what is published counts: farther than any rule looks."""


def with_published(
    workspace: Workspace, first_day: date, last_day: date, *, as_taken: Sequence[HeldDays] | None = None
) -> Workspace:
    """The workspace with what is published around and within some days, and with the counts of the days before.

    Parameters
    ----------
    workspace
        With what a command says of the days before, if it does.
    first_day, last_day
        The planned days.
    as_taken
        The versions that a run took, which is to be shown again as it was made; None: those that hold now.

    Raises
    ------
    InputError
        The store is another centre's or does not have the versions that a run took, a shift in it is unknown, or the
        file of counts has grown since.
    StoreError
        The store cannot be used.
    """
    if not exists(workspace.folder, workspace.settings):
        if as_taken:
            raise _other_store(workspace.folder, as_taken[0].version)
        return replace(workspace, taken=())
    store = open_store_of(workspace)
    with store.reading() as published:
        return taken_from(published, store.place, workspace, first_day, last_day, as_taken=as_taken)


def taken_from(
    published: Published,
    place: str,
    workspace: Workspace,
    first_day: date,
    last_day: date,
    *,
    as_taken: Sequence[HeldDays] | None = None,
) -> Workspace:
    """What `with_published` does, within a transaction; `place` is what people call the store.

    Parameters
    ----------
    published, place
        The store that is open, and what people call it.
    workspace
        To which the published days are added.
    first_day, last_day
        The days of the plan.
    as_taken
        Which published days were taken before, to take the same ones; None: those that hold now.
    """
    refuse_store_of_other_centre(published, place, workspace)
    refuse_other_store(published, place, as_taken or ())
    if not published.versions():
        return replace(workspace, taken=())
    if as_taken is not None and not as_taken:
        return replace(workspace, history=known_before(published, workspace), taken=())
    begin, end = first_day - AROUND, last_day + AROUND
    if as_taken is None:
        refuse_other_counts(published, workspace)
        as_taken = published.held_days(min(begin, workspace.settings.fairness.counts_from(first_day)), end)
    held = days_of(as_taken)
    around = published.known_on({on: number for on, number in held.items() if begin <= on <= end})
    _refuse_unknown_shifts(around, workspace, place)
    return replace(
        workspace,
        published=around,
        history=counts_before(published, workspace, held, first_day),
        history_of_files=of_files(workspace),
        last_published=_last_published(published, held, first_day),
        taken=tuple(as_taken),
    )


def _last_published(published: Published, held: Mapping[date, int], first_day: date) -> LastPublished | None:
    """What is published of the last day before the plan; None where nothing is, or its run had no summary."""
    before = [on for on in held if on < first_day]
    if not before:
        return None
    version = published.version(held[max(before)])
    summary = published.files_of(version.number).get(SUMMARY_FILE)
    if summary is None:
        return None
    return LastPublished(version.number, version.first_day, version.last_day, json.loads(summary))


def refuse_other_store(published: Published, place: Path | str, taken: Sequence[HeldDays]) -> None:
    """Make sure that the versions that a run took are those of this store, and not of another office's or a copy.

    Raises
    ------
    InputError
        One of them is another roster here, or is not here at all.
    """
    for version, fingerprint in {(held.version, held.roster_sha256) for held in taken}:
        if not published.has(version, fingerprint):
            raise _other_store(place, version)


def _other_store(place: Path | str, version: int) -> InputError:
    return InputError.of(
        place,
        Message("does not have version {number} as the run took it when it was made", number=version),
        Message("name the workspace that the run was made from, put back its store, or make the run again"),
    )


def open_store_of(workspace: Workspace) -> Store:
    """The store of a workspace that was read: every command comes in here.

    Raises
    ------
    InputError
        It is another centre's, or the centre has another name, time zone or country now.
    StoreError
        It cannot be opened.
    """
    store = open_store(workspace.folder, workspace.settings)
    with store.reading() as published:
        refuse_store_of_other_centre(published, store.place, workspace)
    return store


def refuse_store_of_other_centre(published: Published, place: str, workspace: Workspace) -> None:
    """Make sure that what was published last is this centre's: a copied workspace may have a copied store.

    Raises
    ------
    InputError
        It is another centre's; both are named.
    """
    versions = published.versions()
    if versions and (text := published.files_of(versions[-1].number).get(RECORD_FILE)):
        refuse_record_of_other_centre(RunRecord.model_validate_json(text), place, workspace)


def _refuse_unknown_shifts(published: Sequence[KnownRoster], workspace: Workspace, place: str) -> None:
    """Make sure that every shift that is published around the run is one that the rules can be asked about."""
    known = {shift.code for shift in workspace.settings.shifts}
    strange = {
        row.shift: row.date for roster in published for row in roster.roster.assignments if row.shift not in known
    }
    if strange:
        raise InputError(
            [
                Fault(
                    place,
                    0,
                    "",
                    Message(
                        "shift '{shift}' is published on {day}, and workspace.yaml no longer has it",
                        shift=shift,
                        day=day,
                    ),
                    Message("put it back there; nobody needs to work it any more"),
                )
                for shift, day in sorted(strange.items())
            ]
        )


def not_published(workspace: Workspace, first: date, last: date, count: int) -> InputError:
    """The fault of days that are not published.

    Parameters
    ----------
    workspace
        Whose store was asked.
    first, last
        The days asked for, both included.
    count
        How many of them are not published.
    """
    return InputError.of(
        workspace.folder,
        Message(
            "{count} day from {first} to {last} is not published",
            "{count} days from {first} to {last} are not published",
            count=count,
            first=first,
            last=last,
        ),
        Message("publish the roster of the week first: scheduler publish WORKSPACE RUN"),
    )

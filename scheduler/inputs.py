"""A workspace as it was read: everything about one centre that its folder holds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.config import Settings
from scheduler.domain.activities import ActivityRequest
from scheduler.domain.actuals import NOTHING_COUNTED, CountedTo
from scheduler.domain.inflow import Event, Inflow
from scheduler.domain.known_days import HeldDays, KnownRoster, LastPublished
from scheduler.domain.people import Absence, Employee, KnownCounts, Lock, Request
from scheduler.domain.roster import Roster
from scheduler.formats.workspace_files import FILES

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """The inputs of one centre.

    Attributes
    ----------
    employees
        In the order of ``staff.csv``.
    inflow
        Hourly history of arrivals.
    previous
        The roster of the days before, empty without a file.
    locks
        Decisions that the roster must keep.
    history
        What is known of the counts of the weeks before.
    events
        Declared events that change the inflow.
    activities
        Trainings, meetings and the like that people are to attend.
    inputs_sha256
        Hash over the names and bytes of all files that were read.
    input_hashes
        SHA-256 of each of them.
    sources
        Where each input was read, such as ``staff.csv`` or ``workspace.xlsx staff``, by its name.
    known
        A roster that a command names; it holds before `previous` on the days of which it speaks.
    published
        What the store says of the days around, a roster for each stretch of days without a gap; it holds before
        `previous` and after `known`.
    taken
        Which published versions hold on which days, as `published` and `history` were taken from them; None: nobody has
        asked the store.
    counted
        Up to which file `inflow` has what the store counted.
    last_published
        The roster that is published of the last days before the plan; None: none, or it has no figures.
    history_of_files
        What `history` was before the store's counts took its place; None: it is of files itself.
    is_first_week
        Whether a command declares that nobody worked on the days before of which no roster speaks.
    absence_rows
        Where each absence stands in its file.
    lock_rows
        Where the lock of a person and day stands in its file.
    request_rows
        Where a wish that must be met stands in its file.
    """

    folder: Path
    settings: Settings
    employees: tuple[Employee, ...]
    inflow: Inflow
    absences: tuple[Absence, ...]
    requests: tuple[Request, ...]
    previous: Roster
    locks: tuple[Lock, ...]
    history: tuple[KnownCounts, ...]
    inputs_sha256: str
    sources: Mapping[str, str]
    events: tuple[Event, ...] = ()
    activities: tuple[ActivityRequest, ...] = ()
    known: KnownRoster | None = None
    published: tuple[KnownRoster, ...] = ()
    taken: tuple[HeldDays, ...] | None = None
    counted: CountedTo = NOTHING_COUNTED
    last_published: LastPublished | None = None
    history_of_files: tuple[KnownCounts, ...] | None = None
    is_first_week: bool = False
    input_hashes: Mapping[str, str] = field(default_factory=dict)
    absence_rows: Mapping[Absence, int] = field(default_factory=dict)
    lock_rows: Mapping[tuple[str, date], int] = field(default_factory=dict)
    request_rows: Mapping[Request, int] = field(default_factory=dict)

    def inflow_frame(self) -> pd.DataFrame:
        """The history of arrivals, one row a day, hour and queue, with the columns of ``inflow.csv``."""
        from scheduler.frames.inflow import inflow_frame

        return inflow_frame(self.inflow)


def hashes_of(folder: Path) -> Mapping[str, str]:
    """SHA-256 of each input file of a workspace as it is now."""
    return sha256_of_each({file: (folder / file).read_bytes() for file in FILES if (folder / file).is_file()})


def sha256_of_each(content: Mapping[str, bytes]) -> Mapping[str, str]:
    """SHA-256 of each file, by its name."""
    return {file: hashlib.sha256(content[file]).hexdigest() for file in sorted(content)}

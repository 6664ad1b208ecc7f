"""One publication from end to end: read the run back, audit it between its neighbours, add it, say what changed.

From what is published being read to the new version being added, one transaction holds the store: what the audit saw is
what the version stands beside.
"""

from __future__ import annotations

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from scheduler.changes.between import Change, changes_between
from scheduler.days_around import with_days_before
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.clock import local_text
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.errors import InputError, OutputError
from scheduler.figures import Run
from scheduler.formats.run_folder import KEPT_FILES, RECORD_FILE
from scheduler.from_store.counts import not_taken_in, refuse_changed_since
from scheduler.from_store.surroundings import taken_from
from scheduler.inputs import Workspace
from scheduler.messages import Message, has_controls
from scheduler.planning import plan_problem
from scheduler.publishing.changes_files import refuse_taken_changes, write_changes
from scheduler.publishing.refusals import (
    publishable,
    refuse_absences_to_enter,
    refuse_rows_outside,
    refuse_unexplained,
)
from scheduler.publishing.stale import refuse_stale
from scheduler.run.auditing import audit, refuse_breaches
from scheduler.run.planning import Plan
from scheduler.run.reading import opened, read_known_roster
from scheduler.run_record import RunRecord
from scheduler.store.opening import open_store
from scheduler.store.published import Published, Version
from scheduler.store.transactions import PublicationTransaction, Store

LONGEST_NOTE = 2_000


@dataclass(frozen=True)
class Publication:
    """What a publication came to.

    Attributes
    ----------
    version
        The new version, or the one that stands already where the roster is the same.
    is_new
        Whether it is new.
    run
        The roster with its audit.
    told, fallen
        Who must be told what, and which shifts fall out because of absences, against what stood before, on the days
        that were published before.
    first_days
        The days that were not.
    written
        The files that have the changes.
    """

    version: Version
    is_new: bool
    run: Run
    told: tuple[Change, ...]
    fallen: tuple[Change, ...]
    first_days: tuple[date, ...]
    written: tuple[Path, ...] = ()

    def as_json(self) -> Mapping[str, Any]:
        """The publication for other programs."""
        version, zone = self.version, self.run.settings.centre.zone

        def day(row: Assignment | None, *, is_on_call: bool) -> Mapping[str, str | bool | None]:
            if row is None:
                return {"shift": OFF, "on_call": True} if is_on_call else {"shift": OFF}
            times = {name: getattr(row, name) for name in ("start", "end", "break_start", "break_end")}
            at = {name: None if time is None else local_text(time, zone) for name, time in times.items()}
            return {"shift": row.shift, **at, "work_mode": row.work_mode}

        def listed(changes: Sequence[Change]) -> list[Mapping[str, Any]]:
            return [
                {
                    "employee_id": one.employee_id,
                    "date": str(one.date),
                    "old": day(one.old, is_on_call=one.was_on_call),
                    "new": day(one.new, is_on_call=one.is_on_call),
                }
                for one in changes
            ]

        return {
            "version": version.number,
            "is_new": self.is_new,
            "first_day": str(version.first_day),
            "days": version.days,
            "published_at": version.published_at.isoformat(),
            "author": version.author,
            "note": version.note,
            "reverts": version.reverts,
            "first_published": [str(on) for on in self.first_days],
            "told": listed(self.told),
            "fallen": listed(self.fallen),
            "files": [str(path) for path in self.written],
        }


def publish(
    workspace: Workspace | Path | str,
    run_folder: Path,
    *,
    author: str | None = None,
    note: str = "",
    today: date | None = None,
    changes: Path | None = None,
    reverts: int | None = None,
) -> Publication:
    """Make a run the published roster of its days.

    Parameters
    ----------
    workspace
        The workspace.
    run_folder
        The run's folder, as a command has written it.
    author
        Who publishes; None: whoever is logged in.
    note
        Why; needed where people's days change within the notice period.
    today
        The day that counts as today; None: the machine's date in the time zone of the centre.
    changes
        The ``.csv`` or ``.xlsx`` file to write with who must be told what; None: both, in the run's folder.
    reverts
        The version that this run is, where it is published again.

    Returns
    -------
    Publication
        Where the same roster stands already, with the version that it is; nothing is added then.

    Raises
    ------
    InputError
        The run cannot be read, is another centre's or was edited; the days before it are not known; days change within
        the notice period and nobody says why; or what it was made from has been published otherwise since.
    ViolationError
        A hard rule is broken, within the run or over a joint to what is published.
    OutputError
        The changes cannot be written.
    StoreError
        The store cannot be used.

    Whatever is raised, nothing is published, but for an `OutputError` that says so.
    """
    record = publishable(run_folder)
    author, note = _line("--by", author or _login_name(), 200), _line("--note", note, LONGEST_NOTE)
    refuse_taken_changes(run_folder, changes)
    workspace = opened(workspace)
    store = open_store(workspace.folder, workspace.settings)
    with store.publishing() as publishing:
        found = _added(
            publishing,
            store,
            workspace,
            run_folder,
            record,
            Said(author, note, today or datetime.now(workspace.settings.centre.zone).date(), reverts),
        )
    try:
        return replace(found, written=write_changes(found.told, found.version, found.run.settings, run_folder, changes))
    except (OSError, OutputError) as error:
        reason = (
            Message("{file}: {why}", file=error.filename or run_folder, why=error.strerror)
            if isinstance(error, OSError)
            else error.message
        )
        raise OutputError(
            Message(
                "version {number} is published, but who must be told what could not be written: "
                "{reason}; publish it again to write it",
                number=found.version.number,
                reason=reason,
            )
        ) from error


@dataclass(frozen=True)
class Said:
    """What somebody says of a publication."""

    author: str
    note: str
    today: date
    reverts: int | None


def _added(
    publishing: PublicationTransaction,
    store: Store,
    workspace: Workspace,
    run_folder: Path,
    record: RunRecord,
    said: Said,
) -> Publication:
    """The run as a new version, or the one that it is already."""
    assert record.first_day is not None
    assert record.days is not None
    first, last = record.first_day, record.first_day + (record.days - 1) * ONE_DAY
    is_first = not publishing.versions()
    if is_first and record.made_from is not None:
        refuse_changed_since(workspace, record.made_from.inputs)
    around = with_days_before(workspace, None, is_first_week=False, of_run=run_folder)
    around = taken_from(publishing, store.place, around, first, last)
    roster = read_known_roster(run_folder, around).roster
    refuse_rows_outside(roster, first, last, run_folder)
    holding = publishing.holding(first, last)
    same = _same_version(publishing, holding, roster, first, record.days)
    if same is None and said.reverts is None:
        refuse_stale(publishing, store.place, run_folder, record, first, last)
    refuse_absences_to_enter(record, workspace)
    problem = plan_problem(around, first, record.days)
    run = audit(Plan(around, problem, workspace.settings.rules), roster)
    refuse_breaches(run)
    if same is not None:
        stood = publishing.holding(first, last, before=same.number)
        return _publication(publishing, same, run, roster, stood, is_new=False)
    version = Version(
        number=0,
        first_day=first,
        days=record.days,
        published_at=datetime.now(UTC).replace(microsecond=0),
        author=said.author,
        note=said.note,
        seed=record.options.get("seed"),
        inputs_sha256="" if record.made_from is None else record.made_from.inputs_sha256,
        reverts=said.reverts,
    )
    found = _publication(publishing, version, run, roster, holding, is_new=True)
    refuse_unexplained((*found.told, *found.fallen), said.note, said.today, workspace.settings.notice_days)
    files = {name: (run_folder / name).read_bytes() for name in KEPT_FILES if (run_folder / name).is_file()}
    if record.absences:  # they stand in the workspace by now; who was ill is nothing for the store to keep
        files[RECORD_FILE] = record.model_copy(update={"absences": ()}).model_dump_json(indent=2).encode()
    counts = not_taken_in(publishing, around)
    return replace(found, version=publishing.add(version, roster, files, counts))


def _publication(
    published: Published, version: Version, run: Run, roster: Roster, stood: dict[date, int], *, is_new: bool
) -> Publication:
    """A version with what it changes of what stood before, the version that held on each day."""
    told, fallen = changes_between(run.problem, published.roster_on(stood), roster.on_days(stood))
    first_days = tuple(on for on in version.dates() if on not in stood)
    return Publication(version, is_new, run, tuple(told), tuple(fallen), first_days)


def _same_version(
    published: Published, holding: dict[date, int], roster: Roster, first: date, days: int
) -> Version | None:
    """The version that holds on all days of a roster, has no others, and is the same."""
    numbers = set(holding.values())
    if len(numbers) != 1 or len(holding) != days:
        return None
    version = published.version(numbers.pop())
    # Where nobody has to be on call on these days, the store knows of nobody who is.
    roster = replace(roster, on_call=roster.on_call or None)
    is_same = (version.first_day, version.days) == (first, days) and published.roster_of(version.number) == roster
    return version if is_same else None


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise InputError.of("--by", Message("nobody is logged in"), Message("say with --by who publishes")) from error


def _line(option: str, text: str, longest: int) -> str:
    """One line of text that can be shown anywhere."""
    text = " ".join(text.split())
    if has_controls(text) or len(text) > longest:
        raise InputError.of(
            option,
            Message("is longer than {longest} letters, or has signs that are none", longest=longest),
            Message("shorten it"),
        )
    return text

"""Transactions of the store: one that reads what is published, and one that may publish."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import tzinfo
from pathlib import Path

from sqlalchemy import Engine, insert

from scheduler.domain.people import KnownCounts
from scheduler.domain.roster import Assignment, Roster
from scheduler.store.actuals import TakingActuals
from scheduler.store.forgetting import rename
from scheduler.store.newest import Newest, note
from scheduler.store.published import COUNTS_FILE, Published, Version
from scheduler.store.schema import (
    ACTIVITIES,
    ASSIGNMENTS,
    ON_CALL,
    RUN_FILES,
    VERSIONS,
    moment_text,
    time_text,
)
from scheduler.store.troubles import said


@dataclass(frozen=True)
class PublicationTransaction(Published):
    """What is published, within a transaction that may add to it."""

    @property
    def actuals(self) -> TakingActuals:
        """What happened, to which files may be added."""
        return TakingActuals(self._connection, self.zone)

    def add(
        self, version: Version, roster: Roster, files: Mapping[str, bytes], counts: Sequence[KnownCounts] = ()
    ) -> Version:
        """Publish a roster as the next version.

        Parameters
        ----------
        version
            What it is; its number does not count.
        roster
            Its rows, all of them on its days.
        files
            What rebuilds the run, by name.
        counts
            What is known of people from before the first publication, and was not taken in yet.

        Returns
        -------
        Version
            With its number.
        """
        version = replace(version, number=len(self.versions()) + 1)
        assert set(version.dates()).issuperset(row.date for row in roster.assignments), "rows outside of its days"
        execute = self._connection.execute
        execute(insert(VERSIONS), [asdict(version) | {"published_at": moment_text(version.published_at)}])
        if roster.assignments:
            execute(insert(ASSIGNMENTS), [self._row(version.number, row) for row in roster.assignments])
        if roster.has_activities:
            execute(
                insert(ACTIVITIES), [row for one in roster.assignments for row in self._attended(version.number, one)]
            )
        if roster.on_call:
            execute(insert(ON_CALL), [{"version": version.number, **duty._asdict()} for duty in roster.on_call])
        if counts:
            known = {one.employee_id: one.model_dump(exclude={"employee_id"}, exclude_none=True) for one in counts}
            files = {**files, COUNTS_FILE: json.dumps(known).encode()}
        execute(
            insert(RUN_FILES),
            [
                {
                    "version": version.number,
                    "name": name,
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "content": zlib.compress(content, 9),
                }
                for name, content in files.items()
            ],
        )
        return version

    def rename(self, names: Mapping[str, str]) -> None:
        """Give people other ids, in all that is published and in what happened: nothing keeps the old ones."""
        rename(self._connection, names)

    def _attended(self, version: int, row: Assignment) -> Iterator[dict[str, object]]:
        for activity in row.activities:
            yield {
                "version": version,
                "employee_id": row.employee_id,
                "date": row.date,
                "starts_at": time_text(activity.start, self.zone),
                "ends_at": time_text(activity.end, self.zone),
                "name": activity.name,
                "kind": activity.kind,
            }

    def _row(self, version: int, row: Assignment) -> dict[str, object]:
        times = {
            f"{name}s_at": None if (at := getattr(row, name)) is None else time_text(at, self.zone)
            for name in ("start", "end", "break_start", "break_end")
        }
        names = ("employee_id", "date", "shift", "work_mode", "queue", "paid_minutes")
        return {"version": version} | {name: getattr(row, name) for name in names} | times


@dataclass(frozen=True)
class Store:
    """The published rosters of a workspace; `scheduler.store.opening.open_store` makes one."""

    _engine: Engine
    _writing: Engine
    place: str
    _is_server: bool
    _zone: tzinfo
    _folder: Path

    @contextmanager
    def reading(self) -> Iterator[Published]:
        """What is published, as it stands at one moment."""
        with said(self.place, is_server=self._is_server), self._engine.begin() as connection:
            yield Published(connection, self._zone)

    @contextmanager
    def publishing(self) -> Iterator[PublicationTransaction]:
        """A transaction that may publish: it waits for the one before it, and holds as a whole or not at all.

        Raises
        ------
        StoreError
            Another one takes too long, or the store cannot be written.
        """
        with said(self.place, is_server=self._is_server), self._writing.begin() as connection:
            publishing = PublicationTransaction(connection, self._zone)
            yield publishing
            fingerprints = publishing.fingerprints()
        if fingerprints:
            version = max(fingerprints)
            note(self._folder, Newest(version=version, roster_sha256=fingerprints[version]))

    def wipe(self) -> None:
        """Write over what is no longer there, where the database keeps it: SQLite does so by itself.

        Raises
        ------
        StoreError
            The server cannot be reached.
        """
        if self._is_server:
            with said(self.place, is_server=True):
                engine = self._engine.execution_options(isolation_level="AUTOCOMMIT")
                with engine.connect() as connection:
                    connection.exec_driver_sql("VACUUM")

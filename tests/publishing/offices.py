"""Somebody with a workspace who publishes runs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from scheduler.domain.roster import Roster
from scheduler.publishing.history import history
from scheduler.publishing.publish import Publication, publish
from scheduler.readers.workspace import read_workspace
from scheduler.store.opening import open_store
from tests.constraints.agreement import MONDAY
from tests.runs import write_run
from tests.workspaces import write_workspace

BEFORE = MONDAY - timedelta(days=3)
"""A day on which nothing of the week is within the notice period."""


@dataclass
class Office:
    """Somebody with a workspace who publishes."""

    root: Path
    workspace: Path
    _runs: int = 0

    @classmethod
    def that_published(cls, folder: Path, worked: Mapping[tuple[str, int], str]) -> Office:
        """One with SQLite that has published a week in which people work this."""
        office = cls(folder, write_workspace(folder / "workspace"))
        office.publish(office.run(worked))
        return office

    def run(self, worked: Mapping[tuple[str, int], str], first_day: date = MONDAY, days: int = 7) -> Path:
        """A run in which people work this."""
        self._runs += 1
        folder = self.root / f"run-{self._runs}"
        write_run(folder, self.workspace, worked, first_day, days)
        return folder

    def publish(self, run: Path, today: date = BEFORE, **options: object) -> Publication:
        """Publish a run as Kim."""
        return publish(self.workspace, run, **{"author": "Kim", "today": today, **options})

    def copied(self, folder: Path) -> Office:
        """The same with a copy of the workspace and of what is published; the runs stay where they are."""
        return Office(folder, Path(shutil.copytree(self.workspace, folder / "workspace")))

    def standing(self) -> Roster:
        """What holds, on all days."""
        with open_store(self.workspace, read_workspace(self.workspace).settings).reading() as published:
            return published.roster_on(published.holding())

    def versions(self) -> list[int]:
        """The numbers of all versions."""
        return [entry.version.number for entry in history(self.workspace).entries]

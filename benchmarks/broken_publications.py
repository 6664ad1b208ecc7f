"""Publications that are killed at any moment, or run out of room: the store then has the old state or the new one.

::

    python -m benchmarks.broken_publications WORKSPACE RUN RUN [--kills 100] [--limits 20]

publishes the two runs, which are of the same days and differ, in turns; the second one was made when the first one was
published already. Each publication is a process of its own. It is
killed (``kill -9``) after so many lines of ours and of SQLAlchemy's: spread over all of them, over those that write the
version and end the transaction, and over those that write who must be told what. Or it may not make a file larger than
so many bytes, as on a full disk, which a database on a server does not notice; what is printed has to go to a terminal
or a pipe, as a file would have no room either. It ends with 1 where something stands
between old and new.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import click
import numpy as np
import sqlalchemy

import scheduler.publishing
import scheduler.store
from scheduler.domain.roster import Roster
from scheduler.errors import OutputError, StoreError
from scheduler.formats.run_folder import KEPT_FILES
from scheduler.formats.workspace_files import STORE_FILE
from scheduler.publishing.changes_files import write_changes
from scheduler.publishing.publish import publish
from scheduler.readers.workspace import read_workspace
from scheduler.run.reading import read_roster
from scheduler.store.opening import open_store
from scheduler.store.transactions import PublicationTransaction

TRACED = tuple(
    str(Path(module.__file__ or "").parent) for module in (scheduler.publishing, scheduler.store, sqlalchemy)
)
PARTS = {
    "all of it": None,
    "writing the version": PublicationTransaction.add.__code__,
    "writing the changes": write_changes.__code__,
}
"""From where on lines are counted."""


class BetweenError(Exception):
    """Something stands between old and new."""


class Publications:
    """Two runs that are published in turns."""

    def __init__(self, workspace: Path, runs: tuple[Path, Path]) -> None:
        self._folder = workspace
        self._workspace = read_workspace(workspace)
        self._runs = runs
        self._rosters: list[Roster] = [read_roster(run, self._workspace) for run in runs]
        self._count = 0

    def publish(self) -> None:
        """Publish the run that does not stand now."""
        # Each run stands already as the last version but one, of which it may take the place again.
        reverts = self._count - 1 if self._count > 1 else None
        publish(
            self._folder, self._runs[self._count % 2], author="somebody", note="broken off, perhaps", reverts=reverts
        )

    def is_new(self) -> bool:
        """Whether the last publication has come about.

        Raises
        ------
        BetweenError
            It has, but not as a whole; or something else has.
        """
        with open_store(self._folder, self._workspace.settings).reading() as published:
            versions = published.versions()
            rosters = [published.roster_of(version.number) for version in versions[-2:]]
            files = {version.number: set(published.files_of(version.number)) for version in versions[-2:]}
        found = len(versions)
        if found not in (self._count, self._count + 1):
            raise BetweenError(f"{found} versions after {self._count}")
        if [version.number for version in versions] != list(range(1, found + 1)):
            raise BetweenError("numbers are missing")
        first = max(1, found - 1)
        if any(roster != self._rosters[(number - 1) % 2] for number, roster in enumerate(rosters, first)):
            raise BetweenError(f"version {found} is not what was published")
        if any(names != {name for name in KEPT_FILES if (self._runs[0] / name).is_file()} for names in files.values()):
            raise BetweenError(f"files of version {found} are missing")
        is_new, self._count = found > self._count, found
        return is_new


def in_child(work: Callable[[], None]) -> int:
    """Do something in a process of its own; how it ended, as `os.waitpid` says."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except (StoreError, OutputError, OSError) as error:
            print(f"  refused: {error}", flush=True)
            code = 2
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


def traced(work: Callable[[], None], begins: CodeType | None, last: int, count: int | None = None) -> None:
    """Do something, killed after so many lines from the first one of a function on.

    Parameters
    ----------
    work
        What is done.
    begins
        The code of the function; None: from the beginning.
    last
        The last line that is carried out.
    count
        A file that gets the number of lines.
    """
    seen = -1 if begins is not None else 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(TRACED):
            return None
        if frame.f_code is begins and seen < 0:
            seen = 0
        if event == "line" and seen >= 0:
            seen += 1
            if seen > last:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    work()
    sys.settrace(None)
    if count is not None:
        os.write(count, str(seen).encode())


def limited(work: Callable[[], None], most_bytes: int) -> None:
    """Do something without making a file larger than this."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
    work()


def spread(first: int, last: int, times: int) -> list[int]:
    """So many numbers from the first to the last."""
    return np.linspace(first, last, times, dtype=int).tolist() if times else []


@click.command()
@click.argument("workspace", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("runs", type=click.Path(exists=True, file_okay=False, path_type=Path), nargs=2)
@click.option("--kills", type=click.IntRange(0), default=100, show_default=True, help="Publications that are killed.")
@click.option("--limits", type=click.IntRange(0), default=20, show_default=True, help="Sizes of a full disk.")
def main(workspace: Path, runs: tuple[Path, Path], kills: int, limits: int) -> None:
    """Break off publications of RUNS, and look at what is left."""
    publications = Publications(workspace, runs)
    publications.publish()
    publications.is_new()
    for number, (part, begins) in enumerate(PARTS.items()):
        read, write = os.pipe()
        in_child(partial(traced, publications.publish, begins, sys.maxsize, write))
        lines = int(os.read(read, 100))
        if not publications.is_new():
            raise BetweenError("a publication that nothing broke off has not come about")
        outcomes = {True: 0, False: 0}
        for last in spread(1, lines - 1, (kills + number) // len(PARTS)):
            status = in_child(partial(traced, publications.publish, begins, last))
            if not os.WIFSIGNALED(status) and os.WEXITSTATUS(status):
                raise BetweenError(f"{part}, line {last}: ended with {status}")
            outcomes[publications.is_new()] += 1
        print(
            f"killed {sum(outcomes.values())} times in the {lines} lines of {part}: "
            f"{outcomes[False]} times the old state, {outcomes[True]} the new"
        )

    outcomes = {True: 0, False: 0}
    file = workspace / STORE_FILE
    size = file.stat().st_size if file.is_file() else 0
    for most_bytes in spread(0, 2 * size, limits if size else 0):
        status = in_child(partial(limited, publications.publish, most_bytes))
        if os.WIFSIGNALED(status) or os.WEXITSTATUS(status) not in (0, 2):
            raise BetweenError(f"{most_bytes} bytes: ended with {status}")
        outcomes[publications.is_new()] += 1
    print(f"no room {sum(outcomes.values())} times: {outcomes[False]} times the old state, {outcomes[True]} the new")
    publications.publish()
    if not publications.is_new():
        raise BetweenError("nothing can be published any more")


if __name__ == "__main__":
    main()

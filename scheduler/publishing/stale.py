"""Whether what is published around a run is still what the run was made from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from scheduler.domain.roster import Assignment
from scheduler.errors import InputError
from scheduler.formats.run_folder import DAYS_AROUND_FILE
from scheduler.from_store.surroundings import AROUND
from scheduler.messages import Message
from scheduler.run_record import RunRecord
from scheduler.spreadsheet_text import as_meant
from scheduler.store.published import Published, days_of
from scheduler.writers.days_around_csv import RECORDED

Work = frozenset[tuple[str, str]]
"""Person and shift of each who works on a day."""


def refuse_stale(published: Published, run_folder: Path, record: RunRecord, first: date, last: date) -> None:
    """Make sure that nothing was published since that a run had to know of.

    Days of the run itself that were not published when it was made may be by now: who publishes it is told what
    changes. A day that it took from the store, or that it took as known before or after its own, must be the same.

    Parameters
    ----------
    published
        As it is now.
    run_folder, record
        The run; one that has not recorded what it took is not refused.
    first, last
        Its days.

    Raises
    ------
    InputError
        A day has changed; it is named, with the version that holds now.
    """
    if record.published is None:
        return
    begin, end = first - AROUND, last + AROUND
    then = {on: number for on, number in days_of(record.published).items() if begin <= on <= end}
    now = published.holding(begin, end)
    for on in sorted(_changed(published, then, now, run_folder, first, last)):
        raise InputError.of(
            run_folder,
            Message(
                "was made before version {number} was published, which changes {day}; its roster may not fit any more",
                number=now[on],
                day=on,
            )
            if on in now
            else Message("was made from a store in which {day} is published, and in this one it is not", day=on),
            Message(
                "make it again with `scheduler generate`, and with --lock ROSTER --lock-cells all to keep its shifts"
            ),
        )


def _changed(
    published: Published,
    then: Mapping[date, int],
    now: Mapping[date, int],
    run_folder: Path,
    first: date,
    last: date,
) -> Iterator[date]:
    """The days on which other work is published now than the run took as known."""
    other = [on for on in then if now.get(on) != then[on]]
    new = [on for on in now if on not in then and not first <= on <= last and first - RECORDED <= on <= last + RECORDED]
    works = _by_day(published.roster_on({on: now[on] for on in (*other, *new) if on in now}).assignments)
    worked = _by_day(published.roster_on({on: then[on] for on in other}).assignments)
    recorded = _recorded(run_folder / DAYS_AROUND_FILE) if new else {}
    nobody: Work = frozenset()
    yield from (on for on in other if works.get(on, nobody) != worked.get(on, nobody))
    yield from (on for on in new if works.get(on, nobody) != recorded.get(on, nobody))


def _by_day(rows: Iterable[Assignment]) -> Mapping[date, Work]:
    days: dict[date, set[tuple[str, str]]] = {}
    for row in rows:
        days.setdefault(row.date, set()).add((row.employee_id, row.shift))
    return {on: frozenset(work) for on, work in days.items()}


def _recorded(path: Path) -> Mapping[date, Work]:
    """What a run recorded of the days around it, of people who have left since as well; nothing where it knew none."""
    days: dict[date, set[tuple[str, str]]] = {}
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                work = as_meant(row["employee_id"]), as_meant(row["shift"])
                days.setdefault(date.fromisoformat(row["date"]), set()).add(work)
    return {on: frozenset(work) for on, work in days.items()}

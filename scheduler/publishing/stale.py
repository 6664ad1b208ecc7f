"""Whether what is published around a run is still what the run was made from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, tzinfo
from pathlib import Path

from scheduler.domain.known_days import days_of
from scheduler.domain.roster import Assignment
from scheduler.errors import Fault, InputError
from scheduler.formats.run_folder import DAYS_AROUND_FILE
from scheduler.from_store.surroundings import AROUND, refuse_other_store
from scheduler.messages import Message
from scheduler.run_record import RunRecord
from scheduler.spreadsheet_text import as_meant
from scheduler.store.published import Published, Version
from scheduler.writers.days_around_csv import RECORDED

ShiftsOfPeople = frozenset[tuple[str, str]]
"""Person and shift of each who works on a day."""


def refuse_stale(
    published: Published, place: str, run_folder: Path, record: RunRecord, first: date, last: date
) -> None:
    """Make sure that nothing was published since that a run had to know of.

    A day of its own, or one that it took from the store or as known before or after its own, must be as it was then.

    Parameters
    ----------
    published, place
        As it is now, and what people call it.
    run_folder, record
        The run; one that has not recorded what it took is not refused.
    first, last
        Its days.

    Raises
    ------
    InputError
        A day has changed: each version that did it is named, with when, by whom and why it was published; or it was
        made from another store.
    """
    if record.published is None:
        return
    refuse_other_store(published, place, record.published)
    begin, end = first - AROUND, last + AROUND
    then = {on: number for on, number in days_of(record.published).items() if begin <= on <= end}
    now = published.holding(begin, end)
    changed = _changed(published, then, now, run_folder, first, last)
    by_version: dict[int, date] = {}
    for on in sorted(changed):
        by_version.setdefault(now[on], on)
    if by_version:
        raise InputError(
            [
                Fault(str(run_folder), 0, "", _overtaken(published.version(number), on, published.zone), _REMEDY)
                for number, on in by_version.items()
            ]
        )


_REMEDY = Message(
    "make it again with `scheduler generate`, and with --lock ROSTER --lock-cells all to keep its shifts; `scheduler "
    "history --revert` publishes an earlier version again"
)


def _overtaken(version: Version, on: date, zone: tzinfo) -> Message:
    return Message(
        "was made before version {number} was published, which changes {day} ({when:%Y-%m-%d %H:%M}, {author}{note}); "
        "its roster may not fit any more",
        number=version.number,
        day=on,
        when=version.published_at.astimezone(zone),
        author=version.author,
        note=f": {version.note}" if version.note else "",
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
    new = [on for on in now if on not in then and first - RECORDED <= on <= last + RECORDED]
    works = _by_day(published.roster_on({on: now[on] for on in (*other, *new) if on in now}).assignments)
    worked = _by_day(published.roster_on({on: then[on] for on in other}).assignments)
    recorded = _recorded(run_folder / DAYS_AROUND_FILE) if new else {}
    nobody: ShiftsOfPeople = frozenset()
    yield from (on for on in other if works.get(on, nobody) != worked.get(on, nobody))
    yield from (on for on in new if works.get(on, nobody) != recorded.get(on, nobody))


def _by_day(rows: Iterable[Assignment]) -> Mapping[date, ShiftsOfPeople]:
    days: dict[date, set[tuple[str, str]]] = {}
    for row in rows:
        days.setdefault(row.date, set()).add((row.employee_id, row.shift))
    return {on: frozenset(work) for on, work in days.items()}


def _recorded(path: Path) -> Mapping[date, ShiftsOfPeople]:
    """What a run recorded of the days around it, of people who have left since as well; nothing where it knew none."""
    days: dict[date, set[tuple[str, str]]] = {}
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                work = as_meant(row["employee_id"]), as_meant(row["shift"])
                days.setdefault(date.fromisoformat(row["date"]), set()).add(work)
    return {on: frozenset(work) for on, work in days.items()}

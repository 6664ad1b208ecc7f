"""Rows of what happened that can be read and yet are hardly meant: each kind is said in a line, and taken in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal

import numpy as np

from scheduler.config import Settings
from scheduler.domain.actuals import ActualsKind, MissedWork, PresentSpan
from scheduler.domain.calendar import ONE_DAY, Horizon
from scheduler.domain.clock import moment
from scheduler.readers.actuals import ReadActuals
from scheduler.readers.attendance import Came
from scheduler.readers.public_holidays import public_holidays
from scheduler.staffing.hours import is_within
from scheduler.store.published import Published

DoubtKind = Literal["far", "closed", "no_shift", "exchanged", "came_and_absent"]
"""Days far from all others; calls in closed hours; a row that fits no published shift; check-in and check-out in each
other's column; somebody who is both stamped and listed as absent."""

_FAR = timedelta(days=180)
"""Between neighbouring days of which something is known; the year of what lies beyond may be wrong."""

_MOST_PLACES = 3
_NOTHING = timedelta(0)

LocalSpan = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd about some rows.

    Attributes
    ----------
    count
        Of how many rows; of days where they are far.
    places
        The first of them, as file and row; of days that are far the first and the last of each stretch.
    """

    kind: DoubtKind
    count: int
    places: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for other programs."""
        return {"kind": self.kind, "count": self.count, "places": list(self.places)}


def doubts(
    read: ReadActuals,
    days: Mapping[ActualsKind, Collection[date]],
    missed: Sequence[MissedWork],
    published: Published,
    settings: Settings,
    known_days: Iterable[date],
) -> dict[ActualsKind, list[Doubt]]:
    """What is odd about files, by kind.

    Parameters
    ----------
    read
        What the files say.
    days
        Of which days they speak.
    missed
        Their absences, placed.
    published
        The store before they are taken in.
    settings
        Of the workspace.
    known_days
        Days of which something is known besides the store.
    """
    known = {*known_days, *published.holding()}
    for file in published.actuals.files():
        known |= {file.first_day + n * ONE_DAY for n in range((file.last_day - file.first_day).days + 1)}
    found: dict[ActualsKind, list[Doubt]] = {kind: [] for kind in days}
    for kind, of_kind in days.items():
        far = list(_far(of_kind, known))
        if far:
            ends = tuple(f"{first}" if first == last else f"{first}..{last}" for first, last, _ in far)
            found[kind].append(Doubt("far", sum(n for *_, n in far), ends[:_MOST_PLACES]))
    if "calls" in days:
        _add(found["calls"], "closed", _closed(read, settings))
    people = [*days.get("attendance", ()), *days.get("absences", ())]
    if not people:
        return found
    first, last = min(people) - ONE_DAY, max(people) + ONE_DAY
    shifts = _Shifts(published, first, last, settings.centre.zone)
    stamps, rows = read.spans.stamp_of, {(one.employee_id, one.date): f"{one.file}:{one.row}" for one in read.missing}
    if stamps and "attendance" in days:
        exchanged = {span for span, stamp in stamps.items() if shifts.fits_exchanged(span, stamp)}
        _add(found["attendance"], "exchanged", (_place(stamps[span]) for span in stamps if span in exchanged))
        alone = (span for span in stamps if span not in exchanged and not shifts.overlap(span))
        _add(found["attendance"], "no_shift", (_place(stamps[span]) for span in alone))
    if rows:
        _add(found["absences"], "no_shift", (place for key, place in rows.items() if key not in shifts.of_day))
    now_missed = {(one.employee_id, one.date): one for one in (*published.actuals.missed(first, last), *missed)}
    spans_of: dict[str, set[PresentSpan]] = {}
    for span in (*published.actuals.present(first, last), *stamps):
        spans_of.setdefault(span.employee_id, set()).add(span)
    both: dict[ActualsKind, list[str]] = {}
    for key, one in now_missed.items():
        met = [span for span in spans_of.get(key[0], ()) if shifts.came_for(span, one)]
        if met and key in rows:
            both.setdefault("absences", []).append(rows[key])
        elif of_files := sorted(span for span in met if span in stamps):
            both.setdefault("attendance", []).append(_place(stamps[of_files[0]]))
    for kind, places in both.items():
        _add(found[kind], "came_and_absent", places)
    return found


def _add(found: list[Doubt], kind: DoubtKind, places: Iterable[str]) -> None:
    listed = list(places)
    if listed:
        found.append(Doubt(kind, len(listed), tuple(listed[:_MOST_PLACES])))


def _place(stamp: Came) -> str:
    return f"{stamp.file}:{stamp.row}"


def _far(days: Collection[date], known: Collection[date]) -> Iterator[tuple[date, date, int]]:
    """The stretches of days that no chain of days joins with one that is known, with how many days each has."""
    own = set(days)
    known = known or {max(own)}
    groups: list[list[date]] = []
    for on in sorted(own.union(known)):
        if groups and on - groups[-1][-1] <= _FAR:
            groups[-1].append(on)
        else:
            groups.append([on])
    for group in groups:
        if own.issuperset(group) and not set(group) & set(known):
            yield group[0], group[-1], len(group)


def _closed(read: ReadActuals, settings: Settings) -> Iterator[str]:
    """Rows with calls at times at which their queue is closed."""
    calls = [one for one in read.calls if one.counted.entered and one.row]
    if not calls:
        return
    zone, grid = settings.centre.zone, settings.interval_minutes
    days = [one.counted.start.astimezone(zone).date() for one in calls]
    horizon = Horizon(min(days), (max(days) - min(days)).days + 2, grid, zone)
    begins = moment(horizon.start, zone)
    holidays = public_holidays(settings, horizon.first_day - ONE_DAY, max(days) + ONE_DAY)
    open_of = {queue.name: is_within(queue.open, horizon, holidays) for queue in settings.queues}
    for one in sorted(calls, key=lambda one: (one.file, one.row)):
        first, end = (int((at - begins).total_seconds()) for at in (one.counted.start, one.counted.end))
        if not np.any(open_of[one.counted.queue][first // (60 * grid) : -(-end // (60 * grid))]):
            yield f"{one.file}:{one.row}"


class _Shifts:
    """The published shifts of some days."""

    def __init__(self, published: Published, first: date, last: date, zone: tzinfo) -> None:
        rows = published.roster_on(published.holding(first, last)).assignments
        self.of_day: dict[tuple[str, date], LocalSpan] = {
            (row.employee_id, row.date): (moment(row.start, zone), moment(row.end, zone)) for row in rows
        }
        self._of_person: dict[str, list[LocalSpan]] = {}
        for (employee_id, _), span in self.of_day.items():
            self._of_person.setdefault(employee_id, []).append(span)

    def overlap(self, span: PresentSpan) -> timedelta:
        """How much of a span is of a shift of the person, the one that it meets most."""
        return self._most(span.employee_id, (span.start, span.end))

    def _most(self, employee_id: str, span: LocalSpan) -> timedelta:
        return max((_shared(span, shift) for shift in self._of_person.get(employee_id, ())), default=_NOTHING)

    def fits_exchanged(self, span: PresentSpan, stamp: Came) -> bool:
        """Whether a row would fit the roster better if its check-in were its check-out."""
        if stamp.came is None or stamp.left is None:
            return False
        exchanged = stamp.left - ONE_DAY, stamp.came
        return self._most(span.employee_id, exchanged) > self.overlap(span)

    def came_for(self, span: PresentSpan, missed: MissedWork) -> bool:
        """Whether somebody was there for most of a time that is said to be missed."""
        away = self.of_day.get((missed.employee_id, missed.date))
        if away is None:
            return False
        if missed.start is not None and missed.end is not None:
            away = max(away[0], missed.start), min(away[1], missed.end)
        return 2 * _shared((span.start, span.end), away) > max(_NOTHING, away[1] - away[0])


def _shared(one: LocalSpan, other: LocalSpan) -> timedelta:
    return max(_NOTHING, min(one[1], other[1]) - max(one[0], other[0]))

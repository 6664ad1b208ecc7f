"""Files of what happened on their way into the store: read, held against it, kept as a whole or not at all."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from scheduler.day.doubts import Doubt, doubts
from scheduler.domain.actuals import (
    ACTUALS_KINDS,
    NOTHING_COUNTED,
    ActualsKind,
    CountedCalls,
    Fact,
    MissedWork,
    PresentSpan,
)
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.clock import local_text, moment
from scheduler.errors import Fault, InputError
from scheduler.from_store.surroundings import open_store_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.actuals import ReadActuals, read_actuals
from scheduler.readers.attendance import LONGEST_SPAN, AttendanceSpans, Came
from scheduler.readers.counted_calls import PlacedCalls
from scheduler.readers.faults import Faults
from scheduler.readers.name_parser import PersonNames
from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.workspace import read_workspace
from scheduler.store.actuals import Actuals, ActualsFile, now
from scheduler.store.transactions import PublicationTransaction


@dataclass(frozen=True, slots=True)
class Replaced:
    """What the store said before, and what holds now, of the same queue and time or the same person and time."""

    before: tuple[Fact, ...]
    now: Fact


@dataclass(frozen=True, slots=True)
class TakenKind:
    """What was taken of one kind.

    Attributes
    ----------
    file
        As the store keeps it; None where it said all of it already, so that nothing was added.
    names
        The files.
    first_day, last_day
        The days that they speak of as a whole; None: there is no last one, as they end within the first.
    new, same
        How many rows nothing was known of, and how many it knew already as they are.
    replaced
        Rows in the place of others.
    open_ends
        Check-ins and check-outs at the ends of the files whose other half is in no file yet: who came is taken to stay
        to the end of the shift, until a file says otherwise, and who left without a check-in is left out.
    doubts
        What is odd about the rows, which are taken in all the same.
    minutes
        How long the counts of calls were read to be.
    """

    kind: ActualsKind
    file: ActualsFile | None
    names: tuple[str, ...]
    first_day: date
    last_day: date | None
    new: int
    same: int
    replaced: tuple[Replaced, ...]
    open_ends: int = 0
    doubts: tuple[Doubt, ...] = ()
    minutes: tuple[int, ...] = ()

    def as_json(self, zone: tzinfo) -> dict[str, Any]:
        """The same for other programs."""
        return {
            "kind": self.kind,
            "files": list(self.names),
            "is_new": self.file is not None,
            "first_day": self.first_day.isoformat(),
            "last_day": None if self.last_day is None else self.last_day.isoformat(),
            "new": self.new,
            "same": self.same,
            "replaced": [
                {"before": [fact_json(fact, zone) for fact in one.before], "now": fact_json(one.now, zone)}
                for one in self.replaced
            ],
            "open_ends": self.open_ends,
            "minutes": list(self.minutes),
            "doubts": [doubt.as_json() for doubt in self.doubts],
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What `scheduler actuals` has taken in."""

    workspace: Workspace
    kinds: tuple[TakenKind, ...]

    def as_json(self) -> list[dict[str, Any]]:
        """What was taken of each kind, for other programs."""
        return [kind.as_json(self.workspace.settings.centre.zone) for kind in self.kinds]


def take_actuals(workspace: Path | str, files: Sequence[Path]) -> Taken:
    """Take in what happened.

    A row that says something of a time of which another was taken before holds in its place, the newer over the older;
    a row that says the same changes nothing. All files are taken in together, or none.

    Parameters
    ----------
    workspace
        The workspace; its store is made where there is none.
    files
        Counted calls, check-ins and check-outs, absences after the fact; csv files or workbooks, of any kinds.

    Raises
    ------
    InputError
        With every fault of every file.
    StoreError
        The store cannot be used.
    """
    return _taken_in(read_workspace(workspace, counted_to=NOTHING_COUNTED), files)


def _taken_in(workspace: Workspace, files: Sequence[Path]) -> Taken:
    """Take in what happened, for inputs in which nothing is counted yet."""
    settings = workspace.settings
    faults = Faults()
    with open_store_of(workspace).publishing() as publishing:
        read = read_actuals(
            list(dict.fromkeys(files)),
            settings,
            PersonNames.of(workspace.employees, publishing.people()),
            lambda first, last: public_holidays(settings, first, last),
            now(),
            faults,
        )
        facts = _facts(read, publishing, workspace)
        zone = settings.centre.zone
        known = {kind: facts_around(publishing.actuals, rows, zone) for kind, rows in facts.items() if rows}
        refuse_parts(read, known.get("calls", ()), zone, faults)
        faults.raise_if_any()
        found = doubts(
            read,
            {kind: {day_of(fact, zone) for fact in rows} for kind, rows in facts.items() if rows},
            facts["absences"],
            publishing,
            settings,
            (workspace.inflow.first_day + n * ONE_DAY for n in range(workspace.inflow.n_days)),
        )
        kinds = tuple(
            replace(_taken(publishing, kind, facts[kind], known[kind], read, zone), doubts=tuple(found[kind]))
            for kind in ACTUALS_KINDS
            if facts.get(kind)
        )
        if not kinds:
            raise nothing_to_take(read, zone)
    return Taken(workspace, kinds)


def nothing_to_take(read: ReadActuals, zone: tzinfo) -> InputError:
    """The error of files without a row, or with nothing but halves that belong to nothing."""
    halves = [*read.spans.came_before, *read.spans.still_there]
    if not halves:
        names = dict.fromkeys(name for of_kind in read.files.values() for name in of_kind)
        message, remedy = Message("has no row below its header that counts"), Message("give files with rows")
        return InputError([Fault(name, 0, "", message, remedy) for name in names])
    return InputError(
        [
            Fault(
                half.file,
                half.row,
                half.column,
                Message("{person} came at {at}, and no shift is published then", person=half.employee_id, at=at)
                if half.came
                else Message("{person} left at {at}, and no file has the check-in", person=half.employee_id, at=at),
                Message("give the file that has the other half together with this one"),
            )
            for half in halves
            for at in [shown_at(half.at, zone)]
        ]
    )


def _facts(read: ReadActuals, publishing: PublicationTransaction, workspace: Workspace) -> dict[ActualsKind, list[Any]]:
    """What the files say, in the form in which the store keeps it."""
    days = [one.date for one in read.missing]
    starts: dict[tuple[str, date], datetime] = {}
    if days:
        roster = publishing.roster_on(publishing.holding(min(days), max(days)))
        starts = {(row.employee_id, row.date): row.start for row in roster.assignments}
    zone = workspace.settings.centre.zone
    return {
        "calls": [one.counted for one in read.calls],
        "attendance": [*read.spans.spans, *_open_spans(read.spans, publishing, zone)],
        "absences": [one.placed(starts.get((one.employee_id, one.date)), zone) for one in read.missing],
    }


def _open_spans(spans: AttendanceSpans, publishing: PublicationTransaction, zone: tzinfo) -> Iterator[PresentSpan]:
    """What stamps without their other half say: to the end of the shift, or from the check-in that was taken before.

    A stamp that belongs to no shift and to no check-in is left out.
    """

    def known(stamp: Came) -> list[PresentSpan]:
        on = stamp.at.astimezone(zone).date()
        return [
            span
            for span in publishing.actuals.present(on - ONE_DAY, on)
            if span.employee_id == stamp.employee_id and timedelta(0) <= stamp.at - span.start <= LONGEST_SPAN
        ]

    for stamp in spans.still_there:
        on = stamp.at.astimezone(zone).date()
        whole = [span for span in known(stamp) if span.start == stamp.at and not span.is_open]
        ends = [
            moment(row.end, zone)
            for row in publishing.roster_on(publishing.holding(on - ONE_DAY, on + ONE_DAY)).of_employee(
                stamp.employee_id
            )
            if moment(row.start, zone) - stamp.at < LONGEST_SPAN / 2 and moment(row.end, zone) > stamp.at
        ]
        if whole:
            yield whole[0]
        elif ends:
            yield PresentSpan(stamp.employee_id, stamp.at, min(ends).astimezone(UTC), is_open=True)
    for stamp in spans.came_before:
        if starts := [span.start for span in known(stamp) if span.is_open]:
            yield PresentSpan(stamp.employee_id, max(starts), stamp.at)


def _last_whole_day(spans: AttendanceSpans, publishing: PublicationTransaction, last: date, zone: tzinfo) -> date:
    """The last day of which attendance says all: files that end before a shift of a day begins do not."""
    if not spans.still_there or spans.last is None:
        return last
    days = sorted({stamp.at.astimezone(zone).date() for stamp in spans.still_there})
    for on in days:
        starts = [moment(row.start, zone) for row in publishing.roster_on(publishing.holding(on, on)).assignments]
        if not starts or max(starts) > spans.last:
            return min(last, on - ONE_DAY)
    return max(last, days[-1])


def facts_around(actuals: Actuals, facts: Sequence[Fact], zone: tzinfo) -> Sequence[Fact]:
    """What the store says of the days of these facts and around them."""
    days = [day_of(fact, zone) for fact in facts]
    first, last = min(days) - 2 * ONE_DAY, max(days) + 2 * ONE_DAY
    if isinstance(facts[0], CountedCalls):
        return actuals.calls(first, last)
    return actuals.present(first, last) if isinstance(facts[0], PresentSpan) else actuals.missed(first, last)


def day_of(fact: Fact, zone: tzinfo) -> date:
    """The day of a fact, by the clock of the centre."""
    return fact.date if isinstance(fact, MissedWork) else fact.start.astimezone(zone).date()


def refuse_parts(read: ReadActuals, known: Sequence[Fact], zone: tzinfo, faults: Faults) -> None:
    """A count that is replaced in part: what is left of it, nobody knows.

    Parameters
    ----------
    read, known
        What files say, and what the store says of these days.
    zone, faults
        The clock of the centre, and where faults go.
    """
    by_queue: dict[str, list[PlacedCalls]] = {}
    for one in read.calls:
        by_queue.setdefault(one.counted.queue, []).append(one)
    for fact in known:
        if not isinstance(fact, CountedCalls) or fact.queue not in by_queue:
            continue
        rows = by_queue[fact.queue]
        first, stop = (bisect_left(rows, at, key=lambda one: one.counted.start) for at in (fact.start, fact.end))
        met = [one for one in rows[max(0, first - 1) : stop] if one.counted.end > fact.start]
        covered = sum((min(fact.end, one.counted.end) - max(fact.start, one.counted.start) for one in met), timedelta())
        if met and covered != fact.end - fact.start:
            faults.add(
                met[0].file,
                met[0].row,
                "",
                Message(
                    "queue '{queue}' was counted from {start} for {minutes} minutes as a whole, and the file has only "
                    "a part of that",
                    queue=fact.queue,
                    start=shown_at(fact.start, zone),
                    minutes=fact.minutes,
                ),
                Message("give all of that time"),
            )


def _taken(
    publishing: PublicationTransaction,
    kind: ActualsKind,
    facts: Sequence[Any],
    known: Sequence[Any],
    read: ReadActuals,
    zone: tzinfo,
) -> TakenKind:
    """One kind of facts as a file of the store, unless it says all of it already."""
    compared = list(_compared(facts, known))
    days = [day_of(fact, zone) for fact in facts]
    first, last = min(days), max(days)
    if kind == "attendance":
        last = _last_whole_day(read.spans, publishing, last, zone)
    names = tuple(read.files[kind])
    file = None
    if any(before != (fact,) for fact, before in compared):
        text = "\n".join(sorted(map(repr, facts)))
        made = ActualsFile(0, kind, ", ".join(names), hashlib.sha256(text.encode()).hexdigest(), now(), first, last)
        file = publishing.actuals.add(made, facts)
    return TakenKind(
        kind=kind,
        file=file,
        names=names,
        first_day=first,
        last_day=last if last >= first else None,
        new=sum(not before for _, before in compared),
        same=sum(before == (fact,) for fact, before in compared),
        replaced=tuple(Replaced(before, fact) for fact, before in compared if before and before != (fact,)),
        open_ends=len(read.spans.still_there) + len(read.spans.came_before) if kind == "attendance" else 0,
        minutes=tuple(sorted({fact.minutes for fact in facts})) if kind == "calls" else (),
    )


def _compared(facts: Sequence[Any], known: Sequence[Any]) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    """Each fact with those in whose place it will hold."""
    if facts and isinstance(facts[0], MissedWork):
        by_day = {(fact.employee_id, fact.date): fact for fact in known}
        for fact in facts:
            before = by_day.get((fact.employee_id, fact.date))
            yield fact, () if before is None else (before,)
        return
    of_each: dict[str, list[Any]] = {}
    for fact in known:  # in order of time, and none meets another
        of_each.setdefault(fact.whose, []).append(fact)
    starts = {whose: [fact.start for fact in rows] for whose, rows in of_each.items()}
    for fact in facts:
        whose = fact.whose
        rows = of_each.get(whose, [])
        at = bisect_left(starts.get(whose, []), fact.end)
        before = []
        while at > 0 and rows[at - 1].end > fact.start:
            at -= 1
            before.append(rows[at])
        yield fact, tuple(reversed(before))


def shown_at(at: datetime, zone: tzinfo) -> str:
    """A moment as people read it, by the clock of the centre."""
    local = at.astimezone(zone)
    return local_text(local.replace(tzinfo=None, fold=local.fold), zone)


def fact_json(fact: Fact, zone: tzinfo) -> Mapping[str, Any]:
    """A fact for other programs, its times by the clock of the centre with their offset."""

    def at(moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(zone).isoformat(timespec="minutes")

    if isinstance(fact, CountedCalls):
        names = (
            "queue",
            "minutes",
            "entered",
            "attempts",
            "answered",
            "answered_in_time",
            "asa_seconds",
            "aht_seconds",
        )
        return {"start": at(fact.start)} | {name: getattr(fact, name) for name in names}
    if isinstance(fact, PresentSpan):
        return {"employee_id": fact.employee_id, "start": at(fact.start), "end": None if fact.is_open else at(fact.end)}
    return {
        "employee_id": fact.employee_id,
        "date": fact.date.isoformat(),
        "start": at(fact.start),
        "end": at(fact.end),
    }

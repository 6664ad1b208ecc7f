"""When people are away: ``absences.csv``, whole days and parts of days as offices write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from scheduler.config import Settings
from scheduler.domain.base import MINUTES_PER_DAY, clock_text
from scheduler.domain.part_of_day import QUARTERS_OF, DayPart
from scheduler.domain.people import Absence
from scheduler.identifiers import plain_name
from scheduler.messages import AnyText, Message, either
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_date, parse_time
from scheduler.readers.faults import Faults
from scheduler.readers.names import Known
from scheduler.readers.table import Column, Record, Table, records

_SIDES: Mapping[str, DayPart] = {
    **dict.fromkeys(("오전", "morning", "am"), "morning"),
    **dict.fromkeys(("오후", "afternoon", "pm"), "afternoon"),
}
_SIDE = "|".join(_SIDES)
_SHARE = re.compile(rf"({_SIDE})?(?:(반차|반일|half(?:day)?)|반반차|quarter(?:day)?)({_SIDE})?")
"""A half or a quarter of a day, which may say in front or behind on which side of the day it is."""
_LIKE_A_PART = re.compile(
    r"반차|반일|반가|시간|오전|오후|half|quarter|hour|\d|[½¼¾]|morning|afternoon|\b[ap]m\b"
    r"|halb|viertel|vormittag|nachmittag|\bstunde|半休|半日|午前|午後|時間"
)
"""What somebody writes who means a part of a day, in German and Japanese files as well."""
_COME_AND_GONE = re.compile(
    r"조퇴|외출|지각|(?:left|leave|leaving)early|early(?:leave|leaving|departure|finish)|late(?:arrival|start)?"
    r"|(?:arrived|came|comein|coming)late|lateness|tardy|tardiness"
)
"""What is never a whole day: somebody left early, went out, or came late. When it was, only the row can say."""
_MADE_OF = "annual_leave"
"""The kind that a half or a quarter of a day is a part of."""

_PARTS: Mapping[str, DayPart] = {
    **{part: part for part in QUARTERS_OF},
    **{f"{word}{half}": part for word, part in _SIDES.items() for half in ("", "반차")},
}


WRITTEN_PARTS: Mapping[DayPart, Message] = {
    "morning": Message("morning"),
    "afternoon": Message("afternoon"),
    **{part: Message("{part}", part=part) for part in QUARTERS_OF if part.startswith("quarter")},
}
"""Halves and quarters of a day, as people write them."""
ANY_PART = either(list(WRITTEN_PARTS.values()))


def absence_columns(known: Known) -> Mapping[str, Column]:
    """The columns of ``absences.csv``; whoever is away all day leaves those of the part empty."""
    return {
        "employee_id": Column(known.employee),
        "from": Column(parse_date),
        "to": Column(parse_date),
        "kind": Column(_kind_parser(known)),
        "part": Column(parse_part, empty=None, optional=True),
        "from_time": Column(parse_time, empty=None, optional=True),
        "to_time": Column(parse_time, empty=None, optional=True),
    }


def _kind_parser(known: Known) -> Callable[[str], str]:
    def parse_kind(text: str) -> str:
        """The kind's name, or what says itself which share of a day it is, if there is a kind that it is a part of."""
        if known.has_unknown_kinds:
            return text
        if _share_of(text) is not None:
            known.absence_kind(_MADE_OF)
            return text
        is_part = _LIKE_A_PART.search(text.casefold()) is not None
        try:
            kind = known.absence_kind(text)
            if kind in known.kinds_by_word.values() or not is_part:
                return kind
            unknown: AnyText = Message("absence kind '{name}' is unknown", name=text)
        except CellError as error:
            if not is_part:
                raise
            unknown = error.message
        raise CellError(
            unknown,
            Message(
                "for a part of a day write the kind of absence alone, such as {kind}, and {parts} in the column "
                "part, or times in from_time and to_time",
                kind=_MADE_OF,
                parts=ANY_PART,
            ),
        )

    return parse_kind


class _Share(NamedTuple):
    """The share of a day that a kind of absence is by its name.

    Attributes
    ----------
    quarters
        How many of four.
    side
        The half of the day in which it is; None: it does not say.
    """

    quarters: int
    side: DayPart | None

    @property
    def parts(self) -> list[DayPart]:
        """The parts of a day that it may be."""
        return [
            part
            for part, taken in QUARTERS_OF.items()
            if len(taken) == self.quarters and (self.side is None or taken <= QUARTERS_OF[self.side])
        ]


def _plain(kind: str) -> str:
    return re.sub(r"[\s_()\[\]/·-]", "", plain_name(kind).casefold())


def _share_of(kind: str) -> _Share | None:
    """Which share of a day a kind of absence is by its name; None: it does not say."""
    found = _SHARE.fullmatch(_plain(kind))
    if found is None or (found[1] and found[3]):
        return None
    return _Share(2 if found[2] else 1, _SIDES.get(found[1] or found[3]))


def parse_part(text: str) -> DayPart:
    """A part of a day, as columns name it.

    Raises
    ------
    CellError
        It is none.
    """
    part = _PARTS.get(re.sub(r"\s", "", text.casefold()))
    if part is None:
        raise CellError(
            Message("'{found}' is not a part of a day", found=text),
            Message(
                "write {parts}; or leave it empty, and fill from_time and to_time",
                parts=ANY_PART,
            ),
        )
    return part


def read_absences(
    table: Table, known: Known, faults: Faults, settings: Settings | None = None
) -> list[tuple[int, Absence]]:
    """The absences of ``absences.csv`` with their rows.

    Two of one person at one time are a fault of both rows; so are two on one day of kinds that do not count alike.

    Parameters
    ----------
    table, known, faults
        The rows, the names that may stand there, and where faults go.
    settings
        What the kinds are worth; None: nobody knows.
    """
    absences = read_apart(table, known, faults, absence_columns(known))
    rows_of: dict[str, list[tuple[Absence, int]]] = {}
    for row, absence in absences:
        rows_of.setdefault(absence.employee_id, []).append((absence, row))
    for employee, found in rows_of.items():
        _refuse_overlaps(table.file, employee, found, faults)
        if settings is not None:
            _refuse_mixed_days(table.file, employee, found, settings, faults)
    return absences


def read_apart(table: Table, known: Known, faults: Faults, columns: Mapping[str, Column]) -> list[tuple[int, Absence]]:
    """The absences of a file with their rows, each for itself.

    Parameters
    ----------
    table, known, faults
        The rows, the names that may stand there, and where faults go.
    columns
        How the columns of absences are read.
    """
    absences: list[tuple[int, Absence]] = []
    for record in records(table, columns, faults):
        if not record.is_good:
            continue
        fault = _fault_of(record)
        if fault is not None:
            faults.add(table.file, record.row, *fault)
            continue
        values = record.values
        share, part = _share_of(values["kind"]), values["part"]
        if share is not None and part is None and values["from_time"] is None:
            (part,) = share.parts
        absence = Absence(
            employee_id=values["employee_id"],
            first_day=values["from"],
            last_day=values["to"],
            kind=values["kind"] if share is None else _MADE_OF,
            part=part,
            from_minute=values["from_time"],
            to_minute=values["to_time"],
        )
        absences.append((record.row, absence))
    return absences


def _fault_of(record: Record) -> tuple[str, AnyText, AnyText] | None:
    """The column of an absence in which it contradicts itself, what is wrong, and what helps."""
    first, last, kind, part, start = (record.values[name] for name in ("from", "to", "kind", "part", "from_time"))
    if first > last:
        message = Message("the absence begins on {first}, after its end on {last}", first=first, last=last)
        return "from", message, Message("exchange the two dates")
    fault = fault_of_times(record)
    if fault is not None:
        return fault
    if part is not None and start is not None:
        return "part", Message("the row has a part of the day and times"), Message("keep one of the two")
    share = _share_of(kind)
    parts = share.parts if share is not None else [*QUARTERS_OF] if _COME_AND_GONE.fullmatch(_plain(kind)) else []
    if part is None and start is None and len(parts) > 1:
        return (
            "kind",
            Message("'{kind}' is an absence of a part of the day, but the row does not say of which", kind=kind),
            Message(
                "write {parts} in the column part, or times in from_time and to_time; for the whole day write "
                "{kind} as the kind",
                parts=either([WRITTEN_PARTS[part] for part in parts]),
                kind=_MADE_OF,
            ),
        )
    if part is not None and parts and part not in parts:
        message = Message("the kind is '{kind}', but the part {part}", kind=kind, part=WRITTEN_PARTS[part])
        return "part", message, Message("make the two agree")
    return None


def fault_of_times(record: Record) -> tuple[str, AnyText, AnyText] | None:
    """The column of the times of a row that contradict each other, what is wrong, and what helps; None: all is well."""
    start, end = record.values["from_time"], record.values["to_time"]
    if start is None and end is None:
        return None
    if start is None or end is None:
        return (
            "from_time" if start is None else "to_time",
            Message("one of from_time and to_time is missing"),
            Message("fill both, or leave both empty for the whole day"),
        )
    if not start < end <= start + MINUTES_PER_DAY:
        message = Message("{start} to {end} is no part of a day", start=clock_text(start), end=clock_text(end))
        return "from_time", message, Message("exchange the two times; write 01:00 of the next day as 25:00")
    if start >= MINUTES_PER_DAY:
        message = Message("{start} is on the day after", start=clock_text(start))
        return "from_time", message, Message("write the date of that day and a time before 24:00")
    return None


def _refuse_overlaps(file: str, employee: str, found: Sequence[tuple[Absence, int]], faults: Faults) -> None:
    """Report absences of one person that share days, or the same part of one."""
    in_order = sorted(found, key=lambda item: (item[0].first_day, item[1]))
    for place, (current, row) in enumerate(in_order):
        before = [
            (earlier, number)
            for earlier, number in in_order[:place]
            if current.first_day <= earlier.last_day and share_time(earlier, current)
        ]
        if not before:
            continue
        longest, number = max(before, key=lambda item: item[0].last_day)
        last = min(longest.last_day, current.last_day)
        first_row, second_row = sorted((number, row))
        faults.add(
            file,
            second_row,
            "from",
            Message(
                "this absence of employee '{employee}' overlaps the one in row {row} on {days}",
                employee=employee,
                row=first_row,
                days=last
                if current.first_day == last
                else Message("{first} to {last}", first=current.first_day, last=last),
            ),
            Message("shorten or delete one of the two"),
        )


def _refuse_mixed_days(
    file: str, employee: str, found: Sequence[tuple[Absence, int]], settings: Settings, faults: Faults
) -> None:
    """Report days with parts of kinds that do not count alike."""
    in_part = sorted(((one, row) for one, row in found if one.is_partial), key=lambda item: item[1])
    for place, (current, row) in enumerate(in_part):
        for earlier, number in in_part[:place]:
            first = max(current.first_day, earlier.first_day)
            if first > min(current.last_day, earlier.last_day) or share_time(earlier, current):
                continue
            if may_share_a_day(earlier, current, settings):
                continue
            faults.add(
                file,
                row,
                "kind",
                Message(
                    "employee '{employee}' is away on {day} for parts of two kinds, {kind} and in row {row} {other}, "
                    "which do not count for the contract or for pay alike; a day can be credited and paid by one kind "
                    "alone",
                    employee=employee,
                    day=first,
                    kind=settings.kind_of_absence(current.kind),
                    row=number,
                    other=settings.kind_of_absence(earlier.kind),
                ),
                Message(
                    "write both parts as one kind and settle the difference in pay outside the ledger, or move one of "
                    "them to another day"
                ),
            )
            break


def may_share_a_day(first: Absence, second: Absence, settings: Settings) -> bool:
    """Whether a day may have parts of the kinds of two absences, since they count alike for the days of the contract.

    Of halves and quarters the ledger pays the share that is of a kind that is paid. Times of the clock are no share of
    a shift, so that beside them the other kind is to be paid as well, or neither.
    """
    by_shares = first.part is not None and second.part is not None

    def worth(absence: Absence) -> tuple[bool, ...]:
        kind = settings.kind_of_absence(absence.kind)
        is_in_lieu = absence.kind == settings.working_time.day_in_lieu_kind
        return kind.on_duty, kind.counts_as_work, kind.owed_again, by_shares or kind.paid, is_in_lieu

    return worth(first) == worth(second)


def share_time(first: Absence, second: Absence) -> bool:
    """Whether two absences with a day in common have time of it in common."""
    if first.part is not None and second.part is not None:
        return not QUARTERS_OF[first.part].isdisjoint(QUARTERS_OF[second.part])
    times = [each for each in (first.times, second.times) if each is not None]
    if len(times) == 2:
        return max(start for start, _ in times) < min(end for _, end in times)
    # A half day and an errand on the same day may both be: where they meet is counted once.
    return not (first.is_partial and second.is_partial)

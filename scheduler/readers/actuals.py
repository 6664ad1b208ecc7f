"""Files of what happened: which kind each is, what they say together, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path

from scheduler.config import AbsencesFormat, AttendanceFormat, CallsFormat, Settings
from scheduler.domain.actuals import ActualsKind
from scheduler.domain.clock import local_text
from scheduler.messages import Message
from scheduler.readers.attendance import AttendanceSpans, Came, longest_stay, paired, read_stamps
from scheduler.readers.counted_calls import PlacedCalls, read_counted_calls
from scheduler.readers.exported_table import ExportedTable, TextGrid, found_in, read_grids
from scheduler.readers.faults import Faults
from scheduler.readers.inflow import Holidays
from scheduler.readers.missing import Missing, each_once, read_missing
from scheduler.readers.name_parser import PersonNames

Format = CallsFormat | AttendanceFormat | AbsencesFormat

_OWN: Mapping[ActualsKind, Mapping[str, tuple[str, ...]]] = {
    "calls": {
        "date": ("date", "날짜", "일자"),
        "time": ("time", "hour", "시각", "시간", "시간대"),
        "queue": ("queue", "업무", "대기열"),
        "entered": ("entered", "calls", "인입", "인입 건수"),
        "attempts": ("attempts", "총 인입"),
        "answered": ("answered", "응답", "응답 건수"),
        "answered_in_time": ("answered_in_time", "기준시간 내 응답"),
        "wait": ("wait_seconds", "asa_seconds", "평균 대기(초)"),
        "handling": ("handling_seconds", "aht_seconds", "처리 시간(초)"),
        "abandoned": ("abandoned", "포기", "포기 건수"),
        "abandoned_wait": ("abandoned_wait_seconds", "평균 포기 대기(초)"),
        "redials": ("redials", "재인입", "재인입 건수"),
        "answered_home": ("answered_home", "재택 응답", "재택 응답 건수"),
        "handling_home": ("handling_home_seconds", "재택 처리 시간(초)"),
    },
    "attendance": {
        "employee_id": ("employee_id", "사번"),
        "date": ("date", "날짜", "일자"),
        "check_in": ("check_in", "출근", "출근 시각"),
        "check_out": ("check_out", "퇴근", "퇴근 시각"),
    },
    "absences": {
        "employee_id": ("employee_id", "사번"),
        "date": ("date", "from", "날짜", "시작일"),
        "to": ("to", "종료일"),
        "from_time": ("from_time", "시작 시각"),
        "to_time": ("to_time", "종료 시각"),
    },
}
"""The program's own files: what their columns may be called."""

_NEEDED: Mapping[ActualsKind, tuple[str, ...]] = {
    "calls": ("date", "time", "queue", "entered"),
    "attendance": ("employee_id", "check_in", "check_out"),
    "absences": ("employee_id", "date"),
}


@dataclass(slots=True)
class ReadActuals:
    """What files say together.

    Attributes
    ----------
    calls
        Each queue and time once.
    placed
        The same as the files have it, what several of them say included.
    spans
        Who was there.
    missing
        Who was not; each person and day once.
    files
        The files of each kind, by name.
    """

    calls: list[PlacedCalls] = field(default_factory=list)
    placed: list[PlacedCalls] = field(default_factory=list)
    spans: AttendanceSpans = field(default_factory=AttendanceSpans)
    missing: list[Missing] = field(default_factory=list)
    files: dict[ActualsKind, list[str]] = field(default_factory=dict)


def read_actuals(
    paths: Sequence[Path],
    settings: Settings,
    people: PersonNames,
    holidays: Holidays,
    until: datetime | None,
    faults: Faults,
) -> ReadActuals:
    """Read files of what happened, csv or workbooks, of any kinds.

    Parameters
    ----------
    paths
        The files. Each table in them is of the first kind whose columns it has: those of the settings first, then the
        program's own.
    settings
        Formats, queues, intervals, the clock.
    people
        Who may be in them.
    holidays
        Gives public holidays.
    until
        What is later is still to come, and refused; None: whoever asks judges that.
    faults
        Takes what is wrong with all of them.
    """
    read = ReadActuals()
    placed: list[PlacedCalls] = []
    stamps: list[Came] = []
    missing: list[Missing] = []
    zone = settings.centre.zone
    for path in paths:
        for kind, form, exported in _tables(path, settings, faults):
            names = read.files.setdefault(kind, [])
            if path.name not in names:
                names.append(path.name)
            if isinstance(form, CallsFormat):
                placed += read_counted_calls(exported, form, settings, holidays, faults)
            elif isinstance(form, AttendanceFormat):
                stamps += read_stamps(exported, form, people, zone, faults)
            else:
                missing += read_missing(exported, people, faults)
    to_come = {} if until is None else dict(_to_come(placed, stamps, missing, until, zone))
    for (file, row), at in to_come.items():
        faults.add(file, row, "", Message("{at} is still to come", at=at), Message("correct the date"))
    read.placed = placed
    read.calls = _each_once(placed, settings, faults)
    # What is still to come is the end of no file: it would make open check-ins faults.
    read.spans = paired(
        [one for one in stamps if (one.file, one.row) not in to_come], zone, faults, longest_stay(settings.shifts)
    )
    read.missing = each_once(missing, faults)
    return read


def _to_come(
    placed: Iterable[PlacedCalls], stamps: Iterable[Came], missing: Iterable[Missing], until: datetime, zone: tzinfo
) -> Iterator[tuple[tuple[str, int], str]]:
    """The rows of what has not happened yet, each with its time: day and month may have been taken for each other."""
    today = until.astimezone(zone).date()
    for one in missing:
        if one.date > today:
            yield (one.file, one.row), one.date.isoformat()
    moments = [(one.file, one.row, one.counted.start) for one in placed]
    moments += [(one.file, one.row, one.left or one.at) for one in stamps]
    for file, row, at in moments:
        if at > until:
            local = at.astimezone(zone)
            yield (file, row), local_text(local.replace(tzinfo=None, fold=local.fold), zone)


def _tables(path: Path, settings: Settings, faults: Faults) -> Iterator[tuple[ActualsKind, Format, ExportedTable]]:
    """The tables of a file with their kinds; a file without any is a fault."""
    before = len(faults.all())
    grids = read_grids(path, faults, settings.files_here)
    found = [table for grid in grids if (table := _recognized(grid, settings, faults)) is not None]
    if not found and len(faults.all()) == before:
        some = [[cell for cell in cells if cell] for grid in grids for _, cells in grid.rows[:5]]
        widest = ", ".join(max(some, key=lambda cells: len(list(cells)), default=[]))
        faults.of(
            path.name,
            Message("has the columns of none of the files that are read: {columns}", columns=widest[:200]),
            Message("say in workspace.yaml what its columns are called (actuals); docs/actuals.md shows how"),
        )
    yield from found


def _recognized(grid: TextGrid, settings: Settings, faults: Faults) -> tuple[ActualsKind, Format, ExportedTable] | None:
    for kind, form, spellings, needed in _formats(settings):
        table = found_in(grid, spellings, needed, faults)
        if table is not None:
            return kind, form, table
    return None


def _formats(
    settings: Settings,
) -> Iterator[tuple[ActualsKind, Format, Mapping[str, Collection[str]], Collection[str]]]:
    """Each kind of file with what its columns may be called, and which of them it must have."""
    of_kinds: tuple[tuple[ActualsKind, Iterable[Format]], ...] = (
        ("calls", settings.actuals.calls),
        ("attendance", settings.actuals.attendance),
        ("absences", settings.actuals.absences),
    )
    for kind, forms in of_kinds:
        for form in forms:
            called = {name: header for name, header in form.columns.model_dump().items() if header is not None}
            # What the settings name has to be there: a column that is spelt otherwise would be left out in silence.
            yield kind, form, {name: (header,) for name, header in called.items()}, called.keys()
    for kind, own in _OWN.items():
        yield kind, _own_format(kind), own, _NEEDED[kind]


def _own_format(kind: ActualsKind) -> Format:
    columns = {name: called[0] for name, called in _OWN[kind].items()}
    if kind == "calls":
        return CallsFormat.model_validate({"columns": columns})
    if kind == "attendance":
        return AttendanceFormat.model_validate({"columns": columns})
    return AbsencesFormat.model_validate({"columns": columns})


def _each_once(placed: Sequence[PlacedCalls], settings: Settings, faults: Faults) -> list[PlacedCalls]:
    """Each queue and time of all files once: where two tables say the same it is one, where they do not a fault."""
    kept: list[PlacedCalls] = []
    zone = settings.centre.zone
    for one in sorted(placed, key=lambda one: (one.counted.queue, one.counted.start)):
        other = kept[-1] if kept and kept[-1].counted.queue == one.counted.queue else None
        if other is None or one.counted.start >= other.counted.end:
            kept.append(one)
        elif one.counted != other.counted:
            start = one.counted.start.astimezone(zone)
            faults.add(
                one.file,
                one.row,
                "",
                Message(
                    "queue '{queue}' is counted at {at} in row {row} of {file} as well, and not alike",
                    queue=one.counted.queue,
                    at=local_text(start.replace(tzinfo=None), zone),
                    row=other.row,
                    file=other.file,
                ),
                Message("give the one that is right"),
            )
    return kept

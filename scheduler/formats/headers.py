"""What columns and sheets are called: the one place for their names in Korean and English, for csv and workbook alike.

The first name is the one that programs use and faults report; any of the others may stand in a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import PurePath

from scheduler.labels import Language

_COLUMNS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # name: Korean, English, other spellings
    "employee_id": ("사번", "Employee ID", ("직원번호", "ID")),
    "name": ("이름", "Name", ("성명",)),
    "team": ("팀", "Team", ("소속",)),
    "contract": ("근로계약", "Contract", ("계약",)),
    "shifts": ("가능 근무", "Shifts", ()),
    "queues": ("담당 업무", "Queues", ()),
    "remote_group": ("재택조", "Remote group", ("재택 그룹",)),
    "may_work_nights": ("야간 가능", "May work nights", ()),
    "may_work_holidays": ("휴일 가능", "May work holidays", ()),
    "overtime_volunteer": ("연장 희망", "Overtime volunteer", ()),
    "date": ("날짜", "Date", ("일자",)),
    "hour": ("시각", "Hour", ("시", "시간")),
    "queue": ("업무", "Queue", ("대기열",)),
    "calls": ("인입", "Calls", ("인입 건수",)),
    "aht_seconds": ("처리 시간(초)", "Handling time (s)", ()),
    "attempts": ("총 인입", "Attempts", ()),
    "from": ("시작일", "From", ()),
    "to": ("종료일", "To", ()),
    "kind": ("사유", "Kind", ("구분",)),
    "part": ("시간대", "Part of the day", ("반차 구분",)),
    "from_time": ("시작 시간", "From (time)", ("외출 시각",)),
    "to_time": ("종료 시간", "To (time)", ("복귀 시각",)),
    "shift": ("근무", "Shift", ("근무 코드",)),
    "weight": ("중요도", "Weight", ("가중치",)),
    "start": ("시작", "Start", ()),
    "end": ("종료", "End", ()),
    "break_start": ("휴게 시작", "Break start", ()),
    "break_end": ("휴게 종료", "Break end", ()),
    "work_mode": ("근무지", "Work mode", ()),
    "paid_minutes": ("유급 시간(분)", "Paid minutes", ()),
    "nights": ("야간 횟수", "Nights", ()),
    "weekend_days": ("주말 근무일", "Weekend days", ()),
    "days": ("근무 가능일", "Days", ()),
    "hour_from": ("시작 시각", "Hour from", ()),
    "hour_to": ("종료 시각", "Hour to", ()),
    "factor": ("배수", "Factor", ()),
    "minutes": ("시간(분)", "Minutes", ("소요 시간(분)",)),
    "who": ("참석자", "Who", ("대상자",)),
    "heads": ("인원", "Heads", ()),
    "group_min": ("조 최소 인원", "Smallest group", ()),
    "group_max": ("조 최대 인원", "Largest group", ()),
    "trainer": ("진행자", "Trainer", ("강사",)),
    "weekdays": ("요일", "Weekdays", ()),
    "times": ("횟수", "Times", ()),
    "per": ("횟수 기준", "Per", ()),
    "place": ("장소", "Place", ()),
    "activity": ("활동", "Activity", ()),
    "asked": ("신청일시", "Asked", ("신청일", "접수일")),
    "rank": ("순위", "Rank", ("서열",)),
    "setting": ("설정", "Setting", ()),
    "value": ("값", "Value", ()),
    "note": ("설명", "Note", ()),
    "employee_1": ("사번 1", "Employee 1", ()),
    "date_1": ("날짜 1", "Date 1", ()),
    "employee_2": ("사번 2", "Employee 2", ()),
    "date_2": ("날짜 2", "Date 2", ()),
    "employee_3": ("사번 3", "Employee 3", ()),
    "date_3": ("날짜 3", "Date 3", ()),
}

_LISTS: dict[str, tuple[str, str]] = {
    "teams": ("팀", "Teams"),
    "contracts": ("근로계약", "Contracts"),
    "shifts": ("근무", "Shifts"),
    "shift_lists": ("가능 근무", "Shifts of a person"),
    "queues": ("업무", "Queues"),
    "queue_lists": ("담당 업무", "Queues of a person"),
    "kinds": ("부재 사유", "Kinds of absence"),
}

_SHEETS: dict[str, tuple[str, ...]] = {
    "staff": ("직원",),
    "inflow": ("인입",),
    "absences": ("부재",),
    "requests": ("희망", "근무 희망"),
    "previous_roster": ("이전 근무표",),
    "locks": ("확정", "확정 근무"),
    "history": ("누적", "이력"),
    "events": ("행사", "이벤트"),
    "activities": ("활동", "교육·회의"),
    "settings": ("설정",),
}

_HANGUL = re.compile("[가-힣]")


def _plain(text: str) -> str:
    """The name without case, spaces and underscores."""
    return re.sub(r"[\s_]+", "", text.casefold())


@lru_cache(maxsize=256)
def _spellings(name: str) -> frozenset[str]:
    korean, english, others = _COLUMNS.get(name, ("", "", ()))
    return frozenset(_plain(spelling) for spelling in (name, korean, english, *others) if spelling)


def column_named(header: str, columns: Iterable[str]) -> str:
    """The column that a header means; the header itself, without case, where it means none of these."""
    plain = _plain(header)
    return next((name for name in columns if plain in _spellings(name)), header.casefold())


def column_candidates(header: str, columns: Collection[str]) -> Mapping[str, str]:
    """Names that may have been meant by a header, in its own script, with the column of each."""
    if _HANGUL.search(header):
        return {_COLUMNS[name][0]: name for name in columns if name in _COLUMNS}
    return {name: name for name in columns}


def header_of(column: str, language: Language) -> str:
    """What the column is called in a workbook that people fill in."""
    korean, english, _ = _COLUMNS[column]
    return korean if language == "ko" else english


def list_title(name: str, language: Language) -> str:
    """What a list of names for drop-downs is called."""
    return _LISTS[name][0 if language == "ko" else 1]


def sheet_named(title: str) -> str | None:
    """The input that a sheet's title means, such as ``staff``; None: the sheet is none of the inputs."""
    plain = _plain(title)
    return next(
        (name for name, others in _SHEETS.items() if plain in {_plain(spelling) for spelling in (name, *others)}), None
    )


_TABLE_ENDINGS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods")
"""Under which people keep tables."""


def is_table(name: str) -> bool:
    """Whether a file's name ends as those of tables do."""
    return PurePath(name.casefold()).suffix.removeprefix(".") in _TABLE_ENDINGS


def input_meant_by(name: str, among: Collection[str]) -> str | None:
    """The input's file that a name is or nearly is, whatever its case, language or ending; None: it is none of them."""
    path = PurePath(name.casefold())
    meant = f"{sheet_named(path.stem)}.csv"
    if (is_table(name) or not path.suffix) and meant in among:
        return meant
    return next(iter(get_close_matches(name.casefold(), among, 1, 0.85)), None)


INPUT_SHEETS = tuple(_SHEETS)
"""Names of the sheets that are read."""

GUIDE_SHEET, LISTS_SHEET, FAULTS_SHEET = "guide", "lists", "faults"
"""Sheets that we write for people to read."""

OWN_SHEET_MARK = "_"
"""How the title of a sheet begins that people keep for themselves."""


def is_for_people(title: str) -> bool:
    """Whether a sheet of the inputs' workbook is to be read by people alone."""
    return title.startswith(OWN_SHEET_MARK) or _plain(title) in (GUIDE_SHEET, LISTS_SHEET, FAULTS_SHEET)

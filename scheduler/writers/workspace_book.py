"""``workspace.xlsx``: every input of a workspace as a sheet that people fill in, and a guide to them.

What stands in a cell is what the readers take: real dates and numbers, drop-downs from the workspace's own names.
Drop-downs warn instead of refusing where other values are possible, such as several shifts joined by ``|``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from scheduler.config import Settings
from scheduler.console import text_columns
from scheduler.domain.inflow import Inflow
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import OFF
from scheduler.labels import Language
from scheduler.readers.cells import FIRST_YEAR, LARGEST_NUMBER, LAST_YEAR
from scheduler.readers.headers import header_of
from scheduler.readers.workspace import Workspace

GUIDE_SHEET, LISTS_SHEET = "guide", "lists"
_SPARE_ROWS = 1000
"""Rows below the last one that have drop-downs and checks as well."""

_GUIDE_WIDTH = 78
"""Width of the guide's two columns of text, in letters."""

_FONT = "Malgun Gothic"  # on every Korean Windows; elsewhere the program takes its own
_HEADER_FILL = "#E7E6E6"
_ABSENCE_KINDS = ("annual_leave", "sick_leave", "parental_leave", "training")
_DATE, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

Row = Sequence[object]
Rule = Mapping[str, object]
"""Options of a data validation of xlsxwriter."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of a sheet.

    Attributes
    ----------
    name
        As the readers know it.
    width
        In letters.
    rule
        What may stand there; None: anything.
    number_format
        How a number or date is shown.
    """

    name: str
    width: int = 12
    rule: Rule | None = None
    number_format: str = ""


def write_workspace_book(path: Path, workspace: Workspace) -> None:
    """Write the inputs of a workspace as one workbook.

    Parameters
    ----------
    path
        The file to write; its name ends in ``.xlsx``.
    workspace
        Its settings give drop-downs, headers in the workspace's language, and the sheet ``settings``.
    """
    # Names and codes come from files: no text may become a formula, a link or a number.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        _Writer(book, workspace).write()


class _Writer:
    """Writes one workbook, sheet by sheet."""

    def __init__(self, book: Any, workspace: Workspace) -> None:
        self._book = book
        self._workspace = workspace
        self._settings: Settings = workspace.settings
        self._language: Language = workspace.settings.language
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._lists = _lists_of(workspace)

    def write(self) -> None:
        """Write the guide, then the inputs, those that change most often first, then the hidden lists."""
        workspace, settings = self._workspace, self._settings
        people = self._one_of("employees", stop=True)
        shifts = self._one_of("shifts_or_off", stop=True)
        yes_no: Rule = {"validate": "list", "source": ["yes", "no"]}
        whole: Rule = {"validate": "integer", "criteria": ">=", "value": 0}
        amount: Rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": LARGEST_NUMBER}
        self._write_guide()
        self._write(
            "absences",
            (
                _Field("employee_id", 12, people),
                _Field("from", 12, _A_DATE, _DATE),
                _Field("to", 12, _A_DATE, _DATE),
                _Field("kind", 16, self._one_of("kinds")),
            ),
            ((row.employee_id, row.first_day, row.last_day, row.kind) for row in workspace.absences),
        )
        self._write(
            "requests",
            (
                _Field("employee_id", 12, people),
                _Field("date", 12, _A_DATE, _DATE),
                _Field("shift", 10, shifts),
                _Field("weight", 10, {"validate": "integer", "criteria": "between", "minimum": -1000, "maximum": 1000}),
            ),
            ((row.employee_id, row.date, row.shift, row.weight) for row in workspace.requests),
        )
        self._write(
            "locks",
            (_Field("employee_id", 12, people), _Field("date", 12, _A_DATE, _DATE), _Field("shift", 10, shifts)),
            ((row.employee_id, row.date, row.shift) for row in workspace.locks),
        )
        hour: Rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 24}
        self._write(
            "events",
            (
                _Field("from", 12, _A_DATE, _DATE),
                _Field("to", 12, _A_DATE, _DATE),
                _Field("hour_from", 11, hour),
                _Field("hour_to", 11, hour),
                _Field("queue", 14, self._one_of("queues", stop=True)),
                _Field("factor", 10, {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 20}),
                _Field("name", 30),
            ),
            (
                (row.first_day, row.last_day, row.from_hour, row.to_hour, row.queue, row.factor, row.name)
                for row in workspace.events
            ),
        )
        self._write(
            "settings",
            (_Field("setting", 44), _Field("value", 16), _Field("note", 70)),
            weekly_settings(settings, self._language),
        )
        groups = settings.remote.groups if settings.remote else 0
        self._write(
            "staff",
            (
                _Field("employee_id", 12),
                _Field("name", 14),
                _Field("team", 14, self._one_of("teams", stop=True)),
                _Field("contract", 18, self._one_of("contracts", stop=True)),
                _Field("shifts", 16, self._one_of("shift_lists")),
                _Field("queues", 24, self._one_of("queue_lists")),
                _Field(
                    "remote_group",
                    14,
                    {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": groups} if groups else None,
                ),
                *(_Field(name, 18, yes_no) for name in ("may_work_nights", "may_work_holidays", "overtime_volunteer")),
            ),
            (
                (
                    person.employee_id,
                    person.name,
                    person.team,
                    person.contract,
                    "|".join(person.shifts),
                    "|".join(person.queues),
                    person.remote_group,
                    *(
                        "yes" if may else "no"
                        for may in (person.may_work_nights, person.may_work_holidays, person.overtime_volunteer)
                    ),
                )
                for person in workspace.employees
            ),
        )
        moment = _Field("", 17, _A_MOMENT, _MOMENT)
        self._write(
            "previous_roster",
            (
                _Field("employee_id", 12, people),
                _Field("date", 12, _A_DATE, _DATE),
                _Field("shift", 8, self._one_of("shifts", stop=True)),
                *(
                    _Field(name, moment.width, moment.rule, moment.number_format)
                    for name in ("start", "end", "break_start", "break_end")
                ),
                _Field("work_mode", 11, {"validate": "list", "source": ["office", "remote"]}),
                _Field("queue", 14, self._one_of("queues", stop=True)),
                _Field("paid_minutes", 13, whole),
            ),
            map(_roster_row, workspace.previous.assignments),
        )
        self._write(
            "history",
            (_Field("employee_id", 12, people), _Field("nights", 12, whole), _Field("weekend_days", 14, whole)),
            ((row.employee_id, row.nights, row.weekend_days) for row in workspace.history),
        )
        self._write(
            "inflow",
            (
                _Field("date", 12, _A_DATE, _DATE),
                _Field("hour", 8, {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 23}),
                _Field("queue", 14, self._one_of("queues", stop=True)),
                _Field("calls", 10, amount),
                _Field("aht_seconds", 16, amount),
                _Field("attempts", 12, amount),
            ),
            inflow_rows(workspace.inflow),
        )
        self._write_lists()

    def _format(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, **properties})
        return self._formats[key]

    def _one_of(self, name: str, *, stop: bool = False) -> Rule | None:
        """A drop-down of one of the lists; `stop` refuses anything else, otherwise the program only asks."""
        column = list(self._lists).index(name)
        values = self._lists[name]
        if not values:
            return None
        letter = xl_col_to_name(column)
        # People are added: their list follows the staff sheet instead of the people at writing.
        source = (
            f"=staff!$A$2:$A${1 + len(values) + _SPARE_ROWS}"
            if name == "employees"
            else f"={LISTS_SHEET}!${letter}$2:${letter}${1 + len(values)}"
        )
        return {"validate": "list", "source": source, "error_type": "stop" if stop else "warning"}

    def _write(self, title: str, fields: Sequence[_Field], rows: Iterable[Row]) -> None:
        """One sheet: header, rows, and below them room for more."""
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        header = self._format(bold=True, bg_color=_HEADER_FILL, border=1, align="center", valign="vcenter")
        styles = []
        for column, field in enumerate(fields):
            # Columns without a number format hold text: ids such as 007 keep their zeros when typed.
            is_text = field.name in ("employee_id", "name", "shifts", "queues", "setting")
            styles.append(self._format(num_format="@" if is_text else field.number_format or "General"))
            sheet.set_column(column, column, field.width, styles[-1])
            sheet.write_string(0, column, header_of(field.name, self._language), header)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write_value(sheet, last, column, value, styles[column])
        for column, field in enumerate(fields):
            if field.rule is not None:
                sheet.data_validation(1, column, last + _SPARE_ROWS, column, dict(field.rule))
        sheet.autofilter(0, 0, max(last, 1), len(fields) - 1)

    def _write_guide(self) -> None:
        sheet = self._book.add_worksheet(GUIDE_SHEET)
        sheet.set_column(0, 0, 24, self._format())
        sheet.set_column(1, 2, _GUIDE_WIDTH, self._format())
        sheet.freeze_panes(2, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        title = self._format(bold=True, font_size=14)
        bold = self._format(bold=True, valign="top")
        wrapped = self._format(text_wrap=True, valign="top")
        sheet.write_string(0, 0, self._settings.centre.name_ko, title)
        sheet.write_string(0, 2, self._settings.centre.name_en, title)
        for column, text in enumerate(("", "한국어", "English")):
            sheet.write_string(1, column, text, self._format(bold=True, bg_color=_HEADER_FILL, border=1))
        for row, (left, korean, english) in enumerate(_guide(), start=2):
            # Not every program fits the height to wrapped text by itself.
            lines = max(-(-text_columns(text) // (_GUIDE_WIDTH - 8)) for text in (korean, english))
            sheet.set_row(row, 6 + 15 * lines)
            sheet.write_string(row, 0, left, bold)
            sheet.write_string(row, 1, korean, wrapped)
            sheet.write_string(row, 2, english, wrapped)

    def _write_lists(self) -> None:
        """What the drop-downs offer, row by row: with constant memory a row cannot be returned to."""
        sheet = self._book.add_worksheet(LISTS_SHEET)
        sheet.hide()
        columns = {name: values for name, values in self._lists.items() if name != "employees"}
        for column, name in enumerate(self._lists):
            sheet.write_string(0, column, name)
        for row in range(max(map(len, columns.values()))):
            for column, name in enumerate(self._lists):
                if name in columns and row < len(columns[name]):
                    sheet.write_string(row + 1, column, columns[name][row])


_A_DATE: Rule = {
    "validate": "date",
    "criteria": "between",
    "minimum": date(FIRST_YEAR, 1, 1),
    "maximum": date(LAST_YEAR, 12, 31),
    "error_title": "날짜 / Date",
    "error_message": "2023-11-06",
}
_A_MOMENT: Rule = {
    "validate": "date",
    "criteria": "between",
    "minimum": datetime(FIRST_YEAR, 1, 1),
    "maximum": datetime(LAST_YEAR, 12, 31),
    "error_title": "날짜와 시각 / Date and time",
    "error_message": "2023-11-06 09:00",
}


def _write_value(sheet: Any, row: int, column: int, value: object, style: Any) -> None:
    match value:
        case None | "":
            return
        case datetime():
            sheet.write_datetime(row, column, value, style)
        case date():
            sheet.write_datetime(row, column, datetime.combine(value, time()), style)
        case int() | float():
            sheet.write_number(row, column, value, style)
        case _:
            sheet.write_string(row, column, str(value), style)


def _roster_row(row: Assignment) -> Row:
    return (
        row.employee_id,
        row.date,
        row.shift,
        row.start,
        row.end,
        row.break_start,
        row.break_end,
        row.work_mode,
        row.queue,
        row.paid_minutes,
    )


def inflow_rows(inflow: Inflow) -> Iterator[Row]:
    """The history by day, hour and queue; hours and figures that the file did not have are left out."""
    figures = {name: (queue.calls, queue.aht_seconds, queue.attempts) for name, queue in inflow.queues.items()}
    for day in range(inflow.n_days):
        on = date.fromordinal(inflow.first_day.toordinal() + day)
        for hour in range(24):
            for name, (calls, *others) in figures.items():
                if not np.isnan(calls[day, hour]):
                    known = (float(array[day, hour]) for array in others)
                    yield on, hour, name, float(calls[day, hour]), *(None if np.isnan(v) else v for v in known)


def _lists_of(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """What the drop-downs offer, by name of the list."""
    settings = workspace.settings
    shifts = tuple(shift.code for shift in settings.shifts)
    queues = tuple(queue.name for queue in settings.queues)
    return {
        "teams": tuple(team.name for team in settings.teams),
        "contracts": tuple(contract.name for contract in settings.contracts),
        "shifts": shifts,
        "shifts_or_off": (*shifts, OFF),
        "shift_lists": _distinct((*("|".join(person.shifts) for person in workspace.employees), *shifts)),
        "queues": queues,
        "queue_lists": _distinct((*("|".join(person.queues) for person in workspace.employees), *queues)),
        "kinds": _distinct((*_ABSENCE_KINDS, *(absence.kind for absence in workspace.absences))),
        "employees": tuple(person.employee_id for person in workspace.employees),
    }


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


_TARGETS = (
    "service_level",
    "answer_within_seconds",
    "asa_seconds",
    "answer_rate",
    "answer_rate_total",
    "max_occupancy",
    "minimum_agents",
)


def weekly_settings(settings: Settings, language: Language) -> Iterator[tuple[str, object, str]]:
    """The settings that people change from week to week: path, present value, and what it is."""

    def say(korean: str, english: str) -> str:
        return korean if language == "ko" else english

    yield "language", settings.language, say("출력물의 언어: ko 또는 en", "language of the outputs: ko or en")
    solve = settings.solve
    yield "solve.time_limit_seconds", solve.time_limit_seconds, say("탐색 제한 시간(초)", "longest search, seconds")
    yield "solve.relative_gap", solve.relative_gap, say("이만하면 충분한 차이(0.01은 1%)", "gap that is good enough")
    for cause, share in settings.shrinkage:
        yield f"shrinkage.{cause}", share, say("통화 외 시간의 비율(0~1)", "share of time off the phone, 0 to 1")
    yield (
        "surplus_free_share",
        settings.surplus_free_share,
        say("비용 없이 초과할 수 있는 비율(0~1)", "share of the requirement that may be exceeded at no cost, 0 to 1"),
    )
    for queue in settings.queues:
        name = queue.name_ko if language == "ko" else queue.name_en
        yield (
            f"queues.{queue.name}.aht_seconds",
            queue.aht_seconds,
            f"{name}: {say('처리 시간(초)', 'handling time, s')}",
        )
        for target in _TARGETS:
            value = getattr(queue.targets, target)
            if target in queue.targets.model_fields_set and value is not None:
                yield f"queues.{queue.name}.targets.{target}", value, f"{name}: {say('목표', 'target')}"
    for rule in settings.rules:
        if rule.weight is not None:
            title = rule.title_ko if language == "ko" else rule.title_en
            yield (
                f"rules.{rule.rule}.weight",
                rule.weight,
                f"{rule.number} {title}: {say('단위당 점수', 'points a unit')}",
            )


def _guide() -> Sequence[tuple[str, str, str]]:
    return (
        (
            "",
            "이 파일은 근무표를 만드는 데 쓰는 입력입니다. 시트마다 첫 줄이 제목이고, 아래로 한 줄에 한 건씩 적습니다. "
            "줄과 열의 순서는 바꿔도 됩니다. 제목은 한글이나 영문 어느 쪽이든 됩니다.",
            "This workbook holds the inputs of the rosters. In each sheet the first row names the columns and each "
            "further row is one entry. Rows and columns may stand in any order; headers may be Korean or English.",
        ),
        (
            "scheduler validate",
            "잘못된 칸을 모두 한 번에 알려 줍니다. --annotate 파일.xlsx 를 붙이면 "
            "잘못된 칸에 색과 메모를 단 사본을 만듭니다.",
            "Reports every faulty cell at once. With --annotate FILE.xlsx it writes a copy in which these cells are "
            "marked and commented.",
        ),
        (
            "absences",
            "휴가·교육·병가. 시작일과 종료일을 모두 포함합니다. 한 사람의 기간이 겹치면 안 됩니다.",
            "Leave, training, illness; both days included. Two of one person must not overlap.",
        ),
        (
            "requests",
            "근무 희망. 근무 코드 또는 OFF(휴무). 중요도가 클수록 먼저 반영하고, "
            "음수는 그 근무를 피하고 싶다는 뜻입니다.",
            "Wishes: a shift code, or OFF for a day off. A larger weight counts more; a negative one asks not to have "
            "the shift.",
        ),
        (
            "locks",
            "이미 정해진 근무. 근무표가 반드시 지킵니다.",
            "Decisions already made, which the roster keeps.",
        ),
        (
            "events",
            "인입이 평소와 다를 날: 폭우, 새 제도. 배수 1.5는 평소보다 절반이 더 많다는 뜻입니다. "
            "시각과 업무를 비우면 하루 전체, 모든 업무입니다.",
            "Days out of the ordinary, such as heavy rain. Factor 1.5 is half as much again; without hours and queue "
            "the whole day and all queues are meant.",
        ),
        (
            "settings",
            "매주 바꾸는 설정만 여기에 있습니다. 여기에 값이 있으면 workspace.yaml의 값 대신 쓰이고, 값을 비우면 "
            "workspace.yaml의 값이 쓰입니다. 추가 공휴일은 extra_public_holidays.2023-12-01 "
            "처럼 적고 값에 이름을 씁니다.",
            "Only settings that change weekly. A value here counts instead of the one in workspace.yaml; without a "
            "value, workspace.yaml counts. An additional public holiday is written as extra_public_holidays.2023-12-01 "
            "with its name as the value.",
        ),
        (
            "workspace.yaml",
            "그 밖의 설정: 센터, 팀, 근무 시간과 식사 시간, 근로계약, 업무의 운영 시간, 재택 순환, 규칙의 목록.",
            "All other settings: centre, teams, shifts and their meals, contracts, opening hours, remote rotation, and "
            "which rules are in force.",
        ),
        (
            "staff",
            "한 사람에 한 줄. 근무와 업무가 여럿이면 D|E 처럼 | 로 잇습니다. 업무는 첫 번째가 주 업무입니다.",
            "One row a person. Several shifts or queues are joined with |, as in D|E; the first queue is "
            "the home queue.",
        ),
        (
            "previous_roster",
            "직전 근무표. 휴식 시간과 연속 근무일을 이어서 셉니다.",
            "The roster of the days before: rest and days in a row are counted on from it.",
        ),
        (
            "history",
            "지난 주들의 야간 횟수와 주말 근무일. 공평하게 나누는 데 씁니다.",
            "Nights and weekend days of the weeks before, so that they are shared fairly.",
        ),
        (
            "inflow",
            "시간대별 인입. 시각은 0에서 23까지이며 9, 09, 09:00 어느 쪽이든 됩니다. 처리 시간을 모르면 비워 둡니다.",
            "Arrivals by hour. Hours go from 0 to 23, written as 9, 09 or 09:00. Unknown handling times stay empty.",
        ),
        (
            "주의 / Note",
            "필터로 숨긴 줄도 읽습니다. 셀을 병합하지 마세요. 수식은 저장된 값으로 읽습니다. "
            "시트와 같은 이름의 csv 파일이 함께 있으면 어느 쪽이 맞는지 알 수 없어 오류로 알립니다. "
            "다른 이름의 시트는 읽지 않습니다.",
            "Rows that a filter hides are read as well. Do not merge cells. Formulas count by their stored value. "
            "A csv file that holds the same input as a sheet is a fault, since nobody can tell which one is meant. "
            "Sheets of other names are not read.",
        ),
    )

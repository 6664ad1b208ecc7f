"""One sheet with its header, drop-downs and checks, whatever it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from rich.cells import cell_len
from xlsxwriter.utility import xl_col_to_name

from scheduler.domain.limits import FIRST_YEAR, LAST_YEAR
from scheduler.formats.headers import LISTS_SHEET, header_of, list_title
from scheduler.labels import Language

_SPARE_ROWS = 1000
"""Rows below the last one that have drop-downs and checks as well."""

_FONT = "Malgun Gothic"  # on every Korean Windows; elsewhere the program takes its own
HEADER_FILL = "#E7E6E6"
DATE, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

CellRow = Sequence[object]
Validation = Mapping[str, object]
"""Options of a data validation of xlsxwriter."""


A4 = 9
_HEADER_HEIGHT = 21
_TEXT = ("employee_id", "name", "shifts", "queues", "setting")
"""Columns of text, whatever is typed there."""


@dataclass(frozen=True, slots=True)
class Field:
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
    rule: Validation | None = None
    number_format: str = ""


A_DATE: Validation = {
    "validate": "date",
    "criteria": "between",
    "minimum": date(FIRST_YEAR, 1, 1),
    "maximum": date(LAST_YEAR, 12, 31),
    "error_title": "날짜 / Date",
    "error_message": "2023-11-06",
}
A_MOMENT: Validation = {
    "validate": "date",
    "criteria": "between",
    "minimum": datetime(FIRST_YEAR, 1, 1),
    "maximum": datetime(LAST_YEAR, 12, 31),
    "error_title": "날짜와 시각 / Date and time",
    "error_message": "2023-11-06 09:00",
}


class InputBook:
    """The workbook under construction.

    Parameters
    ----------
    book
        The workbook of xlsxwriter.
    language
        Of the headers.
    lists
        What the drop-downs offer, by name of the list; ``employees`` are those of the staff sheet, and ``shifts``
        begins with the word for a day off.
    """

    def __init__(self, book: Any, language: Language, lists: Mapping[str, Sequence[str]]) -> None:
        self._book = book
        self._language = language
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._lists = lists

    def style(self, **properties: object) -> Any:
        """A format of xlsxwriter with these properties, in the workbook's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, **properties})
        return self._formats[key]

    def one_of(self, name: str, *, stop: bool = False) -> Validation:
        """A drop-down of one of the lists; `stop` refuses anything else, otherwise the program only asks."""
        if name == "employees":
            # People are added: their list follows the staff sheet instead of the people at writing.
            source = f"=staff!$A$2:$A${1 + len(self._lists[name]) + _SPARE_ROWS}"
        else:
            source = self._filled_cells(name)
        return {"validate": "list", "source": source, "error_type": "stop" if stop else "warning"}

    def _filled_cells(self, name: str) -> str:
        """A formula for what stands in a list now: names that people add there are offered at once."""
        # A day off stands above the shifts, so that both lists are one column.
        column, first = ("shifts", 2) if name == "shifts_or_off" else (name, 3 if name == "shifts" else 2)
        letter = xl_col_to_name(list(self._lists).index(column))
        cells = f"{LISTS_SHEET}!${letter}${first}:${letter}${first + _SPARE_ROWS}"
        return f"=OFFSET({LISTS_SHEET}!${letter}${first},0,0,MAX(1,COUNTA({cells})),1)"

    def write(self, title: str, fields: Sequence[Field], rows: Iterable[CellRow], tab: str) -> None:
        """One sheet: header, rows, and below them room for more.

        Parameters
        ----------
        title
            Of the sheet.
        fields
            Its columns.
        rows
            Values in the order of the columns.
        tab
            Colour of its tab.
        """
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(A4)
        sheet.set_tab_color(tab)
        sheet.set_row(0, _HEADER_HEIGHT)
        header = self.style(bold=True, bg_color=HEADER_FILL, border=1, align="center", valign="vcenter")
        styles = []
        for column, field in enumerate(fields):
            styles.append(self.style(**_look(field)))
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

    def write_lists(self) -> None:
        """What the drop-downs offer, row by row: with constant memory a row cannot be returned to."""
        sheet = self._book.add_worksheet(LISTS_SHEET)
        sheet.freeze_panes(1, 0)
        header = self.style(bold=True, bg_color=HEADER_FILL, border=1, align="center", valign="vcenter")
        text = self.style(num_format="@", align="left", indent=1)
        columns = [(name, values) for name, values in self._lists.items() if name != "employees"]
        for column, (name, values) in enumerate(columns):
            sheet.set_column(column, column, max(14, *(cell_len(value) + 2 for value in values)), text)
            sheet.write_string(0, column, list_title(name, self._language), header)
        for row in range(max(len(values) for _, values in columns)):
            for column, (_, values) in enumerate(columns):
                if row < len(values):
                    sheet.write_string(row + 1, column, values[row], text)


def _look(field: Field) -> dict[str, object]:
    """How the cells of a column look: text to the left, numbers to the right, dates and times in the middle."""
    if field.number_format:
        return {"num_format": field.number_format, "align": "center"}
    if field.name in _TEXT:
        # Ids such as 007 keep their zeros when typed.
        return {"num_format": "@", "align": "left", "indent": 1}
    if field.rule is not None and field.rule["validate"] in ("integer", "decimal"):
        return {"align": "right", "indent": 1}
    return {"align": "left", "indent": 1}


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

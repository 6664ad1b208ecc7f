"""What the sheets share: formats, labels, titles, and how a page is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from scheduler.config import Settings
from scheduler.constraints.base import Rule
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.people import Employee
from scheduler.domain.shifts import Shift
from scheduler.figures import Run
from scheduler.figures.people import PersonTotals
from scheduler.formats.roster_sheet import GRID_SHEETS, HIDDEN_SHEETS
from scheduler.labels import Language, Named, day_label, label, name_of

A3_PAPER, A4_PAPER = 8, 9
_FONT = "Malgun Gothic"  # on every Korean Windows; elsewhere the program takes its own
HEADER_FILL, ABSENT_FILL, CLOSED_FILL = "#E7E6E6", "#D9D9D9", "#F2F2F2"
ON_CALL_FILL = "#DCCFF5"
NOTE_COLOUR = "#595959"
_BORDER = "#BFBFBF"
SATURDAY, HOLIDAY = "#1F4E9E", "#C00000"
# Excel's own limits on the name of a sheet.
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        """A format with these properties of xlsxwriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            border = {"border_color": _BORDER} if "border" in properties else {}
            self._made[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, **border, **properties})
        return self._made[key]

    @cached_property
    def title(self) -> Any:
        """The first line of a sheet."""
        return self(bold=True, font_size=14)

    @cached_property
    def bold(self) -> Any:
        """A subtitle."""
        return self(bold=True)

    @cached_property
    def note(self) -> Any:
        """An explanation."""
        return self(font_color=NOTE_COLOUR, italic=True)

    @cached_property
    def header(self) -> Any:
        """The header of a column."""
        return self(bold=True, align="center", valign="vcenter", bg_color=HEADER_FILL, border=1, text_wrap=True)

    @cached_property
    def cell(self) -> Any:
        """A cell of a table that holds text."""
        return self(border=1, indent=1)

    @cached_property
    def wrapped(self) -> Any:
        """A cell of a table that holds text of several lines."""
        return self(border=1, indent=1, text_wrap=True, valign="top")

    @cached_property
    def count(self) -> Any:
        """A whole number; nothing for 0."""
        return self(border=1, num_format="#,##0;-#,##0;")


class Book:
    """One workbook in the making: the run, its figures per person, formats, and names of sheets not yet taken."""

    def __init__(self, made: Any, run: Run, totals: Sequence[PersonTotals]) -> None:
        self.made = made
        self.run = run
        self.totals = totals
        self.style = Styles(made)
        self._taken = {name.casefold() for name in (*HIDDEN_SHEETS, *GRID_SHEETS)}

    def run_label(self, key: str) -> str:
        """A label in the workspace's language."""
        return label(key, self.run.settings.language)

    def add_sheet(self, name: str, *, is_reserved: bool = False) -> Any:
        """A new sheet; a name that Excel refuses, or that stands already, is changed as little as possible."""
        if not is_reserved:
            name = _NOT_IN_SHEET_NAMES.sub("_", name)[:_LONGEST_SHEET_NAME].strip("' ") or "_"
            wanted, n = name, 2
            while name.casefold() in self._taken:
                name = f"{wanted[: _LONGEST_SHEET_NAME - len(str(n)) - 1]}_{n}"
                n += 1
            self._taken.add(name.casefold())
        return self.made.add_worksheet(name)


class Sheet:
    """One sheet with its title and print set-up."""

    paper = A3_PAPER
    is_landscape = True

    def __init__(self, book: Book, name: str, *, is_reserved: bool = False) -> None:
        self.book = book
        self.style = book.style
        self.run = book.run
        self.settings: Settings = book.run.settings
        self.language: Language = book.run.settings.language
        self.sheet = book.add_sheet(name, is_reserved=is_reserved)
        if self.is_landscape:
            self.sheet.set_landscape()
        self.sheet.set_paper(self.paper)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&L&A&R&P / &N")
        self.sheet.hide_gridlines(2)

    def print_above(self, row: int, last_column: int) -> None:
        """Let only what stands above a row be printed, unless somebody asks for more, and say so in that row.

        What has a row for everybody, or for each half hour of each queue, is looked at on a screen.
        """
        self.sheet.print_area(0, 0, row - 1, last_column)
        self.text(row, 0, self.say("printed_above"), self.style.note)

    @property
    def name(self) -> str:
        """Name of the sheet."""
        return str(self.sheet.get_name())

    def say(self, key: str, **values: object) -> str:
        """A label in the workspace's language."""
        return label(key, self.language, **values)

    def named(self, thing: Named) -> str:
        """Name of a shift, team or queue in the workspace's language."""
        return name_of(thing, self.language)

    def team_of(self, person: Employee) -> str:
        """Name of the person's team."""
        return next(self.named(team) for team in self.settings.teams if team.name == person.team)

    def title_of(self, rule: Rule) -> str:
        """Number and title of a rule."""
        return f"{rule.number} {rule.title(self.language)}"

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """Write text that stays text.

        Parameters
        ----------
        row, column
            The cell, both counted from 0.
        text
            What stands there.
        style
            A format of xlsxwriter; None: the usual one of a cell.
        """
        self.sheet.write_string(row, column, text, style or self.style())

    def number(self, row: int, column: int, value: float, style: Any = None) -> None:
        """Write a number.

        Parameters
        ----------
        row, column
            The cell, both counted from 0.
        value
            What stands there.
        style
            A format of xlsxwriter; None: the usual one of a cell.
        """
        self.sheet.write_number(row, column, value, style or self.style.count)

    def headers(self, row: int, labels: Iterable[str], column: int = 0) -> None:
        """Write the headers of a table from a column on."""
        for n, text in enumerate(labels, column):
            self.text(row, n, text, self.style.header)

    def heading(self, what: str) -> str:
        """Centre, sheet and period."""
        horizon = self.run.problem.horizon
        last = horizon.last_day
        return f"{self.named(self.settings.centre)} {what} {horizon.first_day} ~ {last}"

    def day_label(self, on: date) -> str:
        """Month, day and weekday."""
        return day_label(on, self.language)

    def day_header(self, on: date, **properties: object) -> Any:
        """The header of a day: Saturdays blue, Sundays and public holidays red, as calendars print them."""
        colour = "#000000"
        if on.weekday() == 5:
            colour = SATURDAY
        if on.weekday() == 6 or self.run.problem.is_public_holiday(on):
            colour = HOLIDAY
        return self.style(
            bold=True, align="center", valign="vcenter", bg_color=HEADER_FILL, border=1, font_color=colour, **properties
        )

    def reference(self, first_row: int, first_column: int, last_row: int, last_column: int) -> list[str | int]:
        """A range of this sheet, as charts take it.

        Parameters
        ----------
        first_row, first_column, last_row, last_column
            Its corners, both included, counted from 0.
        """
        return [self.name, first_row, first_column, last_row, last_column]


def clock_span(shift: Shift) -> str:
    """Start and end as clock times."""
    start, end = shift.start_minute, shift.end_minute % MINUTES_PER_DAY
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"

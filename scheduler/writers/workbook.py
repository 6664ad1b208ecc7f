"""``roster.xlsx``: the roster, the coverage and the figures, as HR opens, prints and edits them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from scheduler.config import Queue, Settings
from scheduler.console import headline, title
from scheduler.domain.base import MINUTES_PER_DAY, WEEKEND
from scheduler.domain.people import Employee
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import Shift
from scheduler.figures import CoverageRow, Run
from scheduler.labels import Language, absence_label, label, name_of, weekday_label

_A3_PAPER = 8
_ROWS_PER_PAGE = 60  # of the coverage of a week, fitted to the width of A3
_DAYS_IN_WIDE_COLUMNS = 14
_FONT = "Malgun Gothic"  # on every Korean Windows; elsewhere the program takes its own
# The cell keeps the bare shift code, so that it can be sorted, counted and read back; the mark is only shown.
_HOME_MARK = '@"⌂"'
_HEADER_FILL, _ABSENT_FILL, _CLOSED_FILL = "#E7E6E6", "#D9D9D9", "#F2F2F2"
_SATURDAY, _HOLIDAY = "#1F4E9E", "#C00000"
_SHORT, _EVEN, _OVER = "#F8696B", "#FFFFFF", "#8FB8E8"


def write_workbook(path: Path, run: Run) -> None:
    """Write the workbook: a sheet each for the roster, the coverage and the summary.

    Parameters
    ----------
    path
        The file to write; its name ends in ``.xlsx``.
    run
        A run with a roster. Labels are in the language of its workspace.
    """
    # Names and codes come from files: no text may become a formula, a link or a number.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        styles = _Styles(book)
        _RosterSheet(book, styles, run).write()
        _CoverageSheet(book, styles, run).write()
        _SummarySheet(book, styles, run).write()


class _Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def __call__(self, **properties: object) -> Any:
        """A format with these properties of xlsxwriter."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, **properties})
        return self._made[key]

    @cached_property
    def title(self) -> Any:
        return self(bold=True, font_size=14)

    @cached_property
    def bold(self) -> Any:
        return self(bold=True)

    @cached_property
    def header(self) -> Any:
        return self(bold=True, align="center", valign="vcenter", bg_color=_HEADER_FILL, border=1)


class _Sheet:
    """What the three sheets share."""

    name: str

    def __init__(self, book: Any, styles: _Styles, run: Run) -> None:
        self.style = styles
        self.run = run
        self.settings: Settings = run.settings
        self.language: Language = run.settings.language
        self.sheet = book.add_worksheet(self.say(self.name))
        self.sheet.set_landscape()
        self.sheet.set_paper(_A3_PAPER)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer("&L&A&R&P / &N")

    def say(self, key: str, **values: object) -> str:
        """A label in the workspace's language."""
        return label(key, self.language, **values)

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """Write text that stays text."""
        self.sheet.write_string(row, column, text, style or self.style())

    def heading(self) -> str:
        """Centre, sheet and period."""
        horizon = self.run.problem.horizon
        last = horizon.date_of(horizon.days - 1)
        return f"{name_of(self.settings.centre, self.language)} {self.say(self.name)} {horizon.first_day} ~ {last}"

    def day_label(self, on: date) -> str:
        """Month, day and weekday."""
        return f"{on.month}/{on.day}({weekday_label(on.weekday(), self.language)})"

    def day_header(self, on: date) -> Any:
        """The header of a day: Saturdays blue, Sundays and public holidays red, as calendars print them."""
        colour = "#000000"
        if on.weekday() == 5:
            colour = _SATURDAY
        if on.weekday() == 6 or self.run.problem.is_public_holiday(on):
            colour = _HOLIDAY
        return self.style(
            bold=True, align="center", valign="vcenter", bg_color=_HEADER_FILL, border=1, font_color=colour
        )


class _RosterSheet(_Sheet):
    """People by days: shift codes in colour, then each person's totals; head counts per shift below."""

    name = "roster"
    _LEFT = ("employee_id", "name", "team", "place")
    _RIGHT = ("days_worked", "hours", "overtime", "nights", "weekend_days")

    def write(self) -> None:
        """Write the sheet from top to bottom: with constant memory a row cannot be returned to."""
        horizon = self.run.problem.horizon
        dates = list(horizon.dates())
        first_day_column = len(self._LEFT)
        self.sheet.set_column(0, 0, 8)
        self.sheet.set_column(1, 1, 12)
        self.sheet.set_column(2, 2, 14)
        self.sheet.set_column(3, 3, 9)
        self.sheet.set_column(
            first_day_column, first_day_column + len(dates) - 1, 10 if len(dates) <= _DAYS_IN_WIDE_COLUMNS else 6.5
        )
        self.sheet.set_column(first_day_column + len(dates), first_day_column + len(dates) + len(self._RIGHT) - 1, 8)
        self.text(0, 0, self.heading(), self.style.title)
        header = self._write_legend(2) + 1
        for column, key in enumerate(self._LEFT):
            self.text(header, column, self.say(key), self.style.header)
        for column, on in enumerate(dates, first_day_column):
            self.text(header, column, self.day_label(on), self.day_header(on))
        for column, key in enumerate(self._RIGHT, first_day_column + len(dates)):
            self.text(header, column, self.say(key), self.style.header)
        people = self._people()
        for row, person in enumerate(people, header + 1):
            self._write_person(row, person, dates)
        last = header + len(people)
        self._write_counts(last + 2, header + 1, last, dates)
        self.sheet.autofilter(header, 0, last, first_day_column + len(dates) + len(self._RIGHT) - 1)
        self.sheet.freeze_panes(header + 1, first_day_column)
        self.sheet.repeat_rows(header)

    def _write_legend(self, row: int) -> int:
        """Shift codes in their colours with name and times; returns the row after."""
        # The code in one column, its meaning running over the empty ones to its right.
        step = len(self._LEFT) if self.run.problem.horizon.days <= _DAYS_IN_WIDE_COLUMNS else 2 * len(self._LEFT)
        columns = [0, len(self._LEFT), len(self._LEFT) + step]
        for n, shift in enumerate(self.settings.shifts):
            line, column = row + n // len(columns), columns[n % len(columns)]
            self.text(line, column, shift.code, self._shift_style(shift, at_home=False))
            self.text(line, column + 1, f"{name_of(shift, self.language)} {_span(shift)}")
        row += (len(self.settings.shifts) - 1) // len(columns)
        row += 1
        self.text(row, 0, "⌂", self.style(align="center", border=1))
        self.text(row, 1, self.say("at_home"))
        self.text(row, 4, self.say("absent"), self.style(align="center", border=1, bg_color=_ABSENT_FILL))
        return row + 1

    def _people(self) -> list[Employee]:
        """By team as the settings list them, then as the staff file does."""
        order = {team.name: n for n, team in enumerate(self.settings.teams)}
        return sorted(self.run.problem.employees, key=lambda person: order[person.team])

    def _shift_style(self, shift: Shift, *, at_home: bool) -> Any:
        return self.style(
            align="center", border=1, bg_color=shift.colour, **({"num_format": _HOME_MARK} if at_home else {})
        )

    def _write_person(self, row: int, person: Employee, dates: Sequence[date]) -> None:
        assert self.run.roster is not None
        problem, shifts = self.run.problem, self.run.problem.shifts
        worked = self.run.roster.of_employee(person.employee_id)
        by_date: dict[date, list[Assignment]] = {}
        for assignment in worked:
            by_date.setdefault(assignment.date, []).append(assignment)
        team = next(team for team in self.settings.teams if team.name == person.team)
        cell = self.style(border=1)
        self.text(row, 0, person.employee_id, cell)
        self.text(row, 1, person.name, cell)
        self.text(row, 2, name_of(team, self.language), cell)
        modes = {problem.work_mode(person, on) for on in dates}
        self.text(row, 3, self.say(modes.pop() if len(modes) == 1 else "mixed"), cell)
        absent = problem.absent_dates[person.employee_id]
        for column, on in enumerate(dates, len(self._LEFT)):
            if on in by_date:
                codes = "+".join(assignment.shift for assignment in by_date[on])
                first = by_date[on][0]
                self.text(
                    row,
                    column,
                    codes,
                    self._shift_style(shifts[first.shift], at_home=first.work_mode == "remote"),
                )
            elif on in absent:
                self.text(
                    row,
                    column,
                    absence_label(absent[on], self.language),
                    self.style(align="center", border=1, bg_color=_ABSENT_FILL, font_color="#595959", shrink=True),
                )
            else:
                self.sheet.write_blank(row, column, None, cell)
        totals = (
            len(by_date),
            sum(assignment.paid_minutes for assignment in worked) / 60,
            sum(shifts[assignment.shift].overtime_minutes for assignment in worked) / 60,
            sum(shifts[assignment.shift].night_minutes > 0 for assignment in worked),
            sum(on.weekday() in WEEKEND for on in by_date),
        )
        for column, total in enumerate(totals, len(self._LEFT) + len(dates)):
            self.sheet.write_number(row, column, total, self.style(border=1, num_format="0.##;-0.##;"))

    def _write_counts(self, row: int, first: int, last: int, dates: Sequence[date]) -> None:
        """People per shift and day, as formulas, so that the counts follow what HR edits."""
        assert self.run.roster is not None
        counts: dict[tuple[str, date], int] = {}
        for assignment in self.run.roster.assignments:
            counts[assignment.shift, assignment.date] = counts.get((assignment.shift, assignment.date), 0) + 1
        self.text(row, 0, self.say("people_on_shift"), self.style.bold)
        for n, shift in enumerate(self.settings.shifts, row + 1):
            self.text(n, 0, shift.code, self._shift_style(shift, at_home=False))
            self.text(n, 1, name_of(shift, self.language))
            for column, on in enumerate(dates, len(self._LEFT)):
                top = xl_rowcol_to_cell(first, column, row_abs=True)
                bottom = xl_rowcol_to_cell(last, column, row_abs=True)
                self.sheet.write_formula(
                    n,
                    column,
                    f"=COUNTIF({top}:{bottom},{xl_rowcol_to_cell(n, 0, col_abs=True)})",
                    self.style(border=1, align="center"),
                    counts.get((shift.code, on), 0),
                )


class _CoverageSheet(_Sheet):
    """Half hours by days for each queue: required, effective, and the difference as a heat map."""

    name = "coverage"

    def write(self) -> None:
        """Write a block per queue, the queue with most work first."""
        days = self.run.problem.horizon.days
        self.sheet.set_column(0, 0, 9)
        self.sheet.set_column(1, 3 * (days + 1), 8)
        for block in (1, 2):
            self.sheet.set_column(block * (days + 1), block * (days + 1), 2)
        self.text(0, 0, self.heading(), self.style.title)
        self.text(1, 0, self.say("coverage_note"))
        row, page, breaks = 3, 0, []
        for queue in self._queues():
            after = self._write_queue(row, queue) + 1
            if after - page > _ROWS_PER_PAGE and page < row and row > 3:
                breaks.append(row)
                page = row
            row = after
        self.sheet.set_h_pagebreaks(breaks)
        self.sheet.freeze_panes(2, 1)

    def _queues(self) -> list[Queue]:
        work: dict[str, float] = {}
        for row in self.run.coverage:
            work[row.queue] = work.get(row.queue, 0.0) + row.required
        return sorted(self.settings.queues, key=lambda queue: -work[queue.name])

    def _write_queue(self, row: int, queue: Queue) -> int:
        """Write one queue's block from `row` on; returns the row after it."""
        horizon = self.run.problem.horizon
        per_day = horizon.intervals_per_day
        rows = [found for found in self.run.coverage if found.queue == queue.name]
        is_open = self.run.problem.demand.queues[queue.name].is_open
        columns = ("required", "effective", "gap")
        starts = [1 + n * (horizon.days + 1) for n in range(len(columns))]
        self.text(row, 0, name_of(queue, self.language), self.style.title)
        row += 1
        for start, key in zip(starts, columns, strict=True):
            self.text(row, start, self.say(key), self.style.bold)
        row += 1
        self.text(row, 0, self.say("time"), self.style.header)
        for start in starts:
            for day, on in enumerate(horizon.dates()):
                self.text(row, start + day, self.day_label(on), self.day_header(on))
        first = row + 1
        # Half hours in which the queue is closed all week are left out.
        shown = [n for n in range(per_day) if any(is_open[n::per_day])]
        for line, n in enumerate(shown, first):
            minute = n * horizon.interval_minutes
            self.text(line, 0, f"{minute // 60:02}:{minute % 60:02}", self.style.header)
            for start, key in zip(starts, columns, strict=True):
                for day in range(horizon.days):
                    interval = day * per_day + n
                    self._write_figure(line, start + day, rows[interval], key, is_open=bool(is_open[interval]))
        last = first + len(shown) - 1
        most = max((abs(found.effective - found.required) for found in rows), default=0.0) or 1.0
        for start, key in zip(starts, columns, strict=True):
            where = (first, start, last, start + horizon.days - 1)
            if key == "gap":
                self.sheet.conditional_format(
                    *where,
                    {
                        "type": "3_color_scale",
                        **{f"{end}_type": "num" for end in ("min", "mid", "max")},
                        "min_value": -most,
                        "mid_value": 0,
                        "max_value": most,
                        "min_color": _SHORT,
                        "mid_color": _EVEN,
                        "max_color": _OVER,
                    },
                )
            else:
                self.sheet.conditional_format(
                    *where, {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#9BC2A0"}
                )
        return last + 1

    def _write_figure(self, row: int, column: int, figures: CoverageRow, key: str, *, is_open: bool) -> None:
        if not is_open:
            self.sheet.write_blank(row, column, None, self.style(bg_color=_CLOSED_FILL))
            return
        value = {
            "required": figures.required,
            "effective": figures.effective,
            "gap": figures.effective - figures.required,
        }[key]
        self.sheet.write_number(
            row, column, round(value, 3), self.style(num_format="0.0" if key != "gap" else "+0.0;-0.0;0")
        )


class _SummarySheet(_Sheet):
    """The figures that the terminal shows, and the cost by rule."""

    name = "summary"

    def write(self) -> None:
        """Write figures, then rules."""
        assert self.run.audit is not None
        self.sheet.set_column(0, 0, 34)
        self.sheet.set_column(1, 1, 14)
        self.sheet.set_column(2, 2, 14)
        self.sheet.set_column(3, 3, 80)
        self.text(0, 0, self.heading(), self.style.title)
        row = self._write_pairs(2, headline(self.run)) + 1
        for column, key in enumerate(("rule", "weight", "points", "source")):
            self.text(row, column, self.say(key), self.style.header)
        cost = self.run.audit.cost_by_rule
        for rule in sorted(self.run.rules, key=lambda rule: rule.number):
            row += 1
            self.text(row, 0, f"{rule.number} {title(rule, self.language)}")
            if rule.weight is None:
                self.text(row, 1, self.say("hard"))
            else:
                self.sheet.write_number(row, 1, rule.weight, self.style(num_format="#,##0"))
                self.sheet.write_number(row, 2, cost[rule.number], self.style(num_format="#,##0"))
            self.text(row, 3, rule.source)
        self.text(row + 1, 0, self.say("total_cost"), self.style.bold)
        self.sheet.write_number(row + 1, 2, self.run.audit.cost, self.style(bold=True, num_format="#,##0"))

    def _write_pairs(self, row: int, pairs: Iterable[tuple[str, str]]) -> int:
        for left, right in pairs:
            self.text(row, 0, left, self.style.bold)
            self.text(row, 1, right)
            row += 1
        return row


def _span(shift: Shift) -> str:
    """Start and end as clock times."""
    start, end = shift.start_minute, shift.end_minute % MINUTES_PER_DAY
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"

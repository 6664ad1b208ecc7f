"""One day by shift: who works when and where, who is away, and who is on call."""

from __future__ import annotations

from datetime import date
from typing import Any

from scheduler.figures.people import times_there
from scheduler.labels import name_of, weekday_label
from scheduler.writers.workbook.sheet import A4_PAPER, ABSENT_FILL, ON_CALL_FILL, Book, Sheet, clock_span

_PEOPLE_PER_ROW = 6


class DaySheet(Sheet):
    """A block per shift, in order of its start, with the people in rows of six."""

    paper = A4_PAPER
    is_landscape = False

    def __init__(self, book: Book, on: date) -> None:
        super().__init__(book, f"{on:%m-%d} {weekday_label(on.weekday(), book.run.settings.language)}")
        self.on = on
        self.sheet.fit_to_pages(1, 1)
        self.written: dict[tuple[int, int], str] = {}

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """Write text, and remember it.

        Parameters
        ----------
        row, column, text, style
            As of `Sheet.text`.
        """
        self.written[row, column] = text
        super().text(row, column, text, style)

    def write(self) -> None:
        """Write the shifts, then the absent, then those who can be called."""
        self.sheet.set_column(0, _PEOPLE_PER_ROW - 1, 25)
        self.text(0, 0, f"{self.named(self.settings.centre)} {self.on} {self.say('by_shift')}", self.style.title)
        self.text(1, 0, self.say("edit_there", sheet=self.say("roster")), self.style.note)
        row = 3
        for shift in sorted(self.settings.shifts, key=lambda shift: (shift.start_minute, shift.end_minute)):
            names, at_home = [], 0
            for totals in self.book.totals:
                for assignment in totals.by_date.get(self.on, ()):
                    if assignment.shift == shift.code:
                        is_home = assignment.work_mode == "remote"
                        at_home += is_home
                        name = f"{totals.person.employee_id} {totals.person.name}{' ⌂' if is_home else ''}"
                        names.append(f"{name} {times_there(self.run, assignment)}".rstrip())
            if names:
                parts = [f"{shift.code} {self.named(shift)} {clock_span(shift)}", self.say("people", count=len(names))]
                if at_home:
                    parts.append(self.say("in_office", count=len(names) - at_home))
                    parts.append(self.say("from_home", count=at_home))
                row = self._write_block(row, "  ·  ".join(parts), names, shift.colour) + 1
        problem = self.run.problem
        employed = [row for row in self.book.totals if problem.employee_on(row.person.employee_id, self.on) is not None]
        absent = [
            f"{totals.person.employee_id} {totals.person.name} {name_of(problem.kind_of_absence(kind), self.language)}"
            for totals in employed
            for kind in (problem.absent_dates[totals.person.employee_id].get(self.on),)
            if kind is not None and self.on not in totals.by_date
        ]
        if absent:
            title = f"{self.say('absent')}  ·  {self.say('people', count=len(absent))}"
            row = self._write_block(row, title, absent, ABSENT_FILL) + 1
        duties = frozenset() if self.run.roster is None else self.run.roster.duties
        on_call = [
            f"{totals.person.employee_id} {totals.person.name}"
            for totals in self.book.totals
            if (totals.person.employee_id, self.on) in duties
        ]
        if on_call:
            title = f"{self.say('day_off_on_call')}  ·  {self.say('people', count=len(on_call))}"
            row = self._write_block(row, title, on_call, ON_CALL_FILL) + 1
        working = sum(self.on in totals.by_date for totals in employed)
        off = len(employed) - working - len(absent)
        self.text(row, 0, f"{self.say('off_duty')}  ·  {self.say('people', count=off)}", self.style.bold)
        self.sheet.repeat_rows(0)
        self.sheet.freeze_panes(2, 0)

    def _write_block(self, row: int, title: str, names: list[str], colour: str) -> int:
        """A coloured band and the names below it; returns the row after."""
        band = self.style(bold=True, bg_color=colour, font_size=11)
        self.text(row, 0, title, band)
        for column in range(1, _PEOPLE_PER_ROW):
            self.sheet.write_blank(row, column, None, band)
        for n, name in enumerate(names):
            self.text(row + 1 + n // _PEOPLE_PER_ROW, n % _PEOPLE_PER_ROW, name, self.style(shrink=True))
        return row + 1 + -(-len(names) // _PEOPLE_PER_ROW)

"""The figures that the terminal shows, how the run came about, and the table of shifts."""

from __future__ import annotations

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from scheduler.figures.words import headline
from scheduler.writers.run_information import run_information
from scheduler.writers.workbook.sheet import A4_PAPER, Book, Sheet, clock_span

SHIFT_CODES, SHIFT_HOURS, SHIFT_OVERTIME, SHIFT_NIGHTS = "shift_codes", "shift_hours", "shift_overtime", "shift_nights"
"""Names of ranges in the table of shifts, which the totals of the roster's sheet are calculated with."""

_LAST_COLUMN = 5
_LINE, _LABEL_FILL = "#D9D9D9", "#F5F5F5"


class SummarySheet(Sheet):
    """Figures, run, shifts."""

    paper = A4_PAPER
    is_landscape = False

    def __init__(self, book: Book) -> None:
        super().__init__(book, book.run_label("summary"))

    def write(self) -> None:
        """Write the three tables, one below the other."""
        self.sheet.set_column(0, 0, 34)
        self.sheet.set_column(1, 1, 26)
        self.sheet.set_column(2, 2, 16)
        self.sheet.set_column(3, 5, 11)
        self.text(0, 0, self.heading(self.name), self.style.title)
        row = self._write_pairs(2, headline(self.run)) + 1
        self.text(row, 0, self.say("run_information"), self.style.bold)
        row = self._write_pairs(row + 1, run_information(self.run)) + 1
        self._write_shifts(row)

    def _write_pairs(self, row: int, pairs: list[tuple[str, str]]) -> int:
        line: dict[str, object] = {"bottom": 1, "bottom_color": _LINE}
        for left, right in pairs:
            self.text(row, 0, left, self.style(**line, bold=True, bg_color=_LABEL_FILL, indent=1))
            self.text(row, 1, right, self.style(**line, indent=1))
            for column in range(2, _LAST_COLUMN + 1):
                self.sheet.write_blank(row, column, None, self.style(**line))
            row += 1
        return row

    def _write_shifts(self, row: int) -> None:
        """The shifts; the columns that formulas count with get names."""
        self.text(row, 0, self.say("shifts"), self.style.bold)
        header = row + 1
        labels = ("name", "shifts", "time", "paid_hours", "overtime_of", "counts_as_night")
        self.headers(header, (self.say(key) for key in labels))
        nights = self.run.problem.night_codes
        # Formulas count with the numbers; what is shown of none is nothing.
        hours = self.style(border=1, align="center", num_format="General;;")
        night = self.style(border=1, align="center", num_format='"●";;')
        for line, shift in enumerate(self.settings.shifts, header + 1):
            self.text(line, 0, self.named(shift), self.style(border=1, indent=1))
            self.text(line, 1, shift.code, self.style(border=1, align="center", bg_color=shift.colour))
            self.text(line, 2, clock_span(shift), self.style(border=1, align="center"))
            self.number(line, 3, shift.paid_minutes / 60, hours)
            self.number(line, 4, shift.overtime_minutes / 60, hours)
            self.number(line, 5, int(shift.code in nights), night)
        first, last = header + 1, header + len(self.settings.shifts)
        named = ((SHIFT_CODES, 1), (SHIFT_HOURS, 3), (SHIFT_OVERTIME, 4), (SHIFT_NIGHTS, 5))
        for name, column in named:
            where = f"{quote_sheetname(self.name)}!{xl_range_abs(first, column, last, column)}"
            self.book.made.define_name(name, f"={where}")

"""Nights and weekend days: how they are spread now and over the weeks, by team and by person."""

from __future__ import annotations

from scheduler.figures.histogram import bins
from scheduler.figures.people import SPREADS, Spread, shares_nights, shares_weekends
from scheduler.writers.workbook.sheet import A4_PAPER, CLOSED_FILL, NOTE_COLOUR, Book, Sheet

_MOST_COLUMNS = 12


class FairnessSheet(Sheet):
    """Four distributions, then everybody."""

    paper = A4_PAPER

    def __init__(self, book: Book) -> None:
        super().__init__(book, book.run_label("fairness"))

    def write(self) -> None:
        """Write the distributions, then the table of people."""
        self.sheet.set_column(0, 0, 22)
        self.sheet.set_column(1, 1, 14)
        self.sheet.set_column(2, 2, 18)
        self.sheet.set_column(3, _MOST_COLUMNS + 1, 8)
        self.text(0, 0, self.heading(self.name), self.style.title)
        self.text(1, 0, self.say("spread_note"), self.style.note)
        row = 3
        for spread in SPREADS:
            row = self._write_spread(row, spread) + 1
        self.print_above(row, _MOST_COLUMNS + 1)
        self._write_people(row + 1)

    def _write_spread(self, row: int, spread: Spread) -> int:
        """People per count and team; returns the row after."""
        sharing = spread.among(self.run, self.book.totals)
        columns = bins(max(map(spread.count, sharing), default=0), _MOST_COLUMNS)
        self.text(row, 0, self.say(spread.label), self.style.bold)
        row += 1
        self.headers(
            row, (self.say("team"), self.say("average"), *(self.say("times", count=column) for column in columns))
        )
        first = row + 1
        for team in self.settings.teams:
            values = [spread.count(totals) for totals in sharing if totals.person.team == team.name]
            if not values:
                continue
            row += 1
            self.text(row, 0, self.named(team), self.style.cell)
            self.number(row, 1, sum(values) / len(values), self.style(border=1, num_format="0.00"))
            for n, column in enumerate(columns, 2):
                self.number(row, n, sum(value in column for value in values))
        if row >= first:
            self.sheet.conditional_format(first, 2, row, 1 + len(columns), {"type": "data_bar", "bar_color": "#9DC3E6"})
        return row + 1

    def _write_people(self, row: int) -> None:
        self.text(row, 0, self.say("not_shared_note"), self.style.note)
        header = row + 1
        keys = (
            "employee_id",
            "name",
            "team",
            "nights_before",
            "nights_now",
            "nights_together",
            "weekend_before",
            "weekend_now",
            "weekend_together",
        )
        self.sheet.set_row_pixels(header, 36)
        self.headers(header, (self.say(key) for key in keys))
        left_out = self.style(border=1, align="right", font_color=NOTE_COLOUR, italic=True, bg_color=CLOSED_FILL)
        for row, totals in enumerate(self.book.totals, header + 1):
            self.text(row, 0, totals.person.employee_id, self.style.cell)
            self.text(row, 1, totals.person.name, self.style.cell)
            self.text(row, 2, self.team_of(totals.person), self.style.cell)
            nights = (totals.nights_before, totals.nights, totals.nights_together)
            weekend = (totals.weekend_days_before, totals.weekend_days, totals.weekend_days_together)
            column = 3
            for shares, values in ((shares_nights, nights), (shares_weekends, weekend)):
                is_shared = shares(self.run, totals.person)
                for value in values:
                    if is_shared or value:
                        self.number(row, column, value, None if is_shared else left_out)
                    else:
                        self.text(row, column, self.say("not_shared"), left_out)
                    column += 1
        # Repeated on the pages after the one on which it stands.
        self.sheet.repeat_rows(header)
        self.sheet.autofilter(header, 0, header + len(self.book.totals), len(keys) - 1)

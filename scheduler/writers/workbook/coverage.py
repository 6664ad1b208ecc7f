"""Half hours by days for each queue: required, scheduled, and the difference as a heat map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.config import Queue
from scheduler.figures import CoverageRow
from scheduler.writers.workbook.sheet import CLOSED_FILL, Book, Sheet

_DAYS_PER_BLOCK = 7
_SHORT, _EVEN, _OVER = "#F8696B", "#FFFFFF", "#8FB8E8"
_COLUMNS = ("required", "effective", "gap")


@dataclass(frozen=True, slots=True)
class Block:
    """Where one day of a queue stands: the rows of its intervals, and the columns of its figures."""

    queue: Queue
    on: date
    first_row: int
    last_row: int
    required_column: int
    effective_column: int


class CoverageSheet(Sheet):
    """A block per queue and week, the queue with most work first."""

    def __init__(self, book: Book) -> None:
        super().__init__(book, book.run_label("coverage"))
        self.blocks: list[Block] = []

    def write(self) -> None:
        """Write the blocks one below the other."""
        self.sheet.set_column(0, 0, 9)
        self.sheet.set_column(1, 3 * (_DAYS_PER_BLOCK + 1), 8)
        for block in (1, 2):
            self.sheet.set_column(block * (_DAYS_PER_BLOCK + 1), block * (_DAYS_PER_BLOCK + 1), 2)
        self.text(0, 0, self.heading(self.name), self.style.title)
        self.text(1, 0, self.say("coverage_note"), self.style.note)
        days = self.run.problem.horizon.days
        row = 3
        for queue in self.run.queues_by_work:
            for first_day in range(0, days, _DAYS_PER_BLOCK):
                row = self._write_block(row, queue, range(first_day, min(first_day + _DAYS_PER_BLOCK, days))) + 1
            if queue is self.run.queues_by_work[0] and len(self.run.queues_by_work) > 1:
                self.print_above(row, len(_COLUMNS) * (_DAYS_PER_BLOCK + 1))
                row += 2
        self.sheet.freeze_panes(2, 1)
        self.sheet.repeat_rows(0, 1)

    def _write_block(self, row: int, queue: Queue, days: range) -> int:
        """Write one queue's days from `row` on; returns the row after them."""
        horizon = self.run.problem.horizon
        rows = [found for found in self.run.coverage if found.queue == queue.name]
        is_open = self.run.problem.demand.queues[queue.name].is_open
        starts = [1 + n * (_DAYS_PER_BLOCK + 1) for n in range(len(_COLUMNS))]
        self.text(row, 0, self.named(queue), self.style.title)
        row += 1
        for start, key in zip(starts, _COLUMNS, strict=True):
            self.text(row, start, self.say(key), self.style.bold)
        row += 1
        self.text(row, 0, self.say("time"), self.style.header)
        for start in starts:
            for n, day in enumerate(days):
                on = horizon.date_of(day)
                self.text(row, start + n, self.day_label(on), self.day_header(on))
        first = row + 1
        # Half hours in which the queue is closed on all these days are left out.
        shown = [
            (time_of_day, at)
            for time_of_day, at in horizon.times_of_day(days)
            if any(interval is not None and is_open[interval] for interval in at)
        ]
        for line, (time_of_day, at) in enumerate(shown, first):
            self.text(line, 0, time_of_day, self.style.header)
            for start, key in zip(starts, _COLUMNS, strict=True):
                for column, interval in enumerate(at, start):
                    found = None if interval is None or not is_open[interval] else rows[interval]
                    self._write_figure(line, column, found, key)
        last = first + len(shown) - 1
        if shown:
            self._colour(first, last, starts, len(days), rows)
            self.blocks += [
                Block(queue, horizon.date_of(day), first, last, starts[0] + n, starts[1] + n)
                for n, day in enumerate(days)
            ]
        return last + 1

    def _colour(self, first: int, last: int, starts: list[int], days: int, rows: list[CoverageRow]) -> None:
        # One scale for all weeks of a queue, so that a colour means the same everywhere.
        most = max((abs(found.effective - found.required) for found in rows), default=0.0) or 1.0
        for start, key in zip(starts, _COLUMNS, strict=True):
            where = (first, start, last, start + days - 1)
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

    def _write_figure(self, row: int, column: int, figures: CoverageRow | None, key: str) -> None:
        if figures is None:
            self.sheet.write_blank(row, column, None, self.style(bg_color=CLOSED_FILL))
            return
        value = {
            "required": figures.required,
            "effective": figures.effective,
            "gap": figures.effective - figures.required,
        }[key]
        self.number(row, column, round(value, 3), self.style(num_format="0.0" if key != "gap" else "+0.0;-0.0;0"))

"""Required against scheduled: all days as columns, and the curve of each day of the largest queue."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.writers.workbook.coverage import Block
from scheduler.writers.workbook.sheet import Book, Sheet

_REQUIRED, _SCHEDULED, _REQUIRED_BAR, _GRID = "#404040", "#5B9BD5", "#A6A6A6", "#D9D9D9"
_GRID_LINES = {"visible": True, "line": {"color": _GRID, "width": 0.75}}
_CHARTS_PER_ROW = 3
_COLUMNS_PER_CHART, _ROWS_PER_CHART = 6, 14
_CHART_PIXELS = {"width": 470, "height": 270}


class ChartsSheet(Sheet):
    """A table and chart of the days, then a chart per day."""

    def __init__(self, book: Book, blocks: Sequence[Block]) -> None:
        super().__init__(book, book.run_label("coverage_charts"))
        self.blocks = blocks
        self.coverage_name = book.run_label("coverage")

    def write(self) -> None:
        """Write the table, and place the charts below it."""
        self.sheet.set_column(0, _CHARTS_PER_ROW * _COLUMNS_PER_CHART, 11)
        self.text(0, 0, self.heading(self.name), self.style.title)
        self.text(1, 0, self.say("coverage_note"), self.style.note)
        header = 3
        keys = ("required_hours", "scheduled_hours", "short_hours", "over_hours")
        self.sheet.set_row_pixels(header, 36)
        self.headers(header, (self.say("day"), *(self.say(key) for key in keys)))
        horizon = self.run.problem.horizon
        days: dict[object, list[float]] = {on: [0.0] * len(keys) for on in horizon.dates()}
        hours = horizon.interval_minutes / 60
        for row in self.run.coverage:
            sums = days[row.start.date()]
            for n, value in enumerate((row.required, row.effective, row.shortfall, row.surplus)):
                sums[n] += value * hours
        for line, on in enumerate(horizon.dates(), header + 1):
            self.text(line, 0, self.day_label(on), self.day_header(on))
            for n, value in enumerate(days[on], 1):
                self.number(line, n, round(value, 2), self.style(border=1, num_format="#,##0.0"))
        last = header + horizon.days
        chart = self.book.made.add_chart({"type": "column"})
        for column, colour in ((1, _REQUIRED_BAR), (2, _SCHEDULED)):
            chart.add_series(
                {
                    "name": [self.name, header, column],
                    "categories": self.reference(header + 1, 0, last, 0),
                    "values": self.reference(header + 1, column, last, column),
                    "fill": {"color": colour},
                    "gap": 60,
                }
            )
        chart.set_title({"name": self.say("all_queues"), "name_font": {"size": 11}, "overlay": False})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"num_format": "#,##0", "major_gridlines": _GRID_LINES})
        chart.set_size({"width": 2 * _CHART_PIXELS["width"], "height": 300})
        self.sheet.insert_chart(header, 6, chart)
        self._write_days(max(last, header + 15) + 2)
        self.sheet.repeat_rows(0, 1)

    def _write_days(self, row: int) -> None:
        """A chart per day of the queue with most work."""
        if not self.blocks:
            return
        queue = self.blocks[0].queue
        blocks = [block for block in self.blocks if block.queue == queue]
        self.text(row, 0, self.named(queue), self.style.title)
        most = max((found.required for found in self.run.coverage if found.queue == queue.name), default=1.0)
        most = max(most, *(found.effective for found in self.run.coverage if found.queue == queue.name))
        step = 10 if most > 20 else 1
        for n, block in enumerate(blocks):
            chart = self.book.made.add_chart({"type": "line"})
            figures = (
                ("scheduled", block.effective_column, _SCHEDULED, 2.25),
                ("required", block.required_column, _REQUIRED, 1.25),
            )
            for key, column, colour, width in figures:
                chart.add_series(
                    {
                        "name": self.say(key),
                        "categories": [self.coverage_name, block.first_row, 0, block.last_row, 0],
                        "values": [self.coverage_name, block.first_row, column, block.last_row, column],
                        "line": {"color": colour, "width": width},
                    }
                )
            chart.set_title({"name": self.day_label(block.on), "name_font": {"size": 11}})
            chart.set_legend({"position": "bottom"})
            # The same height on every day, so that days can be compared.
            chart.set_y_axis(
                {"min": 0, "max": step * -(-int(most + 1) // step), "num_format": "0", "major_gridlines": _GRID_LINES}
            )
            chart.set_x_axis({"interval_unit": 6, "interval_tick": 6, "num_font": {"size": 8}})
            chart.set_size(_CHART_PIXELS)
            self.sheet.insert_chart(
                row + 1 + n // _CHARTS_PER_ROW * _ROWS_PER_CHART, n % _CHARTS_PER_ROW * _COLUMNS_PER_CHART, chart
            )

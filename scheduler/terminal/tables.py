"""Tables of figures: on a terminal as wide as its window, elsewhere as wide as they are."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scheduler.messages import visible

Shown = str | RenderableType
"""A line, or something of several."""

_ANY_WIDTH = 10_000
_BETWEEN = (0, 2)
"""Rows and columns between cells."""


def pairs(rows: Iterable[tuple[str, str]], indent: int = 0) -> RenderableType:
    """Labels and texts in two columns; in a narrow window a text goes on below itself."""
    table = Table.grid(padding=_BETWEEN)
    for left, right in rows:
        table.add_row(Text(visible(left)), Text(visible(right)))
    return Padding.indent(table, indent) if table.rows else Group()


class FiguresTable:
    """A table with one row a thing; in a window too narrow for it each thing is a list of pairs.

    Parameters
    ----------
    head
        Titles of the columns.
    rows
        A name, and cells for all other columns; or a name and the reason why there are none.
    to_the_left
        Numbers of the columns of text, of which the first is always one; figures stand to the right.
    indent
        Empty columns on the left.
    """

    def __init__(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], *, to_the_left: Collection[int] = (), indent: int = 0
    ) -> None:
        blanks = [""] * (len(head) - 1)
        reasons = any(len(row) < len(head) for row in rows)
        self._head = [*head, ""] if reasons else [*head]
        self._rows = [
            [row[0], *blanks, *row[1:]] if len(row) < len(head) else [*row, ""] if reasons else [*row] for row in rows
        ]
        self._to_the_left = {0, len(head), *to_the_left}
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table.grid(padding=_BETWEEN)
        for number, _ in enumerate(self._head):
            table.add_column(no_wrap=True, justify="left" if number in self._to_the_left else "right")
        table.add_row(*(Text(title, style="bold") for title in self._head))
        for row in self._rows:
            table.add_row(*(Text(visible(cell)) for cell in row))
        whole = Padding.indent(table, self._indent)
        if Measurement.get(console, options.update(max_width=_ANY_WIDTH), whole).maximum <= options.max_width:
            yield whole
            return
        for title, *cells in self._rows:
            yield Padding.indent(Text(visible(title), style="bold"), self._indent)
            known = [(name, cell) for name, cell in zip(self._head[1:], cells, strict=True) if cell]
            yield pairs(known, self._indent + 2)


def plain_lines(shown: Iterable[Shown]) -> list[str]:
    """What is shown where there is no terminal: as wide as it is, and without colours."""
    lines: list[str] = []
    for thing in shown:
        if isinstance(thing, str):
            lines.append(thing)
        else:
            text = io.StringIO()
            Console(file=text, width=_ANY_WIDTH, color_system=None).print(thing)
            lines += (line.rstrip() for line in text.getvalue().splitlines())
    return lines

"""Tables of figures: on a terminal as wide as its window, elsewhere as wide as they are."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

Shown = str | RenderableType
"""A line, or something of several."""

_ANY_WIDTH = 10_000


def pairs(rows: Iterable[tuple[str, str]], indent: int = 0) -> RenderableType:
    """Labels and texts in two columns; a text that is too long goes on below itself."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(Text(left), Text(right))
    return Padding.indent(table, indent) if indent else table


class Figures:
    """A table whose first column is to the left; in a window too narrow for it each row is a list of pairs.

    Parameters
    ----------
    head
        Titles of the columns.
    rows
        Cells, as many as there are titles.
    to_the_left
        Numbers of further columns that are text.
    indent
        Columns of the window to its left.
    """

    def __init__(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], *, to_the_left: Collection[int] = (), indent: int = 0
    ) -> None:
        self._head, self._rows, self._to_the_left, self._indent = head, rows, to_the_left, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table.grid(padding=(0, 2))
        for number, _ in enumerate(self._head):
            table.add_column(no_wrap=True, justify="left" if number in (0, *self._to_the_left) else "right")
        if any(self._head):
            table.add_row(*(Text(title, style="bold") for title in self._head))
        for row in self._rows:
            table.add_row(*(Text(cell) for cell in row))
        natural = Measurement.get(console, options.update(max_width=_ANY_WIDTH), table).maximum
        if natural + self._indent <= options.max_width:
            yield Padding.indent(table, self._indent)
            return
        for title, *cells in self._rows:
            yield Padding.indent(Text(title, style="bold"), self._indent)
            known = [(name, cell) for name, cell in zip(self._head[1:], cells, strict=True) if cell]
            yield pairs(known, self._indent + 2)


def plain_lines(shown: Iterable[Shown]) -> list[str]:
    """What is shown where there is no terminal: whatever width it has, and no colours."""
    lines: list[str] = []
    for thing in shown:
        if isinstance(thing, str):
            lines.append(thing)
            continue
        console = Console(file=io.StringIO(), width=_ANY_WIDTH, color_system=None, markup=False, highlight=False)
        with console.capture() as capture:
            console.print(thing)
        lines += (line.rstrip() for line in capture.get().splitlines())
    return lines

"""What a stream leads to: a terminal, on which rich draws, or a file or pipe, which gets plain lines."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.terminal.tables import Shown


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at a terminal that can move its cursor."""
    return not stream.closed and stream.isatty() and os.environ.get("TERM") not in ("dumb", "unknown")


def console_on(stream: IO[str]) -> Console:
    """A console on a terminal: text is shown as it is, and nothing in it is taken for markup."""
    from rich.console import Console

    return Console(file=stream, force_terminal=True, markup=False, emoji=False, highlight=False)


def show(shown: Iterable[Shown], stream: TextIO) -> None:
    """Lines, and tables as wide as a terminal's window, or as they are where there is none."""
    for thing in shown:
        if isinstance(thing, str):
            click.echo(thing, file=stream)  # a terminal wraps lines itself, and anew when its window changes
        elif is_terminal(stream):
            console_on(stream).print(thing)
        else:
            from scheduler.terminal.tables import plain_lines

            for line in plain_lines([thing]):
                click.echo(line, file=stream)

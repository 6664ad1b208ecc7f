"""What a stream leads to: a terminal, on which rich draws, or a file or pipe, which gets plain lines."""

from __future__ import annotations

import os
from typing import IO, TextIO

from rich.console import Console


def is_terminal(stream: TextIO) -> bool:
    """Whether somebody looks at a terminal that can move its cursor."""
    return not stream.closed and stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


def console_on(stream: IO[str]) -> Console:
    """A console on a terminal: text is shown as it is, and nothing in it is taken for markup."""
    return Console(file=stream, force_terminal=True, markup=False, emoji=False, highlight=False)

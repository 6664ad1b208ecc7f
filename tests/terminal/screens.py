"""A terminal to write to: a pseudo-terminal of the system, and what somebody would see on it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import pytest

pty = pytest.importorskip("pty")

_CONTROL = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\r\n|\r|\n|[^\x1b\r\n]+")


class Screen:
    """What was written to a terminal."""

    def __init__(self, stream: TextIO, master: int) -> None:
        self.stream = stream
        self._master = master
        self.written = ""

    def read(self) -> str:
        """Take what was written since."""
        self.stream.flush()
        os.set_blocking(self._master, False)
        data = b""
        try:
            while piece := os.read(self._master, 65536):
                data += piece
        except OSError:
            pass
        self.written += data.decode()
        return self.written

    def lines(self) -> list[str]:
        """What stands there after all movements of the cursor, without empty lines at the end."""
        rows, row, column = [""], 0, 0
        for match in _CONTROL.finditer(self.read()):
            if match[2] == "A":
                row = max(0, row - int(match[1] or 1))
            elif match[2] == "K":
                rows[row] = ""
            elif match[0] == "\r":
                column = 0
            elif match[0] in ("\n", "\r\n"):
                row, column = row + 1, 0
                rows += [""] * (row + 1 - len(rows))
            elif match[2] is None:
                rows[row] = rows[row][:column].ljust(column) + match[0] + rows[row][column + len(match[0]) :]
                column += len(match[0])
        while rows and not rows[-1]:
            rows.pop()
        return [line.rstrip() for line in rows]


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch, columns: int = 100, kind: str = "xterm-256color") -> Iterator[Screen]:
    """A terminal of so many columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "40")
    monkeypatch.setenv("TERM", kind)
    monkeypatch.delenv("NO_COLOR", raising=False)
    master, slave = pty.openpty()
    try:
        with os.fdopen(slave, "w", encoding="utf-8") as stream:
            yield Screen(stream, master)
    finally:
        os.close(master)

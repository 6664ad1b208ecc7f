"""Standard output and standard error whose trouble ends no run: a reader may leave, and a disk may be full."""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Unfailing(io.RawIOBase):
    """Writes until the first trouble, and lets everything after it go nowhere.

    Attributes
    ----------
    trouble
        Why something was not written; None while all was.
    has_result
        Whether what is written is all that somebody gets.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw
        self.trouble: OSError | None = None
        self.has_result = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()

    def write(self, data: ReadableBuffer, /) -> int:
        if self.trouble is None:
            try:
                while (written := self._raw.write(data)) is None:
                    # Whoever gave us the stream made it non-blocking, and its reader is slower than we are.
                    select.select((), (self.fileno(),), ())
                return written
            except OSError as error:
                self.trouble = error
        return memoryview(data).nbytes


@dataclass(frozen=True, slots=True)
class Lost:
    """What was to be written to standard output, and was not.

    Attributes
    ----------
    trouble
        Why.
    is_result
        Whether nothing else has it, no file that was written.
    """

    trouble: OSError
    is_result: bool


def holds_result(stream: TextIO) -> None:
    """Note that what is written to a stream is all that somebody gets."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    if isinstance(raw, _Unfailing):
        raw.has_result = True


@contextmanager
def unfailing_streams() -> Iterator[list[Lost]]:
    """Within the block nothing that writes to the standard streams fails; whoever has none writes to nothing.

    Yields
    ------
    list[Lost]
        Once the block has ended: why standard output is not whole, where it should be. A reader who has left wanted no
        more of it, and what goes to standard error tells how the work goes and is nobody's result: neither counts.
    """
    _open_missing()
    lost: list[Lost] = []
    before = sys.stdout, sys.stderr
    output, error = (_guarded(stream) for stream in before)
    _, guard = output
    sys.stdout, sys.stderr = (stream for stream, _ in (output, error))
    try:
        yield lost
    finally:
        for stream, _ in (output, error):
            stream.flush()
        # The streams of the interpreter go on to be used at its end, and they own the file descriptors.
        sys.stdout, sys.stderr = before
        if guard is not None and guard.trouble is not None and guard.trouble.errno != errno.EPIPE:
            lost.append(Lost(guard.trouble, guard.has_result))


class Unhurried(io.TextIOBase):
    """Writes what nobody may have to wait for, such as how the work goes, to a stream.

    What a full pipe or a stopped terminal has no room for is dropped, and so is everything once the stream is in
    trouble: full, closed, its reader gone.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._works = True

    @property
    def encoding(self) -> str:  # type: ignore[override]  # read-only here
        return self._stream.encoding or "utf-8"

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        try:
            if self._works and self._has_room():
                self._stream.write(text)
                self._stream.flush()
        except (OSError, ValueError):
            self._works = False
        return len(text)

    def _has_room(self) -> bool:
        try:
            return bool(select.select((), (self._stream.fileno(),), (), 0)[1])
        except (OSError, ValueError):
            return True  # no file, or where the system cannot tell (Windows)


def _guarded(stream: TextIO) -> tuple[TextIO, _Unfailing | None]:
    """A text stream that never fails in place of one that may; one that is no file (a test's) stays as it is."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # with PYTHONUNBUFFERED there is nothing between
    if not isinstance(raw, io.RawIOBase):
        return stream, None
    stream.flush()
    guard = _Unfailing(raw)
    text = io.TextIOWrapper(
        io.BufferedWriter(guard),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=getattr(stream, "line_buffering", False),
        write_through=getattr(stream, "write_through", False),
    )
    return text, guard


def _open_missing() -> None:
    """Give a process that was started without a standard stream one that leads nowhere.

    Otherwise the next file to be opened, a roster perhaps, gets its number, and what a library says goes into it.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(number, True)
    os.close(number)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end

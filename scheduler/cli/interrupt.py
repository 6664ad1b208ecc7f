"""Ctrl-C while something is searched for."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from scheduler.cli.language import said
from scheduler.messages import Message
from scheduler.terminal.streams import Unhurried


@contextmanager
def stop_on_interrupt(
    why: Message = Message("stopping; the best roster so far is kept"),  # noqa: B008 - is never changed,
) -> Iterator[threading.Event]:
    """Within the block the first Ctrl-C sets the event; the second one ends the program."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        # Here, in the middle of the search, nobody may have to wait for a reader either.
        text = said(Message("{what} (Ctrl-C again to leave at once)", what=why))
        Unhurried(sys.stderr).write(f"\n{text}\n")

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)

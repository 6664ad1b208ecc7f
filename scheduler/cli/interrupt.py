"""Ctrl-C while something is searched for."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from scheduler.terminal.streams import Unhurried


@contextmanager
def stop_on_interrupt(
    said: str = "stopping; the best roster so far is kept",
) -> Iterator[threading.Event]:
    """Within the block the first Ctrl-C sets the event; the second one ends the program."""
    stop = threading.Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        # Here, in the middle of the search, nobody may have to wait for a reader either.
        Unhurried(sys.stderr).write(f"\n{said} (Ctrl-C again to leave at once)\n")

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)

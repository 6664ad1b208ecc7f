"""What the program notes while it works: shown to whoever asks for it with ``--debug``, and to nobody else."""

from __future__ import annotations

import logging
import os

import click

_ROOT = "scheduler"
_FORM = "%(name)s: %(message)s"

logging.getLogger(_ROOT).addHandler(logging.NullHandler())  # else Python itself shows warnings that nobody asked for


class _Shown(logging.Handler):
    """Writes each note as a line on standard error, whatever that is at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the note."""
        click.echo(self.format(record), err=True)


def logger(module: str) -> logging.Logger:
    """Where a module notes what is not worth an error."""
    return logging.getLogger(module)


def show_log() -> None:
    """Show the notes of this process, and of those that it starts from now on."""
    if not is_log_shown():
        handler = _Shown()
        handler.setFormatter(logging.Formatter(_FORM))
        logging.getLogger(_ROOT).addHandler(handler)


def hide_log() -> None:
    """Show no more notes."""
    root = logging.getLogger(_ROOT)
    for handler in [handler for handler in root.handlers if isinstance(handler, _Shown)]:
        root.removeHandler(handler)


def is_log_shown() -> bool:
    """Whether notes are shown."""
    return any(isinstance(handler, _Shown) for handler in logging.getLogger(_ROOT).handlers)


def show_log_there() -> None:
    """Show the notes of a process beside another one where its standard error is now, whatever becomes of that."""
    stream = os.fdopen(os.dup(2), "w", buffering=1)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(_FORM))
    logging.getLogger(_ROOT).addHandler(handler)

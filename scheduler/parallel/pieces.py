"""What becomes of a piece of work, wherever it is done."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from scheduler.errors import InputError

T = TypeVar("T")
U = TypeVar("U")

ALLOWED_DEATHS = 3
"""How often a worker may die over the same piece before the piece is given up: as Dask has it by default."""

POLL_SECONDS = 0.1
"""How soon a request to stop is noticed."""


class PieceState(StrEnum):
    """What became of a piece; one that was refused has faults in its inputs and none of ours."""

    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class PieceOutcome(Generic[U]):
    """What became of a piece.

    Attributes
    ----------
    number
        Of the piece, from 0.
    result
        What the function returned; None unless the piece is done.
    error
        Why it failed, in a line, or the faults of the inputs for which it was refused, each in a line; else empty.
    traceback
        Where it failed, for whoever looks for the fault; empty where its worker died.
    seconds
        How long its last attempt took.
    """

    number: int
    state: PieceState
    result: U | None = None
    error: str = ""
    traceback: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class PieceProgress:
    """How far the work has come: told of each piece that ends, by the name that people know it by."""

    done: int
    total: int
    name: str
    seconds: float
    error: str


def attempt(function: Callable[[T], U], number: int, piece: T) -> PieceOutcome[U]:
    """Call the function for a piece; whatever it raises becomes an outcome, as not every error survives pickling."""
    began = time.monotonic()
    try:
        result = function(piece)
    except InputError as error:
        return PieceOutcome(number, PieceState.REFUSED, error=str(error), seconds=time.monotonic() - began)
    except Exception as error:  # noqa: BLE001 - one piece's error must not end the others, whatever it is
        return PieceOutcome(
            number,
            PieceState.FAILED,
            error=str(error) or type(error).__name__,
            traceback="".join(traceback.format_exception(error)),
            seconds=time.monotonic() - began,
        )
    return PieceOutcome(number, PieceState.DONE, result, seconds=time.monotonic() - began)


def given_up(number: int) -> PieceOutcome[U]:
    """The outcome of a piece over which workers died too often."""
    return PieceOutcome(
        number,
        PieceState.FAILED,
        error=f"its worker died {ALLOWED_DEATHS + 1} times, perhaps for want of memory",
    )

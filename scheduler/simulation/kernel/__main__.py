"""Compiles the simulation, so that the first one need not: ``python -m scheduler.simulation.kernel``."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from scheduler.simulation.kernel import events
from scheduler.simulation.kernel.layout import Chance, Floor, fresh_state


def compiled_ahead() -> Any:
    """The one function that is called from outside, compiled for what it is given."""
    reals, numbers, flags = np.empty(0), np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.bool_)
    floor = Floor(
        interval_seconds=reals,
        is_deferrable=flags,
        places=numbers,
        answer_within_seconds=np.empty((0, 0)),
        is_open=np.empty((0, 0), dtype=np.bool_),
        open_seconds=np.empty((0, 1)),
        deadline_seconds=reals,
        group_queues=np.empty((0, 1), dtype=np.int64),
        starts=reals,
        ends=reals,
        group=numbers[:0],
        pace=reals,
        takes_longest_waiting=flags,
    )
    chance = Chance(
        arrives=reals,
        queue=numbers[:0],
        handling_seconds=reals,
        patience_seconds=reals,
        tries=numbers[:0],
        redials_after_seconds=reals,
        is_absent=flags,
        pause_first=numbers,
        pause_from=reals,
        pause_seconds=reals,
    )
    compiler: Any = events.run
    compiler.compile(tuple(numba.typeof(argument) for argument in (floor, chance, fresh_state(floor, chance))))
    return compiler


if __name__ == "__main__":
    compiled_ahead()

"""A first roster, person after person.

Each gets the best days that they can add to those who have theirs; what to expect of the others the linear relaxation
says. One person's days are a small program even over a year, so that time and memory grow with the number of people
alone; where the relaxation takes too long, nothing is expected of anybody.
"""

from __future__ import annotations

from collections import deque
from multiprocessing.connection import wait

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import Job, Method
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.long_horizon.parts import Cutter, Part
from scheduler.solve.long_horizon.processes import SolverProcess

_POLL_SECONDS = 0.1
# All people together may take this share of the time that is left.
_SHARE = 0.6
_LEAST_SECONDS = 2.0
_RELAXATION_SHARE = 0.15


def insert_people(cutter: Cutter, n_people: int, processes: list[SolverProcess], best: Incumbent, seed: int) -> bool:
    """Offer the roster that comes of it; False where the counts or somebody's own rules do not let this way end.

    Parameters
    ----------
    cutter
        Of the whole program.
    n_people
        How many people there are.
    processes
        All idle; each takes the next person.
    best
        Takes the roster.
    seed
        Of the solver, and of the order of the people.
    """
    values = _relaxed(cutter, processes[0], best, seed)
    waiting = deque(np.random.default_rng(seed).permutation(n_people).tolist())
    seconds = max(_LEAST_SECONDS, _SHARE * best.remaining_seconds * len(processes) / max(1, n_people))
    parts: dict[SolverProcess, Part] = {}
    while waiting or parts:
        for process in processes:
            if waiting and process not in parts:
                mine = cutter.is_choice & (cutter.ownership.owner_of_variable == waiting.popleft())
                parts[process] = cutter.part(cutter.opened(mine), values)
                # Counts of shares of people are not whole.
                integer = cutter.ownership.owner_of_variable[parts[process].columns] != SHARED
                process.give(Job(parts[process].program, integer, method=Method.BARRIER, seed=seed), seconds)
        ready = wait([process.connection for process in parts], timeout=_POLL_SECONDS)
        if best.is_over:
            return False
        for process in [process for process in parts if process.connection in ready]:
            part, answer = parts.pop(process), process.take()
            if answer.values is None:
                _finish(parts)
                return False
            chosen = cutter.is_choice[part.columns]
            values[part.columns[chosen]] = np.round(answer.values[chosen])
    return charge(cutter, np.round(values).astype(np.int64), processes[0], best, seed)


def _relaxed(cutter: Cutter, process: SolverProcess, best: Incumbent, seed: int) -> NDArray[np.float64]:
    """What the linear relaxation gives each person to do, and its bound; zeros where it takes too long."""
    values = np.zeros(len(cutter.program.names))
    part = cutter.part(np.ones(len(values), dtype=bool), values)
    seconds = _RELAXATION_SHARE * best.remaining_seconds
    until = best.elapsed_seconds + seconds
    process.give(Job(part.program, integer=False, method=Method.BARRIER, seed=seed), seconds)
    while not process.connection.poll(_POLL_SECONDS):
        if best.is_over or best.elapsed_seconds > until:
            process.restart()
            return values
    answer = process.take()
    if answer.values is None or not answer.is_done:
        return values
    best.raise_bound(
        float(part.program.cost @ answer.values) + part.program.offset, "linear relaxation (HiGHS)", "bound"
    )
    return answer.values


def _finish(parts: dict[SolverProcess, Part]) -> None:
    for process in parts:
        process.take()


def charge(cutter: Cutter, values: NDArray[np.int64], process: SolverProcess, best: Incumbent, seed: int) -> bool:
    """Offer the choices with the counts and penalties that follow from them."""
    part = cutter.part(~cutter.is_choice, values)
    process.give(Job(part.program, seed=seed), max(_LEAST_SECONDS, best.remaining_seconds))
    while not process.connection.poll(_POLL_SECONDS):
        if best.is_over:
            return False
    answer = process.take()
    if answer.values is None:
        return False
    values[part.columns] = np.round(answer.values)
    return best.offer_solution(cutter.program, values, "start")

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
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import Submodel, cut
from scheduler.solve.long_horizon.processes import SolverProcess
from scheduler.solve.parameters import LongHorizonParameters

_POLL_SECONDS = 0.1


def insert_people(
    structure: Structure,
    processes: list[SolverProcess],
    best: Incumbent,
    seed: int,
    parameters: LongHorizonParameters,
) -> bool:
    """Offer the roster that comes of it; False where the counts or somebody's own rules do not let this way end.

    Parameters
    ----------
    structure
        Of the whole horizon.
    processes
        All idle; each takes the next person.
    best
        Takes the roster.
    seed
        Of the solver, and of the order of the people.
    parameters
        Of the search.
    """
    values = _relaxed(structure, processes[0], best, seed, parameters.relaxation_share)
    ownership = structure.ownership
    waiting = deque(np.random.default_rng(seed).permutation(structure.n_people).tolist())
    seconds = parameters.insertion_share * best.remaining_seconds * len(processes) / max(1, structure.n_people)
    seconds = max(parameters.least_seconds, seconds)
    submodels: dict[SolverProcess, Submodel] = {}
    while waiting or submodels:
        for process in processes:
            if waiting and process not in submodels:
                mine = ownership.is_choice & (ownership.owner_of_variable == waiting.popleft())
                submodels[process] = cut(structure.program, np.flatnonzero(structure.opened(mine)), values)
                # Counts of shares of people are not integer.
                integer = ownership.owner_of_variable[submodels[process].columns] != SHARED
                process.give(Job(submodels[process].program, integer, method=Method.BARRIER, seed=seed), seconds)
        ready = wait([process.connection for process in submodels], timeout=_POLL_SECONDS)
        if best.is_over:
            return False
        for process in [process for process in submodels if process.connection in ready]:
            submodel, answer = submodels.pop(process), process.take()
            if answer.values is None:
                _finish(submodels)
                return False
            chosen = ownership.is_choice[submodel.columns]
            values[submodel.columns[chosen]] = np.round(answer.values[chosen])
    return charge(structure, np.round(values).astype(np.int64), processes[0], best, seed, parameters)


def _relaxed(
    structure: Structure, process: SolverProcess, best: Incumbent, seed: int, share: float
) -> NDArray[np.float64]:
    """What the linear relaxation gives each person to do, and its bound; zeros where it takes too long."""
    values = np.zeros(structure.program.n_variables)
    seconds = share * best.remaining_seconds
    until = best.elapsed_seconds + seconds
    process.give(Job(structure.program, integer=False, method=Method.BARRIER, seed=seed), seconds)
    while not process.connection.poll(_POLL_SECONDS):
        if best.is_over or best.elapsed_seconds > until:
            process.restart()
            return values
    answer = process.take()
    if answer.values is None or not answer.is_done:
        return values
    best.raise_bound(answer.cost, "linear relaxation (HiGHS)", "bound")
    return answer.values


def _finish(submodels: dict[SolverProcess, Submodel]) -> None:
    for process in submodels:
        process.take()


def charge(
    structure: Structure,
    values: NDArray[np.int64],
    process: SolverProcess,
    best: Incumbent,
    seed: int,
    parameters: LongHorizonParameters,
) -> bool:
    """Offer the choices with the counts and penalties that follow from them; says whether they follow.

    Parameters
    ----------
    structure
        Of the whole horizon.
    values
        Of all variables, shape (n_variables,), of which the choices count.
    process
        An idle one.
    best
        Takes the roster.
    seed, parameters
        Of the solver, and of the search.
    """
    submodel = cut(structure.program, np.flatnonzero(~structure.ownership.is_choice), values)
    process.give(Job(submodel.program, seed=seed), max(parameters.least_seconds, best.remaining_seconds))
    while not process.connection.poll(_POLL_SECONDS):
        if best.is_over:
            return False
    answer = process.take()
    if answer.values is None:
        return False
    return best.offer_solution(structure.program, submodel.placed(values, answer.values), "start")

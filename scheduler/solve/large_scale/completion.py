"""From everybody's shifts to values of the whole model.

Once the choices are made, the model falls apart: each person's slack variables are that person's alone, and each
component of the counts (`linking.py`) has its own meal breaks and service.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.dispatch import Workers, solve_all
from scheduler.solve.linear.mip import Job, Limits
from scheduler.solve.linear.slacks import slacks_of_choices
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut

_SECONDS = 10.0
_GAP = 1e-5


def complete_choices(
    structure: Structure,
    chosen: NDArray[np.int64],
    workers: Workers,
    *,
    seconds: float = _SECONDS,
    stop: threading.Event | None = None,
) -> NDArray[np.int64] | None:
    """Values of all variables, shape (n_variables,).

    Parameters
    ----------
    structure
        Of the model.
    chosen
        The variables of the choices that are made; all other choices are not.
    workers
        Who solves the components.
    seconds
        The longest look at one component of the counts.
    stop
        Set it to end early.

    Returns
    -------
    NDArray
        None where some person or component cannot follow these choices, or the search was stopped.
    """
    values = np.zeros(structure.program.n_variables)
    values[chosen] = 1.0
    slacks = slacks_of_choices(structure, values)
    if slacks is None:
        return None
    values += slacks
    parts = [cut(structure.program, component.variables, values) for component in structure.linking.components]
    jobs = [Job(part.program, structure.is_meal[part.columns]) for part in parts]
    found = solve_all(jobs, Limits(seconds, gap=_GAP, absolute_gap=None), workers, stop=stop)
    completed: NDArray[np.int64] = np.round(values).astype(np.int64)
    for part, solution in zip(parts, found, strict=True):
        if solution is None:
            return None
        completed = part.placed(completed, solution)
    return completed

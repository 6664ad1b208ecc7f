"""What people's own rules let them cost at least over several weeks, when what they earn by being there is given."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.mip import Job, Limits, solve
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut


def least_cost_of_people(
    structure: Structure, block_of: NDArray[np.int64], limits: Limits, most_seconds: float
) -> float:
    """What everybody's days cost together at least, each person alone; where no time is left, by relaxation.

    Each is a small program: the person's choices and slack variables of some weeks, with the person's own rows. Rows
    that reach beyond those weeks ask no more of them than the most favourable rest would leave.

    Parameters
    ----------
    structure
        With costs less what choices earn where they are counted.
    block_of
        The number of the weeks in which each variable is decided, shape (n_variables,).
    limits
        For everybody together.
    most_seconds
        For one person and some weeks.
    """
    program, ownership = structure.program, structure.ownership
    began, total = time.monotonic(), 0.0
    parts = list(_own_variables(structure, block_of))
    for person, variables in parts:
        left = limits.seconds / len(parts) if limits.by_work else limits.seconds - (time.monotonic() - began)
        rows = np.unique(program.columns[:, variables].indices).astype(np.int64)
        own = cut(program, variables, program.lower, program.upper, rows=rows[ownership.owner_of_row[rows] == person])
        job = Job(own.program, integer=left > 0.0, seed=1)
        total += solve(job, replace(limits, seconds=min(most_seconds, left) if left > 0.0 else most_seconds)).bound
    return total


def _own_variables(structure: Structure, block_of: NDArray[np.int64]) -> Iterable[tuple[int, NDArray[np.int64]]]:
    """Each person's variables of each block."""
    owner = structure.ownership.owner_of_variable
    order = np.lexsort((block_of, owner))
    order = order[owner[order] >= 0]
    keys = np.stack([owner[order], block_of[order]])
    borders = np.flatnonzero(np.any(np.diff(keys, axis=1) != 0, axis=0)) + 1
    for variables in np.split(order, borders):
        if len(variables):
            yield int(owner[variables[0]]), np.sort(variables)

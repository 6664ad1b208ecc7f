"""People's slack variables, once their choices are made."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import cut


def slacks_of_choices(
    structure: Structure,
    values: NDArray[np.int64] | NDArray[np.float64],
    people_at_once: int,
    seconds: float = math.inf,
) -> NDArray[np.float64] | None:
    """The cheapest values of people's slack variables, zero elsewhere, given their choices; None where none will do.

    Parameters
    ----------
    structure
        The program with its owners.
    values
        Of all variables, shape (n_variables,), of which the choices count.
    people_at_once
        How many of them one linear program is about.
    seconds
        How long each of the linear programs, one for some of the people, may take.
    """
    program, ownership = structure.program, structure.ownership
    found = np.zeros(program.n_variables)
    chosen = np.where(ownership.is_slack, 0.0, values)
    for first in range(0, structure.n_people, people_at_once):
        people = range(first, first + people_at_once)
        variables = np.flatnonzero(ownership.is_slack & _among(ownership.owner_of_variable, people))
        is_row = _among(ownership.owner_of_row, people)
        if not len(variables):
            if not program.are_rows_kept_by(chosen, 1e-6, is_row):
                return None
            continue
        relaxation = relax(cut(program, variables, chosen, rows=np.flatnonzero(is_row)).program, seconds=seconds)
        if relaxation is None:
            return None
        found[variables] = relaxation.values
    return found


def _among(owners: NDArray[np.int64], people: range) -> NDArray[np.bool_]:
    among: NDArray[np.bool_] = (owners >= people.start) & (owners < people.stop)
    return among

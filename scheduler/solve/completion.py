"""From everybody's shifts to values of the whole model, piece by piece.

Once the choices are made, the model falls apart: each person's help variables are that person's alone, and each part
of the counts (`coupling.py`) has its own meal breaks and service. None of the pieces grows with the number of people
but the first, which is taken some people at a time.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.parallel import Cluster, run_pieces
from scheduler.solve.blocks import Split
from scheduler.solve.coupling import Coupling, Piece, read_values, solve_piece, with_people
from scheduler.solve.linear.mip import Job, Limits
from scheduler.solve.relaxation import relax
from scheduler.solve.twin import LinearTwin

_PEOPLE_AT_A_TIME = 2000
_SECONDS = 10.0
_GAP = 1e-5


def complete_choices(
    twin: LinearTwin,
    owners: Split,
    coupling: Coupling,
    whole: NDArray[np.bool_],
    chosen: NDArray[np.int64],
    *,
    seconds: float = _SECONDS,
    cluster: Cluster | None = None,
    workers: int | None = None,
    stop: threading.Event | None = None,
) -> NDArray[np.int64] | None:
    """Values of all variables.

    Parameters
    ----------
    whole
        Which counts are asked to be whole.
    chosen
        The variables of the choices that are made; all other choices are not.
    seconds
        The longest look at one part of the counts.

    Returns
    -------
    NDArray
        None where some person or part cannot follow these choices, or the search was stopped.
    """
    values = np.zeros(len(twin.names))
    values[chosen] = 1.0
    helps = help_variables(twin, owners, values)
    if helps is None:
        return None
    values += helps
    activity = coupling.people @ values
    limits = Limits(seconds, gap=_GAP, absolute_gap=None)
    pieces = [
        Piece(Job(with_people(twin, coupling, part, activity), whole[part.variables]), limits)
        for part in coupling.parts
    ]
    outcomes = run_pieces(
        solve_piece,
        pieces,
        read=read_values(pieces),
        cluster=cluster,
        workers=workers,
        stop=stop,
    )
    for part, outcome in zip(coupling.parts, outcomes, strict=True):
        if outcome.result is None:
            return None
        values[part.variables] = outcome.result
    rounded: NDArray[np.int64] = np.round(values).astype(np.int64)
    return rounded


def help_variables(
    twin: LinearTwin, owners: Split, values: NDArray[np.float64], seconds: float = math.inf
) -> NDArray[np.float64] | None:
    """The cheapest values of people's help variables, zero elsewhere, given their choices; None where none will do."""
    found = np.zeros(len(twin.names))
    is_help = owners.is_help
    values = np.where(is_help, 0.0, values)
    n_people = int(owners.owner_of_variable.max(initial=0)) + 1
    for first in range(0, n_people, _PEOPLE_AT_A_TIME):
        people = range(first, min(first + _PEOPLE_AT_A_TIME, n_people))
        variables = np.flatnonzero(is_help & _among(owners.owner_of_variable, people))
        rows = np.flatnonzero(_among(owners.owner_of_row, people))
        if not len(rows):
            continue
        matrix = twin.matrix[rows]
        by_choices = matrix @ values
        if not len(variables):
            if np.any(by_choices < twin.row_lower[rows] - 1e-6) or np.any(by_choices > twin.row_upper[rows] + 1e-6):
                return None
            continue
        relaxation = relax(
            replace(
                twin,
                names=[""] * len(variables),
                lower=twin.lower[variables],
                upper=twin.upper[variables],
                cost=twin.cost[variables],
                offset=0.0,
                matrix=matrix[:, variables].tocsr(),
                row_lower=twin.row_lower[rows] - by_choices,
                row_upper=twin.row_upper[rows] - by_choices,
            ),
            seconds=seconds,
        )
        if relaxation is None:
            return None
        found[variables] = relaxation.values
    return found


def _among(owners: NDArray[np.int64], people: range) -> NDArray[np.bool_]:
    among: NDArray[np.bool_] = (owners >= people.start) & (owners < people.stop)
    return among


def kinds_of(keys: Sequence[object]) -> list[NDArray[np.int64]]:
    """Places of equal keys, in the order in which the keys first come."""
    kinds: dict[object, list[int]] = {}
    for place, key in enumerate(keys):
        kinds.setdefault(key, []).append(place)
    return [np.array(places) for places in kinds.values()]

"""From everybody's shifts to values of the whole model, piece by piece.

Once the choices are made, the model falls apart: each person's slack variables are that person's alone, and each part
of the counts (`linking.py`) has its own meal breaks and service. None of the pieces grows with the number of people
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
from scheduler.solve.linear.linking import Linking, Piece, read_values, solve_piece, with_people
from scheduler.solve.linear.mip import Job, Limits
from scheduler.solve.linear.ownership import Ownership
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.relaxation import relax

_PEOPLE_AT_A_TIME = 2000
_SECONDS = 10.0
_GAP = 1e-5


def complete_choices(
    program: LinearProgram,
    ownership: Ownership,
    linking: Linking,
    integer: NDArray[np.bool_],
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
    integer
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
    values = np.zeros(len(program.names))
    values[chosen] = 1.0
    slacks = slack_variables(program, ownership, values)
    if slacks is None:
        return None
    values += slacks
    activity = linking.people @ values
    limits = Limits(seconds, gap=_GAP, absolute_gap=None)
    pieces = [
        Piece(Job(with_people(program, linking, part, activity), integer[part.variables]), limits)
        for part in linking.parts
    ]
    outcomes = run_pieces(
        solve_piece,
        pieces,
        read=read_values(pieces),
        cluster=cluster,
        workers=workers,
        stop=stop,
    )
    for part, outcome in zip(linking.parts, outcomes, strict=True):
        if outcome.result is None:
            return None
        values[part.variables] = outcome.result
    rounded: NDArray[np.int64] = np.round(values).astype(np.int64)
    return rounded


def slack_variables(
    program: LinearProgram, ownership: Ownership, values: NDArray[np.float64], seconds: float = math.inf
) -> NDArray[np.float64] | None:
    """The cheapest values of people's slack variables, zero elsewhere, given their choices; None where none will do."""
    found = np.zeros(len(program.names))
    is_slack = ownership.is_slack
    values = np.where(is_slack, 0.0, values)
    n_people = int(ownership.owner_of_variable.max(initial=0)) + 1
    for first in range(0, n_people, _PEOPLE_AT_A_TIME):
        people = range(first, min(first + _PEOPLE_AT_A_TIME, n_people))
        variables = np.flatnonzero(is_slack & _among(ownership.owner_of_variable, people))
        rows = np.flatnonzero(_among(ownership.owner_of_row, people))
        if not len(rows):
            continue
        matrix = program.matrix[rows]
        by_choices = matrix @ values
        if not len(variables):
            if np.any(by_choices < program.row_lower[rows] - 1e-6) or np.any(
                by_choices > program.row_upper[rows] + 1e-6
            ):
                return None
            continue
        relaxation = relax(
            replace(
                program,
                names=[""] * len(variables),
                lower=program.lower[variables],
                upper=program.upper[variables],
                cost=program.cost[variables],
                offset=0.0,
                matrix=matrix[:, variables].tocsr(),
                row_lower=program.row_lower[rows] - by_choices,
                row_upper=program.row_upper[rows] - by_choices,
            ),
            seconds=seconds,
        )
        if relaxation is None:
            return None
        found[variables] = relaxation.values
    return found


def _among(ownership: NDArray[np.int64], people: range) -> NDArray[np.bool_]:
    among: NDArray[np.bool_] = (ownership >= people.start) & (ownership < people.stop)
    return among


def kinds_of(keys: Sequence[object]) -> list[NDArray[np.int64]]:
    """Places of equal keys, in the order in which the keys first come."""
    kinds: dict[object, list[int]] = {}
    for place, key in enumerate(keys):
        kinds.setdefault(key, []).append(place)
    return [np.array(places) for places in kinds.values()]

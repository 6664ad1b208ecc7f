"""A good first roster within seconds: the linear relaxation, rounded to whole weeks person by person.

The relaxation already gives most people a whole week. Of the others, those whose week is nearest to decided get the
week that agrees best with it, the relaxation of what is left is solved again, and so on. Rounding whole weeks keeps
everybody's own rules; the counts follow: with everybody's week decided, the meal breaks and the division of queues
fall into independent days, which CP-SAT does fast.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from scheduler.solve.blocks import Split
from scheduler.solve.patterns import Weeks
from scheduler.solve.relaxation import relax
from scheduler.solve.twin import LinearTwin
from scheduler.variables import Build

# Of the people still undecided after each relaxation, this share is decided. Measured: a tenth costs three times the
# time and brings 0.02%.
_DECIDED_SHARE = 0.35


def choose_weeks(
    twin: LinearTwin, weeks: list[Weeks], relaxed: NDArray[np.float64], *, go_on: Callable[[], bool]
) -> NDArray[np.int64] | None:
    """A week for everybody; None where the counts turn out not to allow it.

    Parameters
    ----------
    weeks
        What each person may work.
    relaxed
        Values of all variables in the linear relaxation.
    go_on
        Asked between relaxations; once it says no, everybody left is rounded at once.
    """
    lower, upper = twin.lower.copy(), twin.upper.copy()
    chosen = np.full(len(weeks), -1, dtype=np.int64)
    while True:
        open_people = np.flatnonzero(chosen < 0).tolist()
        agreement = {person: _nearest(twin, weeks[person], relaxed) for person in open_people}
        decided = sorted(open_people, key=lambda person: -agreement[person][0])
        whole = sum(agreement[person][0] > len(weeks[person].choices) - 1e-6 for person in decided)
        most = whole + max(2, round((len(decided) - whole) * _DECIDED_SHARE)) if go_on() else len(decided)
        for person in decided[:most]:
            chosen[person] = agreement[person][1]
            for variables in weeks[person].choices:
                upper[variables] = 0.0
            on = weeks[person].variables(agreement[person][1])
            lower[on] = upper[on] = 1.0
        if most >= len(decided):
            return chosen
        relaxation = relax(replace(twin, lower=lower, upper=upper))
        if relaxation is None:
            return None
        relaxed = relaxation.values


def _nearest(twin: LinearTwin, weeks: Weeks, relaxed: NDArray[np.float64]) -> tuple[float, int]:
    """The week that agrees best with the relaxation, and on how many days; the cheaper one of equals."""
    agreement = np.zeros(len(weeks.picks))
    for day, variables in enumerate(weeks.choices):
        shares = relaxed[variables]
        agreement += np.concatenate(([1.0 - shares.sum()], shares))[weeks.picks[:, day]]
    best = int(np.argmax(agreement - 1e-9 * weeks.value(twin.cost)))
    return float(agreement[best]), best


def complete(
    build: Build,
    split: Split,
    weeks: list[Weeks],
    chosen: NDArray[np.int64],
    *,
    seconds: float,
    workers: int,
    seed: int,
) -> list[int] | None:
    """Values of all variables of the model once everybody's week is decided; None where the counts cannot follow."""
    on = {int(var) for person, week in enumerate(chosen) for var in weeks[person].variables(int(week))}
    fixed = build.model.clone()
    for index in np.flatnonzero(split.choice_of >= 0).tolist():
        fixed.add(fixed.get_bool_var_from_proto_index(index) == (index in on))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.catch_sigint_signal = False
    if solver.solve(fixed) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return list(solver.response_proto.solution)

"""The least change of a published roster, for several numbers of people who may be touched.

Most of the week is held, yet nearly anybody might stand in, so the model is that of a whole week. Under a limit of
people touched its linear relaxation is tight and names the few who are worth asking; the mixed-integer program over
these alone takes a second, the one over everybody minutes (benchmarks/log.md).

A repair restores and does not improve: coverage beyond what was published, where that was short, earns nothing.
Otherwise each repair would also move people who have nothing to do with its cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scheduler.constraints.base import Rule
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.result import Status
from scheduler.solve import cp_sat
from scheduler.solve.linear.linking import connected
from scheduler.solve.linear.mip import Job, Limits, Solver, SolverStatus, solve
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.submodel import cut
from scheduler.solve.parameters import DEFAULTS, RepairParameters
from scheduler.solve.repair.model import Place, RepairModel

_MOVED = 1e-6
_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Allowed:
    """What came of one allowance.

    Attributes
    ----------
    people
        How many people might be touched.
    status
        FEASIBLE with a roster; INFEASIBLE where none is proven to exist; NO_SOLUTION where the time was too short.
    roster
        The roster that costs least, as far as was searched; days that did not change have their published rows.
    """

    people: int
    status: Status
    roster: Roster | None


def least_change(
    problem: Problem,
    rules: Sequence[Rule],
    open_places: AbstractSet[Place],
    allowances: Sequence[int],
    *,
    seconds_each: float = 20.0,
    workers: int = 8,
    seed: int = 1,
    parameters: RepairParameters = DEFAULTS.repair,
) -> list[Allowed]:
    """Find the cheapest roster near the published one, for each number of people who may be touched.

    Parameters
    ----------
    problem, rules
        The facts as they are now, with the published roster, and the rules in force.
    open_places
        Where anything may change. Elsewhere people keep what was published, or are off where they are absent.
    allowances
        Numbers of people, at least 1 each, in rising order.
    seconds_each
        For the search of one allowance, beside its relaxation; seldom more than one or two are needed.
    workers, seed
        Of the search: threads, and the seed.
    parameters
        What tunes the search.

    Returns
    -------
    list
        One entry an allowance, in their order; a wider one is never dearer than a narrower one.
    """
    if problem.published is None:
        raise ValueError("a repair needs a published roster")
    repair = RepairModel(problem, rules, open_places)
    search = _Search(repair, seconds_each, workers, seed, parameters)
    # Whoever is worth asking at the limits between is so at one of the two ends: measured, no roster was dearer.
    probes = sorted({allowances[0], allowances[-1]})
    with ThreadPoolExecutor(min(parameters.threads, workers)) as pool:
        relaxed = [values for values in pool.map(search.relax, probes) if values is not None]
    found: list[Allowed] = []
    best: NDArray[np.int64] | None = None
    roster: Roster | None = None
    for people in allowances:
        status, values = search.solve(people, relaxed, best)
        if values is not None and (best is None or repair.cost(values) < repair.cost(best)):
            best, roster = values, repair.roster(values)
        found.append(Allowed(people, status if roster is None else Status.FEASIBLE, roster))
    return found


class _Search:
    """Solves one model for many limits."""

    def __init__(
        self, model: RepairModel, seconds_each: float, workers: int, seed: int, parameters: RepairParameters
    ) -> None:
        self._model = model
        self._parameters = parameters
        self._seconds, self._workers, self._seed = seconds_each, workers, seed

    def relax(self, people: int) -> NDArray[np.float64] | None:
        """Values of the linear relaxation where so many people may be touched; None where there are none."""
        relaxation = relax(self._model.limited(people), seconds=self._seconds)
        return None if relaxation is None else relaxation.values

    def solve(
        self, people: int, relaxed: Sequence[NDArray[np.float64]], best: NDArray[np.int64] | None
    ) -> tuple[Status, NDArray[np.int64] | None]:
        """The best values where only choices that a relaxation moves may move; if that finds nothing, any roster.

        Parameters
        ----------
        best
            What a narrower allowance found: the search starts from there.
        """
        values = self._solve_part(people, relaxed, best) if relaxed else None
        if values is not None:
            return Status.FEASIBLE, values
        status, some = self._any_roster(people)
        if some is None:
            return status, None
        values = self._solve_part(people, [*relaxed, some.astype(np.float64)], some)
        return Status.FEASIBLE, some if values is None else values

    def _solve_part(
        self, people: int, known: Sequence[NDArray[np.float64]], start: NDArray[np.int64] | None
    ) -> NDArray[np.int64] | None:
        """The best values where only what one of the known solutions moves may move, and what depends on it."""
        moved = self._model.is_choice & np.any([np.abs(values - self._model.now) > _MOVED for values in known], axis=0)
        held = np.where(self._model.is_choice, self._model.now, known[-1])
        free = self._affected(moved, held)
        program = self._model.limited(people)
        part = cut(program, np.flatnonzero(free), held)
        is_settled = np.ones(program.n_rows, dtype=bool)
        is_settled[part.rows] = False
        if not program.are_rows_kept_by(held, _TOLERANCE, is_settled):
            return None
        # Without a better start the one in which nobody is moved, if the hard rules allow it.
        first = (self._model.now if start is None else start)[free]
        # A gap is one of what the whole roster costs.
        costed = replace(part.program, offset=program.offset + float(program.cost @ np.where(free, 0.0, held)))
        answer = solve(
            Job(
                costed,
                self._model.integer[free],
                Solver.SCIP,
                hint=np.where(self._model.is_choice[free], first, np.nan),
                seed=self._seed,
            ),
            Limits(self._seconds, gap=self._parameters.gap, absolute_gap=None, nodes=self._parameters.most_nodes),
        )
        if answer.values is None:
            return None
        held[free] = answer.values
        return np.round(held).astype(np.int64)

    def _affected(self, moved: NDArray[np.bool_], held: NDArray[np.float64]) -> NDArray[np.bool_]:
        """What is no longer settled once these choices are open; counts that nobody can leave or join are.

        Sets the settled counts among the held values.
        """
        free = ~self._model.is_choice | moved
        for index, people in self._model.settled_counts(moved).items():
            free[index] = False
            held[index] = people
        # What shares no row with the open choices, however indirectly, is as good as any known solution has it.
        _, component = connected(self._model.program.matrix[:, free])
        open_columns = moved[free]
        open_columns[np.flatnonzero(np.flatnonzero(free) == self._model.limit.index)] = True
        free[free] = np.isin(component, component[open_columns])
        return free

    def _any_roster(self, people: int) -> tuple[Status, NDArray[np.int64] | None]:
        """Any roster at all, by CP-SAT, or the proof that there is none."""
        model = self._model.built.model.clone()
        model.add(model.get_int_var_from_proto_index(self._model.limit.index) <= people)
        limits = cp_sat.CpSatLimits(2 * self._seconds, workers=self._workers, seed=self._seed, any_solution=True)
        answer = cp_sat.solve(model, limits)
        if answer.values is not None:
            return Status.FEASIBLE, np.array(answer.values, dtype=np.int64)
        return (Status.INFEASIBLE if answer.status is SolverStatus.INFEASIBLE else Status.NO_SOLUTION), None

"""The least change of a published roster, for several numbers of people who may be touched.

Most of the week is held, yet nearly anybody might stand in, so the model is that of a whole week. Under a limit of
people touched its linear relaxation is tight and names the few who are worth asking; the mixed-integer program over
these alone takes a second, the one over everybody minutes (benchmarks/log.md).

A repair restores and does not improve: coverage beyond what was published, where that was short, earns nothing.
Otherwise each repair would also move people who have nothing to do with its cause.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.roster import Roster
from scheduler.result import Status
from scheduler.solve import cp_sat
from scheduler.solve.linear.linking import connected
from scheduler.solve.linear.mip import Job, Limits, Solver, SolverStatus, solve
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.submodel import Submodel, cut
from scheduler.solve.parameters import DEFAULTS, RepairParameters
from scheduler.solve.repair.model import RepairModel

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
    repair: RepairModel,
    allowances: Sequence[int],
    *,
    workers: int = 8,
    seed: int = 1,
    parameters: RepairParameters = DEFAULTS.repair,
) -> list[Allowed]:
    """Find the cheapest roster near the published one, for each number of people who may be touched.

    Parameters
    ----------
    repair
        The model of the week near its published roster; it can serve several searches.
    allowances
        Numbers of people in rising order; from 1 on where everybody is counted.
    workers, seed
        Of the search: threads, and the seed.
    parameters
        What tunes the search.

    Returns
    -------
    list
        One entry an allowance, in their order; a wider one is never dearer than a narrower one.
    """
    search = _Search(repair, workers, seed, parameters)
    # Where nobody may be touched, no relaxation has to say whom to ask.
    relaxed = search.relax([people for people in allowances if people] or allowances)
    with ThreadPoolExecutor(min(parameters.most_at_once, workers)) as threads:

        def solve_each(wanted: Sequence[int], start: NDArray[np.int64] | None) -> dict[int, _Solved]:
            return dict(
                zip(wanted, threads.map(lambda people: search.solve(people, relaxed, start), wanted), strict=True)
            )

        solved = solve_each(list(dict.fromkeys((allowances[0], allowances[-1]))), None)
        # The widest allowance has often room to spare, and its roster then is that of narrower ones too; the others
        # start from that of the narrowest.
        (_, narrow), widest = solved[allowances[0]], solved[allowances[-1]]
        between = [people for people in allowances if people not in solved]
        solved |= {people: widest for people in between if _holds_for(widest, people, repair)}
        solved |= solve_each([people for people in between if people not in solved], narrow)
    found: list[Allowed] = []
    best: NDArray[np.int64] | None = None
    roster: Roster | None = None
    for people in allowances:
        status, values = solved[people]
        if values is not None and (best is None or repair.cost(values) < repair.cost(best)):
            best, roster = values, repair.roster(values)
        found.append(Allowed(people, status if roster is None else Status.FEASIBLE, roster))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """The submodel of what may change, and the values of all variables beside it."""

    submodel: Submodel
    held: NDArray[np.float64]


_Solved = tuple[Status, NDArray[np.int64] | None]
"""What is known of an allowance: values of all variables where there is a roster."""


def _holds_for(wider: _Solved, people: int, repair: RepairModel) -> bool:
    """Whether what a wider allowance brought is what a narrower one brings."""
    status, values = wider
    return status is Status.INFEASIBLE if values is None else repair.people_touched(values) <= people


class _Search:
    """Solves one model for many limits."""

    def __init__(self, model: RepairModel, workers: int, seed: int, parameters: RepairParameters) -> None:
        self._model = model
        self._parameters = parameters
        self._workers, self._seed = workers, seed

    def relax(self, allowances: Sequence[int]) -> list[NDArray[np.float64]]:
        """Values of the linear relaxations at the narrowest and the widest allowance, where there are some.

        Whoever is worth asking at the limits between is so at one of the two ends: measured, no roster was dearer.

        A choice whose reduced cost at the widest allowance reaches the price of a change would bring nothing if the
        change were free. Such choices stay as they are at the narrowest one, which makes its relaxation a small one.
        """
        model = self._model
        widest = relax(model.limited(allowances[-1]), seconds=self._parameters.seconds)
        if widest is None or allowances[0] == allowances[-1]:
            return [] if widest is None else [widest.values]
        reduced = np.abs(model.program.cost - widest.duals @ model.program.matrix)
        moves = model.is_choice & ((reduced < model.price_of_change) | (np.abs(widest.values - model.now) > _MOVED))
        part = self._part(allowances[0], moves, widest.values)
        narrow = None if part is None else relax(part.submodel.program, seconds=self._parameters.seconds)
        if part is not None and narrow is not None:
            part.held[part.submodel.columns] = narrow.values
            return [part.held, widest.values]
        narrow = relax(model.limited(allowances[0]), seconds=self._parameters.seconds)
        return [widest.values] if narrow is None else [narrow.values, widest.values]

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
        """The best values where only those move who are not counted or whom a known solution moves, and what depends
        on them."""
        moved = self._model.is_choice & np.any([np.abs(values - self._model.now) > _MOVED for values in known], axis=0)
        moved |= self._model.is_uncounted
        part = self._part(people, moved, known[-1])
        if part is None:
            return None
        held, free = part.held, part.submodel.columns
        # Without a better start the one in which nobody is moved, if the hard rules allow it.
        first = (self._model.now if start is None else start)[free]
        # A gap is one of what the whole roster costs.
        program = self._model.program
        rest = float(program.cost @ held - program.cost[free] @ held[free])
        costed = replace(part.submodel.program, offset=program.offset + rest)
        answer = solve(
            Job(
                costed,
                self._model.integer[free],
                Solver.SCIP,
                hint=np.where(self._model.is_choice[free], first, np.nan),
                seed=self._seed,
            ),
            Limits(
                self._parameters.seconds, gap=self._parameters.gap, absolute_gap=None, nodes=self._parameters.most_nodes
            ),
        )
        if answer.values is None:
            return None
        held[free] = answer.values
        return np.round(held).astype(np.int64)

    def _part(self, people: int, moves: NDArray[np.bool_], known: NDArray[np.float64]) -> _Opened | None:
        """What is open where only these choices may move; None where the rest cannot stay as it is."""
        program = self._model.limited(people)
        held = np.where(self._model.is_choice, self._model.now, known)
        part = cut(program, np.flatnonzero(self._affected(moves, held)), held)
        is_settled = np.ones(program.n_rows, dtype=bool)
        is_settled[part.rows] = False
        return _Opened(part, held) if program.are_rows_kept_by(held, _TOLERANCE, is_settled) else None

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
        limits = cp_sat.CpSatLimits(
            2 * self._parameters.seconds, workers=self._workers, seed=self._seed, any_solution=True
        )
        answer = cp_sat.solve(model, limits)
        if answer.values is not None:
            return Status.FEASIBLE, np.array(answer.values, dtype=np.int64)
        return (Status.INFEASIBLE if answer.status is SolverStatus.INFEASIBLE else Status.NO_SOLUTION), None

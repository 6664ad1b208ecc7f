"""Improves a roster by solving parts of it again: all days of some people, or some days of everybody or of half.

Days come in up to three windows, so that work can move from one week to another. Each kind of part has a size of its
own for each solver, which grows while they are searched in time and shrinks when they are not. The kind that lately
gained most a second goes next.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import Job, Solver
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.submodel import Submodel, cut
from scheduler.solve.long_horizon.processes import SolverProcess
from scheduler.solve.parameters import LongHorizonParameters

# HiGHS is the faster one on large parts, SCIP is less often stuck.
_SOLVERS = (Solver.HIGHS, Solver.SCIP)
_SHORTEST_SECONDS = 0.05


@dataclass(slots=True)
class _Kind:
    """A kind of neighbourhood for one solver.

    Attributes
    ----------
    windows
        Of consecutive days; 0 stands for all days.
    people_share
        Who is in a neighbourhood that has windows.
    solver, choices, worth
        How many choices are opened, and what that lately brought a second.
    """

    windows: int
    people_share: float
    solver: Solver
    choices: float
    worth: float = np.inf


@dataclass(slots=True)
class _Search:
    """A neighbourhood that is being searched."""

    kind: _Kind
    submodel: Submodel
    values: NDArray[np.int64]
    began: float


@dataclass(slots=True, eq=False)
class Neighbourhoods:
    """Which neighbourhood of a roster to search next.

    Parameters
    ----------
    structure
        Of the whole horizon.
    seed
        Of every random choice.
    parameters
        Of the search.
    """

    structure: Structure
    seed: int
    parameters: LongHorizonParameters
    _random: np.random.Generator = field(init=False)
    _kinds: list[_Kind] = field(init=False)
    _searches: dict[SolverProcess, _Search] = field(init=False, default_factory=dict)
    _seconds: float = field(init=False)
    # Seconds that pass for one of processor time.
    _stretch: float = field(init=False, default=1.0)
    _lately: list[tuple[float, float]] = field(init=False, default_factory=list)
    _given: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.seed)
        self._seconds = self.parameters.first_seconds
        first = self.parameters.first_choices
        self._kinds = [
            _Kind(windows, share, solver, first) for solver in _SOLVERS for windows, share in self.parameters.kinds
        ]

    def give(self, process: SolverProcess, best: Incumbent) -> None:
        """Let an idle process search a neighbourhood."""
        kind = max(self._kinds, key=lambda one: one.worth * self._random.uniform(0.2, 1.0))
        values = np.array(best.values)
        opened = self.structure.opened(self._choices(kind, values))
        submodel = cut(self.structure.program, np.flatnonzero(opened), values)
        seconds = max(0.1, min(self._seconds * self._stretch, best.remaining_seconds))
        self._given += 1
        job = Job(submodel.program, solver=kind.solver, hint=values[submodel.columns], seed=self.seed + self._given)
        process.give(job, seconds)
        self._searches[process] = _Search(kind, submodel, values, best.elapsed_seconds)

    def take(self, process: SolverProcess, best: Incumbent) -> None:
        """Take in the answer of a process, and learn from it."""
        search, tuned = self._searches.pop(process), self.parameters
        answer = process.take()
        spent = max(answer.processor_seconds, _SHORTEST_SECONDS)
        if spent > tuned.easy_share * self._seconds:
            stretch = min(max(1.0, (best.elapsed_seconds - search.began) / spent), tuned.most_stretch)
            self._stretch = tuned.memory * self._stretch + (1 - tuned.memory) * stretch
        kind, gained = search.kind, 0.0
        if answer.values is not None:
            after = search.submodel.placed(search.values, answer.values)
            gained = best.offer_change(self.structure.program, search.values, after, "improve")
        rate = gained / spent
        kind.worth = rate if np.isinf(kind.worth) else tuned.memory * kind.worth + (1 - tuned.memory) * rate
        kind.worth = max(kind.worth, 1e-3)
        if not answer.is_done:
            kind.choices = max(kind.choices * tuned.shrink, tuned.fewest_choices)
        elif spent < tuned.easy_share * self._seconds:
            kind.choices = min(kind.choices * tuned.grow, float(self.structure.ownership.is_choice.sum()))
        self._lately.append((gained, spent))
        if len(self._lately) == tuned.patience:
            all_gained, all_spent = map(sum, zip(*self._lately, strict=True))
            if all_gained < tuned.worthwhile_share * all_spent * abs(best.cost or 0):
                self._seconds = min(self._seconds * tuned.longer, tuned.most_seconds)
            self._lately = []

    def _choices(self, kind: _Kind, values: NDArray[np.int64]) -> NDArray[np.bool_]:
        """The choices that a neighbourhood of this kind opens."""
        structure = self.structure
        is_choice, day_of = structure.ownership.is_choice, structure.ownership.day_of_choice
        share = min(1.0, kind.choices / max(1, int(is_choice.sum())))
        most = structure.n_days
        n_days = most if not kind.windows else max(self.parameters.least_days, round(most * share / kind.people_share))
        n_days = min(n_days, most)
        n_people = min(structure.n_people, max(1, round(structure.n_people * share * most / n_days)))
        cost_of_days, cost_of_people = regret(structure, values)
        people = self._random.choice(structure.n_people, n_people, replace=False, p=_shares(cost_of_people))
        days = np.zeros(most, dtype=bool)
        # The first window lies where it costs, the others, with which it can exchange work, anywhere.
        shares = _shares(cost_of_days)
        while (missing := n_days - int(days.sum())) > 0:
            width = min(missing, -(-n_days // max(1, kind.windows)))
            middle = int(self._random.choice(most, p=shares))
            first = min(max(0, middle - int(self._random.integers(width))), most - width)
            days[first : first + width] = True
            shares = np.full(most, 1.0 / most)
        is_theirs = np.isin(structure.ownership.owner_of_variable, people)
        chosen: NDArray[np.bool_] = is_choice & days[day_of] & is_theirs
        return chosen


def regret(structure: Structure, values: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each day and each person costs beyond the least that their variables alone could.

    Returns
    -------
    tuple
        Points of the counts and choices of each day, shape (n_days,), and of each person, shape (n_people,).
    """
    program, ownership = structure.program, structure.ownership
    points = program.cost * values - np.minimum(program.cost * program.lower, program.cost * program.upper)
    of_days, of_people = np.zeros(structure.n_days), np.zeros(structure.n_people)
    first, last = structure.days_spanned
    has_owner = ownership.owner_of_variable != SHARED
    has_day = (first == last) & (first >= 0) & (ownership.is_choice | ~has_owner)
    np.add.at(of_days, first[has_day], points[has_day])
    np.add.at(of_people, ownership.owner_of_variable[has_owner], points[has_owner])
    return of_days, of_people


def _shares(cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each is to be chosen: the costly more, but not much more, as some cost nobody can avoid."""
    weight = np.sqrt(np.maximum(cost, 0.0))
    weight += weight.mean() + 1e-9
    shares: NDArray[np.float64] = weight / weight.sum()
    return shares

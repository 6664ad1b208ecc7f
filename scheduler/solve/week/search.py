"""The order of events for a week of many people, whose ways to spend it can be listed.

1. Everybody in turn takes the best week: a roster after seconds.
2. Everybody's weeks, meals and the division of capacity are annealed together (annealing), first briefly, then as long
   as it pays, then again from the best roster with less heat.
3. After each: the best weeks for everybody at once, the counts held (column_generation), and the best meals and flows,
   the heads held.

In a background process bounds are found (lagrangian_bound).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.parallel.process import Process, cores
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.linking import Component
from scheduler.solve.linear.mip import NO_ANSWER, Answer, Job, Limits, Solver, solve
from scheduler.solve.linear.relaxation import is_proven_empty
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, enumerate_patterns
from scheduler.solve.week.annealing import MOVES_A_TURN, Annealer, Tables
from scheduler.solve.week.column_generation import RestrictedMaster
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.lagrangian_bound import BOUND_SHARE, BOUND_WORK_SHARE, Bound, prove, prove_in_background
from scheduler.solve.week.marginal_costs import MarginalCosts

_FIRST_PASSES = 3
# A step that gains less than this share of the cost is the last of its kind.
_WORTHWHILE = 2e-4
_BOUND_MOST_SECONDS = 300.0
_POLL_SECONDS = 0.2
# Of more people than these, a part at a time chooses its weeks: the program grows faster than what it brings.
_MOST_PEOPLE_AT_ONCE = 700
_DETERMINISTIC_CORES = 2
# After so many rounds without a gain the search ends, and CP-SAT has its turn.
_PATIENCE = 4
# Nominal seconds for each program, and its gap.
_REASSIGN_SECONDS, _REOPTIMIZE_SECONDS = 6.0, 2.0
_GAP = 1e-4
# Moves for each person in a brief annealing, and in one that has all that pays (benchmarks/log.md).
_BRIEF_MOVES, _FULL_MOVES = 10_000, 150_000
# Where the clock must not decide, a second stands for so many.
_MOVES_A_SECOND = 1.5e6
# Of what is left, an annealing takes so much at most: what it finds is worth a step by all.
_MOST_SHARE = 0.8
# Heat, as shares of what an effect of one head typically costs.
HOT, WARM, _CALM, _COLD = 0.22, 0.035, 7e-3, 2e-4


def search(structure: Structure, best: Incumbent, options: Solving, start: NDArray[np.int64] | None) -> bool:
    """Search until the limits, offering each roster that is found; True where it is proven that there is none.

    Parameters
    ----------
    structure
        The program with its owners and head counts.
    best
        Told of every roster and bound.
    start
        Values of all variables, of which people's weeks count: a roster to begin with, where they still may have it.

    Raises
    ------
    CannotEnumerateError, CannotPriceError
        The rules in force are of a form that this search does not know; nothing was offered then.
    """
    patterns = enumerate_patterns(structure.program, structure.ownership, structure.n_people, best.patience_seconds)
    if any(len(person.picks) == 0 for person in patterns):
        return False  # somebody has no week at all: CP-SAT will say so
    search_week = WeekSearch(structure, patterns, best, options)
    try:
        search_week.begin(start)
        if best.values is None and is_proven_empty(structure.program, seconds=best.patience_seconds):
            return True
        search_week.prove()
        search_week.intensify()
        search_week.improve()
    finally:
        search_week.close()
    return False


def search_cores(options: Solving) -> int:
    """Cores that a search keeps busy: as many as there are workers, but no more than the machine has.

    Where the machine must not decide, two at most, as each copy of the roster that is annealed is work of its own.
    """
    return min(options.workers, _DETERMINISTIC_CORES if options.deterministic else cores())


class WeekSearch:
    """The state of the search.

    Parameters
    ----------
    structure, patterns
        The program with its owners and head counts, and what each person may work.
    best
        Told of every roster and bound; says when to stop.
    cores
        How many it may keep busy, the process of the bounds not counted; None: as many as `search_cores` says.
    """

    def __init__(
        self,
        structure: Structure,
        patterns: list[WeeklyPatterns],
        best: Incumbent,
        options: Solving,
        *,
        cores: int | None = None,
    ) -> None:
        self._structure = structure
        self._program = structure.program
        self._patterns = patterns
        self._best = best
        self._options = options
        self._cores = cores or search_cores(options)
        costs = MarginalCosts(structure)
        self._current = CurrentRoster(structure.program, patterns, costs, options.seed)
        self._tables = Tables(structure, costs.rows, patterns)
        self._master = RestrictedMaster(structure, patterns)
        self._random = np.random.default_rng(options.seed)
        self._bounding: Process | None = None

    def close(self) -> None:
        """End what still runs in the background."""
        if self._bounding is not None:
            self._bounding.close()

    def _go_on(self) -> bool:
        self._listen()
        return not self._best.is_over

    def _limits(self, seconds: float) -> Limits:
        by_work = self._options.deterministic
        return Limits(seconds if by_work else min(seconds, self._best.remaining_seconds), by_work, _GAP)

    # ---- the order of events -----------------------------------------------------------------------------------

    def begin(self, start: NDArray[np.int64] | None = None) -> None:
        """A first roster: everybody's best week in turn."""
        current = self._current
        current.begin()
        if start is not None:
            current.adopt(start)
        for _ in range(_FIRST_PASSES):
            current.best_patterns(lambda: True)
            current.reoptimize_meals()
            self._offer("start")
            if not self._go_on():
                break

    def resume(self, values: NDArray[np.int64]) -> None:
        """Begin with the roster and counts of these values of all variables instead."""
        self._current.begin()
        self._current.resume(values)

    def prove(self) -> None:
        """Have bounds found in the background of what follows; where work is counted, before it."""
        if self._options.deterministic:
            seconds = BOUND_WORK_SHARE * self._best.limit
            limits = Limits(seconds, by_work=True)
            prove(self._receive, self._structure, self._patterns, limits, self._current.pattern)
            self._best.spend(seconds)
        else:
            seconds = min(_BOUND_MOST_SECONDS, BOUND_SHARE * self._best.limit)
            self._bounding = prove_in_background(
                self._structure, self._patterns, Limits(seconds), self._current.pattern
            )

    def intensify(self) -> None:
        """A good roster soon."""
        if self._go_on():
            self._anneal(HOT, _BRIEF_MOVES)
            self._polish()

    def improve(self, heat: float = HOT) -> None:
        """Better and better rosters, until the limits, or until that brings nothing any more.

        Parameters
        ----------
        heat
            To begin with: `HOT` forgets the roster there is, `WARM` improves it.
        """
        idle_rounds = 0
        while self._go_on() and (idle_rounds < _PATIENCE or self._is_proving):
            before = self._current.cost()
            self._anneal(heat, _FULL_MOVES)
            self._polish()
            is_better = self._current.cost() < before - 0.5
            idle_rounds = 0 if is_better else idle_rounds + 1
            heat = WARM if is_better else HOT

    @property
    def _is_proving(self) -> bool:
        return self._bounding is not None and self._bounding.is_running

    def _listen(self) -> None:
        if self._bounding is not None:
            for bound in self._bounding.messages():
                self._receive(bound)

    def _receive(self, bound: Bound) -> None:
        self._best.raise_bound(bound.value, bound.source, "bound")

    def _offer(self, stage: str) -> None:
        self._best.offer_solution(self._program, self._current.values(), stage)

    # ---- steps -------------------------------------------------------------------------------------------------

    def _anneal(self, heat: float, moves: int) -> None:
        """Anneal a copy of the roster on each core; the best is kept."""
        current, best = self._current, self._best
        by_work = self._options.deterministic
        keep = current.values()
        seconds = moves * len(self._tables.people.free) / _MOVES_A_SECOND
        seconds = min(seconds, _MOST_SHARE * best.remaining_seconds)
        typical = self._tables.typical_cost(current.activity())
        annealers = [Annealer(self._tables, int(self._random.integers(1 << 62))) for _ in range(self._cores)]
        counts = current.counts()
        for annealer in annealers:
            annealer.take(current.pattern, counts, current.activity())

        def progress() -> Callable[[], float]:
            began, turns = np.inf, 0

            def share() -> float:
                nonlocal began, turns
                began = min(began, time.monotonic())
                if best.is_over:
                    return 1.0
                turns += 1
                done = turns * MOVES_A_TURN / _MOVES_A_SECOND if by_work else time.monotonic() - began
                return done / seconds if seconds else 1.0

            return share

        best.spend(seconds)
        with ThreadPoolExecutor(len(annealers)) as pool:
            temperatures = heat * typical, _COLD * typical, _CALM * typical
            runs = [pool.submit(each.run, *temperatures, progress()) for each in annealers]
            while wait(runs, timeout=_POLL_SECONDS).not_done:
                self._listen()
            for each in runs:
                each.result()
        for annealer in annealers:
            current.take(annealer.pattern(), annealer.counts())
            keep = self._return_to(keep)
        self._offer("anneal")

    def _polish(self) -> None:
        """The best weeks for everybody at once and the best meals, in turn while that helps."""
        while self._go_on():
            before = self._current.cost()
            self._reoptimize()
            self._reassign()
            self._offer("improve")
            if before - self._current.cost() < _WORTHWHILE * before:
                break

    def _note_patterns(self) -> None:
        for person, search_week in enumerate(self._current.pattern.tolist()):
            self._master.add(person, search_week)

    def _reassign(self) -> None:
        """The best weeks for everybody at once, the counts held; of very many people, for a part of them at a time."""
        current = self._current
        self._note_patterns()
        n_parts = -(-len(self._patterns) // _MOST_PEOPLE_AT_ONCE)
        for among in np.array_split(self._random.permutation(len(self._patterns)), n_parts):
            if not self._go_on():
                break
            values = current.values().astype(np.float64)
            patterns = self._choose(values, np.sort(among))
            if patterns is not None and self._master.own_cost(patterns) < self._master.own_cost(current.pattern) - 0.5:
                current.pattern[:] = patterns

    def _choose(self, values: NDArray[np.float64], among: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """The best weeks for these people, the heads held at these values; None where none are found in time."""
        self._best.spend(_REASSIGN_SECONDS)
        choice, relaxation, _ = self._master.generate(
            [], values, among=among, most_rounds=30, go_on=self._go_on, seconds=lambda: self._best.patience_seconds
        )
        if relaxation is None or not self._go_on():
            return None
        answer = solve(Job(choice.program, choice.integer, seed=1), self._limits(_REASSIGN_SECONDS))
        if answer.values is None:
            return None
        chosen = np.flatnonzero(answer.values[: len(choice.people)] > 0.5)
        patterns = self._current.pattern.copy()
        patterns[choice.people[chosen]] = choice.patterns[chosen]
        return patterns

    def _reoptimize(self) -> None:
        """The best meals and flows of each component, the heads held."""
        values = self._current.counts()
        costs = [
            float(self._program.cost[component.variables] @ values[component.variables])
            for component in self._master.components
        ]
        costly = [
            (component, cost) for component, cost in zip(self._master.components, costs, strict=True) if cost >= 1
        ]
        self._best.spend(_REOPTIMIZE_SECONDS)

        def reoptimize(component: Component) -> Answer:
            if self._best.is_over:
                return NO_ANSWER
            subproblem, integer = self._master.settled(component, values)
            hint, limits = values[component.variables], self._limits(_REOPTIMIZE_SECONDS)
            return solve(Job(subproblem, integer, Solver.SCIP, hint=hint, seed=self._options.seed), limits)

        with ThreadPoolExecutor(self._cores) as pool:
            answers = list(pool.map(reoptimize, [component for component, _ in costly]))
        for (component, cost), answer in zip(costly, answers, strict=True):
            if answer.values is not None and answer.cost < cost - 0.5:
                values[component.variables] = np.round(answer.values)
        self._current.recount(values)

    def _return_to(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Go on from these values, or from where the search is, whichever is better; returns the values of that."""
        kept = float(self._program.cost @ values) + self._program.offset
        if kept < self._current.cost() - 0.5:
            self._current.resume(values)
            return values
        return self._current.values()

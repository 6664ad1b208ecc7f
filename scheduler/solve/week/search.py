"""The order of events for a week of many people, whose ways to spend it can be listed.

1. Everybody in turn takes the best week: a roster after seconds. Many people take weeks by the prices of a sample.
2. Everybody's weeks, meals and the division of capacity are annealed together (annealing), first briefly, then as long
   as it pays, again and again anew; where time is left for no whole annealing, from the best roster with less heat.
3. After each: the best weeks for everybody at once, the counts held (column_generation), and the best meals and flows,
   the heads held.

In a background process bounds are found (lagrangian_bound).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.parallel.process import Process, background, cores
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.head_counts import with_heads
from scheduler.solve.linear.linking import Component
from scheduler.solve.linear.mip import NO_ANSWER, Answer, Job, Limits, Solver, solve
from scheduler.solve.linear.relaxation import is_proven_empty
from scheduler.solve.parameters import DEFAULTS, SearchParameters, WeekParameters
from scheduler.solve.strategy import SearchTask
from scheduler.solve.week.column_generation import RestrictedMaster
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.copies import Copies
from scheduler.solve.week.lagrangian_bound import Bound, DualPoint, prove, prove_beside, relax_whole
from scheduler.solve.week.marginal_costs import MarginalCosts
from scheduler.solve.week.model import WeekModel, week_of
from scheduler.solve.week.sample import follow_prices, price_by_sample


class WeekStrategy:
    """The search for one week."""

    has_pieces: ClassVar[bool] = False

    def supports(self, task: SearchTask) -> bool:
        """Whether people's weeks can be listed, and people are linked by counts that cost alone."""
        return not task.is_small and task.is_listed and task.once(week_of) is not None

    def search(self, task: SearchTask) -> bool:
        """Search until the limits, or until it brings nothing any more; True where no roster exists."""
        model = task.once(week_of)
        if model is None or model.has_somebody_without_a_week:
            return False  # CP-SAT will say so
        week = WeekSearch(model, task.best, task.options, task.parameters)
        try:
            week.prepare_proof()
            week.begin(task.start)
            if task.best.values is None and is_proven_empty(task.program, seconds=task.best.patience_seconds):
                return True
            week.prove()
            week.intensify()
            week.improve()
        finally:
            week.close()
        return False


def search_cores(options: Solving, parameters: WeekParameters) -> int:
    """Cores that a search keeps busy: as many as there are workers, but no more than the machine has.

    Where the machine must not decide, few, as each copy of the roster that is annealed is work of its own.
    """
    return min(options.workers, parameters.deterministic_cores if options.deterministic else cores())


class WeekSearch:
    """The state of the search.

    Parameters
    ----------
    model
        The week.
    best
        Told of every roster and bound; says when to stop.
    options
        Seed, workers, and whether work is counted.
    parameters
        Of the search.
    cores
        How many it may keep busy, the process of the bounds not counted; None: as many as `search_cores` says.
    """

    def __init__(
        self,
        model: WeekModel,
        best: Incumbent,
        options: Solving,
        parameters: SearchParameters = DEFAULTS,
        *,
        cores: int | None = None,
    ) -> None:
        self._model = model
        self._program = model.structure.program
        self._best = best
        self._options = options
        self._parameters = parameters
        self._week = parameters.week
        self._cores = cores or search_cores(options, parameters.week)
        costs = MarginalCosts(model.rows, self._week.counts)
        self._current = CurrentRoster(self._program, model.patterns, costs, options.seed)
        self._master = RestrictedMaster(model.structure, model.patterns, parameters.week.columns)
        self._random = np.random.default_rng(options.seed)
        self._copies = Copies(model.tables, self._current, best, options, parameters.week, self._random)
        self._bounding: Process | None = None
        self._priced: DualPoint | None = None
        self._has_many_people = model.structure.n_people >= parameters.sample.many_people

    def close(self) -> None:
        """End what still runs in the background."""
        if self._bounding is not None:
            self._bounding.close()

    def _go_on(self) -> bool:
        self._listen()
        return not self._best.is_over

    def _limits(self, seconds: float) -> Limits:
        by_work = self._options.deterministic
        return Limits(seconds if by_work else min(seconds, self._best.remaining_seconds), by_work, self._week.gap)

    # ---- the order of events -----------------------------------------------------------------------------------

    def begin(self, start: NDArray[np.int64] | None = None) -> None:
        """A first roster: everybody's best week in turn, the known ones first; of many people, weeks by prices."""
        current = self._current
        current.begin()
        if self._has_many_people:
            if self._begin_by_prices():
                return
            current.begin()
        if start is not None:
            current.adopt(start)
        for _ in range(self._week.first_passes):
            current.best_patterns(lambda: True)
            current.reoptimize_meals()
            self._offer("start")
            if not self._go_on():
                break

    def _begin_by_prices(self) -> bool:
        """Offer a roster by the prices of a sample; False where none comes of it."""
        parameters = self._parameters
        self._priced = price_by_sample(self._model, parameters)
        if self._priced is None:
            return False
        patterns = follow_prices(self._model, self._priced, parameters.sample, self._random)
        self._current.take(patterns, self._master.counts_of(patterns))
        self._reoptimize(from_nothing=True)
        self._offer("start")
        return self._best.values is not None

    def resume(self, values: NDArray[np.int64]) -> None:
        """Begin with the roster and counts of these values of all variables instead."""
        self._current.begin()
        self._current.resume(with_heads(self._model.structure, values))

    def prepare_proof(self) -> None:
        """Begin in the background what the proof needs before there is a roster."""
        if not self._options.deterministic and not self._has_many_people:
            self._begin_proof()

    def _begin_proof(self) -> None:
        bound, structure, patterns = self._parameters.bound, self._model.structure, self._model.patterns
        limits = Limits(min(bound.most_seconds, bound.share * self._best.limit))
        if self._model.is_part:
            self._bounding = background(relax_whole, structure)
            return
        self._bounding = Process(prove_beside, structure, patterns, limits, bound, self._priced)

    def prove(self) -> None:
        """Have bounds found in the background of what follows; where work is counted, before it."""
        bound, known = self._parameters.bound, self._current.pattern
        if self._options.deterministic and self._model.is_part:
            relax_whole(self._receive, self._model.structure)
            return
        if self._options.deterministic:
            limits = Limits(bound.work_share * self._best.limit, by_work=True)
            structure, patterns = self._model.structure, self._model.patterns
            prove(self._receive, structure, patterns, limits, bound, lambda: known, self._priced)
            self._best.spend(limits.seconds)
            return
        if self._bounding is None:
            self._begin_proof()
        assert self._bounding is not None
        if not self._model.is_part:
            self._bounding.send(known)

    def intensify(self) -> None:
        """A good roster soon."""
        if self._go_on():
            self._anneal(True, self._week.intensify_moves, self._cores - self._is_proving)
            self._polish()

    def improve(self, *, forget: bool = True) -> None:
        """Better and better rosters, until the limits, or until that brings nothing any more.

        Parameters
        ----------
        forget
            Begin anew, again and again: how good one annealing ends is a draw, and longer ones draw no better. Else
            improve the roster there is, as is done where time is left for no whole annealing, and begin anew only
            after that brought nothing.
        """
        week, is_anew, idle_rounds = self._week, forget, 0
        while self._go_on() and (idle_rounds < week.most_idle_rounds or self._is_proving):
            before, known = self._current.cost(), self._current.values()
            is_anew = is_anew and self._best.remaining_seconds > self._copies.seconds(week.full_moves)
            self._anneal(is_anew, week.full_moves, self._cores - self._is_proving)
            self._polish()
            self._current.return_to(known)
            is_better = self._current.cost() < before - 0.5
            idle_rounds = 0 if is_better else idle_rounds + 1
            is_anew = forget or not is_better

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
        given = self._model.given.program
        self._best.offer_solution(given, self._current.values()[: given.n_variables], stage)

    # ---- steps -------------------------------------------------------------------------------------------------

    def _anneal(self, is_anew: bool, moves: int, copies: int) -> None:
        """Anneal so many copies of the roster, and go on from the best of them.

        Where they begin anew, that may be worse than the roster was; else this is among them.
        """
        current = self._current
        heat = self._week.hot if is_anew else self._week.warm
        if self._has_many_people:  # their roster by prices is too good to be forgotten
            heat = min(heat, self._parameters.sample.heat)
        seconds = min(self._copies.seconds(moves), self._week.most_share * self._best.remaining_seconds)
        kept = None if is_anew else current.values()
        for annealed in self._copies.anneal(heat, seconds, copies, self._listen):
            current.take(annealed.pattern(), annealed.counts())
            kept = current.values() if kept is None else current.return_to(kept)
        self._offer("anneal")

    def _polish(self) -> None:
        """The best weeks for everybody at once and the best meals, in turn while that helps."""
        while self._go_on():
            before = self._current.cost()
            if not self._has_many_people:  # else a part of them is a drop in the ocean
                self._reassign()
                self._offer("improve")
            self._reoptimize()
            self._offer("improve")
            if before - self._current.cost() < self._week.worthwhile_share * before:
                break

    def _note_patterns(self) -> None:
        for person, pattern in enumerate(self._current.pattern.tolist()):
            self._master.add(person, pattern)

    def _reassign(self) -> None:
        """The best weeks for everybody at once, the counts held; of very many people, for a part of them at a time."""
        current = self._current
        self._note_patterns()
        n_parts = -(-len(self._model.patterns) // self._week.most_people_at_once)
        for among in np.array_split(self._random.permutation(len(self._model.patterns)), n_parts):
            if not self._go_on():
                break
            values = current.values().astype(np.float64)
            patterns = self._choose(values, np.sort(among))
            if patterns is not None and self._master.own_cost(patterns) < self._master.own_cost(current.pattern) - 0.5:
                current.pattern[:] = patterns

    def _choose(self, values: NDArray[np.float64], among: NDArray[np.int64]) -> NDArray[np.int64] | None:
        """The best weeks for these people, the heads held at these values; None where none are found in time."""
        self._best.spend(self._week.reassign_seconds)
        choice, relaxation, _ = self._master.generate(
            [],
            values,
            among=among,
            most_rounds=self._week.most_pricing_rounds,
            go_on=self._go_on,
            seconds=lambda: self._best.patience_seconds,
        )
        if relaxation is None or not self._go_on():
            return None
        answer = solve(Job(choice.program, choice.integer, seed=1), self._limits(self._week.reassign_seconds))
        if answer.values is None:
            return None
        chosen = np.flatnonzero(answer.values[: len(choice.people)] > 0.5)
        patterns = self._current.pattern.copy()
        patterns[choice.people[chosen]] = choice.patterns[chosen]
        return patterns

    def _reoptimize(self, *, from_nothing: bool = False) -> None:
        """The best meals and flows of each component, the heads held; or any, where there are none yet."""
        values = self._current.counts()
        costs = [
            np.inf if from_nothing else float(self._program.cost[component.variables] @ values[component.variables])
            for component in self._master.components
        ]
        costly = [
            (component, cost) for component, cost in zip(self._master.components, costs, strict=True) if cost >= 1
        ]
        self._best.spend(self._week.reoptimize_seconds)

        def reoptimize(component: Component) -> Answer:
            if self._best.is_over and not from_nothing:
                return NO_ANSWER
            subproblem, integer = self._master.settled(component, values)
            hint = None if from_nothing else values[component.variables]
            limits = self._limits(self._week.reoptimize_seconds)
            if from_nothing:  # a roster is worth a moment even at the limit
                limits = replace(limits, seconds=self._week.from_nothing * self._week.reoptimize_seconds)
            return solve(Job(subproblem, integer, Solver.SCIP, hint=hint, seed=self._options.seed), limits)

        with ThreadPoolExecutor(self._cores) as pool:
            answers = list(pool.map(reoptimize, [component for component, _ in costly]))
        for (component, cost), answer in zip(costly, answers, strict=True):
            if answer.values is not None and answer.cost < cost - 0.5:
                values[component.variables] = np.round(answer.values)
        self._current.recount(values)

"""The order of events for a week of many people, whose ways to spend it can be listed.

People's weeks and the counts of the days hang together by head counts alone, so the two sides take turns:

1. everybody in turn takes the best week, then swaps of days (exchange): a roster after seconds;
2. the best weeks for everybody at once, the counts held (master), and the best meals and flows, the heads held;
3. the relaxation over whole weeks plans the days, few at a time: each day's counts become whole at its prices and near
   to what it says, then it is solved again for the days that are left;
4. from the best roster so far, exchange under a little heat, then 2 again, as long as there is time.

Beside it, in a process of its own, the prover finds bounds (and the relaxation of step 3).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from scheduler.config import Solving
from scheduler.solve.beside import Beside
from scheduler.solve.exchange import Exchange
from scheduler.solve.head_costs import HeadCosts
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.master import ANY_HEAD_PRICE, Component, Master
from scheduler.solve.neighbourhoods import offer
from scheduler.solve.patterns import Weeks, enumerate_weeks
from scheduler.solve.programs import Limits, Outcome, run
from scheduler.solve.prover import PROVER_SHARE, PROVER_WORK_SHARE, Bound, Prices, Proof, prove, prove_beside
from scheduler.solve.relaxation import relax
from scheduler.solve.structure import Structure
from scheduler.solve.twin import LinearTwin

_FIRST_PASSES = 3
# A step that gains less than this share of the cost is the last of its kind, at first and later.
_WORTHWHILE_FIRST, _WORTHWHILE = 5e-3, 2e-4
_PROVER_MOST_SECONDS = 300.0
_THREADS = 2
# Of more people than these, a part at a time chooses its weeks: the program grows faster than what it brings.
_MOST_TOGETHER = 700
_POLL_SECONDS = 0.1
# After so many rounds without a gain the search ends, and CP-SAT has its turn.
_PATIENCE = 3
# Nominal seconds for each program.
_REASSIGN_SECONDS, _SETTLE_SECONDS, _PLAN_SECONDS = 6.0, 2.0, 2.0
# A head more or less than planned, where people choose their weeks: about what another meal or a neighbour can mend.
_HEAD_PRICE = 2500.0
# Day plans stay near the relaxation: points for each head further.
_DISTANCE_PRICE = 1000.0
# Days are planned in so many groups; between them the relaxation makes up for what became whole.
_GROUPS = 3
_HOTTEST, _COLDEST = 300.0, 30.0
_WARM_PASSES = 12


def search(structure: Structure, best: Incumbent, options: Solving, start: NDArray[np.int64] | None) -> None:
    """Search until the limits, offering each roster that is found.

    Parameters
    ----------
    structure
        The twin with its owners and head counts.
    best
        Told of every roster and bound.
    start
        Values of all variables, of which people's weeks count: a roster to begin with, where they still may have it.

    Raises
    ------
    CannotEnumerateError, CannotPriceError
        The rules in force are of a form that this search does not know; nothing was offered then.
    """
    weeks = enumerate_weeks(structure.twin, structure.owners, structure.n_people)
    if any(len(person.picks) == 0 for person in weeks):
        return  # somebody has no week at all: CP-SAT will say so
    week = OneWeek(structure, weeks, best, options)
    try:
        week.begin(start)
        if best.values is None and relax(structure.twin) is None:
            return  # no roster at all, or HiGHS in trouble: CP-SAT will say which
        week.prove()
        week.improve()
    finally:
        week.close()


class OneWeek:
    """The state of the search.

    Parameters
    ----------
    structure, weeks
        The twin with its owners and head counts, and what each person may work.
    best
        Told of every roster and bound; says when to stop.
    """

    def __init__(self, structure: Structure, weeks: list[Weeks], best: Incumbent, options: Solving) -> None:
        self._structure = structure
        self._twin = structure.twin
        self._weeks = weeks
        self._best = best
        self._options = options
        self._exchange = Exchange(structure.twin, weeks, HeadCosts(structure), options.seed)
        self._master = Master(structure, weeks)
        self._random = np.random.default_rng(options.seed)
        self._prover: Beside | None = None
        self._prices: Prices | None = None

    def close(self) -> None:
        """End what still runs beside."""
        if self._prover is not None:
            self._prover.close()

    def _go_on(self) -> bool:
        self._listen()
        return not self._best.is_over

    def _limits(self, seconds: float, gap: float = 1e-4) -> Limits:
        by_work = self._options.deterministic
        return Limits(seconds if by_work else min(seconds, self._best.remaining_seconds), by_work, gap)

    # ---- the order of events -----------------------------------------------------------------------------------

    def begin(self, start: NDArray[np.int64] | None = None) -> None:
        """A first roster, made better by everybody's best week and by swaps."""
        exchange = self._exchange
        exchange.begin()
        if start is not None:
            exchange.adopt(start)
        exchange.best_weeks(lambda: True)
        exchange.settle_meals()
        self._offer("start")
        for _ in range(_FIRST_PASSES):
            gained = self._pass()
            self._offer("start")
            if not self._go_on() or gained < _WORTHWHILE_FIRST * abs(exchange.cost()):
                break

    def resume(self, values: NDArray[np.int64]) -> None:
        """Begin with the roster and counts of these values of all variables instead."""
        self._exchange.begin()
        self._exchange.resume(values)

    def prove(self) -> None:
        """Have bounds and prices found beside what follows; where work is counted, before it."""
        if self._options.deterministic:
            seconds = PROVER_WORK_SHARE * self._best.limit
            limits = Limits(seconds, by_work=True)
            prove(lambda word: self._hear([word]), self._structure, self._weeks, limits, self._exchange.week)
            self._best.spend(seconds)
        else:
            seconds = min(_PROVER_MOST_SECONDS, PROVER_SHARE * self._best.limit)
            self._prover = prove_beside(self._structure, self._weeks, Limits(seconds), self._exchange.week)

    def price(self) -> None:
        """Have prices found before what follows."""
        Proof(self._structure, self._weeks, self._exchange.week).relax(lambda word: self._hear([word]))

    def improve(self, first_plan: int = 0) -> None:
        """Better and better rosters, until the limits, or until that brings nothing any more.

        Plans from the relaxation begin with other days for each number from `first_plan` on.
        """
        if self._prices is None:
            self._together("improve", _WORTHWHILE_FIRST)
        plans = idle_rounds = 0
        while self._go_on() and (idle_rounds < _PATIENCE or self._is_proving):
            before = self._exchange.cost()
            if self._prices is not None:
                self._from_plan(self._prices, first_plan + plans)
                plans += 1
            elif self._is_proving:  # the plan that is to come is worth more than what could be done meanwhile
                time.sleep(_POLL_SECONDS)
                continue
            else:
                plans += 1
            for _ in range(plans):
                if self._go_on():
                    self._warm()
            idle_rounds = 0 if self._exchange.cost() < before - 0.5 else idle_rounds + 1

    @property
    def _is_proving(self) -> bool:
        return self._prover is not None and self._prover.is_running

    def _listen(self) -> None:
        if self._prover is not None:
            self._hear(self._prover.words())

    def _hear(self, words: Sequence[Bound | Prices]) -> None:
        for word in words:
            if isinstance(word, Bound):
                self._best.raise_bound(word.value, word.source, "bound")
            else:
                self._prices = word

    def _offer(self, stage: str) -> None:
        offer(self._twin, self._exchange.values(), self._best, stage)

    # ---- steps -------------------------------------------------------------------------------------------------

    def _pass(self) -> float:
        """Everybody's best week, meals and flows, swaps; returns by how much that lowered the cost."""
        exchange = self._exchange
        self._best.spend(0.5)
        gained = exchange.best_weeks(self._go_on)
        gained += exchange.settle_meals()
        return gained + exchange.swap(self._go_on)

    def _together(self, stage: str, worthwhile: float = _WORTHWHILE) -> None:
        """The best weeks for everybody at once and the best meals, in turn while that helps."""
        while self._go_on():
            before = self._exchange.cost()
            self._reassign()
            self._settle()
            self._offer(stage)
            self._pass()
            self._offer(stage)
            if before - self._exchange.cost() < worthwhile * before:
                break

    def _note_weeks(self) -> None:
        for person, week in enumerate(self._exchange.week.tolist()):
            self._master.add(person, week)

    def _reassign(self) -> None:
        """The best weeks for everybody at once, the counts held; of very many people, for a part of them at a time."""
        exchange = self._exchange
        self._note_weeks()
        n_parts = -(-len(self._weeks) // _MOST_TOGETHER)
        for among in np.array_split(self._random.permutation(len(self._weeks)), n_parts):
            if not self._go_on():
                break
            values = exchange.values().astype(np.float64)
            weeks = self._choose(values, among=np.sort(among))
            if weeks is not None and self._master.own_cost(weeks) < self._master.own_cost(exchange.week) - 0.5:
                exchange.week[:] = weeks

    def _choose(
        self, values: NDArray[np.float64], *, head_price: float | None = None, among: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64] | None:
        """The best weeks for these people (None: everybody), the heads held at these values, or nearly so."""
        self._best.spend(_REASSIGN_SECONDS)
        choice, relaxation, _ = self._master.generate(
            [], values, head_price=head_price, among=among, most_rounds=30, go_on=self._go_on
        )
        if relaxation is None or not self._go_on():
            return None
        outcome = run(choice.program, choice.whole, mathopt.SolverType.HIGHS, self._limits(_REASSIGN_SECONDS), seed=1)
        if outcome.values is None:
            return None
        chosen = np.flatnonzero(outcome.values[: len(choice.people)] > 0.5)
        weeks = self._exchange.week.copy()
        weeks[choice.people[chosen]] = choice.weeks[chosen]
        return weeks

    def _settle(self) -> None:
        """The best meals and flows of each component, the heads held."""
        values = self._exchange.counts()
        costs = [
            float(self._twin.cost[component.variables] @ values[component.variables])
            for component in self._master.components
        ]
        costly = [
            (component, cost) for component, cost in zip(self._master.components, costs, strict=True) if cost >= 1
        ]
        self._best.spend(_SETTLE_SECONDS)
        programs = [self._master.settled(component, values) for component, _ in costly]
        hints = [values[component.variables] for component, _ in costly]
        for (component, cost), outcome in zip(costly, self._run_all(programs, _SETTLE_SECONDS, hints), strict=True):
            if outcome.values is not None and outcome.cost < cost - 0.5:
                values[component.variables] = np.round(outcome.values)
        self._exchange.recount(values)

    def _run_all(
        self,
        programs: Sequence[tuple[LinearTwin, NDArray[np.bool_]]],
        seconds: float,
        hints: Sequence[NDArray[np.float64] | None] | None = None,
    ) -> list[Outcome]:
        """Solve programs of day counts, some at a time; none any more once the search is over."""

        def solve(item: tuple[tuple[LinearTwin, NDArray[np.bool_]], NDArray[np.float64] | None]) -> Outcome:
            (program, whole), hint = item
            if self._best.is_over:
                return Outcome(None, np.inf, -np.inf)
            return run(
                program, whole, mathopt.SolverType.GSCIP, self._limits(seconds), hint=hint, seed=self._options.seed
            )

        with ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(solve, zip(programs, hints or [None] * len(programs), strict=True)))

    def _from_plan(self, prices: Prices, number: int) -> None:
        """A roster from the relaxation over whole weeks; kept only where it is better than the best.

        Each `number` begins with other days.
        """
        keep = self._exchange.values()
        counts = self._exchange.counts()
        self._master.add_picks(*prices.columns)
        planned = np.zeros(len(self._twin.names))
        opened = list(self._master.components)
        head_prices, near = prices.head_prices, prices.values
        for days in _groups(opened, number):
            if not self._go_on():
                break
            if len(opened) < len(self._master.components):
                choice, relaxation, _ = self._master.generate(
                    opened, planned, head_price=ANY_HEAD_PRICE, most_rounds=2, go_on=self._go_on
                )
                if relaxation is None:
                    break
                n_columns = len(choice.people)
                near = np.zeros(len(self._twin.names))
                near[choice.counts] = relaxation.values[n_columns : n_columns + len(choice.counts)]
                head_prices = relaxation.duals[: self._master.n_heads]
            now = [component for component in opened if component.day in days]
            self._best.spend(_PLAN_SECONDS * len(now) / (2 * _THREADS))
            programs = [
                self._master.plan(component, head_prices, near, distance_price=_DISTANCE_PRICE) for component in now
            ]
            # The roster as it is may be far off, but it is a plan: no day is left without one.
            hints = [self._master.hint(component, counts, near) for component in now]
            outcomes = self._run_all(programs, _PLAN_SECONDS, hints)
            for component, outcome in zip(now, outcomes, strict=True):
                if outcome.values is not None:
                    planned[component.variables] = np.round(outcome.values[: len(component.variables)])
                    opened.remove(component)
        if opened or not self._go_on():
            return
        weeks = self._choose(planned, head_price=_HEAD_PRICE)
        if weeks is None:
            return
        self._exchange.begin()
        for person, week in enumerate(weeks.tolist()):
            self._exchange.assign(person, week)
        self._settle()
        self._together("plan")
        self._return_to(keep)

    def _return_to(self, values: NDArray[np.int64]) -> None:
        """Go on from these values, or from the best roster, whichever is better than where the search is."""
        kept = float(self._twin.cost @ values) + self._twin.offset
        if kept < self._exchange.cost() - 0.5:
            self._exchange.resume(values)

    def _warm(self) -> None:
        """Exchange under a heat that goes down, then everybody at once; kept where it is better."""
        keep = self._exchange.values()
        exchange = self._exchange
        for step in range(_WARM_PASSES):
            if not self._go_on():
                break
            exchange.temperature = _HOTTEST * (_COLDEST / _HOTTEST) ** (step / (_WARM_PASSES - 1))
            self._pass()
        exchange.temperature = 0.0
        if self._go_on():
            self._pass()
            self._together("improve")
        self._return_to(keep)


def _groups(components: Sequence[Component], number: int) -> list[set[int]]:
    """Days that are planned at the same time, in an order that is another for each `number`."""
    days = sorted({component.day for component in components})
    groups = [set(days[first::_GROUPS]) for first in range(_GROUPS) if days[first::_GROUPS]]
    turn = number % len(groups)
    return groups[turn:] + groups[:turn]

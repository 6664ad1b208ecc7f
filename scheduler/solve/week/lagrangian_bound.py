"""Proves what no roster can cost less than, in a process of its own.

Three bounds, each better and later than the one before: the linear relaxation of the model; that over whole weeks of
people; and, at the prices of the latter, people's cheapest weeks plus the cheapest whole plan of each day, which is
Lagrange's bound. Any prices give a valid one.

References
----------
A. M. Geoffrion, "Lagrangean relaxation for integer programming", Mathematical Programming Study 2, 1974.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.alike import merge_alike
from scheduler.solve.linear.mip import Job, Limits, Method, Solver, solve
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns
from scheduler.solve.parameters import BoundParameters
from scheduler.solve.week.column_generation import RestrictedMaster


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound for the cost of any roster, and what it is called."""

    value: float
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class DualPoint:
    """A point of the Lagrangian dual: what heads are worth, and what follows from it for everybody.

    Attributes
    ----------
    prices, heads
        What one more is worth in each head count of the structure, in points, and how many there had best be.
    people_cost
        What everybody's cheapest weeks cost together at these prices.
    """

    prices: NDArray[np.float64]
    heads: NDArray[np.float64]
    people_cost: float


class LagrangianBound:
    """The bounds of one week.

    Parameters
    ----------
    structure, patterns
        The program with its owners and head counts, and what each person may work.
    parameters
        Of the bound.
    known
        Says the numbers of everybody's weeks in a roster, shape (n_people,), good ones to begin with; asked when they
        are needed. None: begin without.
    priced
        Prices that are known already, for which only the third bound is found. None: they are found.
    """

    def __init__(
        self,
        structure: Structure,
        patterns: list[WeeklyPatterns],
        parameters: BoundParameters,
        known: Callable[[], NDArray[np.int64]] | None = None,
        priced: DualPoint | None = None,
    ) -> None:
        self._program = structure.program
        self._parameters = parameters
        self._master = RestrictedMaster(structure, patterns, parameters.columns)
        self.priced = priced
        """What the relaxation over whole weeks says, once it is solved."""
        self.relaxed = -np.inf
        """The second bound: what people and days cost at least at the prices, days in parts."""
        self._known = known

    def relax(self, send: Callable[[Bound], object]) -> None:
        """The first two bounds; the second has the prices for the third."""
        if self.priced is not None:
            return
        program, master = self._program, self._master
        plain = relax(program, Method.INTERIOR)
        if plain is None:
            return
        send(Bound(plain.value, "linear relaxation (HiGHS)"))
        for person, pattern in enumerate([] if self._known is None else self._known().tolist()):
            master.add(person, pattern)
        master.price(plain.duals[master.head_rows], self._parameters.first_patterns, None)
        values = np.zeros(program.n_variables)
        choice, relaxation, left = master.generate(
            master.components,
            values,
            head_price=master.parameters.any_head_price,
            most_rounds=self._parameters.most_rounds,
            go_on=lambda: True,
        )
        if relaxation is None:
            return
        self.relaxed = relaxation.value + program.offset - max(0.0, left)
        send(Bound(self.relaxed, "linear relaxation over whole weeks (HiGHS)"))
        prices = relaxation.duals[: master.n_heads]
        values[choice.counts] = relaxation.values[len(choice.people) :][: len(choice.counts)]
        _, cheapest = master.price(prices, 1, np.full(master.n_people, -np.inf))
        self.priced = DualPoint(prices[master.rows_of_heads], values[master.heads], cheapest)

    @property
    def people_cost(self) -> float:
        """What everybody's cheapest weeks cost together at the prices."""
        assert self.priced is not None
        return self.priced.people_cost

    @property
    def earned(self) -> NDArray[np.float64]:
        """What each variable of the program earns at the prices, as a choice that is counted."""
        assert self.priced is not None
        return self._master.earned(self._head_prices())

    def _head_prices(self) -> NDArray[np.float64]:
        """The prices by row that counts heads."""
        assert self.priced is not None
        prices = np.zeros(self._master.n_heads)
        prices[self._master.rows_of_heads] = self.priced.prices
        return prices

    def plan_days(self, limits: Limits, send: Callable[[Bound], object]) -> None:
        """The third bound, better with each day that is planned; the limits are for all days together."""
        if self.priced is None:
            return
        program, master, parameters, cheapest = self._program, self._master, self._parameters, self.priced.people_cost
        prices = self._head_prices()
        # Until a plan is proven, its relaxation stands for it.
        plans = [Job(*master.plan(component, prices), Solver.SCIP, seed=1) for component in master.components]
        relaxations = [relax(job.program) for job in plans]
        bounds = [-np.inf if relaxation is None else relaxation.value for relaxation in relaxations]
        began, counted = time.monotonic(), 0.0

        def spent() -> float:
            return counted if limits.by_work else time.monotonic() - began

        def plan(places: list[int], seconds: float) -> None:
            """Prove these plans in so many seconds; what one leaves over is for the others."""
            nonlocal counted
            until = spent() + seconds
            for number, place in enumerate(places):
                share = max(0.0, until - spent()) / (len(places) - number)
                counted += share
                answer = solve(plans[place], Limits(share, limits.by_work, parameters.plan_gap))
                bounds[place] = max(bounds[place], answer.bound)
                if places is large or number == len(places) - 1:
                    total = cheapest + sum(bounds) + program.offset
                    send(Bound(total, "cheapest weeks and day plans (Lagrange; HiGHS, SCIP)"))

        order = sorted(range(len(plans)), key=lambda place: plans[place].program.n_variables)
        large = [place for place in order if plans[place].program.n_variables > parameters.small_plan_variables]
        small = [place for place in order if place not in large]
        plan(small, parameters.small_plan_seconds * len(small))
        soon = parameters.soon_seconds * len(large)
        if limits.seconds > parameters.worth_another * soon:
            plan(large, soon)
        plan(large, min(limits.seconds - spent(), parameters.most_plan_seconds * len(large)))


def prove(
    send: Callable[[Bound], object],
    structure: Structure,
    patterns: list[WeeklyPatterns],
    limits: Limits,
    parameters: BoundParameters,
    known: Callable[[], NDArray[np.int64]] | None = None,
    priced: DualPoint | None = None,
) -> None:
    """Find bounds, and send each as soon as it is found.

    Parameters
    ----------
    send
        Takes a bound.
    structure, patterns, parameters, known, priced
        As in `LagrangianBound`.
    limits
        For all day plans together.
    """
    began = time.monotonic()
    bounding = LagrangianBound(structure, patterns, parameters, known, priced)
    bounding.relax(send)
    spent = 0.0 if limits.by_work else time.monotonic() - began
    bounding.plan_days(replace(limits, seconds=limits.seconds - spent), send)


def prove_beside(
    connection: Connection,
    structure: Structure,
    patterns: list[WeeklyPatterns],
    limits: Limits,
    parameters: BoundParameters,
    priced: DualPoint | None = None,
) -> None:
    """Find bounds in a process of its own, which is told a roster when there is one.

    Until then the relaxation is solved, which needs none. The roster is waited for.

    Parameters
    ----------
    connection
        Takes bounds, and gives the numbers of everybody's weeks.
    structure, patterns, limits, parameters, priced
        As of `prove`.
    """
    prove(connection.send, structure, patterns, limits, parameters, connection.recv, priced)


def relax_whole(send: Callable[[Bound], object], structure: Structure) -> None:
    """The bound of the linear relaxation alone, people who are alike as one: where not all weeks are listed."""
    relaxation = relax(merge_alike(structure.program, structure.ownership).program, Method.INTERIOR)
    if relaxation is not None:
        send(Bound(relaxation.value, "linear relaxation (HiGHS)"))

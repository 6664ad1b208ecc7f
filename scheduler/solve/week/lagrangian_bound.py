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

import numpy as np
from numpy.typing import NDArray

from scheduler.parallel.process import Process, background
from scheduler.solve.linear.mip import Job, Limits, Method, Solver, solve
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns
from scheduler.solve.week.column_generation import ANY_HEAD_PRICE, RestrictedMaster

BOUND_SHARE = 0.4
"""Of the time limit, for bounds in the background of the search: after that a core more brings more to the search."""
BOUND_WORK_SHARE = 0.3
"""Where work and not the clock decides, bounds are found before the search, not in its background."""
_MOST_ROUNDS = 60
# Weeks a person to begin with, at the prices of the first relaxation.
_FIRST_PATTERNS = 6
# Plans of few counts are proven at once.
_SMALL_PLAN, _SMALL_PLAN_SECONDS = 200, 1.0
# Where time allows, each large plan gets so much at first: a bound soon, nearly as good as the last.
_SOON_SECONDS, _WORTH_ANOTHER = 1.5, 2.0
_PLAN_GAP = 2e-6


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound for the cost of any roster, and what it is called."""

    value: float
    source: str


class LagrangianBound:
    """The bounds of one week.

    Parameters
    ----------
    structure, patterns
        The program with its owners and head counts, and what each person may work.
    known
        Numbers of everybody's weeks in a roster; good ones to begin with. None: begin without.
    """

    def __init__(
        self, structure: Structure, patterns: list[WeeklyPatterns], known: NDArray[np.int64] | None = None
    ) -> None:
        self._program = structure.program
        self._patterns = patterns
        self._master = RestrictedMaster(structure, patterns)
        self._prices: NDArray[np.float64] | None = None
        for person, pattern in enumerate([] if known is None else known.tolist()):
            self._master.add(person, pattern)

    def relax(self, send: Callable[[Bound], object]) -> None:
        """The first two bounds; the second has the prices for the third."""
        program, master = self._program, self._master
        plain = relax(program, Method.INTERIOR)
        if plain is None:
            return
        send(Bound(plain.value, "linear relaxation (HiGHS)"))
        master.price(plain.duals[master.head_rows], _FIRST_PATTERNS, None)
        values = np.zeros(program.n_variables)
        _, relaxation, left = master.generate(
            master.components, values, head_price=ANY_HEAD_PRICE, most_rounds=_MOST_ROUNDS, go_on=lambda: True
        )
        if relaxation is None:
            return
        send(Bound(relaxation.value + program.offset - max(0.0, left), "linear relaxation over whole weeks (HiGHS)"))
        self._prices = relaxation.duals[: master.n_heads]

    def plan_days(self, limits: Limits, send: Callable[[Bound], object]) -> None:
        """The third bound, better with each day that is planned; the limits are for all days together."""
        if self._prices is None:
            return
        program, master, prices = self._program, self._master, self._prices
        _, cheapest = master.price(prices, 1, np.full(master.n_people, -np.inf))
        # Until a plan is proven, its relaxation stands for it.
        parts = []
        for component in master.components:
            subproblem, integer = master.plan(component, prices)
            loose = relax(subproblem)
            parts.append((loose.value if loose is not None else -np.inf, subproblem, integer))
        bounds = [value for value, _, _ in parts]
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
                _, subproblem, integer = parts[place]
                answer = solve(Job(subproblem, integer, Solver.SCIP, seed=1), Limits(share, limits.by_work, _PLAN_GAP))
                bounds[place] = max(bounds[place], answer.bound)
                if places is large or number == len(places) - 1:
                    total = cheapest + sum(bounds) + program.offset
                    send(Bound(total, "cheapest weeks and day plans (Lagrange; HiGHS, SCIP)"))

        order = sorted(range(len(parts)), key=lambda place: parts[place][1].n_variables)
        large = [place for place in order if parts[place][1].n_variables > _SMALL_PLAN]
        small = [place for place in order if place not in large]
        plan(small, _SMALL_PLAN_SECONDS * len(small))
        soon = _SOON_SECONDS * len(large)
        if limits.seconds > _WORTH_ANOTHER * soon:
            plan(large, soon)
        plan(large, limits.seconds - spent())


def prove(
    send: Callable[[Bound], object],
    structure: Structure,
    patterns: list[WeeklyPatterns],
    limits: Limits,
    known: NDArray[np.int64] | None = None,
) -> None:
    """Find bounds, and send each as soon as it is found; the limits are for all day plans together."""
    began = time.monotonic()
    proof = LagrangianBound(structure, patterns, known)
    proof.relax(send)
    spent = 0.0 if limits.by_work else time.monotonic() - began
    proof.plan_days(replace(limits, seconds=limits.seconds - spent), send)


def prove_in_background(
    structure: Structure, patterns: list[WeeklyPatterns], limits: Limits, known: NDArray[np.int64] | None = None
) -> Process:
    """`prove` in a process of its own."""
    return background(prove, structure, patterns, limits, known)

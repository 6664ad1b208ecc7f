"""A bound for several weeks, in a process of its own.

1. The relaxation of the whole horizon, by interior point: any dual values give a bound (`duals.py`).
2. With its prices on the rows between weeks, every week is a problem of its own, and what no roster of each can cost
   less than adds up (`Structure.price_apart`). Each is proven as one week is (`lagrangian_bound.py`): first the
   relaxations over whole weeks, then, as far as the time goes, their days.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.parallel.process import Process, Send, background
from scheduler.solve.linear.duals import dual_bound
from scheduler.solve.linear.mip import Limits
from scheduler.solve.linear.relaxation import nearly_optimal_duals
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import enumerate_patterns
from scheduler.solve.week.lagrangian_bound import Bound, LagrangianBound


def prove_weeks_in_background(
    structure: Structure, weeks: Sequence[range], home: NDArray[np.int64], limits: Limits
) -> Process:
    """Prove a bound for these weeks; the messages of the process are bounds of the whole.

    Parameters
    ----------
    structure
        Of the whole horizon.
    weeks, home
        Days of each week, and the number of the week in which each variable is decided.
    limits
        For all of it; the relaxations are always solved to their end.
    """
    return background(prove_weeks, structure, weeks, home, limits)


def prove_weeks(
    send: Send, structure: Structure, weeks: Sequence[range], home: NDArray[np.int64], limits: Limits
) -> None:
    """Send better and better bounds of the whole; parameters as above."""
    began = time.monotonic()
    program = structure.program
    duals = nearly_optimal_duals(program)
    if duals is None:
        return
    send(Bound(dual_bound(program, duals), "linear relaxation by interior point (HiGHS)"))
    priced, constant = structure.price_apart(home, duals)
    bounds = np.full(len(weeks), -np.inf)

    def take(number: int) -> Callable[[Bound], None]:
        def receive(bound: Bound) -> None:
            if bound.value > bounds[number]:
                bounds[number] = bound.value
                if np.isfinite(bounds).all():
                    send(Bound(float(bounds.sum()) + constant, f"week by week: {bound.source}"))

        return receive

    proofs = []
    for number, week in enumerate(weeks):
        columns = np.flatnonzero(home == number)
        part = priced.cut(columns, week, program.lower, program.upper)
        proofs.append(LagrangianBound(part, enumerate_patterns(part.program, part.ownership, part.n_people)))
        proofs[-1].relax(take(number))
    for number, proof in enumerate(proofs):
        spent = number * limits.seconds / len(proofs) if limits.by_work else time.monotonic() - began
        seconds = (limits.seconds - spent) / (len(proofs) - number)
        proof.plan_days(replace(limits, seconds=seconds), take(number))

"""A bound for several weeks, in a process of its own.

1. The relaxation of the whole horizon, by interior point: any dual values give a bound (`duals.py`). Of many people a
   sample's is solved, and everybody gets its prices.
2. With its prices on the rows between weeks, every week is a problem of its own, and what no roster of each can cost
   less than adds up (`Structure.price_apart`). Each is proven as one week is (`lagrangian_bound.py`): first the
   relaxations over whole weeks, then, as far as the time goes, their days.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.parallel.process import Send
from scheduler.solve.linear.duals import dual_bound
from scheduler.solve.linear.mip import Limits
from scheduler.solve.linear.relaxation import nearly_optimal_duals
from scheduler.solve.linear.structure import Structure
from scheduler.solve.parameters import SearchParameters
from scheduler.solve.week.lagrangian_bound import Bound, LagrangianBound
from scheduler.solve.week.model import read_week
from scheduler.solve.week.sample import duals_by_sample, price_by_sample


def prove_weeks(
    send: Send, structure: Structure, home: NDArray[np.int64], limits: Limits, parameters: SearchParameters
) -> None:
    """Send better and better bounds of the whole.

    Parameters
    ----------
    send
        Takes a bound.
    structure
        Of the whole horizon.
    home
        The number of the week in which each variable is decided, shape (n_variables,).
    limits
        For all of it; the relaxations are always solved to their end.
    parameters
        Of the search.
    """
    began = time.monotonic()
    program = structure.program
    has_many_people = structure.n_people >= parameters.sample.many_people
    most_variables = parameters.multi_week.most_relaxed_variables
    if has_many_people:
        duals = duals_by_sample(structure, parameters.sample, most_variables)
    elif program.n_variables <= most_variables:
        duals = nearly_optimal_duals(program)
    else:
        duals = np.zeros(program.n_rows)
    if duals is None:
        return
    source = "prices of a sample" if has_many_people else "linear relaxation by interior point (HiGHS)"
    send(Bound(dual_bound(program, duals), source))
    priced, constant = structure.price_apart(home, duals)
    bounds = np.full(len(structure.weeks), -np.inf)

    def take(number: int) -> Callable[[Bound], None]:
        def receive(bound: Bound) -> None:
            if bound.value > bounds[number]:
                bounds[number] = bound.value
                if np.isfinite(bounds).all():
                    send(Bound(float(bounds.sum()) + constant, f"week by week: {bound.source}"))

        return receive

    of_weeks: list[LagrangianBound] = []
    for number, week in enumerate(structure.weeks):
        columns = np.flatnonzero(home == number)
        submodel = priced.cut(columns, week, program.lower, program.upper)
        model = read_week(submodel, parameters.week.most_patterns)
        if model is None:
            return
        by_sample = price_by_sample(model, parameters) if has_many_people else None
        of_weeks.append(LagrangianBound(model.structure, model.patterns, parameters.bound, priced=by_sample))
        of_weeks[-1].relax(take(number))
    for number, of_week in enumerate(of_weeks):
        spent = number * limits.seconds / len(of_weeks) if limits.by_work else time.monotonic() - began
        seconds = (limits.seconds - spent) / (len(of_weeks) - number)
        of_week.plan_days(replace(limits, seconds=seconds), take(number))

"""A bound for several weeks, in a process of its own.

1. The relaxation of the whole horizon, by interior point: any dual values give a bound (`duals.py`). Of many people a
   sample's is solved, and everybody gets its prices.
2. With its prices on the rows between weeks, every week is a problem of its own, and what no roster of each can cost
   less than adds up (`Structure.price_apart`). Each is proven as one week is (`lagrangian_bound.py`): first the
   relaxations over whole weeks, then, as far as the time goes, their days.
3. Prices on people's own rows lose much: a share of nights over the weeks, or a single day off over a Sunday, comes in
   whole days. So, before the days, what people cost is proven once more over several weeks at a time, each person
   alone (`people.py`), with heads at the prices of the weeks.
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
from scheduler.solve.linear.relaxation import nearly_relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.multi_week.people import least_cost_of_people
from scheduler.solve.multi_week.rolling import Expectation
from scheduler.solve.parameters import MultiWeekParameters, SearchParameters
from scheduler.solve.week.lagrangian_bound import Bound, LagrangianBound
from scheduler.solve.week.model import read_week
from scheduler.solve.week.sample import duals_by_sample, price_by_sample


def prove_weeks(
    send: Send, structure: Structure, home: NDArray[np.int64], limits: Limits, parameters: SearchParameters
) -> None:
    """Send better and better bounds of the whole, and before them what its relaxation expects.

    Parameters
    ----------
    send
        Takes a bound, or an expectation.
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
        relaxed = nearly_relax(program)
        duals = relaxed.duals
        if duals is not None and relaxed.values is not None:
            send(Expectation(relaxed.values, duals))
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
    columns_of_weeks = [np.flatnonzero(home == number) for number in range(len(structure.weeks))]
    for number, (week, columns) in enumerate(zip(structure.weeks, columns_of_weeks, strict=True)):
        submodel = priced.cut(columns, week, program.lower, program.upper)
        model = read_week(submodel, parameters.week.most_patterns)
        if model is None or model.has_somebody_without_a_week:
            return
        by_sample = price_by_sample(model, parameters) if has_many_people else None
        of_weeks.append(LagrangianBound(model.structure, model.patterns, parameters.bound, priced=by_sample))
        of_weeks[-1].relax(take(number))
    if not has_many_people and all(of_week.priced is not None for of_week in of_weeks):
        earned = np.zeros(program.n_variables)
        for columns, of_week in zip(columns_of_weeks, of_weeks, strict=True):
            earned[columns] = of_week.earned[: len(columns)]
        spent = 0.0 if limits.by_work else time.monotonic() - began
        seconds = parameters.multi_week.people_share * max(0.0, limits.seconds - spent)
        of_people = _people_together(
            structure,
            home,
            duals,
            earned,
            replace(limits, seconds=seconds, gap=parameters.bound.plan_gap),
            parameters.multi_week,
        )
        if (together := of_people - sum(of_week.people_cost for of_week in of_weeks)) > constant:
            # What is added to belongs to the same prices of heads.
            constant, bounds[:] = together, [of_week.relaxed for of_week in of_weeks]
            send(Bound(float(bounds.sum()) + constant, "relaxation over whole weeks, and people over several (HiGHS)"))
        if limits.by_work:
            limits = replace(limits, seconds=limits.seconds - seconds)
    for number, of_week in enumerate(of_weeks):
        spent = number * limits.seconds / len(of_weeks) if limits.by_work else time.monotonic() - began
        seconds = (limits.seconds - spent) / (len(of_weeks) - number)
        of_week.plan_days(replace(limits, seconds=seconds), take(number))


def _people_together(
    structure: Structure,
    home: NDArray[np.int64],
    duals: NDArray[np.float64],
    earned: NDArray[np.float64],
    limits: Limits,
    parameters: MultiWeekParameters,
) -> float:
    """What people cost at least, several weeks at a time, and what rows cost that are priced even so.

    Parameters
    ----------
    structure, home, duals
        As above: the prices of rows between the several weeks.
    earned
        What each choice earns where it is counted, shape (n_variables,).
    limits
        For everybody together.
    parameters
        Of the search.
    """
    together = home // parameters.weeks_at_once
    priced, constant = structure.price_apart(home, duals, together)
    program = replace(priced.program, cost=priced.program.cost - earned)
    return constant + least_cost_of_people(
        replace(priced, program=program), together, limits, parameters.person_seconds
    )

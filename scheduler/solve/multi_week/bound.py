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
from scheduler.solve.parameters import SearchParameters
from scheduler.solve.week.lagrangian_bound import Bound, LagrangianBound
from scheduler.solve.week.model import read_week
from scheduler.solve.week.sample import duals_by_sample, price_by_sample


def prove_weeks(
    send: Send, structure: Structure, week_number: NDArray[np.int64], limits: Limits, parameters: SearchParameters
) -> None:
    """Send better and better bounds of the whole.

    Parameters
    ----------
    send
        Takes a bound.
    structure
        Of the whole horizon.
    week_number
        The number of the week in which each variable is decided, shape (n_variables,).
    limits
        For all of it; the relaxations are always solved to their end.
    parameters
        Of the search.
    """
    proof = _Proof(send, structure, week_number, limits, parameters)
    duals = proof.price_rows()
    if not proof.relax_weeks(duals):
        return
    if not proof.has_many_people:
        proof.prove_people(duals)
    proof.plan_days()


class _Proof:
    """The steps of the proof, and what is known of each week; the parameters are those of `prove_weeks`."""

    def __init__(
        self,
        send: Send,
        structure: Structure,
        week_number: NDArray[np.int64],
        limits: Limits,
        parameters: SearchParameters,
    ) -> None:
        self._began = time.monotonic()
        self._send = send
        self._structure = structure
        self._week_number = week_number
        self._limits = limits
        self._parameters = parameters
        self.has_many_people = structure.n_people >= parameters.sample.many_people
        self._columns = [np.flatnonzero(week_number == number) for number in range(len(structure.weeks))]
        self._weeks: list[LagrangianBound] = []
        self._bounds = np.full(len(structure.weeks), -np.inf)
        self._constant = 0.0

    @property
    def _seconds_left(self) -> float:
        """What is left of the limits; where work is counted, what a step left of them."""
        spent = 0.0 if self._limits.by_work else time.monotonic() - self._began
        return self._limits.seconds - spent

    def price_rows(self) -> NDArray[np.float64]:
        """What rows of the whole are worth, shape (n_rows,), nothing where that is not found; and the bound by it."""
        program, parameters = self._structure.program, self._parameters
        most_variables = parameters.multi_week.most_relaxed_variables
        found = None
        if self.has_many_people:
            found = duals_by_sample(self._structure, parameters.sample, most_variables)
        elif program.n_variables <= most_variables:
            found = nearly_relax(program).duals
        duals = np.zeros(program.n_rows) if found is None else found
        source = "prices of a sample" if self.has_many_people else "linear relaxation by interior point (HiGHS)"
        self._send(Bound(dual_bound(program, duals), source))
        return duals

    def relax_weeks(self, duals: NDArray[np.float64]) -> bool:
        """The relaxation of each week over people's weeks; False where a week's form is not known to its search."""
        structure, parameters = self._structure, self._parameters
        priced, self._constant = structure.price_apart(self._week_number, duals)
        for number, (week, columns) in enumerate(zip(structure.weeks, self._columns, strict=True)):
            submodel = priced.cut(columns, week, structure.program.lower, structure.program.upper)
            model = read_week(submodel, parameters.week.most_patterns)
            if model is None or model.has_somebody_without_a_week:
                return False
            by_sample = price_by_sample(model, parameters) if self.has_many_people else None
            self._weeks.append(LagrangianBound(model.structure, model.patterns, parameters.bound, priced=by_sample))
            self._weeks[-1].relax(self._take(number))
        return True

    def prove_people(self, duals: NDArray[np.float64]) -> None:
        """What people cost at least, several weeks at a time, heads at the prices of the weeks."""
        if any(of_week.priced is None for of_week in self._weeks):
            return
        structure, parameters = self._structure, self._parameters.multi_week
        earned = np.zeros(structure.program.n_variables)
        for columns, of_week in zip(self._columns, self._weeks, strict=True):
            earned[columns] = of_week.earned[: len(columns)]
        block_of = self._week_number // parameters.weeks_at_once
        priced, constant = structure.price_apart(self._week_number, duals, block_of)
        of_people = replace(priced, program=replace(priced.program, cost=priced.program.cost - earned))
        seconds = parameters.people_share * max(0.0, self._seconds_left)
        limits = replace(self._limits, seconds=seconds, gap=self._parameters.bound.plan_gap)
        cost = least_cost_of_people(of_people, block_of, limits, parameters.person_seconds)
        if (together := constant + cost - sum(of_week.people_cost for of_week in self._weeks)) > self._constant:
            # What is added belongs to the same prices of heads as the relaxations; what was sent before stays known.
            self._constant, self._bounds[:] = together, [of_week.relaxed for of_week in self._weeks]
            self._send_sum("relaxation over whole weeks, and people over several (HiGHS)")
        if limits.by_work:
            self._limits = replace(self._limits, seconds=self._limits.seconds - seconds)

    def plan_days(self) -> None:
        """Week after week, the cheapest whole plan of each day."""
        for number, of_week in enumerate(self._weeks):
            by_work = number * self._limits.seconds / len(self._weeks) if self._limits.by_work else 0.0
            seconds = (self._seconds_left - by_work) / (len(self._weeks) - number)
            of_week.plan_days(replace(self._limits, seconds=seconds), self._take(number))

    def _take(self, number: int) -> Callable[[Bound], None]:
        """What receives the bounds of a week."""

        def receive(bound: Bound) -> None:
            if bound.value > self._bounds[number]:
                self._bounds[number] = bound.value
                self._send_sum(f"week by week: {bound.source}")

        return receive

    def _send_sum(self, source: str) -> None:
        if np.isfinite(self._bounds).all():
            self._send(Bound(float(self._bounds.sum()) + self._constant, source))

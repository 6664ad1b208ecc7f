"""The bound of several weeks."""

from __future__ import annotations

from functools import cache

import numpy as np

from scheduler.solve.linear.mip import Limits
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.multi_week.bound import prove_weeks
from scheduler.solve.multi_week.rolling import Expectation
from scheduler.solve.parameters import DEFAULTS, MultiWeekParameters, SearchParameters
from scheduler.solve.week.lagrangian_bound import Bound
from tests.solve.fortnight import fortnight
from tests.solve.linear.test_structure import roster, week_number

BY_WORK = Limits(4.0, by_work=True)


@cache
def said(weeks_at_once: int) -> tuple[tuple[float, ...], tuple[Expectation, ...]]:
    """The bounds in their order, and the expectations."""
    messages: list[Bound | Expectation] = []
    parameters = SearchParameters(multi_week=MultiWeekParameters(weeks_at_once=weeks_at_once))
    prove_weeks(messages.append, fortnight()[1], week_number(), BY_WORK, parameters)
    bounds = tuple(message.value for message in messages if isinstance(message, Bound))
    return bounds, tuple(message for message in messages if isinstance(message, Expectation))


def test_people_over_both_weeks_give_a_better_bound_that_no_roster_goes_below() -> None:
    apart, together = max(said(1)[0]), max(said(DEFAULTS.multi_week.weeks_at_once)[0])
    program = fortnight()[1].program
    assert together > apart
    assert together <= program.cost @ roster() + program.offset + 1e-3


def test_it_begins_with_the_relaxation_and_says_what_that_expects() -> None:
    bounds, (expectation,) = said(1)
    program = fortnight()[1].program
    relaxation = relax(program)
    assert relaxation is not None
    assert abs(bounds[0] - relaxation.value) <= 1e-3 * relaxation.value
    assert program.cost @ expectation.values + program.offset <= relaxation.value * (1 + 1e-3)
    assert np.all(expectation.values >= program.lower - 1e-4)

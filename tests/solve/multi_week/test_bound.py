"""The bound of several weeks."""

from __future__ import annotations

from functools import cache

from scheduler.solve.linear.mip import Limits
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.multi_week.bound import prove_weeks
from scheduler.solve.parameters import DEFAULTS, MultiWeekParameters, SearchParameters
from scheduler.solve.week.lagrangian_bound import Bound
from tests.solve.fortnight import fortnight
from tests.solve.linear.test_structure import roster, week_number

BY_WORK = Limits(4.0, by_work=True)


@cache
def bounds(weeks_at_once: int) -> tuple[float, ...]:
    """In their order."""
    found: list[Bound] = []
    parameters = SearchParameters(multi_week=MultiWeekParameters(weeks_at_once=weeks_at_once))
    prove_weeks(found.append, fortnight()[1], week_number(), BY_WORK, parameters)
    return tuple(bound.value for bound in found)


def test_people_over_both_weeks_give_a_better_bound_that_no_roster_goes_below() -> None:
    apart, together = max(bounds(1)), max(bounds(DEFAULTS.multi_week.weeks_at_once))
    program = fortnight()[1].program
    assert together > apart
    assert together <= program.cost @ roster() + program.offset + 1e-3


def test_it_begins_with_the_relaxation() -> None:
    relaxation = relax(fortnight()[1].program)
    assert relaxation is not None
    assert abs(bounds(1)[0] - relaxation.value) <= 1e-3 * relaxation.value

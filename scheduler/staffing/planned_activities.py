"""What a roster plans of trainings and the like is not lost to the queues a second time.

Coverage counts whoever attends something as away from the queues. Shrinkage, the share of scheduled time that is lost
to them on average, asks for more people for the same reason. `Shrinkage.planned_activities` says how much of it is for
what `scheduler activities` places; in each week so much of that share as the roster's activities take no longer counts,
and never more: a week with one short meeting keeps nearly all of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.calendar import monday_of
from scheduler.domain.clock import minutes_between
from scheduler.domain.demand import QueueDemand
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.staffing.binding_target import targets_in
from scheduler.staffing.requirements import HOUR_CLASSES


def as_planned(settings: Settings, problem: Problem, roster: Roster) -> Problem:
    """The problem with the demand that holds for a roster.

    Parameters
    ----------
    settings
        Say which share of shrinkage is for activities that are placed.
    problem
        Its demand, as of another roster or of none.
    roster
        Without activities it is the problem as it was planned.
    """
    usual = problem.demand.without_activities or problem.demand
    taken = planned_shares(settings, problem, roster)
    if not taken.any():
        return problem if problem.demand is usual else problem.replace(demand=usual)
    by_name = {queue.name: queue for queue in settings.queues}
    least = {
        name: {each: targets_in(by_name[name], each).minimum_agents for each in HOUR_CLASSES} for name in usual.queues
    }
    share = settings.shrinkage.planned_activities
    # What is lost of a part of the time, less what of it is planned, out of what was lost in all.
    kept_more = (1.0 - share + taken) / (1.0 - share)
    queues = {name: _with_kept(needs, kept_more, least[name]) for name, needs in usual.queues.items()}
    return problem.replace(demand=replace(usual, queues=queues, without_activities=usual))


def planned_shares(settings: Settings, problem: Problem, roster: Roster) -> NDArray[np.float64]:
    """Which share of the scheduled time no longer counts as lost, by interval, shape (n_intervals,).

    It is that of the time of a calendar week, of people with queues, which its activities take, up to the share that
    the settings say.
    """
    horizon = problem.horizon
    shares = np.zeros(horizon.n_intervals)
    most = settings.shrinkage.planned_activities
    if not most or not roster.has_activities:
        return shares
    scheduled, planned = dict[date, int](), dict[date, int]()
    for row in roster.assignments:
        person = problem.employee_on(row.employee_id, row.date)
        if person is not None and problem.queues_on(person, row.date):
            monday = monday_of(row.date)
            minutes = sum(minutes_between(one.start, one.end, horizon.zone) for one in row.activities)
            scheduled[monday] = scheduled.get(monday, 0) + row.paid_minutes
            planned[monday] = planned.get(monday, 0) + minutes
    for week in horizon.weeks():
        monday = monday_of(horizon.date_of(week.start))
        if scheduled.get(monday):
            first, stop = horizon.intervals_of_day(week.start).start, horizon.intervals_of_day(week.stop - 1).stop
            shares[first:stop] = min(most, planned.get(monday, 0) / scheduled[monday])
    return shares


def _with_kept(needs: QueueDemand, kept_more: NDArray[np.float64], least: dict[str, int]) -> QueueDemand:
    """The demand of a queue with so many times as much of the time left; a minimum of heads stays what it is."""
    minimum = np.array([least.get(name, 0) for name in needs.hour_class.tolist()], dtype=np.float64)
    is_minimum = needs.binding_target == "minimum"
    required = np.where(is_minimum, needs.required, np.maximum(needs.required / kept_more, minimum))
    falls_to_it = ~is_minimum & (required > needs.required / kept_more)
    return replace(
        needs,
        required=required,
        binding_target=np.where(falls_to_it, "minimum", needs.binding_target),
        shrinkage=1.0 - (1.0 - needs.shrinkage) * kept_more,
    )

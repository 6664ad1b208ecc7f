"""A roster simulated from end to end: who is there, what chance brings, and what it comes to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.coverage import Coverage, measure
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.parallel import Cluster
from scheduler.simulation.chance import sources
from scheduler.simulation.cutting import results
from scheduler.simulation.floor import shared_people, staffed
from scheduler.simulation.kernel.layout import Reals
from scheduler.simulation.replications import replications
from scheduler.simulation.results import Simulated
from scheduler.staffing.service import measure_service


def simulated_rest(
    settings: Settings, problem: Problem, roster: Roster, rest: NDArray[np.bool_], seen: Reals
) -> Simulated:
    """What was seen in some intervals, part by part, beside what is computed for the roster.

    Parameters
    ----------
    settings, problem, roster
        As for `simulated`.
    rest
        The intervals, shape (n_intervals,).
    seen
        As of `replications`, 0 in other intervals.
    """
    shown = replace(
        problem.demand,
        queues={
            name: replace(
                needs,
                calls=needs.calls * rest,
                attempts=None if needs.attempts is None else needs.attempts * rest,
            )
            for name, needs in problem.demand.queues.items()
        },
    )
    coverage = measure(problem, roster)
    computed = measure_service(settings, shown, coverage)
    lagged = measure_service(settings, shown, coverage, dependence="lagged")
    return results(settings, shown, seen, computed, lagged, *shared_people(staffed(settings, problem, roster).floor))


def simulated(
    settings: Settings,
    problem: Problem,
    roster: Roster,
    coverage: Coverage,
    *,
    counted: Reals | None = None,
    cluster: Cluster | None = None,
) -> Simulated:
    """Run a roster caller by caller.

    Parameters
    ----------
    settings
        Of the workspace; its `simulation` says how.
    problem
        The facts of the days.
    roster
        Their assignments.
    coverage
        What these bring to each queue, for the computed figures.
    counted
        Calls that came to each queue of the demand in each interval, nan where it is not known; None: they are drawn.
    cluster
        A Dask cluster for the replications; None: this machine's cores.
    """
    demand = problem.demand
    simulating = settings.simulation
    there = staffed(settings, problem, roster)
    seen = replications(
        there,
        sources(settings, demand, counted),
        simulating.replications,
        simulating.seed,
        cluster=cluster,
    )
    computed = measure_service(settings, demand, coverage)
    lagged = measure_service(settings, demand, coverage, dependence="lagged")
    return results(settings, demand, seen, computed, lagged, *shared_people(there.floor))

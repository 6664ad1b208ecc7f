"""Which ways to search there are, in which order they are asked, and what the run ends with."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

from scheduler.config import Solving
from scheduler.constraints.base import Rule
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.parallel import Cluster, require_cluster
from scheduler.result import SolveResult, Status
from scheduler.solve.cp_sat_search import CpSatStrategy, SmallModelStrategy
from scheduler.solve.extraction import choices_in, extract_roster, reader
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import Method
from scheduler.solve.linear.relaxation import is_proven_empty, relax
from scheduler.solve.long_horizon.search import LongHorizonStrategy
from scheduler.solve.multi_week.search import MultiWeekStrategy
from scheduler.solve.parameters import DEFAULTS, SearchParameters
from scheduler.solve.progress import Report
from scheduler.solve.strategy import SearchTask, Strategy
from scheduler.solve.week.search import WeekStrategy
from scheduler.variables import Build

STRATEGIES: tuple[Strategy, ...] = (
    SmallModelStrategy(),
    MultiWeekStrategy(),
    WeekStrategy(),
    LongHorizonStrategy(),
    CpSatStrategy(),
)
"""Asked in this order; each that is open works on what those before it have found."""


def solve(
    problem: Problem,
    rules: Sequence[Rule],
    *,
    options: Solving,
    start: Roster | None = None,
    stop: threading.Event | None = None,
    report: Report | None = None,
    cluster: Cluster | None = None,
    parameters: SearchParameters = DEFAULTS,
) -> SolveResult:
    """Find the best roster within the limits.

    Parameters
    ----------
    problem, rules
        The facts and the rules in force.
    options
        Time limit, gap, workers and seed.
    start
        A roster of the same days to begin with, perhaps of a slightly other problem; long horizons do not use it.
    stop
        Set it to end the search early; the best roster so far is kept.
    report
        Told of each step, from any thread.
    cluster
        A Dask cluster for the pieces of several weeks; None: this machine's cores.
    parameters
        What tunes the search.

    Raises
    ------
    ClusterError
        There would be pieces for the cluster, and it cannot be reached or has no workers.
    """
    if cluster is not None and len(problem.horizon.weeks()) > 1:
        require_cluster(cluster)
    began = time.monotonic()
    built = build(problem, rules)
    _ = built.meals  # read back after the solve, and so made before it, whether or not a rule asked for them
    build_seconds = time.monotonic() - began
    best = Incumbent(options, stop or threading.Event(), report or (lambda _: None), parameters.moment_seconds)
    known = None if start is None else choices_in(built, start)
    task = SearchTask(built, options, parameters, best, known, cluster)
    is_infeasible, searched = _search(task)
    is_quickly_relaxed = task.program.n_variables <= parameters.multi_week.most_relaxed_variables
    if best.values is not None and math.isinf(best.bound) and is_quickly_relaxed:  # ended before the first bound
        relaxation = relax(task.program, Method.INTERIOR, seconds=best.patience_seconds)
        if relaxation is not None:
            best.raise_bound(relaxation.value, "linear relaxation (HiGHS)", "bound")
    result = _result(built, best, is_infeasible, build_seconds, options)
    return replace(result, used_cluster=cluster is not None and any(each.has_pieces for each in searched))


def _search(task: SearchTask) -> tuple[bool, list[Strategy]]:
    """Let each strategy that is open search in turn; whether no roster exists, and which they were."""
    best, searched = task.best, []
    for strategy in STRATEGIES:
        if strategy.supports(task):
            searched.append(strategy)
            if strategy.search(task):
                return True, searched
        if best.is_over:
            break
    if best.values is not None or best.stop.is_set():
        return False, searched
    # Time is up without a roster; whether there can be one at all is worth some seconds more.
    seconds = max(task.parameters.least_proof_seconds, task.options.time_limit_seconds)
    seconds = math.inf if task.options.deterministic else seconds
    return is_proven_empty(task.program, seconds=seconds), searched


def _result(built: Build, best: Incumbent, is_infeasible: bool, build_seconds: float, options: Solving) -> SolveResult:
    """What the run ended with."""
    if best.values is None or best.cost is None:
        return SolveResult(
            status=Status.INFEASIBLE if is_infeasible else Status.NO_SOLUTION,
            roster=None,
            objective=None,
            best_bound=None,
            bound_source="",
            unavoidable_cost=built.ledger.unavoidable_cost,
            cost_by_rule={},
            build_seconds=build_seconds,
            solve_seconds=best.elapsed_seconds,
        )
    value = reader(best.values)
    is_proven = best.bound >= best.cost
    return SolveResult(
        status=Status.OPTIMAL if is_proven else Status.FEASIBLE,
        roster=extract_roster(built, value),
        objective=best.cost,
        best_bound=None if math.isinf(best.bound) else best.bound,
        bound_source=best.bound_source,
        unavoidable_cost=built.ledger.unavoidable_cost,
        cost_by_rule=built.ledger.cost_by_rule(value),
        build_seconds=build_seconds,
        solve_seconds=best.elapsed_seconds,
        is_deterministic=options.deterministic,
    )

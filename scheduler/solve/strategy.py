"""In which order the solvers work, and what the run ends with."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.constraints.base import Rule
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.parallel import Cluster, require_cluster
from scheduler.result import SolveResult, Status
from scheduler.solve import long_horizon
from scheduler.solve.cp_sat import CpSatLimits
from scheduler.solve.cp_sat import solve as solve_cp_sat
from scheduler.solve.extraction import choices_in, extract_roster, reader
from scheduler.solve.fallback.neighbourhoods import Neighbourhoods
from scheduler.solve.fallback.rounding import choose_patterns, complete, lean_towards
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.large_scale.search import search_large_scale
from scheduler.solve.linear.mip import Method, SolverStatus
from scheduler.solve.linear.ownership import Ownership
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.solve.linear.relaxation import Background, is_proven_empty, relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import CannotEnumerateError, enumerate_patterns
from scheduler.solve.multi_week.search import is_week_by_week, search_weeks
from scheduler.solve.progress import Report
from scheduler.solve.week import search as week_search
from scheduler.solve.week.marginal_costs import CannotPriceError
from scheduler.variables import Build

# Below this many variables CP-SAT proves the optimum before the other solvers have got going.
_SMALL_MODEL_VARIABLES = 3000
# Where it has not by then, it does not for long: the others join.
_SMALL_MODEL_SHARE = 0.05
# What people may work over longer horizons cannot be listed.
_MOST_LISTED_DAYS = 7
# Neighbourhood search wants more hands than the machine has cores: they spend much of their time on small presolves.
_NEIGHBOURHOOD_WORKERS = 4
# From this many people on, their number is what makes a centre hard for a solver, and easy to steer by prices.
CROWD_PEOPLE = 6000
# For the proof that no roster exists, where none was found in time.
_LEAST_PROOF_SECONDS = 10.0
_POLL_SECONDS = 0.1
# The rest of the time is for improving on what HiGHS found, too.
_BACKGROUND_SHARE = 0.25


def solve(
    problem: Problem,
    rules: Sequence[Rule],
    *,
    options: Solving,
    start: Roster | None = None,
    stop: threading.Event | None = None,
    report: Report | None = None,
    cluster: Cluster | None = None,
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
        A Dask cluster for the pieces of long horizons and many people; None: this machine's cores.

    Raises
    ------
    ClusterError
        There would be pieces for the cluster, and it cannot be reached or has no workers.
    """
    weeks = problem.horizon.weeks()
    is_crowd = len(weeks) == 1 and len(problem.employees) >= CROWD_PEOPLE and not options.deterministic
    if cluster is not None and (len(weeks) > 1 or is_crowd):
        require_cluster(cluster)
    began = time.monotonic()
    built = build(problem, rules)
    _ = built.meals  # read back after the solve, and so made before it, whether or not a rule asked for them
    build_seconds = time.monotonic() - began
    best = Incumbent(options, stop or threading.Event(), report or (lambda _: None))
    is_small = len(built.model.proto.variables) < _SMALL_MODEL_VARIABLES
    program = linear_program(built.model)
    if is_small:
        if is_proven_empty(
            program, seconds=best.patience_seconds
        ):  # no solver of whole numbers sees soon that 612 are not 616
            return _result(built, best, True, build_seconds, options)
        share = 1.0 if options.deterministic else _SMALL_MODEL_SHARE
        is_infeasible = _search(built, best, options, seconds=share * options.time_limit_seconds)
        if is_infeasible or best.is_over:
            return _result(built, best, is_infeasible, build_seconds, options)
    structure = Structure.of(built, program)
    if not np.any(
        structure.ownership.day_of_choice >= 0
    ):  # nobody may work at all: nothing is left to search but to prove it
        return _result(built, best, _search(built, best, options), build_seconds, options)
    is_by_week = not is_small and len(weeks) > 1 and is_week_by_week(structure)
    is_in_pieces = is_by_week or (not is_small and is_crowd)  # those of a crowd end by the clock
    if is_by_week:
        search_weeks(structure, weeks, best, options, cluster)
    elif is_in_pieces:
        search_large_scale(built, structure, best, options, cluster)
    is_infeasible = not best.is_over and _search_from_relaxation(built, structure, best, options, start)
    if best.values is None and not is_infeasible and not best.stop.is_set():
        # Time is up without a roster; whether there can be one at all is worth some seconds more.
        seconds = math.inf if options.deterministic else max(_LEAST_PROOF_SECONDS, options.time_limit_seconds)
        is_infeasible = is_proven_empty(program, seconds=seconds)
    result = _result(built, best, is_infeasible, build_seconds, options)
    return replace(result, used_cluster=cluster is not None and is_in_pieces)


def _search_from_relaxation(
    built: Build, structure: Structure, best: Incumbent, options: Solving, start: Roster | None
) -> bool:
    """Bound and start from the linear program, then neighbourhood search; True where no roster exists.

    Where the clock must not decide, CP-SAT stands in for what only goes by it.
    """
    program, ownership = structure.program, structure.ownership
    if built.problem.horizon.days > _MOST_LISTED_DAYS:
        if options.deterministic:
            is_empty = best.values is None and is_proven_empty(program, seconds=best.patience_seconds)
            return is_empty or _search(built, best, options)
        return long_horizon.search(built, structure, best, options)
    try:
        if week_search.search(structure, best, options, None if start is None else choices_in(built, start)):
            return True
    except (CannotEnumerateError, CannotPriceError):
        if options.deterministic:
            return _search(built, best, options)
        return _search_any(built, program, ownership, best, options, start)
    is_infeasible = _search(built, best, options)
    if best.values is not None and math.isinf(best.bound):  # ended before the first bound
        relaxation = relax(program, Method.INTERIOR, seconds=best.patience_seconds)
        if relaxation is not None:
            best.raise_bound(relaxation.value, "linear relaxation (HiGHS)", "bound")
    return is_infeasible


def _search_any(
    built: Build, program: LinearProgram, ownership: Ownership, best: Incumbent, options: Solving, start: Roster | None
) -> bool:
    """Rounding and neighbourhood search, for rules of any form; True where no roster exists."""
    relaxation = relax(program, seconds=best.patience_seconds)
    if relaxation is None:  # no roster, or HiGHS in trouble
        return is_proven_empty(program, seconds=best.patience_seconds) or _search(built, best, options)
    best.raise_bound(relaxation.value, "linear relaxation (HiGHS)", "bound")
    background = Background(program, best.remaining_seconds * _BACKGROUND_SHARE)

    def listen() -> None:
        background.listen()
        best.raise_bound(background.bound, "branch and cut (HiGHS)", "bound")
        if background.values is not None:
            best.offer_solution(program, background.values, "branch and cut")

    try:
        decided = _start(built, program, ownership, relaxation.values, best, start)
        if best.values is not None:
            neighbourhoods = Neighbourhoods(built, program, ownership, decided, options.seed)

            def improve_later() -> None:
                while background.is_running and not best.is_over:
                    time.sleep(_POLL_SECONDS)
                neighbourhoods.improve(best, 1)

            # One search beside HiGHS, then another where there are workers for two.
            tasks = [lambda: neighbourhoods.improve(best, 0), improve_later]
            _wait_for(tasks[: options.workers], listen)
        return _search(built, best, options, listen)
    finally:
        background.close()


def _wait_for(tasks: Sequence[Callable[[], None]], meanwhile: Callable[[], None]) -> None:
    """Run tasks at the same time to their end, and something else every now and then; an error in one is raised."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        running = [pool.submit(task) for task in tasks]
        while not all(task.done() for task in running):
            wait(running, timeout=_POLL_SECONDS)
            meanwhile()
        for task in running:
            task.result()


def _start(
    built: Build,
    program: LinearProgram,
    ownership: Ownership,
    relaxed: NDArray[np.float64],
    best: Incumbent,
    known: Roster | None,
) -> list[int]:
    """Offer a first roster, if rounding the relaxation gives one; returns the people in the order of decision."""
    try:
        weeks = enumerate_patterns(program, ownership, len(built.problem.employees), best.patience_seconds)
    except CannotEnumerateError:
        return []
    if any(len(person.picks) == 0 for person in weeks):
        return []  # somebody has no week at all: the search will say so
    decided: list[int] = []
    # A known roster that the counts no longer allow is no help; the relaxation then decides alone.
    for values in (None if known is None else lean_towards(built, relaxed, known), relaxed):
        found = (
            None
            if values is None
            else choose_patterns(
                program, weeks, values, go_on=lambda: not best.is_over, seconds=lambda: best.patience_seconds
            )
        )
        if found is None:
            continue
        chosen, decided = found
        integer = complete(built, program, weeks, chosen, best.patience_seconds)
        if integer is not None:
            best.offer_solution(program, integer, "start")
            return decided
    return decided


def _search(
    built: Build,
    best: Incumbent,
    options: Solving,
    meanwhile: Callable[[], None] = lambda: None,
    *,
    seconds: float = math.inf,
) -> bool:
    """Run CP-SAT for these seconds or until the search is over; True where it proves that no roster exists.

    Where work is counted, its own deterministic time does, and its strategies take turns.
    """
    if best.is_over and best.values is not None:
        return False
    seconds = max(0.5, min(seconds, best.remaining_seconds))
    hint = best.values

    def is_over() -> bool:
        meanwhile()
        return best.is_over

    answer = solve_cp_sat(
        built.model,
        CpSatLimits(
            seconds,
            by_work=options.deterministic,
            gap=options.relative_gap,
            workers=options.workers if hint is None else min(options.workers, _NEIGHBOURHOOD_WORKERS),
            seed=options.seed,
            near_hint=hint is not None,
        ),
        hint=hint,
        on_solution=lambda cost, values: best.offer(cost, values, "improve"),
        is_over=is_over,
        is_interrupted=best.stop.is_set,
    )
    best.spend(seconds)
    best.raise_bound(answer.bound, "CP-SAT", "improve")
    return answer.status is SolverStatus.INFEASIBLE


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

"""The order of events for a long horizon."""

from __future__ import annotations

from concurrent import futures
from multiprocessing.connection import wait

import numpy as np
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from scheduler.config import Solving
from scheduler.solve.blocks import Split
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.long_horizon.neighbourhoods import Neighbourhoods
from scheduler.solve.long_horizon.parts import Cutter
from scheduler.solve.long_horizon.processes import SolverProcess, Task, cores
from scheduler.solve.neighbourhoods import offer
from scheduler.solve.relaxation import Background
from scheduler.solve.twin import LinearTwin
from scheduler.variables import Build

_POLL_SECONDS = 0.1
# HiGHS may solve a model of so many variables whole; of a larger one it gives a bound, which soon stops to rise.
_SOLVED_WHOLE_VARIABLES = 3000
_BACKGROUND_SHARE = 0.15
_TIDY_SECONDS = 10.0


def search(built: Build, twin: LinearTwin, owners: Split, best: Incumbent, options: Solving) -> bool:
    """Search until the limits; True where no roster exists.

    Parameters
    ----------
    built, twin, owners
        The model, its linear twin, and who owns what in it.
    best
        May hold a roster already.
    options
        As many processes solve as there are workers, but no more than the machine has cores.
    """
    if best.values is None and first_roster(built, twin, best, options):
        return True
    if best.values is None or best.is_over:
        return False
    cutter = Cutter(twin, owners)
    neighbourhoods = Neighbourhoods(cutter, built.problem.horizon.days, len(built.problem.employees), options.seed)
    count = min(options.workers, cores())
    processes = [SolverProcess() for _ in range(count)]
    is_solved_whole = len(twin.names) <= _SOLVED_WHOLE_VARIABLES
    background = Background(twin, best.remaining_seconds * (1.0 if is_solved_whole else _BACKGROUND_SHARE))
    try:
        _tidy(cutter, processes[0], best, options)
        while not best.is_over:
            for process in processes[: max(1, count - background.is_running)]:
                if not process.is_busy:
                    neighbourhoods.give(process, best)
            ready = wait([process.connection for process in processes if process.is_busy], timeout=_POLL_SECONDS)
            for process in processes:
                if process.connection in ready:
                    neighbourhoods.take(process, best)
            background.listen()
            best.raise_bound(background.bound, "branch and cut (HiGHS)", "bound")
            if background.values is not None:
                offer(twin, background.values, best, "branch and cut")
                background.values = None
    finally:
        background.close()
        for process in processes:
            process.close()
    return False


def first_roster(built: Build, twin: LinearTwin, best: Incumbent, options: Solving) -> bool:
    """Offer any roster: that of CP-SAT without the objective, which it finds far sooner; True where there is none."""
    model = built.model.clone()
    model.clear_objective()  # type: ignore[no-untyped-call]  # the library gives it no type
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.max_time_in_seconds = max(0.5, best.remaining_seconds)
    parameters.num_workers = options.workers
    parameters.random_seed = options.seed
    parameters.catch_sigint_signal = False
    with futures.ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model)
        while not running.done():
            futures.wait([running], timeout=_POLL_SECONDS)
            if best.is_over:
                solver.stop_search()
        status = running.result()
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        offer(twin, np.array(solver.response_proto.solution), best, "start")
    return status == cp_model.INFEASIBLE


def _tidy(cutter: Cutter, process: SolverProcess, best: Incumbent, options: Solving) -> None:
    """Charge the roster what it costs: without an objective the penalties are anything."""
    values = np.array(best.values)
    part = cutter.part(~cutter.is_choice, values)
    process.give(
        Task(mathopt.SolverType.HIGHS, part.twin, None, min(_TIDY_SECONDS, best.remaining_seconds), options.seed)
    )
    while not process.connection.poll(_POLL_SECONDS):
        if best.is_over:
            return
    answer = process.take()
    if answer.values is not None:
        values[part.columns] = np.round(answer.values)
        offer(cutter.twin, values, best, "start")

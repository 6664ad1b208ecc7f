"""The order of events for a long horizon."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import ClassVar

import numpy as np

from scheduler.parallel.process import cores
from scheduler.solve import cp_sat
from scheduler.solve.branch_and_cut import BranchAndCut
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.mip import SolverStatus
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.relaxation import is_proven_empty
from scheduler.solve.long_horizon.insertion import charge, insert_people
from scheduler.solve.long_horizon.neighbourhoods import Neighbourhoods
from scheduler.solve.long_horizon.processes import SolverProcess
from scheduler.solve.parameters import LongHorizonParameters
from scheduler.solve.strategy import SearchTask
from scheduler.solve.week.model import week_of

_POLL_SECONDS = 0.1


class LongHorizonStrategy:
    """Insertion, then parts of the roster again and again."""

    has_pieces: ClassVar[bool] = False

    def supports(self, task: SearchTask) -> bool:
        """Whether the horizon is long, or the search for a week does not know its rules; it goes by the clock."""
        if task.is_small or task.options.deterministic:
            return False
        return not task.is_listed or task.once(week_of) is None

    def search(self, task: SearchTask) -> bool:
        """Search until the limits, with as many processes as workers and cores; True where no roster exists."""
        structure, best, options = task.structure, task.best, task.options
        parameters = task.parameters.long_horizon
        program = structure.program
        least = float(np.minimum(program.cost * program.lower, program.cost * program.upper).sum()) + program.offset
        best.raise_bound(least, "each penalty at its least", "bound")
        processes = [SolverProcess() for _ in range(min(options.workers, cores()))]
        try:
            if not insert_people(structure, processes, best, options.seed, parameters) and best.values is None:
                if best.is_over:
                    return False  # whoever asked for the search has a proof tried within its own limit
                is_large = program.matrix.nnz > parameters.most_background_entries
                if not is_large and is_proven_empty(program, seconds=best.patience_seconds):
                    return True
                is_infeasible = first_roster(task, processes[0])
                if is_infeasible or best.values is None:
                    return is_infeasible
            _improve(Neighbourhoods(structure, options.seed, parameters), processes, best)
        finally:
            for process in processes:
                process.close()
        return False


def _improve(neighbourhoods: Neighbourhoods, processes: list[SolverProcess], best: Incumbent) -> None:
    """Solve part after part, at first beside HiGHS at work on the bound."""
    program = neighbourhoods.structure.program
    with _bounding(program, best, neighbourhoods.parameters) as background:
        while not best.is_over:
            is_bounding = background is not None and background.is_running
            for process in processes[: max(1, len(processes) - is_bounding)]:
                if not process.is_busy:
                    neighbourhoods.give(process, best)
            ready = wait([process.connection for process in processes if process.is_busy], timeout=_POLL_SECONDS)
            for process in processes:
                if process.connection in ready:
                    neighbourhoods.take(process, best)
            if background is not None:
                background.listen()


@contextmanager
def _bounding(
    program: LinearProgram, best: Incumbent, parameters: LongHorizonParameters
) -> Iterator[BranchAndCut | None]:
    """HiGHS at work on the whole program; None where that is too large for it."""
    if program.matrix.nnz > parameters.most_background_entries:
        yield None
        return
    is_solved_whole = program.n_variables <= parameters.solved_whole_variables
    share = 1.0 if is_solved_whole else parameters.background_share
    background = BranchAndCut(program, best, share * best.remaining_seconds)
    try:
        yield background
    finally:
        background.close()


def first_roster(task: SearchTask, process: SolverProcess) -> bool:
    """Offer any roster: that of CP-SAT without the objective, which it finds far sooner; True where there is none."""
    built, structure, best, options = task.built, task.structure, task.best, task.options
    if best.is_over:
        return False
    model = built.model.clone()
    model.clear_objective()  # type: ignore[no-untyped-call]  # the library gives it no type
    limits = cp_sat.CpSatLimits(best.remaining_seconds, workers=options.workers, seed=options.seed)
    answer = cp_sat.solve(model, limits, is_over=lambda: best.is_over)
    if answer.values is not None:
        values = np.array(answer.values)
        best.offer_solution(structure.program, values, "start")
        # Without an objective the penalties are anything: charge what the roster costs.
        charge(structure, values, process, best, options.seed, task.parameters.long_horizon)
    return answer.status is SolverStatus.INFEASIBLE

"""CP-SAT on the whole model: alone where it is small, and last where nothing else is open any more."""

from __future__ import annotations

import math
from typing import ClassVar

from scheduler.solve.cp_sat import CpSatLimits, solve
from scheduler.solve.linear.mip import SolverStatus
from scheduler.solve.linear.relaxation import is_proven_empty
from scheduler.solve.strategy import SearchTask


class SmallModelStrategy:
    """CP-SAT, for a small share of the time; for all of it where work is counted."""

    has_pieces: ClassVar[bool] = False

    def supports(self, task: SearchTask) -> bool:
        """Whether the model is small."""
        return task.is_small

    def search(self, task: SearchTask) -> bool:
        """Search; True where no roster exists, which no solver of integers sees as soon as the relaxation does."""
        share = 1.0 if task.options.deterministic else task.parameters.small_model_share
        return _is_empty(task) or search_by_cp_sat(task, seconds=share * task.options.time_limit_seconds)


class CpSatStrategy:
    """CP-SAT for all that is left, by neighbourhoods of the best roster where there is one."""

    has_pieces: ClassVar[bool] = False

    def supports(self, task: SearchTask) -> bool:
        """Any task."""
        return True

    def search(self, task: SearchTask) -> bool:
        """Search; True where no roster exists."""
        return (task.best.values is None and not task.is_small and _is_empty(task)) or search_by_cp_sat(task)


def _is_empty(task: SearchTask) -> bool:
    return is_proven_empty(task.program, seconds=task.best.patience_seconds)


def search_by_cp_sat(task: SearchTask, *, seconds: float = math.inf) -> bool:
    """Run CP-SAT until the search is over; True where it proves that no roster exists.

    The best roster so far is its hint. Where work is counted, its own deterministic time does, and its strategies take
    turns. After so many seconds it ends earlier.
    """
    best, options = task.best, task.options
    if best.is_over and best.values is not None:
        return False
    seconds = max(0.5, min(seconds, best.remaining_seconds))
    hint = best.values

    most_workers = options.workers if hint is None else task.parameters.neighbourhood_workers
    answer = solve(
        task.built.model,
        CpSatLimits(
            seconds,
            by_work=options.deterministic,
            gap=options.relative_gap,
            workers=min(options.workers, most_workers),
            seed=options.seed,
            near_hint=hint is not None,
        ),
        hint=hint,
        on_solution=lambda cost, values: best.offer(cost, values, "improve"),
        is_over=lambda: best.is_over,
        is_interrupted=best.stop.is_set,
    )
    best.spend(seconds)
    best.raise_bound(answer.bound, "CP-SAT", "improve")
    return answer.status is SolverStatus.INFEASIBLE

"""The order of events for a week under rules of any form."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.branch_and_cut import BranchAndCut
from scheduler.solve.cp_sat_search import search_by_cp_sat
from scheduler.solve.fallback.neighbourhoods import Neighbourhoods
from scheduler.solve.fallback.rounding import choose_patterns, complete, lean_towards
from scheduler.solve.linear.relaxation import is_proven_empty, relax
from scheduler.solve.linear.weekly_patterns import enumerate_patterns
from scheduler.solve.strategy import SearchTask
from scheduler.solve.week.model import week_of

_POLL_SECONDS = 0.1


class FallbackStrategy:
    """Rounding and neighbourhood search."""

    has_pieces: ClassVar[bool] = False

    def supports(self, task: SearchTask) -> bool:
        """Whether the search for one week does not know the rules; it goes by the clock."""
        return not task.is_small and task.is_listed and not task.options.deterministic and task.once(week_of) is None

    def search(self, task: SearchTask) -> bool:
        """Search until the limits; True where no roster exists."""
        program, best = task.program, task.best
        relaxation = relax(program, seconds=best.patience_seconds)
        if relaxation is None:  # no roster, or HiGHS in trouble
            return is_proven_empty(program, seconds=best.patience_seconds)
        best.raise_bound(relaxation.value, "linear relaxation (HiGHS)", "bound")
        seconds = best.remaining_seconds * task.parameters.fallback_background_share
        background = BranchAndCut(program, best, seconds)
        try:
            decided = _start(task, relaxation.values)
            if best.values is not None:
                neighbourhoods = Neighbourhoods(task.built, task.structure, decided, task.options.seed)

                def improve_later() -> None:
                    while background.is_running and not best.is_over:
                        time.sleep(_POLL_SECONDS)
                    neighbourhoods.improve(best, 1)

                # One search beside HiGHS, then another where there are workers for two.
                tasks = [lambda: neighbourhoods.improve(best, 0), improve_later]
                _wait_for(tasks[: task.options.workers], background.listen)
            return search_by_cp_sat(task, meanwhile=background.listen)
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


def _start(task: SearchTask, relaxed: NDArray[np.float64]) -> list[int]:
    """Offer a first roster, if rounding the relaxation gives one; returns the people in the order of decision."""
    best, program = task.best, task.program
    patterns = enumerate_patterns(task.structure, task.parameters.week.most_patterns, best.patience_seconds)
    if patterns is None or any(len(person.picks) == 0 for person in patterns):
        return []  # where somebody has no week at all, the search will say so
    decided: list[int] = []
    # A known roster that the counts no longer allow is no help; the relaxation then decides alone.
    known = None if task.start is None else lean_towards(task.structure, relaxed, task.start)
    for values in (known, relaxed):
        if values is None:
            continue
        found = choose_patterns(
            program, patterns, values, go_on=lambda: not best.is_over, seconds=lambda: best.patience_seconds
        )
        if found is None:
            continue
        chosen, decided = found
        completed = complete(task.structure, patterns, chosen, best.patience_seconds)
        if completed is not None:
            best.offer_solution(program, completed, "start")
            return decided
    return decided

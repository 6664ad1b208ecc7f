"""The best roster and the best bound so far, and when to stop."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.log import logger
from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.parameters import DEFAULTS
from scheduler.solve.progress import Progress, Report

_log = logger(__name__)

_POLL_SECONDS = 0.1
# A bound so far above a cost, relative to it or in points, is its solver's tolerance; beyond, it is wrong.
_TOLERANCE, _TOLERANCE_POINTS = 1e-6, 1


class Incumbent:
    """What the search has so far; safe to use from several threads.

    Parameters
    ----------
    options
        Time limit and gap.
    stop
        Set by the caller to end the search early.
    report
        Told of every improvement.
    moment_seconds
        How long a linear program may take even at the limit.
    """

    def __init__(
        self,
        options: Solving,
        stop: threading.Event,
        report: Report,
        moment_seconds: float = DEFAULTS.moment_seconds,
    ) -> None:
        self._options = options
        self._moment_seconds = moment_seconds
        self.stop = stop
        self._report = report
        self._began = time.monotonic()
        self._work = 0.0
        self._lock = threading.RLock()
        self.cost: int | None = None
        self.values: list[int] | None = None
        self.bound = -math.inf
        self.bound_source = ""

    @property
    def elapsed_seconds(self) -> float:
        """How long the search has taken."""
        return time.monotonic() - self._began

    @property
    def limit(self) -> float:
        """Seconds, or nominal seconds of work, that the whole search may take."""
        return self._options.time_limit_seconds

    def spend(self, nominal_seconds: float) -> None:
        """Count work that is about to be done: where the clock must not decide, this does."""
        self._work += nominal_seconds

    @property
    def remaining_seconds(self) -> float:
        """Until the limit, by the clock or by work; 0 when it has passed."""
        spent = self._work if self._options.deterministic else self.elapsed_seconds
        return max(0.0, self._options.time_limit_seconds - spent)

    @property
    def patience_seconds(self) -> float:
        """How long a linear program may take: what is left, or a moment; without end where the clock must not decide.

        It is worth a moment even at the limit, as a roster or a bound may hang on it.
        """
        return math.inf if self._options.deterministic else max(self._moment_seconds, self.remaining_seconds)

    @property
    def is_close_enough(self) -> bool:
        """Whether the gap is as small as asked for."""
        if self.cost is None or math.isinf(self.bound):
            return False
        return self.cost - self.bound <= self._options.relative_gap * max(abs(self.cost), 1)

    @property
    def is_over(self) -> bool:
        """Whether the search has to end."""
        return self.stop.is_set() or self.is_close_enough or self.remaining_seconds == 0.0

    def offer(self, cost: int, values: list[int], stage: str) -> None:
        """Keep a roster if it is the best so far."""
        with self._lock:
            if self.cost is None or cost < self.cost:
                self.cost, self.values = cost, values
                if self.bound > cost:
                    self._lower_bound(cost)
                self._tell(stage)

    def offer_solution(self, program: LinearProgram, values: NDArray[np.int64], stage: str) -> bool:
        """Offer a solution of the program if it keeps every bound and every row; says whether it does."""
        keeps = program.is_kept_by(values)
        if keeps:
            self.offer(round(float(program.cost @ values) + program.offset), values.tolist(), stage)
        return keeps

    def offer_change(
        self, program: LinearProgram, before: NDArray[np.int64], after: NDArray[np.int64], stage: str
    ) -> float:
        """Offer what somebody has made of a roster that may not be the best any more; returns the points it gains.

        Costs and equalities add up, so the change is made to the best roster there is; where a row forbids that, what
        was made is offered as it is.

        Parameters
        ----------
        program
            Whose solutions these are.
        before, after
            Values of all variables, shape (n_variables,).
        stage
            What is being done, as in `Progress`.
        """
        change = after - before
        if self.cost is None or program.cost @ change > -0.5:
            return 0.0
        cost = self.cost
        if not self.offer_solution(program, np.array(self.values) + change, stage):
            self.offer_solution(program, after, stage)
        return float(cost - self.cost)

    def raise_bound(self, bound: float, source: str, stage: str) -> None:
        """Keep a bound if it is the best so far; costs are whole, so it may be rounded up."""
        if not math.isfinite(bound):
            return
        integer = math.ceil(bound - 1e-6 * max(1.0, abs(bound)))
        with self._lock:
            if self.cost is not None and integer > self.cost:
                if not _is_within_tolerance(integer, self.cost):
                    _log.warning("%s claims a bound of %d; there is a roster of %d", source, integer, self.cost)
                    return
                integer = self.cost
            if integer > self.bound:
                self.bound = integer
                self.bound_source = source
                self._tell(stage)

    def _lower_bound(self, cost: int) -> None:
        """Take back what a roster has shown to be wrong: by a solver's tolerance, or altogether."""
        if _is_within_tolerance(self.bound, cost):
            self.bound = cost
        else:
            _log.warning("%s claimed a bound of %d; there is a roster of %d", self.bound_source, self.bound, cost)
            self.bound, self.bound_source = -math.inf, ""

    @contextmanager
    def watched(self) -> Iterator[threading.Event]:
        """An event that is set as soon as the search has to end, for work that only knows how to stop by one."""
        stop = threading.Event()

        def watch() -> None:
            while not stop.wait(_POLL_SECONDS):
                if self.is_over:
                    stop.set()

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield stop
        finally:
            stop.set()
            watcher.join()

    def _tell(self, stage: str) -> None:
        bound = None if math.isinf(self.bound) else self.bound
        self._report(Progress(self.elapsed_seconds, self.cost, bound, stage))


def _is_within_tolerance(bound: float, cost: int) -> bool:
    return bound - cost <= max(_TOLERANCE_POINTS, _TOLERANCE * abs(cost))

"""Several weeks: annealed all at once, then each searched as one week is (`week/search.py`), the others held.

Weeks hang together by little: rest and runs of days over a Sunday, fair shares of nights, shifts that end on a Monday.

1. Week after week gets a first roster, held to what the weeks before it left; later weeks may still do what they like.
2. All weeks are annealed together (`together.py`), which forgets it. Where their form is not known, the first visits
   forget it; many people's is too good for that.
3. Weeks that are not neighbours are improved at the same time, as pieces of work on the cores or on a cluster, each
   within all rows that it touches; what they bring is put together where every row of the whole still holds.

In the background a process proves a bound (`bound.py`).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.log import logger
from scheduler.parallel import PieceOutcome, run_pieces
from scheduler.parallel.process import Process, background
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.head_counts import with_heads
from scheduler.solve.linear.mip import Limits
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.slacks import slacks_of_choices
from scheduler.solve.linear.structure import Structure, range_of_rows
from scheduler.solve.multi_week.bound import prove_weeks
from scheduler.solve.multi_week.together import read_together
from scheduler.solve.parameters import SearchParameters
from scheduler.solve.strategy import SearchTask
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.copies import Copies
from scheduler.solve.week.lagrangian_bound import Bound
from scheduler.solve.week.marginal_costs import MarginalCosts
from scheduler.solve.week.model import read_week
from scheduler.solve.week.search import WeekSearch, search_cores

_log = logger(__name__)

_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """A week to be improved.

    Attributes
    ----------
    structure
        The week with all rows that it touches, the rest held.
    values
        Its roster.
    options
        Time limit and seed.
    parameters
        Of the search.
    forgets
        Whether it begins anew, rather than improve the roster there is.
    cores
        How many it may keep busy.
    """

    structure: Structure
    values: NDArray[np.int64]
    options: Solving
    parameters: SearchParameters
    forgets: bool
    cores: int = 1


def improve_week(visit: Visit, stop: threading.Event | None = None) -> NDArray[np.int64] | None:
    """Better values of the week's variables, shape (n_variables,); None where none were found."""
    best = Incumbent(visit.options, stop or threading.Event(), lambda _: None)
    model = read_week(visit.structure, visit.parameters.week.most_patterns, best.patience_seconds)
    if model is None or model.has_somebody_without_a_week:
        return None
    week = WeekSearch(model, best, visit.options, visit.parameters, cores=visit.cores)
    week.resume(visit.values)
    week.improve(forget=visit.forgets)
    return None if best.values is None else np.array(best.values)


class MultiWeekStrategy:
    """The search for several weeks."""

    has_pieces: ClassVar[bool] = True

    def supports(self, task: SearchTask) -> bool:
        """Whether there are several weeks, and every hard row of a person looks at neighbouring days only."""
        longest = task.parameters.multi_week.longest_row_days
        return not task.is_small and len(task.structure.weeks) > 1 and is_week_by_week(task.structure, longest)

    def search(self, task: SearchTask) -> bool:
        """Search until the limits; where a week's rules are of a form that its search does not know, or where a week
        has no roster, nothing is found, and that is no proof."""
        search = _Weeks(task)
        try:
            search.run()
        finally:
            search.close()
        return False


def is_week_by_week(structure: Structure, longest_row_days: int) -> bool:
    """Whether every hard row of a person spans no more days than these and one."""
    program, ownership = structure.program, structure.ownership
    first, last = structure.days_spanned
    own_rows = np.flatnonzero(ownership.owner_of_row != SHARED)
    entries = program.matrix[own_rows].tocoo()
    row_first, row_last = range_of_rows(entries, first, last)
    is_soft = np.zeros(len(own_rows), dtype=bool)
    is_soft[entries.row[~ownership.is_choice[entries.col] & (program.cost[entries.col] > 0)]] = True
    return not bool(np.any((row_last - row_first)[~is_soft] >= longest_row_days))


class _Weeks:
    """The state of the search."""

    def __init__(self, task: SearchTask) -> None:
        self._task = task
        self._structure = task.structure
        self._weeks = task.structure.weeks
        self._best = task.best
        self._options = task.options
        self._parameters = task.parameters.multi_week
        self._first, self._last = task.structure.days_spanned
        # Each variable belongs to the week where it is decided for good; one about no day in the last.
        ends = np.array([week.stop for week in self._weeks])
        self._week_number = np.where(self._last < 0, len(ends) - 1, np.searchsorted(ends, self._last, side="right"))
        self._has_many_people = task.structure.n_people >= task.parameters.sample.many_people
        self._bounding: Process | None = None
        self._is_done = threading.Event()
        self._listener: threading.Thread | None = None

    def run(self) -> None:
        """The order of events."""
        self._prove()
        values = self._start()
        if values is None or not self._best.offer_solution(self._structure.program, values, "start"):
            return
        forgets = not self._has_many_people and not self._anneal_together()
        for number in itertools.count():
            for parity in (0, 1):
                if self._best.is_over:
                    return
                self._improve(range(parity, len(self._weeks), 2), number, forgets=forgets and number == 0)

    def _prove(self) -> None:
        """Have bounds found in the background of what follows; where work is counted, before it."""
        is_by_work = self._options.deterministic
        share = self._task.parameters.bound.work_share if is_by_work else self._parameters.bound_share
        limits = Limits(share * self._best.limit, by_work=is_by_work)
        if is_by_work:
            prove_weeks(self._receive, self._structure, self._week_number, limits, self._task.parameters)
            self._best.spend(limits.seconds)
        else:
            self._bounding = background(prove_weeks, self._structure, self._week_number, limits, self._task.parameters)
            self._listener = threading.Thread(target=self._listen, args=(self._bounding,), daemon=True)
            self._listener.start()

    @property
    def _is_proving(self) -> bool:
        return self._bounding is not None and self._bounding.is_running

    def _receive(self, bound: Bound) -> None:
        self._best.raise_bound(bound.value, bound.source, "bound")

    def close(self) -> None:
        """End what still runs in the background."""
        self._is_done.set()
        if self._listener is not None:
            self._listener.join()
        if self._bounding is not None:
            self._bounding.close()

    def _listen(self, bounding: Process) -> None:
        """Receive what is found, until the search is done."""
        while not self._is_done.wait(_POLL_SECONDS):
            for bound in bounding.messages():
                self._receive(bound)

    def _offer(self, values: NDArray[np.int64]) -> bool:
        """Offer a roster put together from weeks; says whether it keeps every row.

        What several weeks count together, such as nights, is counted anew.
        """
        at_once = self._task.parameters.multi_week.people_at_once
        slacks = slacks_of_choices(self._structure, values, at_once, self._best.patience_seconds)
        if slacks is None:
            return False
        counted = np.where(self._structure.ownership.is_slack, np.round(slacks).astype(np.int64), values)
        return self._best.offer_solution(self._structure.program, counted, "improve")

    def _start(self) -> NDArray[np.int64] | None:
        """A first roster, week after week; None where one has none."""
        program = self._structure.program
        values = np.zeros(program.n_variables, dtype=np.int64)
        options = self._options.model_copy(update={"time_limit_seconds": max(1.0, self._best.remaining_seconds)})
        for number, week in enumerate(self._weeks):
            columns = np.flatnonzero(self._week_number == number)
            is_later = self._week_number > number
            submodel = self._structure.cut(
                columns, week, np.where(is_later, program.lower, values), np.where(is_later, program.upper, values)
            )
            model = read_week(submodel, self._task.parameters.week.most_patterns, self._best.patience_seconds)
            if model is None or model.has_somebody_without_a_week:
                return None
            found = Incumbent(options, self._best.stop, lambda _: None)
            WeekSearch(model, found, options, self._task.parameters).begin()
            if found.values is None:
                return None
            values[columns] = found.values
        return values

    def _anneal_together(self) -> bool:
        """Anneal all weeks at once, and offer that; False where nothing comes of it, or their form is not known."""
        assert self._best.values is not None
        week = self._task.parameters.week
        together = read_together(self._structure, self._week_number, week.most_patterns, self._best.patience_seconds)
        if together is None:
            return False
        program, costs = together.structure.program, MarginalCosts(together.rows, week.counts)
        current = CurrentRoster(program, together.patterns, costs, self._options.seed)
        current.begin()
        current.resume(with_heads(together.structure, np.array(self._best.values)))
        random = np.random.default_rng(self._options.seed)
        copies = Copies(together.tables, current, self._best, self._options, week, random)
        is_taken = False
        # A short one first, so that a good roster is there soon.
        for moves in (week.intensify_moves, self._parameters.together_moves):
            share = self._parameters.together_share * self._best.remaining_seconds
            n_copies = search_cores(self._options, week) - self._is_proving
            for annealed in copies.anneal(week.hot, min(copies.seconds(moves), share), n_copies, lambda: None):
                current.take(annealed.pattern(), annealed.counts())
                is_taken |= self._offer(current.values()[: self._structure.program.n_variables])
        return is_taken

    def _improve(self, numbers: Sequence[int], visit: int, *, forgets: bool) -> None:
        """Visit these weeks, which are no neighbours, and put together what is found."""
        assert self._best.values is not None
        now = np.array(self._best.values)
        left = self._best.remaining_seconds
        at_a_time = search_cores(self._options, self._task.parameters.week)
        share = left * min(at_a_time, len(numbers)) / (self._parameters.visits * len(self._weeks))
        fewest = self._parameters.fewest_seconds
        most = left if self._has_many_people else self._parameters.most_seconds
        seconds = min(left, max(fewest, min(most, share)))
        # Of a cluster's workers each has one; cores that would have no week work on one with another.
        cores = max(1, at_a_time // len(numbers)) if self._task.cluster is None else 1
        opened, pieces = [], []
        for number in numbers:
            week = self._weeks[number]
            columns = np.flatnonzero((self._first < week.stop) & (self._last >= week.start))
            options = self._options.model_copy(
                update={"time_limit_seconds": seconds, "relative_gap": 0.0, "seed": self._options.seed + visit}
            )
            submodel = self._structure.cut(columns, week, now)
            opened.append(columns)
            pieces.append(Visit(submodel, now[columns], options, self._task.parameters, forgets, cores))

        def read(number: int, data: object) -> NDArray[np.int64] | None:
            return None if data is None else values_in(data, len(opened[number]))

        def take(outcome: PieceOutcome[NDArray[np.int64] | None]) -> None:
            if outcome.result is not None:
                since = np.array(self._best.values)
                since[opened[outcome.number]] = outcome.result
                self._offer(since)

        # As they come, so that nothing found is lost; where the clock must not decide, in their order.
        by_order = self._options.deterministic
        with self._best.watched() as stop:
            outcomes = run_pieces(
                improve_week,
                pieces,
                cluster=self._task.cluster,
                read=read,
                workers=self._options.workers,
                stop=stop,
                on_outcome=None if by_order else take,
            )
        for outcome in outcomes if by_order else ():
            take(outcome)
        self._best.spend(seconds * -(-len(pieces) // at_a_time))


def values_in(data: object, n_variables: int) -> NDArray[np.int64]:
    """Values of so many variables in plain data that came from elsewhere; refuses what are none."""
    values = np.asarray(data)
    if values.shape != (n_variables,) or values.dtype != np.int64:
        raise ValueError("as many whole numbers were asked for as the week has variables")
    return values

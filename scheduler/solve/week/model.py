"""A week as its search sees it: what each person may work, what the counts cost, and both as tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scheduler.log import logger
from scheduler.solve.linear.head_counts import over_heads
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, enumerate_patterns
from scheduler.solve.parameters import WeekParameters
from scheduler.solve.strategy import SearchTask
from scheduler.solve.week.annealing import Tables
from scheduler.solve.week.marginal_costs import PricedRows, UnpriceableError

_log = logger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class WeekModel:
    """A week; or several as one (`multi_week/together.py`), in which each person stands once for every week.

    Attributes
    ----------
    given
        Its linear program with what is known of it.
    structure
        The same, with rows that count people directly put over head counts (`linear/head_counts.py`).
    patterns
        What each person may work.
    rows
        What the rows of the counts mean and cost.
    tables
        All of this for the annealing.
    """

    given: Structure
    structure: Structure
    patterns: list[WeeklyPatterns]
    rows: PricedRows
    tables: Tables

    @property
    def is_part(self) -> bool:
        """Whether somebody has weeks that are not listed: then what weeks cost at least is no bound."""
        return any(person.is_part for person in self.patterns)

    @property
    def has_somebody_without_a_week(self) -> bool:
        """Whether somebody cannot keep the own rules, whatever the others do."""
        return any(len(person.picks) == 0 for person in self.patterns)


def week_of(task: SearchTask) -> WeekModel | None:
    """The task's horizon as a week, as `read_week` reads it."""
    week = task.parameters.week
    return read_week(task.structure, week.most_patterns, task.best.patience_seconds, most_in_part=week.most_in_part)


def read_week(
    structure: Structure,
    most_patterns: int = WeekParameters().most_patterns,
    seconds: float = math.inf,
    *,
    most_in_part: int = 0,
) -> WeekModel | None:
    """Read a week off its structure.

    Parameters
    ----------
    structure
        Of the week.
    most_patterns
        Above so many for one person, listing them is no longer the faster way.
    seconds
        How long listing may take.
    most_in_part
        How many are listed of somebody with more; 0: none.

    Returns
    -------
    WeekModel
        None where people's weeks cannot be listed, or where they are linked in another way than by heads that cost.
    """
    patterns = enumerate_patterns(structure, most_patterns, seconds, most_in_part=most_in_part)
    if patterns is None:
        return None
    counted = over_heads(structure)
    try:
        rows = PricedRows(counted)
        return WeekModel(structure, counted, patterns, rows, Tables(counted, rows, patterns))
    except UnpriceableError as reason:
        _log.info("people are not linked by counts that cost alone: %s", reason)
        return None

"""Several weeks annealed at once, where visits of one after another would stop at what the others hold.

Each person has a place for every week, with a list of weeks of its own; rows of the person's that reach over several
weeks, such as rest over a Sunday or a share of nights, are tables of what each activity costs
(`week/annealing/rows_over_weeks.py`). The counts are those of the whole horizon.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.log import logger
from scheduler.solve.linear.head_counts import over_heads
from scheduler.solve.linear.slacks_of_weeks import UnlistableError
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns, enumerate_patterns
from scheduler.solve.week.annealing import Tables
from scheduler.solve.week.annealing.rows_over_weeks import find_rows_over_weeks, read_rows_over_weeks
from scheduler.solve.week.marginal_costs import PricedRows, UnpriceableError
from scheduler.solve.week.model import WeekModel

_log = logger(__name__)


def read_together(
    structure: Structure, week_number: NDArray[np.int64], most_patterns: int, seconds: float
) -> WeekModel | None:
    """Read several weeks off their structure as one model, in which each person stands once for every week.

    Parameters
    ----------
    structure
        Of the several weeks.
    week_number
        The number of each variable's week, shape (n_variables,).
    most_patterns
        Above so many for one person and week, listing them is no longer the faster way.
    seconds
        How long listing the patterns of a week may take.

    Returns
    -------
    WeekModel
        None where weeks are not equally long or cannot be listed, or where rows over several weeks or counts are of a
        form that is not known, such as steps that weekends of one person share.
    """
    if len({len(week) for week in structure.weeks}) > 1:
        _log.info("the weeks are not annealed together: they are not equally long")
        return None
    program = structure.program
    is_over_weeks = find_rows_over_weeks(structure, week_number)
    free = replace(
        structure,
        program=replace(
            program,
            row_lower=np.where(is_over_weeks, -np.inf, program.row_lower),
            row_upper=np.where(is_over_weeks, np.inf, program.row_upper),
        ),
    )
    patterns: list[WeeklyPatterns] = []
    for number, week in enumerate(structure.weeks):
        columns = np.flatnonzero(week_number == number)
        listed = enumerate_patterns(free.cut(columns, week, program.lower, program.upper), most_patterns, seconds)
        if listed is None:
            return None
        patterns += [
            replace(
                person,
                choices=tuple(columns[choices] for choices in person.choices),
                slacks=replace(person.slacks, variables=columns[person.slacks.variables]),
            )
            for person in listed
        ]
    counted = over_heads(structure)
    try:
        rows = PricedRows(counted)
        over_weeks = read_rows_over_weeks(structure, is_over_weeks, patterns)
        return WeekModel(structure, counted, patterns, rows, Tables(counted, rows, patterns, over_weeks))
    except (UnlistableError, UnpriceableError) as reason:
        _log.info("the weeks are not annealed together: %s", reason)
        return None

"""Weeks made anew, one after the other."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.linear.slacks import slacks_of_choices
from scheduler.solve.multi_week.rolling import Expectation, week_with_later_ones_expected
from tests.solve.centre import keeps_all
from tests.solve.fortnight import WEEKS, fortnight
from tests.solve.linear.test_structure import roster, week_number


def expecting(values: np.ndarray) -> Expectation:  # type: ignore[type-arg]  # of either kind of numbers
    return Expectation(values.astype(np.float64), np.zeros(fortnight()[1].program.n_rows))


def counted(values: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]  # of either kind of numbers
    """A roster with the least that people's slack variables may be."""
    structure = fortnight()[1]
    slacks = slacks_of_choices(structure, values, 1000)
    assert slacks is not None
    return np.where(structure.ownership.is_slack, np.round(slacks).astype(np.int64), values)


@pytest.mark.parametrize("number", range(len(WEEKS)))
def test_where_a_roster_is_expected_its_week_keeps_all_rows(number: int) -> None:
    structure, values = fortnight()[1], counted(roster())
    week, columns = week_with_later_ones_expected(structure, week_number(), number, values, expecting(values))
    assert keeps_all(week.program, values[columns])


def test_the_first_week_pays_for_a_share_of_weekends_by_what_the_second_is_expected_to_bring() -> None:
    structure, values = fortnight()[1], counted(roster())
    program, names = structure.program, structure.program.names
    above = [place for place, name in enumerate(names) if name.startswith("above[R24,E001,")]
    row = next(row for row in program.columns[:, above[:1]].indices.tolist() if np.isfinite(program.row_upper[row]))
    entries = dict(zip(program.matrix[[row]].indices.tolist(), program.matrix[[row]].data.tolist(), strict=True))
    sundays = [place for place in entries if structure.ownership.is_choice[place] and week_number()[place] == 1]
    free = program.row_upper[row]
    for expected, left in ((0.0, free), (0.4, free), (len(sundays), free - len(sundays))):
        hoped = values.astype(np.float64)
        hoped[sundays] = expected / len(sundays)
        week, columns = week_with_later_ones_expected(structure, week_number(), 0, values, expecting(hoped))
        assert set(above) <= set(columns.tolist())
        place = int(np.searchsorted(columns, above[0]))
        rows = week.program.columns[:, [place]].indices.tolist()
        assert left in [week.program.row_upper[row] for row in rows]

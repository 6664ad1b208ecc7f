"""Weeks annealed at once keep every row, those over several weeks too, and cost what the moves say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from scheduler.model import build
from scheduler.solve.linear.head_counts import with_heads
from scheduler.solve.linear.ownership import SHARED
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.slacks import slacks_of_choices
from scheduler.solve.linear.structure import Structure
from scheduler.solve.multi_week.together import read_together
from scheduler.solve.parameters import DEFAULTS
from scheduler.solve.week.annealing import Annealer, moves
from scheduler.solve.week.annealing.rows_over_weeks import find_rows_over_weeks, read_rows_over_weeks
from scheduler.solve.week.construction import CurrentRoster
from scheduler.solve.week.marginal_costs import MarginalCosts
from tests.solve.centre import cost_of, keeps_all
from tests.solve.fortnight import RULES, problem_of, some_roster


@cache
def weeks(count: int) -> tuple[Structure, NDArray[np.int64], NDArray[np.int64]]:
    """So many weeks, the week of each variable, and values of some roster."""
    built = build(problem_of(count), RULES)
    _ = built.meals
    structure = Structure.of(built, linear_program(built.model))
    _, last = structure.days_spanned
    week_number = np.where(last < 0, count - 1, last // 7)
    return structure, week_number, some_roster(built)


class Watched(Annealer):
    """An annealer of several weeks that begins with some roster."""

    def __init__(self, count: int, seed: int) -> None:
        self.structure, week_number, values = weeks(count)
        together = read_together(self.structure, week_number, DEFAULTS.week.most_patterns, 60.0)
        assert together is not None
        self.tables = together.tables
        super().__init__(self.tables, seed)
        costs = MarginalCosts(together.rows)
        self.roster = CurrentRoster(together.structure.program, together.patterns, costs, seed)
        self.roster.begin()
        self.roster.resume(with_heads(together.structure, values))
        self.take(self.roster.pattern, self.roster.counts(), self.roster.activity())

    def turn(self, temperature: float) -> float:
        """Try moves; returns what they say that they changed."""
        tables = self.tables
        bundles = tables.prices, tables.options, tables.people, self._counts, self._pattern, self._picks
        return moves.turn(temperature, temperature, self._random, *bundles)

    def cost(self) -> float:
        """By the program, for values that keep every row and bound of it."""
        self.roster.take(self.pattern(), self.counts())
        values = self.roster.values()[: self.structure.program.n_variables]
        slacks = slacks_of_choices(self.structure, values, 2000)
        assert slacks is not None
        counted = np.where(self.structure.ownership.is_slack, np.round(slacks).astype(np.int64), values)
        assert keeps_all(self.structure.program, counted)
        return cost_of(self.structure.program, counted)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("count", [2, 3])
def test_the_cost_changes_by_what_is_said_and_every_row_is_kept(count: int, seed: int) -> None:
    annealer = Watched(count, seed)
    for temperature in (3000.0, 300.0, 3.0):
        before = annealer.cost()
        said = annealer.turn(temperature)
        assert annealer.cost() - before == pytest.approx(said, abs=0.5)


def test_rows_that_share_a_slack_variable_with_one_over_weeks_are_over_weeks_too() -> None:
    structure, week_number, _ = weeks(2)
    found = find_rows_over_weeks(structure, week_number)
    program, ownership = structure.program, structure.ownership
    entries = program.matrix.tocoo()
    own = ownership.owner_of_row != SHARED
    spans = [
        len(set(week_number[entries.col[(entries.row == row) & ownership.is_choice[entries.col]]].tolist())) > 1
        for row in np.flatnonzero(own)
    ]
    assert np.all(found[own][spans])
    slacks = (program.matrix[:, ownership.is_slack] != 0).astype(int)
    shares = np.asarray((slacks @ slacks[found].T).sum(axis=1)).ravel() > 0
    assert np.all(found[shares])
    assert not np.any(found[~own])


def test_rows_of_a_form_that_is_not_known_are_left_to_visits() -> None:
    structure, week_number, _ = weeks(2)
    program = structure.program
    row = int(np.flatnonzero(find_rows_over_weeks(structure, week_number))[0])
    matrix = program.matrix.tolil()
    matrix[row] *= 0.5
    halved = replace(structure, program=replace(program, matrix=csr_matrix(matrix)))
    assert read_together(halved, week_number, DEFAULTS.week.most_patterns, 60.0) is None
    assert read_together(structure, week_number, 1, 60.0) is None


def test_rows_hang_together_by_slack_variables_whatever_their_signs() -> None:
    """Two variables that stand with one sign in a row and with both in another would cancel out in a product."""
    structure, week_number, _ = weeks(2)
    program, ownership = structure.program, structure.ownership
    over = np.flatnonzero(find_rows_over_weeks(structure, week_number))
    person = int(ownership.owner_of_row[over[0]])
    slacks = np.flatnonzero(ownership.is_slack & (ownership.owner_of_variable == person))[:2]
    within = int(np.flatnonzero((ownership.owner_of_row == person) & ~find_rows_over_weeks(structure, week_number))[0])
    matrix = program.matrix.tolil()
    for slack, sign in zip(slacks.tolist(), (1.0, -1.0), strict=True):
        matrix[int(over[0]), slack], matrix[within, slack] = 1.0, sign
    changed = replace(structure, program=replace(program, matrix=csr_matrix(matrix)))
    assert find_rows_over_weeks(changed, week_number)[within]


@pytest.mark.parametrize("has_slacks", [True, False])
def test_where_no_row_reaches_over_weeks_there_are_no_tables(has_slacks: bool) -> None:
    structure, week_number, _ = weeks(2)
    found = find_rows_over_weeks(structure, week_number)
    assert found.any()
    together = read_together(structure, week_number, DEFAULTS.week.most_patterns, 60.0)
    assert together is not None
    if not has_slacks:
        nobody = np.full_like(structure.ownership.owner_of_variable, SHARED)
        structure = replace(structure, ownership=replace(structure.ownership, owner_of_variable=nobody))
    rows = read_rows_over_weeks(structure, np.zeros_like(found), together.patterns)
    assert len(rows.table) == len(rows.row) == len(rows.points) == 0
    assert not rows.first.any()

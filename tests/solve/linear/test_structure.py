"""Cuts are exact where the rest is held, and bounds where it is open."""

from __future__ import annotations

import threading
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.week.model import read_week
from scheduler.solve.week.search import WeekSearch
from tests.solve.centre import keeps_all, prepared
from tests.solve.fortnight import WEEKS, fortnight, some_roster


@cache
def roster() -> NDArray[np.int64]:
    """Values of all variables of some roster."""
    return some_roster(fortnight()[0])


def week_number() -> NDArray[np.int64]:
    """The week in which each variable is decided."""
    _, last = fortnight()[1].days_spanned
    return np.where((last >= 0) & (last < 7), 0, 1)


def relaxed_bound(structure: Structure) -> float:
    """What the relaxations of both weeks add up to, the rest of each left open."""
    total = 0.0
    for number, week in enumerate(WEEKS):
        part = structure.cut(
            np.flatnonzero(week_number() == number), week, structure.program.lower, structure.program.upper
        )
        relaxation = relax(part.program)
        assert relaxation is not None
        total += relaxation.value
    return total


def test_choices_heads_and_meals_are_about_their_day_and_slack_variables_about_those_of_their_rows() -> None:
    built, structure = fortnight()
    first, last = structure.days_spanned
    for _, day, _, var in built.works:
        assert (first[var.index], last[var.index]) == (day, day)
    for count in structure.heads:
        assert set(first[[count.head, *count.meals]]) == set(last[[count.head, *count.meals]]) == {count.day}
    names = {name: place for place, name in enumerate(structure.program.names)}
    fair = next(place for name, place in names.items() if name.startswith("above[R24,E001"))
    assert (first[fair], last[fair]) == (5, 13)
    assert np.all(last >= 0)


@pytest.mark.parametrize("week", WEEKS)
def test_a_cut_at_a_roster_is_an_exact_part_of_the_whole(week: range) -> None:
    _, structure = fortnight()
    program, values = structure.program, roster()
    first, last = structure.days_spanned
    columns = np.flatnonzero((first < week.stop) & (last >= week.start))
    part = structure.cut(columns, week, values)
    assert keeps_all(part.program, values[columns])
    options = Solving(time_limit_seconds=1000.0, seed=1)
    best = Incumbent(options, threading.Event(), lambda _: None)
    model = read_week(part)
    assert model is not None
    WeekSearch(model, best, options).begin()
    assert best.cost is not None
    better = values.copy()
    better[columns] = np.array(best.values)
    assert keeps_all(program, better)
    gained = part.program.cost @ values[columns] - best.cost
    assert program.cost @ (values - better) == pytest.approx(gained)
    assert gained > 0.0


def test_a_cut_knows_whose_its_variables_are_and_where_people_are_counted() -> None:
    _, structure = fortnight()
    columns = np.flatnonzero(week_number() == 1)
    part = structure.cut(columns, WEEKS[1], structure.program.lower, structure.program.upper)
    assert np.array_equal(part.ownership.owner_of_variable, structure.ownership.owner_of_variable[columns])
    assert set(part.ownership.day_of_choice.tolist()) == {-1, *range(7)}
    assert len(part.ownership.owner_of_row) == part.program.n_rows == part.program.matrix.shape[0]
    integer = [count for count in structure.heads if count.day in WEEKS[1]]
    for mine, theirs in zip(part.heads, integer, strict=True):
        assert mine.day == theirs.day - 7
        for variables in ("choices", "meals"):
            assert np.array_equal(columns[getattr(mine, variables)], getattr(theirs, variables))
        assert columns[mine.head] == theirs.head


def test_weeks_with_the_rest_open_cost_no_more_than_the_whole() -> None:
    _, structure = fortnight()
    relaxation = relax(structure.program)
    assert relaxation is not None
    assert relaxed_bound(structure) + structure.program.offset <= relaxation.value + 1e-3


def test_prices_between_weeks_give_a_bound_and_those_of_the_relaxation_all_of_it() -> None:
    _, structure = fortnight()
    relaxation = relax(structure.program)
    assert relaxation is not None
    priced, constant = structure.price_apart(week_number(), relaxation.duals)
    assert relaxed_bound(priced) + constant == pytest.approx(relaxation.value)
    random = np.random.default_rng(1)
    for scale in (1.0, 300.0):
        priced, constant = structure.price_apart(week_number(), random.normal(0.0, scale, len(relaxation.duals)))
        assert relaxed_bound(priced) + constant <= relaxation.value + 1e-3


def test_choices_meals_and_heads_are_told_apart() -> None:
    ready = prepared()
    for kind, found in (("works[", ready.structure.ownership.is_choice), ("meals[", ready.structure.is_meal)):
        names = {ready.program.names[index] for index in np.flatnonzero(found).tolist()}
        assert names == {name for name in ready.program.names if name.startswith(kind)}
    heads = [ready.program.names[index] for index in np.flatnonzero(ready.structure.is_head).tolist()]
    assert len(heads) == len(ready.structure.heads)
    assert all(name.startswith("heads[") for name in heads)

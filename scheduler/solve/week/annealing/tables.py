"""The tables of a search, and the way from a roster's values to them and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns
from scheduler.solve.week.annealing.layout import NONE, Numbers, Options, Reals, flat
from scheduler.solve.week.annealing.network import Network
from scheduler.solve.week.annealing.people import read_people
from scheduler.solve.week.annealing.rows_over_weeks import RowsOverWeeks
from scheduler.solve.week.marginal_costs import PricedRows


class Tables:
    """The tables of one structure.

    Parameters
    ----------
    structure, rows, patterns
        The program with its head counts, what its rows mean and cost, and what each person may work; of several weeks
        everybody's first week, everybody's second, and so on.
    over_weeks
        Own rows that reach over several weeks; None: there is one week.

    Raises
    ------
    UnpriceableError
        Capacity is divided, or a person's day counted, in a way that the tables do not know.
    """

    def __init__(
        self,
        structure: Structure,
        rows: PricedRows,
        patterns: Sequence[WeeklyPatterns],
        over_weeks: RowsOverWeeks | None = None,
    ) -> None:
        self._n_values = structure.program.n_variables
        self._network = Network(structure, rows)
        self._over_weeks = over_weeks or RowsOverWeeks.none(patterns)
        self.options, first_shift = self._read_options(structure, rows)
        """What people on a shift may do."""
        self.prices = self._network.prices()
        """Balances, sources and effects."""
        self.people, orders = read_people(structure, rows, patterns, first_shift, self._over_weeks)
        """Who may work what."""
        self._number_of = np.concatenate(orders)
        self._place_of = np.concatenate([np.argsort(order) for order in orders])
        self.head_of_shift = self._head[self.options.option[self.options.shift_first[:-1]]]
        """For each shift of a group on a day the variable that counts its heads; NONE for the day off."""
        self._carrier = np.array([arc.variable for arcs in self._network.arcs for arc in arcs], dtype=np.int64)

    def _read_options(self, structure: Structure, rows: PricedRows) -> tuple[Options, Numbers]:
        """The options of all groups and days, and the number of each one's day off."""
        effects: list[list[int]] = []
        missing: list[list[int]] = []
        shifts: list[list[int]] = []
        first_shift, heads, meals = [], [], []
        for group_day in rows.group_days:
            known = [
                self._network.effect(row, change)
                for row, change in zip(group_day.rows.tolist(), group_day.change.tolist(), strict=True)
            ]
            base = len(effects)
            first_shift.append(len(shifts))
            for covers, shift in zip(group_day.covers > 0, group_day.shift_of.tolist(), strict=True):
                anywhere = np.any(group_day.covers[group_day.shift_of == shift] > 0, axis=0)
                effects.append(sorted({known[place] for place in np.flatnonzero(covers).tolist()}))
                missing.append(sorted({known[place] for place in np.flatnonzero(anywhere & ~covers).tolist()}))
                heads.append(int(group_day.heads[shift - 1]) if shift else NONE)
            meals += group_day.meal.tolist()
            shifts += [
                (base + np.flatnonzero(group_day.shift_of == shift)).tolist()
                for shift in range(len(group_day.heads) + 1)
            ]
        self._head, self._meal = np.array(heads, dtype=np.int64), np.array(meals, dtype=np.int64)
        meal_of = _meal_times(structure, meals)
        shift_of = np.empty(len(effects), dtype=np.int64)
        for number, of_shift in enumerate(shifts):
            shift_of[of_shift] = number
        effect_first, effect = flat(effects)
        missing_first, missing_effect = flat(missing)
        shift_first, option = flat(shifts)
        meal_first, at_meal = flat(
            [np.flatnonzero(meal_of == number).tolist() for number in range(int(meal_of.max(initial=NONE)) + 1)]
        )
        options = Options(
            effect_first=effect_first,
            effect=effect,
            missing_first=missing_first,
            missing=missing_effect,
            shift_first=shift_first,
            option=option,
            shift_of=shift_of,
            meal_of=meal_of,
            meal_first=meal_first,
            at_meal=at_meal,
            with_meals=np.flatnonzero(np.diff(shift_first) > 1),
        )
        return options, np.array(first_shift, dtype=np.int64)

    def places_of(self, pattern: Numbers) -> Numbers:
        """Where the weeks with these numbers are listed, one a person."""
        first = self.people.pattern_first
        places: Numbers = first + self._place_of[first + pattern]
        return places

    def numbers_of(self, places: Numbers) -> Numbers:
        """The numbers of the weeks that are listed there, one a person."""
        numbers: Numbers = self._number_of[places]
        return numbers

    def activity(self, of_rows: Reals) -> Reals:
        """Where each node stands, by the activities of the program's rows without their own slack variables."""
        return np.round(of_rows[self._network.first_row])

    def typical_cost(self, of_rows: Reals) -> float:
        """What one head more or less typically costs where it costs anything, in points, as the rows stand."""
        return self._network.typical_cost(of_rows)

    def people_on(self, values: Reals) -> Numbers:
        """How many people have each option, by the values of all variables."""
        of_shift = np.where(self._head >= 0, values[self._head], 0.0)
        return np.round(np.where(self._meal >= 0, values[self._meal], of_shift)).astype(np.int64)

    def rows_at(self, picks: Numbers) -> Numbers:
        """Where own rows over several weeks stand when everybody has these picks, shape (n_people, n_days)."""
        return self._over_weeks.activity(picks)

    def flows(self, values: Reals) -> Reals:
        """What goes by each arc, by the values of all variables."""
        return np.round(values[self._carrier])

    def counts_of(self, people: Numbers, flow: Reals) -> Reals:
        """Heads, meals and flows among the values of all variables, the others at 0."""
        values = np.zeros(self._n_values)
        has_head, has_meal = self._head >= 0, self._meal >= 0
        np.add.at(values, self._head[has_head], people[has_head])
        values[self._meal[has_meal]] = people[has_meal]
        values[self._carrier] = flow
        return values


def _meal_times(structure: Structure, meals: list[int]) -> Numbers:
    """Day and minute of these meal variables as numbers, the same for all groups; NONE where there is no meal."""
    when = {
        int(variable): (count.day, minute)
        for count in structure.heads
        for variable, minute in zip(count.meals.tolist(), count.meal_starts.tolist(), strict=True)
    }
    number: dict[tuple[int, int], int] = {}
    times = [NONE if meal < 0 else number.setdefault(when[meal], len(number)) for meal in meals]
    return np.array(times, dtype=np.int64)

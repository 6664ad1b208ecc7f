"""The least change of a published roster, for several numbers of people who may be touched.

Most of the week is held, yet nearly anybody might stand in, so the model is that of a whole week. Under a limit of
people touched its linear relaxation is tight and names the few who are worth asking; the mixed-integer program over
these alone takes a second, the one over everybody minutes (benchmarks/log.md).

A repair restores and does not improve: coverage beyond what was published, where that was short, earns nothing.
Otherwise each repair would also move people who have nothing to do with its cause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import FlatIntExpr
from scipy.sparse import bmat, csr_matrix
from scipy.sparse.csgraph import connected_components

from scheduler.constraints.base import ChoiceRule, Rule
from scheduler.constraints.coverage_shortfall import missing_name
from scheduler.coverage import measure
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.penalties import Linear
from scheduler.result import Status
from scheduler.solve.handout import hand_out
from scheduler.solve.twin import LinearTwin, linear_twin, to_math_opt
from scheduler.variables import Group

Place = tuple[str, date]
"""A person and a day."""

_GAP = 5e-5
_MOVED = 1e-6
_TOLERANCE = 1e-4
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Allowed:
    """What came of one allowance.

    Attributes
    ----------
    people
        How many people might be touched.
    status
        FEASIBLE with a roster; INFEASIBLE where none is proven to exist; NO_SOLUTION where the time was too short.
    roster
        The roster that costs least, as far as was searched; days that did not change have their published rows.
    """

    people: int
    status: Status
    roster: Roster | None


def least_change(
    problem: Problem,
    rules: Sequence[Rule],
    open_places: AbstractSet[Place],
    allowances: Sequence[int],
    *,
    seconds_each: float = 20.0,
    workers: int = 8,
    seed: int = 1,
) -> list[Allowed]:
    """Find the cheapest roster near the published one, for each number of people who may be touched.

    Parameters
    ----------
    problem, rules
        The facts as they are now, with the published roster, and the rules in force.
    open_places
        Where anything may change. Elsewhere people keep what was published, or are off where they are absent.
    allowances
        Numbers of people, at least 1 each, in rising order.
    seconds_each
        For the search of one allowance, beside its relaxation; seldom more than one or two are needed.
    workers, seed
        Of CP-SAT, which is asked only where the quick way finds no roster.

    Returns
    -------
    list
        One entry an allowance, in their order; a wider one is never dearer than a narrower one.
    """
    if problem.published is None:
        raise ValueError("a repair needs a published roster")
    search = _Search(problem, rules, open_places, seconds_each, workers, seed)
    # Whoever is worth asking at the limits between is so at one of the two ends: measured, no roster was dearer.
    probes = sorted({allowances[0], allowances[-1]})
    with ThreadPoolExecutor(_THREADS) as pool:
        relaxed = [values for values in pool.map(search.relax, probes) if values is not None]
    found: list[Allowed] = []
    best: NDArray[np.int64] | None = None
    for people in allowances:
        status, values = search.solve(people, relaxed, best)
        if values is not None and (best is None or search.cost(values) < search.cost(best)):
            best = values
        if best is None:
            found.append(Allowed(people, status, None))
        else:
            found.append(Allowed(people, Status.FEASIBLE, search.roster(best)))
    return found


class _Held(ChoiceRule):
    """Leaves no choice but the published one where nothing may change."""

    number: ClassVar[str] = "R00"
    title_ko: ClassVar[str] = ""
    title_en: ClassVar[str] = ""

    rule: Literal["held"] = "held"
    open_places: frozenset[tuple[str, int]]
    published: dict[tuple[str, int], frozenset[str]]

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        place = person.employee_id, day
        return place not in self.open_places and shift.code not in self.published.get(place, ())


class _Search:
    """The model with a limit of people touched, and what is needed to solve it for many limits."""

    def __init__(
        self,
        problem: Problem,
        rules: Sequence[Rule],
        open_places: AbstractSet[Place],
        seconds_each: float,
        workers: int,
        seed: int,
    ) -> None:
        assert problem.published is not None
        self._seconds, self._workers, self._seed = seconds_each, workers, seed
        horizon = problem.horizon
        places = frozenset((employee, horizon.day_of(on)) for employee, on in open_places)
        self._published: dict[tuple[str, int], list[Assignment]] = {}
        for row in problem.published.assignments:
            if row.date not in problem.absent_dates.get(row.employee_id, {}):
                self._published.setdefault((row.employee_id, horizon.day_of(row.date)), []).append(row)
        codes = {place: frozenset(row.shift for row in rows) for place, rows in self._published.items()}
        self._built = build(problem, [*rules, _Held(open_places=places, published=codes)])
        self._kept_meals = self._hold_meals()
        touched = self._touch(places)
        model = self._built.model
        self._limit = model.new_int_var(0, len(touched), "people_touched")
        model.add(cp_model.LinearExpr.sum(touched) <= self._limit)
        twin = linear_twin(model)
        self._twin = replace(twin, lower=_floors(problem, twin))
        self._is_choice = np.zeros(len(twin.names), dtype=bool)
        self._now = np.zeros(len(twin.names))
        for employee, day, code, var in self._built.works:
            self._is_choice[var.index] = True
            self._now[var.index] = code in codes.get((employee, day), ())
        # Whole choices and meal counts make the rest whole.
        self._whole = self._is_choice.copy()
        self._whole[[var.index for var in touched]] = True
        for day, code, group, _, _ in self._built.heads.items():
            self._whole[[var.index for var in self._built.meals.starting(day, code, group).values()]] = True

    def _hold_meals(self) -> dict[int, list[cp_model.IntVar]]:
        """Let everybody who stays keep the meal break; returns who eats in each count."""
        built = self._built
        problem = built.problem
        eating: dict[int, list[cp_model.IntVar]] = {}
        counts: dict[int, cp_model.IntVar] = {}
        for (employee, day), rows in self._published.items():
            person = problem.employee.get(employee)
            for row in rows if person is not None else ():
                choice = built.works.choice(employee, day, row.shift)
                if person is None or choice is None or row.break_start is None:
                    continue
                group = Group(problem.work_mode(person, row.date), problem.queues_on(person, row.date))
                starting = built.meals.starting(day, row.shift, group)
                if starting:
                    minute = (row.break_start - problem.horizon.start).total_seconds() / 60 - 1440 * day
                    # A time off the grid, from another system, counts as the nearest one.
                    count = starting[min(starting, key=lambda start: abs(start - minute))]
                    eating.setdefault(count.index, []).append(choice)
                    counts[count.index] = count
        for index, choices in eating.items():
            built.model.add(counts[index] >= cp_model.LinearExpr.sum(choices))
        return eating

    def _touch(self, places: AbstractSet[tuple[str, int]]) -> list[cp_model.IntVar]:
        """A Boolean for everybody whose days may change: 1 where any of them does. All other days are held."""
        built = self._built
        model = built.model
        touched = []
        for person in built.problem.employees:
            employee = person.employee_id
            changes: list[Linear | int] = []
            for day in range(built.problem.horizon.days):
                choices = built.works.on_day(employee, day)
                rows = self._published.get((employee, day), [])
                if (employee, day) not in places:
                    for choice in choices.values():
                        model.add(choice == 1)
                elif not rows:
                    changes.append(cp_model.LinearExpr.sum(list(choices.values())))
                elif len(rows) == 1 and rows[0].shift in choices:
                    changes.append(1 - choices[rows[0].shift])
                else:
                    changes.append(1)  # what was published cannot stay
            if changes:
                is_touched = model.new_bool_var(f"touched[{employee}]")
                touched.append(is_touched)
                for change in changes:
                    model.add(is_touched >= change)
        return touched

    def relax(self, people: int) -> NDArray[np.float64] | None:
        """Values of the linear relaxation where so many people may be touched; None where there are none."""
        model = to_math_opt(self._limited(self._twin, people), whole=False)
        result = mathopt.solve(model, mathopt.SolverType.HIGHS)
        if not result.has_primal_feasible_solution():
            return None
        return np.array(result.variable_values(list(model.variables())))

    def solve(
        self, people: int, relaxed: Sequence[NDArray[np.float64]], best: NDArray[np.int64] | None
    ) -> tuple[Status, NDArray[np.int64] | None]:
        """The best values where only choices that a relaxation moves may move; if that finds nothing, any roster.

        Parameters
        ----------
        best
            What a narrower allowance found: the search starts from there.
        """
        values = self._solve_part(people, relaxed, best) if relaxed else None
        if values is not None:
            return Status.FEASIBLE, values
        status, some = self._any_roster(people)
        if some is None:
            return status, None
        values = self._solve_part(people, [*relaxed, some.astype(np.float64)], some)
        return Status.FEASIBLE, some if values is None else values

    def _solve_part(
        self, people: int, known: Sequence[NDArray[np.float64]], start: NDArray[np.int64] | None
    ) -> NDArray[np.int64] | None:
        """The best values where only what one of the known solutions moves may move, and what depends on it."""
        moved = self._is_choice & np.any([np.abs(values - self._now) > _MOVED for values in known], axis=0)
        held = np.where(self._is_choice, self._now, known[-1])
        free = self._affected(moved, held)
        part = free_part(self._limited(self._twin, people), free, held)
        if part is None:
            return None
        model = to_math_opt(part, whole=self._whole[free])
        variables = list(model.variables())
        # Without a better start the one in which nobody is moved, if the hard rules allow it.
        first = self._now if start is None else start
        hint = {
            variables[n]: float(first[index]) for n, index in enumerate(free.nonzero()[0]) if self._is_choice[index]
        }
        result = mathopt.solve(
            model,
            mathopt.SolverType.GSCIP,
            model_params=mathopt.ModelSolveParameters(solution_hints=[mathopt.SolutionHint(variable_values=hint)]),
            params=mathopt.SolveParameters(
                time_limit=timedelta(seconds=self._seconds), relative_gap_tolerance=_GAP, random_seed=self._seed
            ),
        )
        if not result.has_primal_feasible_solution():
            return None
        held[free] = result.variable_values(variables)
        return np.round(held).astype(np.int64)

    def _affected(self, moved: NDArray[np.bool_], held: NDArray[np.float64]) -> NDArray[np.bool_]:
        """What is no longer settled once these choices are open; counts that nobody can leave or join are.

        Sets the settled counts among the held values.
        """
        free = ~self._is_choice | moved
        for day, code, group, count, _ in self._built.heads.items():
            choices = [var.index for var in self._built.heads.choices[day, code, group]]
            starting = self._built.meals.starting(day, code, group).values()
            heads = int(self._now[choices].sum())
            eating = {var.index: len(self._kept_at_work(var.index)) for var in starting}
            if not moved[choices].any() and (not eating or sum(eating.values()) == heads):
                held[count.index] = heads
                free[[count.index, *eating]] = False
                for index, people in eating.items():
                    held[index] = people
        # What shares no row with the open choices, however indirectly, is as good as any known solution has it.
        sub = self._twin.matrix[:, free]
        rows, columns = sub.shape
        _, component = connected_components(bmat([[None, sub], [sub.T, None]]), directed=False)
        open_columns = moved[free]
        open_columns[np.flatnonzero(np.flatnonzero(free) == self._limit.index)] = True
        free[free] = np.isin(component[rows : rows + columns], component[rows:][open_columns])
        return free

    def _kept_at_work(self, count: int) -> list[cp_model.IntVar]:
        """Who eats in a count as published, and works that day as published."""
        return [choice for choice in self._kept_meals.get(count, ()) if self._now[choice.index]]

    def _any_roster(self, people: int) -> tuple[Status, NDArray[np.int64] | None]:
        """Any roster at all, by CP-SAT, or the proof that there is none."""
        model = self._built.model.clone()
        model.add(model.get_int_var_from_proto_index(self._limit.index) <= people)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._workers
        solver.parameters.random_seed = self._seed
        solver.parameters.max_time_in_seconds = 2 * self._seconds
        solver.parameters.stop_after_first_solution = True
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Status.FEASIBLE, np.array(solver.response_proto.solution, dtype=np.int64)
        return (Status.INFEASIBLE if status == cp_model.INFEASIBLE else Status.NO_SOLUTION), None

    def _limited(self, twin: LinearTwin, people: int) -> LinearTwin:
        upper = twin.upper.copy()
        upper[self._limit.index] = min(upper[self._limit.index], people)
        return replace(twin, upper=upper)

    def cost(self, values: NDArray[np.int64]) -> float:
        """Points of a solution, what was not published as short counted as if it were."""
        return float(self._twin.cost @ np.maximum(values, self._twin.lower))

    def roster(self, values: NDArray[np.int64]) -> Roster:
        """The published rows of what stays; meal breaks for the rest are handed out from what the counts leave."""
        rows: list[Assignment] = []
        kept: set[int] = set()
        for employee, day, code, var in self._built.works:
            for row in self._published.get((employee, day), []):
                if row.shift == code and values[var.index] and var.index not in kept:
                    rows.append(row)
                    kept.add(var.index)

        def new(expression: Linear) -> int:
            flat = FlatIntExpr(expression)
            total = flat.offset
            for var, factor in zip(flat.vars, flat.coeffs, strict=True):
                eating = sum(choice.index in kept for choice in self._kept_meals.get(var.index, ()))
                total += factor * (0 if var.index in kept else int(values[var.index]) - eating)
            return int(total)

        return Roster.of([*rows, *hand_out(self._built, new).assignments])


def free_part(twin: LinearTwin, free: NDArray[np.bool_], held: NDArray[np.float64]) -> LinearTwin | None:
    """The twin of the free variables alone, the others held; None where a row of held variables does not hold."""
    settled = np.where(free, 0.0, held)
    activity = twin.matrix @ settled
    columns: csr_matrix = twin.matrix[:, free]
    has_free = np.diff(columns.indptr) > 0
    lower, upper = twin.row_lower - activity, twin.row_upper - activity
    if np.any(lower[~has_free] > _TOLERANCE) or np.any(upper[~has_free] < -_TOLERANCE):
        return None
    return LinearTwin(
        [name for name, is_free in zip(twin.names, free.tolist(), strict=True) if is_free],
        twin.lower[free],
        twin.upper[free],
        twin.cost[free],
        twin.offset + float(twin.cost @ settled),
        columns[has_free],
        lower[has_free],
        upper[has_free],
    )


def _floors(problem: Problem, twin: LinearTwin) -> NDArray[np.float64]:
    """The variables' lower bounds, with what the published roster is short of as the least shortfall."""
    assert problem.published is not None
    lower = twin.lower.copy()
    place: Mapping[str, int] = {name: index for index, name in enumerate(twin.names)}
    tiers = problem.demand.shortfall_tiers
    for queue, effective in measure(problem, problem.published).effective_permille.items():
        required_of = problem.demand.queues[queue].required_permille
        for interval in np.flatnonzero(required_of > effective).tolist():
            required = int(required_of[interval])
            short = required - int(effective[interval])
            starts = [int(tier.from_share * required) for tier in tiers]
            for start, end in zip(starts, [*starts[1:], required], strict=True):
                index = place.get(missing_name(queue, interval, start))
                if index is not None:
                    # What no roster can cover is a constant beside the variable.
                    constant = end - start - twin.upper[index]
                    lower[index] = max(0.0, min(short, end) - start - constant)
    return lower

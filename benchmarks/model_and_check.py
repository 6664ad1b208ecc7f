"""Do model and check say the same? Run ``python -m benchmarks.model_and_check --examples 500``.

Draws small random problems and rules, fixes random rosters in the model of each rule, and compares: a hard rule's model
has no solution exactly where the check finds a breach, and a soft one's charge is that of the check. So do the models
of several rules together. Prints every disagreement with the seed that draws it again, and ends with exit code 1 if
there is one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import click
from ortools.sat.python import cp_model

from benchmarks.held_model import HeldModel
from benchmarks.random_problems import random_problem, random_roster, random_row, random_rules
from scheduler.constraints.base import Rule
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.on_call import OnCall
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.model import build
from scheduler.variables import Build, Group
from scheduler.verify import audit


@dataclass(frozen=True, slots=True)
class Comparison:
    """One roster under one or several rules.

    Attributes
    ----------
    rules
        Numbers of the rules.
    model_points, check_points
        What model and check charge; None where a hard rule is broken.
    what
        Where they differ: the rules, the roster, and what the check found, for whoever looks for the fault.
    """

    rules: tuple[str, ...]
    model_points: int | None
    check_points: int | None
    what: str

    @property
    def agree(self) -> bool:
        """Whether both say the same."""
        return self.model_points == self.check_points


def compare(
    seed: int, *, rosters: int = 3, clock_changes: bool = False, rules: Sequence[Rule] = ()
) -> Iterator[Comparison]:
    """Compare model and check on one random problem, for each rule alone and for some of them together.

    Parameters
    ----------
    seed
        Draws the problem, the rules and the rosters.
    rosters
        Random rosters for each rule, beside those that its own model finds.
    clock_changes
        Whether the clock changes around the planned days.
    rules
        Those to compare, each alone; none: the random ones, and some of them together.
    """
    rng = Random(seed)  # no secret depends on it
    problem = random_problem(rng, clock_changes=clock_changes)
    drawn = [] if rules else list(random_rules(rng, problem))
    together = [rng.sample(drawn, rng.randint(2, 6)) for _ in range(3)] if drawn else []
    for in_force in [*([rule] for rule in rules or drawn), *together]:
        yield from _compare_rules(rng, problem, in_force, rosters)


def _compare_rules(rng: Random, problem: Problem, rules: list[Rule], rosters: int) -> Iterator[Comparison]:
    # What a roster is holds beside the rules; who may work what would leave too little to try.
    listed = {type(rule) for rule in rules}
    whole = [*rules, *(kind() for kind in (OneShiftADay, MealBreak) if kind not in listed)]
    built = build(problem, whole)
    tried = [random_roster(rng, problem, rng.choice((0.1, 0.3, 0.6, 0.9))) for _ in range(rosters)]
    found = _find(rng, problem, built)
    if found is not None:
        tried += [found, _with_one_change(rng, problem, found)]
    charges = _Charges(problem, built)
    for drawn in tried:
        roster = drawn
        for rule in whole:
            if isinstance(rule, OnCall):  # who is on call is no choice of the model: it leaves enough who can be named
                roster = rule.named(problem, roster)
        checked = audit(problem, whole, roster)
        points = charges.points(roster), None if checked.hard else checked.cost
        rows = (str((row.employee_id, str(row.date), row.shift)) for row in roster.assignments)
        found_by_check = (violation.message for violation in checked.violations)
        what = "" if points[0] == points[1] else "\n".join([f"{problem.horizon}\n{rules}", *rows, *found_by_check])
        yield Comparison(tuple(rule.number for rule in rules), *points, what)


def _find(rng: Random, problem: Problem, built: Build) -> Roster | None:
    """A roster that the model allows, as full as it can be in places that are drawn; None where there is none."""
    model = built.model.clone()
    choices = list(built.works)
    model.maximize(
        cp_model.LinearExpr.weighted_sum(
            [model.get_bool_var_from_proto_index(var.index) for *_, var in choices],
            [rng.randint(-1, 2) for _ in choices],
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.stop_after_first_solution = True
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Roster.of(
        random_row(rng, problem, problem.employee[employee], day, code)
        for employee, day, code, var in choices
        if solver.boolean_value(model.get_bool_var_from_proto_index(var.index))
    )


def _with_one_change(rng: Random, problem: Problem, roster: Roster) -> Roster:
    """The same roster with another choice for one person on one day: on the edge of what is allowed."""
    person, day = rng.choice(problem.employees), rng.randrange(problem.horizon.days)
    on = problem.horizon.date_of(day)
    is_employed = problem.employee_on(person.employee_id, on) is not None
    code = rng.choice((None, *problem.shifts)) if is_employed else None
    others = [row for row in roster.assignments if (row.employee_id, row.date) != (person.employee_id, on)]
    return Roster.of([*others, *([] if code is None else [random_row(rng, problem, person, day, code)])])


class _Charges:
    """What the model charges rosters."""

    def __init__(self, problem: Problem, built: Build) -> None:
        self._problem, self._built = problem, built
        self._places = [(employee, day, code) for employee, day, code, _ in built.works]
        meals = {
            (day, code, group, minute): var.index
            for day, code, group in built.heads.counts
            for minute, var in built.meals.starting(day, code, group).items()
        }
        self._meals = list(meals)
        self._held = HeldModel(built.model, [*(var.index for *_, var in built.works), *meals.values()])

    def points(self, roster: Roster) -> int | None:
        """What it charges this one, its meal breaks included; None where it has no such solution."""
        horizon = self._problem.horizon
        chosen = {(row.employee_id, horizon.day_of(row.date), row.shift) for row in roster.assignments}
        if not chosen <= set(self._places):
            return None
        eating: Counter[tuple[int, str, Group, int]] = Counter()
        for row in roster.assignments:
            if row.break_start is not None:
                person, day = self._problem.employee[row.employee_id], horizon.day_of(row.date)
                group = self._built.group_of(person, day)
                minute = round(horizon.elapsed_at(row.break_start)) - horizon.midnight(day)
                eating[day, row.shift, group, minute] += 1
        cost = self._held.optimum(
            [*(place in chosen for place in self._places), *(eating[meal] for meal in self._meals)]
        )
        return None if cost is None else cost + self._built.ledger.unavoidable_cost


@click.command(context_settings={"show_default": True})
@click.option("--examples", type=click.IntRange(min=1), default=500, help="Random problems.")
@click.option("--first-seed", type=click.IntRange(min=0), default=0, help="Seed of the first; the others follow.")
@click.option("--clock-changes", is_flag=True, help="Plan days around a change of the clock.")
def main(examples: int, first_seed: int, clock_changes: bool) -> None:
    """Compare model and check on random problems."""
    agreed: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    disagreed: Counter[str] = Counter()
    for seed in range(first_seed, first_seed + examples):
        for comparison in compare(seed, clock_changes=clock_changes):
            name = comparison.rules[0] if len(comparison.rules) == 1 else "together"
            (agreed if comparison.agree else disagreed)[name] += 1
            broken[name] += comparison.check_points != 0
            if not comparison.agree:
                click.echo(
                    f"seed {seed}: {'+'.join(comparison.rules)}: model {comparison.model_points}, "
                    f"check {comparison.check_points}\n{comparison.what}\n"
                )
    for name in sorted({*agreed, *disagreed}):
        tried = agreed[name] + disagreed[name]
        click.echo(f"{name:9} {tried:6} rosters, {broken[name]:6} with a breach, {disagreed[name]:4} disagreements")
    sys.exit(1 if disagreed else 0)


def disagreements(seed: int, *, clock_changes: bool = False) -> Sequence[str]:
    """Where model and check differ on the problem of a seed, in words."""
    return [
        f"{'+'.join(each.rules)}: model {each.model_points}, check {each.check_points}\n{each.what}"
        for each in compare(seed, clock_changes=clock_changes)
        if not each.agree
    ]


if __name__ == "__main__":
    main()

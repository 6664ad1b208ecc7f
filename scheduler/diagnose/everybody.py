"""What the rules that count heads ask of everybody together and cannot get."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule
from scheduler.constraints.conflict import Misses
from scheduler.counting import imbalances
from scheduler.diagnose.elastic import RuleDay, elastic
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.penalties import Charge
from scheduler.reasons import Reason, ReasonKind, arithmetic, unknown
from scheduler.solve.cp_sat import CpSatLimits, solve
from scheduler.solve.extraction import extract_roster, reader
from scheduler.solve.linear.mip import SolverStatus
from scheduler.variables import Build

WORST_INTERVAL_POINTS = 100
"""Points for each head that a rule misses in its worst interval, beside 1 for each in the worst interval of a day."""


def conflicts_of_many(problem: Problem, rules: Sequence[Rule], time_limit_seconds: float, workers: int) -> list[Reason]:
    """Add up what the rules that count heads ask for; else make only them elastic, and say where heads are missing.

    Parameters
    ----------
    problem, rules
        The facts and the rules in force, under which everybody alone can be rostered.
    time_limit_seconds, workers
        Of the search for where heads are missing.
    """
    hard = [rule for rule in rules if rule.weight is None]
    counting = [rule for rule in hard if rule.couples_people and rule.can_give_way]
    if not counting:
        return []
    proven = imbalances(problem, hard, counting)
    if proven:
        return [Reason(ReasonKind.SUM, frozenset({found.rule.number}), arithmetic(found)) for found in proven]
    built = build(problem, [elastic(rule, 1) if rule in counting else rule for rule in hard])
    _ = built.meals  # read below: variables that are made after the solve have no value
    _spread_misses(built)
    answer = solve(built.model, CpSatLimits(time_limit_seconds, least_seconds=0.0, workers=workers))
    if answer.values is None:
        numbers = frozenset(rule.number for rule in counting)
        return [Reason(ReasonKind.UNKNOWN, numbers, unknown(counting, time_limit_seconds))]
    misses = Misses(
        problem=problem,
        roster=extract_roster(built, reader(answer.values)),
        able=tuple((employee, day, code) for employee, day, code, _ in built.works),
        counting=tuple(counting),
        is_least=answer.status is SolverStatus.OPTIMAL,
    )
    return [
        Reason(ReasonKind.HEADS, frozenset({rule.number}), said) for rule in counting for said in rule.blame(misses)
    ]


def _spread_misses(built: Build) -> None:
    """Let each rule's worst interval count first, then the worst of each day.

    A least number of heads can be lowered by the worst interval's miss: that is the smallest change. The sum over all
    intervals would as soon send everybody to the meal break at once.
    """
    amounts: defaultdict[RuleDay, list[Charge]] = defaultdict(list)
    for charge in built.ledger.charges():
        amounts[RuleDay(charge.rule, charge.date)].append(charge)
    most = 2 * len(built.problem.employees) * max((charge.weight for charge in built.ledger.charges()), default=0)
    most += built.ledger.unavoidable_cost
    rules = dict.fromkeys(place.rule for place in amounts)
    worst_of_rule = {number: built.model.new_int_var(0, most, f"worst[{number}]") for number in rules}
    worst_of_day = []
    for place, charges in amounts.items():
        worst = built.model.new_int_var(0, most, f"worst[{place.rule},{place.on or ''}]")
        worst_of_day.append(worst)
        built.model.add(worst <= worst_of_rule[place.rule])
        for charge in charges:
            built.model.add(charge.weight * charge.amount <= worst)
    built.model.minimize(
        WORST_INTERVAL_POINTS * cp_model.LinearExpr.sum(list(worst_of_rule.values()))
        + cp_model.LinearExpr.sum(worst_of_day)
    )

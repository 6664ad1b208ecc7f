"""Assembles the model: variables and ledger are made, each rule applies itself, and the charges are the objective."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python.cp_model import FlatIntExpr, LinearExpr

from scheduler.constraints.base import Rule
from scheduler.domain.limits import MOST_COST
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift
from scheduler.errors import Fault, InputError
from scheduler.messages import Message
from scheduler.penalties import Ledger
from scheduler.variables import Build


def build(problem: Problem, rules: Sequence[Rule]) -> Build:
    """Build the CP-SAT model of a problem under these rules.

    Returns
    -------
    Build
        The model with its objective set, the ledger, and the variables to read a roster from.

    Raises
    ------
    InputError
        The weights are so large that the costs of a roster might not fit the solvers' numbers.
    """
    # Asked for every person, day and shift: rules that never forbid a single choice are left out.
    hard = [rule for rule in rules if rule.weight is None and type(rule).forbids is not Rule.forbids]

    def is_allowed(person: Employee, day: int, shift: Shift) -> bool:
        for place, rule in enumerate(hard):
            if rule.forbids(problem, person, day, shift):
                hard.insert(0, hard.pop(place))  # it likely forbids the next one, too, and is asked first
                return False
        return True

    apart = [rule for rule in rules if type(rule).site_of is not Rule.site_of]

    def site_of(person: Employee) -> str:
        return next((site for rule in apart if (site := rule.site_of(person))), "")

    marks: dict[str, str] = {}
    for rule in rules:
        for employee, mark in rule.marks(problem).items():
            marks[employee] = f"{marks.get(employee, '')}{rule.number} {mark};"

    assembled = Build(problem, is_allowed, site_of, marks)
    for rule in rules:
        rule.apply(assembled)
    _refuse_overflow(assembled, rules)
    assembled.model.minimize(objective(assembled.ledger))
    return assembled


def objective(ledger: Ledger) -> LinearExpr:
    """The sum of all charges that a roster can influence."""
    charges = ledger.charges()
    return LinearExpr.weighted_sum([charge.amount for charge in charges], [charge.weight for charge in charges])


def most_by_rule(ledger: Ledger) -> dict[str, int]:
    """Points that each rule charges at most, by the bounds of the variables; solvers add them all up."""
    most = dict(ledger.unavoidable_by_rule)
    for charge in ledger.charges():
        amount = FlatIntExpr(charge.amount)
        size = abs(amount.offset)
        for variable, coefficient in zip(amount.vars, amount.coeffs, strict=True):
            # Both ends count: a term that lowers the amount is as large a number to a solver as one that raises it.
            domain = variable.proto.domain
            size += abs(coefficient) * max(abs(domain[0]), abs(domain[len(domain) - 1]))
        most[charge.rule] = most.get(charge.rule, 0) + charge.weight * int(size)
    return most


def _refuse_overflow(assembled: Build, rules: Sequence[Rule]) -> None:
    """Prove that no roster can cost more than solvers count exactly."""
    most = most_by_rule(assembled.ledger)
    total = sum(most.values())
    if total <= MOST_COST:
        return
    weights = {rule.number: f"{rule.rule} (weight {rule.weight})" for rule in rules}
    largest = sorted(most, key=lambda number: -most[number])
    blamed = ", ".join(weights.get(number, number) for number in largest if most[number] * 10 > total)
    raise InputError(
        [
            Fault(
                "workspace.yaml",
                0,
                "rules",
                Message(
                    "costs can add up to {total:.1e} points, more than the {most:.1e} that solvers count exactly; "
                    "most of it by {blamed}",
                    total=total,
                    most=MOST_COST,
                    blamed=blamed,
                ),
                Message("lower these weights, or the multipliers of hours and tiers: only their proportions count"),
            )
        ]
    )

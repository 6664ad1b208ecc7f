"""Assembles the model: variables and ledger are made, each rule applies itself. Nothing else happens here."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.constraints.base import Rule
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import Shift
from scheduler.variables import Build


def build(problem: Problem, rules: Sequence[Rule]) -> Build:
    """Build the CP-SAT model of a problem under these rules.

    Parameters
    ----------
    problem
        The facts.
    rules
        The rules in force; hard ones leave out the choices that they forbid.

    Returns
    -------
    Build
        The model with its objective set, the ledger, and the variables to read a roster from.
    """
    # Asked for every person, day and shift: rules that never forbid a single choice are left out.
    hard = [rule for rule in rules if rule.weight is None and type(rule).forbids is not Rule.forbids]

    def is_allowed(person: Employee, day: int, shift: Shift) -> bool:
        for rule in hard:  # noqa: SIM110  # the innermost loop of building: all(...) takes half as long again
            if rule.forbids(problem, person, day, shift):
                return False
        return True

    assembled = Build(problem, is_allowed)
    for rule in rules:
        rule.apply(assembled)
    assembled.model.minimize(assembled.ledger.objective())
    return assembled

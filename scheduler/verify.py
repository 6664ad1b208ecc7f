"""Every rule's check on a finished roster; knows no solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.constraints.base import Rule, Violation
from scheduler.coverage import Coverage, measure
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster


@dataclass(frozen=True)
class Audit:
    """What the checks found.

    Attributes
    ----------
    rules
        The rules that were checked.
    violations
        Breaches of hard rules and priced misses of soft ones.
    coverage
        What the roster brings to each queue.
    """

    rules: tuple[Rule, ...]
    violations: tuple[Violation, ...]
    coverage: Coverage

    @cached_property
    def hard(self) -> tuple[Violation, ...]:
        """Breaches of hard rules; a roster with any must not leave."""
        return tuple(violation for violation in self.violations if violation.is_hard)

    @cached_property
    def soft(self) -> tuple[Violation, ...]:
        """Priced misses."""
        return tuple(violation for violation in self.violations if not violation.is_hard)

    @cached_property
    def cost_by_rule(self) -> dict[str, int]:
        """Points by number of the rule, every soft rule in force included."""
        costs = {rule.number: 0 for rule in self.rules if rule.weight is not None}
        for violation in self.soft:
            costs[violation.rule] += violation.points or 0
        return costs

    @property
    def cost(self) -> int:
        """All points."""
        return sum(self.cost_by_rule.values())


def audit(problem: Problem, rules: Sequence[Rule], roster: Roster) -> Audit:
    """Check a roster against every rule, from its datetimes alone.

    Parameters
    ----------
    problem
        The facts.
    rules
        The rules in force.
    roster
        Assignments of the horizon, from a solver, a file, or anybody's hand.
    """
    violations = [violation for rule in rules for violation in rule.check(problem, roster)]
    return Audit(tuple(rules), tuple(violations), measure(problem, roster))

"""Every rule's check on a finished roster; knows no solver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scheduler.constraints.base import Rule, Violation
from scheduler.coverage import Coverage, measure
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.result import SolveResult

_BOUND_TOLERANCE = 1e-6
"""Relative: what a bound by floating point numbers may be above the truth."""


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
    """Check a roster against every rule, from its datetimes alone."""
    violations = [violation for rule in rules for violation in rule.check(problem, roster)]
    return Audit(tuple(rules), tuple(violations), measure(problem, roster))


def disagreement(checked: Audit, result: SolveResult) -> str | None:
    """In what the checks contradict a search about the cost of its roster; None where they do not.

    The search's own cost of a roster may be too high as long as its optimum is not proven: a penalty variable may be
    larger than it has to be. It is never too low, and no roster costs less than a bound.
    """
    if result.objective is None:
        return None
    searched = result.objective + result.unavoidable_cost
    bound = None if result.best_bound is None else result.best_bound + result.unavoidable_cost
    if checked.cost > searched:
        claim = f"the search counts {searched:,} points"
    elif bound is not None and bound > checked.cost + int(_BOUND_TOLERANCE * checked.cost):
        claim = f"the search has proven that no roster costs less than {bound:,.0f}"
    else:
        return None
    numbers = sorted({*checked.cost_by_rule, *result.cost_by_rule})
    by_rule = ((number, checked.cost_by_rule.get(number, 0), result.cost_by_rule.get(number, 0)) for number in numbers)
    apart = ", ".join(
        f"{number} {points:,} by the checks, {own:,} by the search" for number, points, own in by_rule if points != own
    )
    return f"by the checks the roster costs {checked.cost:,} points, but {claim} ({apart})"

"""What a run of the solver ends with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from scheduler.domain.roster import Roster


class Status(StrEnum):
    """How a run ended; a time limit is never called infeasible."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_SOLUTION = "no_solution"


@dataclass(frozen=True)
class SolveResult:
    """A roster with what is known of its cost.

    Attributes
    ----------
    status
        How the run ended.
    roster
        The best roster, or None.
    objective
        Points of the roster that a roster can influence; None without a roster. By the solver's ledger as the search
        ends, and by the checks once they have seen the roster (`priced`).
    best_bound
        No roster costs fewer of these points; None when unknown.
    bound_source
        Who proved the bound, such as ``linear relaxation (HiGHS)`` or ``CP-SAT``.
    unavoidable_cost
        Points that every roster pays; neither in `objective` nor in `best_bound`.
    cost_by_rule
        The points by number of the rule, unavoidable ones included.
    build_seconds, solve_seconds
        Time taken.
    is_deterministic
        Whether the limits counted deterministic work instead of seconds.
    used_cluster
        Whether pieces of the search went to a cluster.
    """

    status: Status
    roster: Roster | None
    objective: int | None
    best_bound: float | None
    bound_source: str
    unavoidable_cost: int
    cost_by_rule: dict[str, int]
    build_seconds: float
    solve_seconds: float
    is_deterministic: bool = False
    used_cluster: bool = False

    @property
    def relative_gap(self) -> float | None:
        """(objective - bound) / objective: 0 when proven optimal; None without a roster or a bound."""
        if self.objective is None or self.best_bound is None:
            return None
        return max(0.0, self.objective - self.best_bound) / max(abs(self.objective), 1)

    def priced(self, cost_by_rule: Mapping[str, int]) -> SolveResult:
        """The result with the points that the checks find in its roster, and what the bound then says of it.

        A penalty variable of the search may be larger than it has to be until the optimum is proven, so that its own
        count is too high. What people are shown is the cost of the roster that they have in hand.
        """
        cost = sum(cost_by_rule.values()) - self.unavoidable_cost
        bound = None if self.best_bound is None else min(self.best_bound, cost)
        return replace(
            self,
            status=Status.OPTIMAL if bound == cost else self.status,
            objective=cost,
            best_bound=bound,
            cost_by_rule=dict(cost_by_rule),
        )

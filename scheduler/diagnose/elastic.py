"""What both parts of a diagnosis do: make hard rules soft, and ask CP-SAT."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule
from scheduler.solve.cp_sat import CpSatAnswer, CpSatLimits, solve


@dataclass(frozen=True, slots=True)
class RuleDay:
    """A rule, by its number, with the day of its charges: what can be kept or dropped on its own."""

    rule: str
    on: date | None


def elastic(rule: Rule, points: int) -> Rule:
    """The rule at so many points a unit, where it can give way."""
    return rule.model_copy(update={"weight": points}) if rule.can_give_way else rule


def optimum(model: cp_model.CpModel) -> CpSatAnswer:
    """The cheapest solution, however long it takes: the model is one person's."""
    return solve(model, CpSatLimits(math.inf, workers=1))


def is_feasible(model: cp_model.CpModel) -> bool:
    """Whether any solution exists."""
    return solve(model, CpSatLimits(math.inf, workers=1, any_solution=True)).values is not None

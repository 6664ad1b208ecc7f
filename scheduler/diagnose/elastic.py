"""What both parts of a diagnosis do: make hard rules soft, and ask CP-SAT."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ortools.sat.python import cp_model

from scheduler.constraints.base import Rule


@dataclass(frozen=True, slots=True)
class Place:
    """A rule, by its number, with the day of its charges: what can be kept or dropped on its own."""

    rule: str
    on: date | None


def elastic(rule: Rule, points: int) -> Rule:
    """The rule at so many points a unit, where it can give way."""
    return rule.model_copy(update={"weight": points}) if rule.can_give_way else rule


def deterministic_solver(workers: int = 1) -> cp_model.CpSolver:
    """CP-SAT with a fixed seed."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    return solver


def is_feasible(model: cp_model.CpModel) -> bool:
    """Whether any solution exists."""
    return deterministic_solver().solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)

"""Two weeks of four people on two shifts: small, and too long to list what anybody may work."""

from __future__ import annotations

from functools import cache

from scheduler.constraints.base import Rule
from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.variables import Build
from tests.constraints.agreement import DAY, EVENING, person, tiny_problem

DAYS = 14

RULES: tuple[Rule, ...] = (
    OneShiftADay(),
    ConsecutiveShifts(most=4, fewest=2),
    ConsecutiveDaysOff(fewest=2),
    ForbiddenSuccessions(successions={"V": ("D",)}),
    ShiftCover(
        weight=1,
        cover=tuple(
            CoverRequirement(day=day, shift=shift, heads=1 + (day in (2, 9)), weight_under=100, weight_over=1)
            for day in range(DAYS)
            for shift in ("D", "V")
        ),
    ),
)


def problem() -> Problem:
    """Four people who may do both shifts."""
    return tiny_problem(DAYS, employees=[person(n) for n in range(1, 5)], shifts=(DAY, EVENING))


def structure_of(built: Build) -> Structure:
    """Of a model."""
    _ = built.meals  # made before the program
    return Structure.of(built, linear_program(built.model))


@cache
def prepared() -> tuple[Build, Structure]:
    """The model and its structure; to be left as they are."""
    built = build(problem(), RULES)
    return built, structure_of(built)

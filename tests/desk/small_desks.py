"""Desks of problems that were made without files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from scheduler.config import Shrinkage, Solving
from scheduler.constraints.base import Rule
from scheduler.desk.desk import Desk
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.figures import Run
from scheduler.result import SolveResult, Status
from scheduler.verify import audit


class _Settings:
    """What a placement asks of settings."""

    language = "en"
    solve = Solving(workers=2, seed=1)
    shrinkage = Shrinkage()
    queues = ()


def desk_of(problem: Problem, rules: Sequence[Rule], roster: Roster) -> Desk:
    """A desk with this roster, on its first day."""
    run = Run(
        settings=cast(Any, _Settings()),
        problem=problem,
        rules=cast(Any, tuple(rules)),
        result=SolveResult(Status.FEASIBLE, roster, None, None, "", 0, {}, 0.0, 0.0),
        roster=roster,
        audit=audit(problem, rules, roster),
        solving=_Settings.solve,
        total_seconds=0.0,
        inputs_sha256="",
    )
    return Desk(cast(Any, None), run, Path("roster.csv"), problem.horizon.first_day)

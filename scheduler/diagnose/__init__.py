"""Why no roster exists, and the smallest change that helps.

A hard rule that is given a weight becomes soft, so a model with elastic rules always has a solution, and what it still
pays says what has to give. People depend on one another only through the few rules that count heads; so first each
person alone, which takes milliseconds, and only if everybody alone can be rostered the rules that count heads.
"""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.constraints.base import Rule
from scheduler.diagnose.everybody import conflicts_of_many
from scheduler.diagnose.one_person import conflicts_with_wishes, personal_conflicts
from scheduler.domain.problem import Problem
from scheduler.reasons import Reason

__all__ = ["conflicts_with_wishes", "explain", "personal_conflicts"]


def explain(
    problem: Problem,
    rules: Sequence[Rule],
    *,
    time_limit_seconds: float = 20.0,
    workers: int = 8,
) -> list[Reason]:
    """Say why the hard rules cannot hold together. Call it only when that is proven, never after a time limit.

    Parameters
    ----------
    problem, rules
        The facts and the rules in force; soft rules cannot be the reason and are left out.
    time_limit_seconds
        For the search of the fewest heads that are missing, if no person alone is the reason.
    workers
        Search threads of that.

    Returns
    -------
    list
        A reason for each conflict, with person (or queue and hours), day, rules, and what would help. Empty only
        if the hard rules can hold together after all.
    """
    return personal_conflicts(problem, rules) or conflicts_of_many(problem, rules, time_limit_seconds, workers)

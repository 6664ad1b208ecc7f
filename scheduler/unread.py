"""Rows of the inputs that come to nothing: the rule that reads them is not in force, or nobody is employed then.

Nobody who types an absence means it to be forgotten. A workspace may leave out any rule, though, so it is said and not
refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.constraints import RULES, Rule
from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.labels import Language, label

_READERS: Mapping[str, type[Rule]] = {rule.reads_input: rule for rule in RULES if rule.reads_input}


@dataclass(frozen=True, slots=True)
class UnreadRows:
    """Rows of one input, and the rule that would read them."""

    name: str
    rows: int
    rule: type[Rule]


def unread_rows(rules: Sequence[Rule], rows: Mapping[str, int]) -> list[UnreadRows]:
    """The inputs of which no rule in force reads anything.

    Parameters
    ----------
    rules
        In force.
    rows
        How many each input has, by its name.
    """
    return [
        UnreadRows(name, rows[name], reader)
        for name, reader in _READERS.items()
        if rows[name] and not any(isinstance(rule, reader) for rule in rules)
    ]


def planned_rows(problem: Problem) -> Mapping[str, int]:
    """How many rows of these inputs are about the planned days."""
    first, last = problem.horizon.first_day, problem.horizon.date_of(problem.horizon.days - 1)
    return {
        "absences": sum(row.first_day <= last and row.last_day >= first for row in problem.absences),
        "locks": sum(first <= row.date <= last for row in problem.locks),
        "requests": sum(first <= row.date <= last and not row.is_must for row in problem.requests),
    }


def unread_lines(rules: Sequence[Rule], rows: Mapping[str, int], language: Language) -> list[str]:
    """A sentence for each of these inputs: how many rows, which rule is missing, and what to do."""
    return [
        label(
            f"unread_{found.name}",
            language,
            count=found.rows,
            rule=f"{found.rule.number} {found.rule.title(language)}",
            name=found.rule.model_fields["rule"].default,
        )
        for found in unread_rows(rules, rows)
    ]


def unemployed_lines(requests: Sequence[Request], language: Language) -> list[str]:
    """A sentence for wishes for days on which their people are not employed, which count for nothing."""
    if not requests:
        return []
    first = requests[0]
    return [label("requests_unemployed", language, count=len(requests), employee=first.employee_id, day=first.date)]

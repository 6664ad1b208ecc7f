"""What of the inputs comes to nothing, or breaks a rule by itself: rows that no rule in force reads, people whom one
leaves out, training on seven days of a week.

Nobody who types an absence means it to be forgotten. A workspace may leave out any rule, though, so it is said and not
refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.constraints import RULES, Rule
from scheduler.domain.employment import rows_by_person
from scheduler.domain.people import Contract, Employee, Request
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import NightHours, Shift
from scheduler.labels import Language, label

_READERS: Mapping[str, type[Rule]] = {rule.reads_input: rule for rule in RULES if rule.reads_input}


@dataclass(frozen=True, slots=True)
class UnreadRows:
    """Rows of one input, and the rule that would read them."""

    name: str
    rows: int
    rule: type[Rule]


def unread_rows(rules: Sequence[Rule], rows: Mapping[str, int]) -> list[UnreadRows]:
    """The inputs of which no rule in force reads anything."""
    return [
        UnreadRows(name, rows[name], reader)
        for name, reader in _READERS.items()
        if rows[name] and not any(isinstance(rule, reader) for rule in rules)
    ]


def planned_rows(problem: Problem) -> Mapping[str, int]:
    """How many rows of these inputs are about the planned days."""
    first, last = problem.horizon.first_day, problem.horizon.last_day
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


def uncounted_lines(
    rules: Sequence[Rule], people: Sequence[Employee], shifts: Sequence[Shift], nights: NightHours, language: Language
) -> list[str]:
    """A sentence for each rule that leaves people out whom nobody means to leave out.

    Parameters
    ----------
    rules
        In force.
    people, shifts
        All rows of the staff list, and all shifts.
    nights
        Which shifts are nights.
    language
        Of the sentences.
    """
    codes = [shift.code for shift in shifts if nights.is_night(shift)]
    found = (rule.uncounted(people, shifts, codes, rules) for rule in rules)
    return [said.text(language) for said in found if said is not None]


def duty_lines(
    rules: Sequence[Rule],
    people: Sequence[Employee],
    contracts: Mapping[str, Contract],
    on_duty: Mapping[str, Collection[date]],
    language: Language,
) -> list[str]:
    """A sentence for each rule that days of training and other duty break by themselves.

    Parameters
    ----------
    rules
        In force.
    people, contracts
        All rows of the staff list, and the contracts by name.
    on_duty
        These days by employee_id.
    language
        Of the sentences.
    """
    rows = rows_by_person(people)
    return [
        said.text(language)
        for employee, dates in on_duty.items()
        if dates and employee in rows
        for rule in rules
        for said in rule.broken_by_duty(employee, dates, [contracts[row.contract] for row in rows[employee]])
    ]


def unemployed_lines(requests: Sequence[Request], language: Language) -> list[str]:
    """A sentence for wishes for days on which their people are not employed, which count for nothing."""
    if not requests:
        return []
    first = requests[0]
    return [label("requests_unemployed", language, count=len(requests), employee=first.employee_id, day=first.date)]

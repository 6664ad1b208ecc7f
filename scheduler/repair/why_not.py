"""Why the hard rules cannot be restored, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.locks import Locks
from scheduler.diagnose import explain
from scheduler.labels import Language, label
from scheduler.repair.facts import Facts
from scheduler.repair.prices import PricedAllowance
from scheduler.result import Status


def reasons(
    facts: Facts, rules: Sequence[Rule], priced: Sequence[PricedAllowance], max_people: int | None, language: Language
) -> list[str]:
    """Say what stands in the way of a repair, and what would be enough.

    Parameters
    ----------
    facts, rules
        What holds, and the rules in force.
    priced
        Every allowance; none up to `max_people` keeps the hard rules.
    max_people
        How many people might be touched; None: any of the allowances.
    language
        Of the sentences.
    """
    enough = next((entry for entry in priced if entry.is_valid), None)
    if enough is not None:
        return [
            label("repair_too_few_people", language, count=max_people, enough=enough.touched),
            label("repair_unmoved_breaks", language),
            *_breaches(facts.unmoved_audit.hard, rules, language),
        ]
    widest = priced[-1]
    if widest.audit is not None:
        # Rows that stay as published have faults of their own.
        return [label("repair_breaches_stay", language), *_breaches(widest.audit.hard, rules, language)]
    found = explain(facts.problem, rules)
    if found:
        # A notice period can only be in the way of a locked day, or of rules that count heads.
        in_the_way = {rule.number for rule in rules if rule.couples_people or isinstance(rule, Locks)}
        is_locked = any(reason.rules & in_the_way for reason in found)
        wider = [label("repair_wider", language)] if is_locked else []
        return [label("repair_impossible", language), *(reason.text(language) for reason in found), *wider]
    key = "repair_more_people" if widest.status is Status.INFEASIBLE else "repair_not_found"
    return [
        label(key, language, count=widest.allowed),
        label("repair_unmoved_breaks", language),
        *_breaches(facts.unmoved_audit.hard, rules, language),
    ]


def _breaches(violations: Sequence[Violation], rules: Sequence[Rule], language: Language) -> list[str]:
    """A sentence for each rule, person and day; a rule that is broken in many intervals of a day is said once."""
    titles = {rule.number: rule.title(language) for rule in rules}
    alike: dict[tuple[str, str | None, date | None], list[Violation]] = {}
    for found in violations:
        alike.setdefault((found.rule, found.employee, found.date), []).append(found)
    return [
        f"  {first.rule} {titles[first.rule]}: {first.text(language)}"
        + (f" ({label('repair_more_alike', language, count=len(more))})" if more else "")
        for first, *more in alike.values()
    ]

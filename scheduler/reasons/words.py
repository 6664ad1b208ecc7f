"""Words that every sentence uses."""

from __future__ import annotations

from scheduler.constraints.base import Rule
from scheduler.labels import Language


def rule_name(rule: Rule, language: Language) -> str:
    """The rule's title and number, as in ``Contract days a week (R02)``."""
    return f"{rule.title_ko if language == 'ko' else rule.title_en} ({rule.number})"


def count_of(n: int, unit: str) -> str:
    """A number with its English unit, as in ``1 day`` and ``2 days``."""
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"

"""Rules that cannot hold together, where nothing more is known."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.constraints.base import Rule
from scheduler.labels import Language


def unknown(rules: Sequence[Rule], time_limit_seconds: float, language: Language) -> str:
    """Everybody alone can be rostered, and the search for what is missing together did not end."""
    names = ", ".join(rule.name(language) for rule in rules)
    if language == "ko":
        return (
            f"각자의 규칙은 지킬 수 있지만 {names}까지 함께 지킬 수는 없습니다. "
            f"{time_limit_seconds:g}초 안에 부족한 곳을 찾지 못했습니다. "
            "해결 방법: 이 규칙들의 값을 완화하거나 가중치를 부여."
        )
    return (
        f"Everybody alone can be rostered, but not together with {names}; where heads are missing was not found within "
        f"{time_limit_seconds:g} s. What would help: relax these rules or give them a weight."
    )

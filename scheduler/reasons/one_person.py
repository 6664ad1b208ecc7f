"""One person's rules that cannot hold together: who, which rule and day, what is in the way, what helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from scheduler.constraints.conflict import Conflict
from scheduler.constraints.wording import Wording
from scheduler.labels import Language

MOST_REMEDIES = 3


def personal_conflict(conflict: Conflict, language: Language) -> str:
    """One conflict of one person, in the words of its rules."""
    employee, broken = conflict.person.employee_id, conflict.broken
    when, gap = _when(conflict, language), broken.gap(conflict).text(language)
    facts = [rule.meaning(conflict).text(language) for rule in conflict.rules()]
    remedies = [remedy.text(language) for remedy in _remedies(conflict)]
    if language == "ko":
        return (
            f"{employee}, {when}: '{broken.name(language)}' 규칙을 지킬 수 없습니다{gap} - "
            f"{', '.join(facts)}. 해결 방법: {' 또는 '.join(remedies)}."
        )
    return (
        f"{employee}, {when}: {broken.name(language)} cannot be kept{gap} - {'; '.join(facts)}. "
        f"What would help: {', or '.join(remedies)}."
    )


def more_people(employees: Sequence[str], language: Language) -> str:
    """People in conflict whose reasons are not spelt out."""
    listed = ", ".join(employees)
    if language == "ko":
        return f"이 밖에 {len(employees)}명도 본인에게 적용되는 규칙을 함께 지킬 수 없습니다: {listed}."
    return f"The rules of {len(employees)} more people cannot hold together either: {listed}."


def _when(conflict: Conflict, language: Language) -> str:
    horizon, on = conflict.problem.horizon, conflict.on
    if on is None:
        first, last = horizon.first_day, horizon.date_of(horizon.days - 1)
        return f"{first} ~ {last}" if language == "ko" else f"{first} to {last}"
    if conflict.broken.is_weekly:
        monday = on - timedelta(days=on.weekday())
        return f"{monday} 주" if language == "ko" else f"week of {monday}"
    return str(on)


def _remedies(conflict: Conflict) -> list[Wording]:
    """What ends the conflict, each on its own, the smallest change first."""
    offered = [remedy for rule in conflict.rules() for remedy in rule.remedies(conflict)]
    if offered:
        return [remedy.wording for remedy in sorted(offered, key=lambda remedy: remedy.effort)][:MOST_REMEDIES]
    broken = conflict.broken
    return [Wording(f"give {broken.name('en')} a weight", f"'{broken.name('ko')}'에 가중치를 부여")]

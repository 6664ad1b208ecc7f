"""Heads that do not add up: how many a rule asks for in a week, how many can be there, what helps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.constraints.wording import count_of, days_text
from scheduler.counting import Imbalance
from scheduler.labels import Language
from scheduler.penalties import ChargeKind


def arithmetic(found: Imbalance, language: Language) -> str:
    """One sum that no roster meets, in a sentence."""
    is_lack = found.kind is ChargeKind.LACK
    name, when, where = found.rule.name(language), _when(found, language), _where(found.days)
    asked, there, amount = f"{found.asked:,}", f"{found.there:,}", f"{found.amount:,}"
    if language == "ko":
        if is_lack:
            text = f"{asked}명 필요하지만({where}) 나머지 규칙을 지키면 최대 {there}명이어서 {amount}명이 부족합니다"
            help_ = f"{amount}명 이상 적게 요구하거나, 더 많은 사람 또는 근무일을 허용"
        else:
            text = (
                f"{asked}명까지 허용하지만({where}) 나머지 규칙을 지키면 최소 {there}명이어서 {amount}명이 초과됩니다"
            )
            help_ = f"{amount}명 이상 더 허용하거나, 일부를 다른 시간 또는 장소에 배정할 수 있게 함"
        return f"{when}: '{name}' - {text}. 해결 방법: {help_}."
    if is_lack:
        text = f"{asked} needed ({where}), {there} there at most by the other rules: {amount} short"
        help_ = f"ask for {count_of(found.amount, 'head')} fewer, or allow more people or more days of work"
    else:
        text = f"{asked} allowed ({where}), {there} there at least by the other rules: {amount} too many"
        help_ = f"allow {amount} more, or let people work at other hours or places"
    return f"{when}: {name}: {text}. What would help: {help_}."


def _when(found: Imbalance, language: Language) -> str:
    dates = [on for days in found.days.values() for on in days]
    if not found.is_a_week:
        return f"{min(dates)} ~ {max(dates)}" if language == "ko" else f"{min(dates)} to {max(dates)}"
    monday = min(dates) - timedelta(days=min(dates).weekday())
    return f"{monday} 주" if language == "ko" else f"week of {monday}"


def _where(days: Mapping[str, tuple[date, ...]]) -> str:
    """The hours or shifts with their days, as in ``general 09:00 ~ 10:00 on 2023-11-06 ~ 2023-11-12``."""
    return "; ".join(f"{what}: {days_text(some)}" if what else days_text(some) for what, some in days.items())

"""Heads that do not add up: how many a rule asks for in a week, how many can be there, what helps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.constraints.wording import days_text
from scheduler.counting import Imbalance
from scheduler.messages import Message, joined
from scheduler.penalties import ChargeKind


def arithmetic(found: Imbalance) -> Message:
    """One sum that no roster meets, in a sentence."""
    fields = {
        "when": _when(found),
        "rule": found.rule.name(),
        "asked": found.asked,
        "where": _where(found.days),
        "there": found.there,
        "count": found.amount,
    }
    if found.kind is ChargeKind.LACK:
        return Message(
            "{when}: {rule}: {asked:,} needed ({where}), {there:,} there at most by the other rules: {count:,} short. "
            "What would help: ask for {count:,} head fewer, or allow more people or more days of work.",
            "{when}: {rule}: {asked:,} needed ({where}), {there:,} there at most by the other rules: {count:,} short. "
            "What would help: ask for {count:,} heads fewer, or allow more people or more days of work.",
            **fields,
        )
    return Message(
        "{when}: {rule}: {asked:,} allowed ({where}), {there:,} there at least by the other rules: {count:,} too many. "
        "What would help: allow {count:,} more, or let people work at other hours or places.",
        **fields,
    )


def _when(found: Imbalance) -> Message:
    dates = [on for days in found.days.values() for on in days]
    if not found.is_a_week:
        return Message("{first} to {last}", first=min(dates), last=max(dates))
    return Message("week of {monday}", monday=min(dates) - timedelta(days=min(dates).weekday()))


def _where(days: Mapping[str, tuple[date, ...]]) -> Message:
    """The hours or shifts with their days, as in ``general 09:00 ~ 10:00 on 2023-11-06 ~ 2023-11-12``."""
    return joined(
        "; ",
        (
            Message("{what}: {days}", what=what, days=days_text(some)) if what else days_text(some)
            for what, some in days.items()
        ),
    )

"""Words that terminal, page and workbook have in common."""

from __future__ import annotations

import math

from scheduler.config import Settings
from scheduler.day.hints import Hint
from scheduler.day.review import Review, ReviewedIntervals
from scheduler.labels import Language, day_label, label, name_of

PARTS = ("forecast", "attendance", "handling", "rest")
"""What the difference is split into, in the order of the steps; the last two together are what the model missed."""


def queue_name(settings: Settings, name: str | None) -> str:
    """A queue as people call it; all of them together."""
    if name is None:
        return label("review_all_queues", settings.language)
    return next((name_of(queue, settings.language) for queue in settings.queues if queue.name == name), name)


def value_text(measure: str, value: float, language: Language, *, signed: bool = False) -> str:
    """A value of a measure: a share, or seconds; a difference with its sign, of shares in points.

    Parameters
    ----------
    measure, value
        The name of the measure, and its figure.
    language
        Of the text.
    signed
        Whether it is a difference.
    """
    if not math.isfinite(value):
        return "-"
    sign = "+" if signed else ""
    shown = round(value if measure == "asa_seconds" else 100 * value, 1) + 0.0  # no -0.0
    amount = f"{shown:{sign if shown else ''}.1f}"
    if measure == "asa_seconds":
        return label("in_seconds", language, amount=amount)
    return f"{amount}{label('review_points', language) if signed else '%'}"


def is_worse(measure: str, value: float) -> bool:
    """Whether callers fare worse by a difference that can be seen."""
    return value > 0.05 if measure == "asa_seconds" else value < -0.0005


def percent(value: float, *, signed: bool = False) -> str:
    """A share in percent; a dash where there is none."""
    if not math.isfinite(value):
        return "-"
    shown = round(100 * value, 1) + 0.0  # no -0.0
    return f"{shown:{'+' if signed and shown else ''}.1f}%"


def change(now: float, planned: float) -> float:
    """How much more something was than planned, as a share of that; nan where nothing was planned."""
    return now / planned - 1 if planned else float("nan")


def number(value: float, digits: int = 0) -> str:
    """A number; a dash where there is none."""
    return f"{value:,.{digits}f}" if math.isfinite(value) else "-"


def hour_text(part: ReviewedIntervals, language: Language) -> str:
    """The hour of a part: ``Mon 6 Nov 09:00``."""
    assert part.start is not None
    return f"{day_text(part, language)} {part.start:%H:%M}"


def day_text(part: ReviewedIntervals, language: Language) -> str:
    """The day of a part."""
    assert part.start is not None
    return day_label(part.start, language)


def reason_of(part: ReviewedIntervals) -> str:
    """Which of the steps did most harm in a part; empty where none did any."""
    if part.main is None:
        return ""
    measure, split = part.main
    harm = {name: getattr(split, name) * (1 if measure == "asa_seconds" else -1) for name in PARTS}
    worst = max(harm, key=lambda name: harm[name])
    return worst if harm[worst] > 0 else ""


def hint_text(hint: Hint, settings: Settings) -> str:
    """What a hint says, in a sentence."""
    language = settings.language

    def value(of: float | None) -> str:
        if of is None:
            return label("review_no_value", language)
        if hint.of in ("unplanned_absence", "shrinkage"):
            return percent(of)
        return label("in_seconds", language, amount=f"{of:,.0f}")

    words: dict[str, object] = {"now": value(hint.now), "would_be": value(hint.would_be), "setting": hint.setting}
    if hint.queue is not None:
        words["queue"] = queue_name(settings, hint.queue)
    if hint.measure:
        words["measure"] = label(hint.measure, language)
    return label(f"review_hint_{hint.of}", language, **words)


def title(review: Review) -> str:
    """The title, with the centre."""
    language = review.settings.language
    return f"{name_of(review.settings.centre, language)} {label('review', language)}"


def period(review: Review) -> str:
    """The days."""
    return f"{review.horizon.first_day} ~ {review.horizon.last_day}"

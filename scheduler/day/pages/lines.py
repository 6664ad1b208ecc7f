"""A review on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scheduler.day.pages.words import (
    PARTS,
    change,
    hint_text,
    hour_text,
    number,
    percent,
    period,
    queue_name,
    reason_of,
    title,
    value_text,
)
from scheduler.day.review import Review, ReviewedIntervals
from scheduler.day.splitting import MEASURES
from scheduler.labels import label
from scheduler.terminal.tables import FiguresTable, Shown, pairs

_MOST_HOURS = 5


def review_lines(review: Review, folder: Path | None = None) -> Iterator[Shown]:
    """What was promised and measured, what parts them, the worst hours, and what would have explained it."""
    settings, language = review.settings, review.settings.language
    yield f"{title(review)}  {period(review)}"
    for notice in review.notices:
        yield f"  {notice.text(language)}"
    yield ""
    steps = ("promised", *PARTS, "measured")
    for measure in MEASURES:
        rows = []
        for part in (*((review.week,) if len(review.queues) > 1 else ()), *review.queues):
            if (split := part.splits.get(measure)) is not None:
                cells = [value_text(measure, getattr(split, step), language, signed=step in PARTS) for step in steps]
                rows.append([queue_name(settings, part.queue), *cells])
        if rows:
            yield FiguresTable([label(measure, language), *(label(f"review_{step}", language) for step in steps)], rows)
    yield ""
    yield FiguresTable(
        [label("queue", language), *(label(f"review_{key}", language) for key in _PLAN)],
        [[queue_name(settings, part.queue), *_plan_cells(part)] for part in review.queues],
    )
    if worst := review.worst(_MOST_HOURS):
        yield ""
        yield label("review_worst", language)
        yield FiguresTable(
            [label("hour", language), label("queue", language), *(label(f"review_{key}", language) for key in _WORST)],
            [
                [hour_text(part, language), queue_name(settings, part.queue), *_worst_cells(part, review)]
                for part in worst
            ],
            to_the_left=(1, 5),
        )
    if review.hints:
        yield ""
        yield label("review_hints", language)
        for hint in review.hints:
            yield f"  {hint_text(hint, settings)}"
    if folder is not None:
        yield ""
        yield pairs([(label("files", language), str(folder))])


_PLAN = ("calls", "forecast_error", "bias", "agents", "aht")
_WORST = ("calls", "promised", "measured", "reason")


def _plan_cells(part: ReviewedIntervals) -> list[str]:
    return [
        f"{number(part.planned_calls)} -> {number(part.counted_calls)}",
        percent(part.wape),
        percent(part.bias, signed=True),
        f"{number(part.expected_agents, 1)} -> {number(part.present_agents, 1)}",
        f"{number(part.planned_aht_seconds)} -> {number(part.aht_seconds)}",
    ]


def _worst_cells(part: ReviewedIntervals, review: Review) -> list[str]:
    assert part.main is not None
    language = review.settings.language
    measure, split = part.main
    reason = reason_of(part)
    return [
        f"{number(part.planned_calls)} -> {number(part.counted_calls)}"
        f" ({percent(change(part.counted_calls, part.planned_calls), signed=True)})",
        value_text(measure, split.promised, language),
        value_text(measure, split.measured, language),
        label(f"review_{reason}", language) if reason else "",
    ]

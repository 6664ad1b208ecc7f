"""``review.html``: one page about a week that is over; it asks nothing of any network."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from markupsafe import Markup

from scheduler.day.pages.drawn import charts_of
from scheduler.day.pages.words import (
    PARTS,
    change,
    day_text,
    hint_text,
    hour_text,
    is_worse,
    number,
    percent,
    period,
    queue_name,
    reason_of,
    title,
    value_text,
)
from scheduler.day.review import Review, ReviewedIntervals
from scheduler.day.splitting import MEASURES, Split
from scheduler.labels import label
from scheduler.writers.charts.drawing import draw
from scheduler.writers.charts.forms import waterfall
from scheduler.writers.template import write_from_template

_HERE = Path(__file__).parent
_MOST_HOURS = 12


def write_page(path: Path, review: Review) -> None:
    """Write the page, in the language of the workspace."""
    write_from_template(path, _HERE / "review.html.jinja", review.settings.language, page=_page(review))


def _page(review: Review) -> dict[str, Any]:
    settings, language = review.settings, review.settings.language
    return {
        "title": title(review),
        "period": period(review),
        "notices": [notice.text(language) for notice in review.notices],
        "tiles": _tiles(review),
        "steps": [_steps(review, measure) for measure in MEASURES if measure in review.week.splits],
        "parts": PARTS,
        "worst": [_row(review, part, hour_text(part, language)) for part in review.worst(_MOST_HOURS)],
        "hints": [hint_text(hint, settings) for hint in review.hints],
        "queues": [_queue(review, part) for part in review.queues],
    }


def _tiles(review: Review) -> list[tuple[str, str, str, str]]:
    """Label, figure, what was promised of it, and a class, of the first screen."""
    language, week = review.settings.language, review.week
    tiles = []
    for measure in MEASURES:
        if (split := week.splits.get(measure)) is not None:
            promised = f"{label('review_promised', language)} {value_text(measure, split.promised, language)}"
            kind = "worse" if is_worse(measure, split.difference) else ""
            tiles.append((label(measure, language), value_text(measure, split.measured, language), promised, kind))
    planned = f"{label('review_planned', language)} {number(week.planned_calls)}"
    more = change(week.counted_calls, week.planned_calls)
    tiles.append(
        (label("calls", language), number(week.counted_calls), f"{planned} ({percent(more, signed=True)})", "")
    )
    if math.isfinite(review.absent_share):
        usual = f"{label('review_planned', language)} {percent(review.settings.shrinkage.unplanned_absence)}"
        tiles.append((label("review_absent", language), percent(review.absent_share), usual, ""))
    if math.isfinite(week.aht_seconds):
        planned = f"{label('review_planned', language)} {number(week.planned_aht_seconds)}"
        tiles.append((label("review_aht", language), number(week.aht_seconds), planned, ""))
    return tiles


def _steps(review: Review, measure: str) -> dict[str, Any]:
    """What parts promised and measured, as a chart of all queues together and a row each."""
    language = review.settings.language
    split = review.week.splits[measure]
    parts = (*((review.week,) if len(review.queues) > 1 else ()), *review.queues)
    return {
        "title": label(measure, language),
        "chart": _waterfall(review, measure, split),
        "rows": [
            (queue_name(review.settings, part.queue), _split_cells(review, measure, part.splits[measure]))
            for part in parts
            if measure in part.splits
        ],
    }


def _split_cells(review: Review, measure: str, split: Split) -> list[tuple[str, str]]:
    """Promised, the parts and measured, each with a class."""
    language = review.settings.language
    cells = [(value_text(measure, split.promised, language), "")]
    for name in PARTS:
        value = getattr(split, name)
        better = is_worse(measure, -value)
        kind = "worse" if is_worse(measure, value) else "better" if better else ""
        cells.append((value_text(measure, value, language, signed=True), kind))
    return [*cells, (value_text(measure, split.measured, language), "")]


def _waterfall(review: Review, measure: str, split: Split) -> Markup:
    import pandas as pd

    language = review.settings.language
    factor = 1 if measure == "asa_seconds" else 100
    rows = [("promised", 0.0, split.promised, "total")]
    at = split.promised
    for name in PARTS:
        value = getattr(split, name)
        kind = "worse" if is_worse(measure, value) else "better" if is_worse(measure, -value) else "none"
        rows.append((name, at, at + value, kind))
        at += value
    rows.append(("measured", 0.0, split.measured, "total"))
    frame = pd.DataFrame(rows, columns=["key", "low", "high", "kind"])
    frame["name"] = [label(f"review_{key}", language) for key in frame["key"]]
    frame["text"] = [
        value_text(measure, high if kind == "total" else high - low, language, signed=kind != "total")
        for low, high, kind in zip(frame["low"], frame["high"], frame["kind"], strict=True)
    ]
    frame["tip"] = frame["name"] + " " + frame["text"]
    frame[["low", "high"]] *= factor
    return draw(waterfall(frame), label(measure, language))


def _row(review: Review, part: ReviewedIntervals, name: str) -> dict[str, Any]:
    """A row of the tables of hours and days."""
    language = review.settings.language
    main = part.main
    reason = reason_of(part)
    return {
        "name": name,
        "queue": queue_name(review.settings, part.queue),
        "calls": f"{number(part.planned_calls)} → {number(part.counted_calls)}",
        "more": percent(change(part.counted_calls, part.planned_calls), signed=True),
        "agents": f"{number(part.expected_agents, 1)} → {number(part.present_agents, 1)}",
        "aht": f"{number(part.planned_aht_seconds)} → {number(part.aht_seconds)}",
        "bias": percent(part.bias, signed=True),
        "wape": percent(part.wape),
        "measure": "" if main is None else label(main[0], language),
        "cells": [] if main is None else _split_cells(review, *main),
        "reason": label(f"review_{reason}", language) if reason else "",
    }


def _queue(review: Review, part: ReviewedIntervals) -> dict[str, Any]:
    """One queue: its charts, and its days."""
    language = review.settings.language
    assert part.queue is not None
    return {
        **_row(review, part, queue_name(review.settings, part.queue)),
        "charts": list(charts_of(review, part.queue)),
        "days": [_row(review, day, day_text(day, language)) for day in review.days if day.queue == part.queue],
    }

"""``comparison.html``: one page about a comparison; it asks nothing of any network."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup

from scheduler.config import Settings
from scheduler.labels import label, name_of
from scheduler.scenarios.comparison import Comparison, Curve, all_rows
from scheduler.scenarios.measures import MEASURES, Measure, part_label
from scheduler.scenarios.pages.words import (
    SHOWN_PARTS,
    difference_text,
    document_lines,
    found_text,
    gap_text,
    measure_label,
    misses_text,
    service_measures,
    status_text,
    title_of,
)
from scheduler.scenarios.running import Row
from scheduler.writers.charts.drawing import draw
from scheduler.writers.charts.forms import bars, sweep_curve
from scheduler.writers.template import write_from_template

_HERE = Path(__file__).parent
_BAR_MEASURES = ("service_level", "asa_seconds", "shortfall_agent_hours", "answer_rate_entered")
_MOST_BARS = 25
_MOST_MOVES = 40


def write_page(path: Path, comparison: Comparison) -> None:
    """Write the page, in the language of the workspace."""
    write_from_template(path, _HERE / "comparison.html.jinja", comparison.settings.language, page=_page(comparison))


def _page(comparison: Comparison) -> dict[str, object]:
    language = comparison.settings.language
    horizon, measures = comparison.horizon, comparison.measures()
    return {
        "centre": name_of(comparison.settings.centre, language),
        "first": horizon.first_day,
        "last": horizon.date_of(horizon.days - 1),
        "depth": label(f"wi_{comparison.depth.value}", language),
        "misses": misses_text(comparison),
        "measures": [measure_label(measure, comparison.settings) for measure in measures],
        "rows": [
            {
                "name": row.name,
                "title": title_of(row, language),
                "status": status_text(row, language),
                "cells": [_cell(comparison, row, measure, measure.key) for measure in measures],
                "gap": gap_text(row),
                "changes": [change.texts(language) for change in row.changes],
                "about": _about(comparison, row),
                "source": row.scenario.overlay.source if row.scenario else "",
                "moves": _moves(comparison, row),
                "is_kept": row.is_kept,
            }
            for row in all_rows(comparison)
        ],
        "bars": _bars(comparison),
        "curves": [
            {
                "title": measure_label(curve.measure, comparison.settings),
                "path": curve.path,
                "svg": _sweep(curve, comparison.settings),
                "knee": "" if curve.knee is None else f"{curve.knee:+g}",
            }
            for curve in comparison.curves()
        ],
        "parts": _parts(comparison),
        "documents": list(document_lines(comparison, language)),
        "found": [
            {
                "text": found_text(found, language),
                "tried": [
                    (f"{value:g}", found.condition.measure.text(row.figures.get(found.condition.key)), holds)
                    for value, row, holds in found.tried
                ],
            }
            for found in comparison.found
        ],
    }


def _sweep(curve: Curve, settings: Settings) -> Markup:
    import pandas as pd

    measure, xs, ys = curve.measure, curve.xs, curve.ys
    name = measure_label(measure, settings)
    frame = pd.DataFrame({"x": xs, "y": ys, "is_knee": [x == curve.knee for x in xs]})
    frame["tip"] = [f"{curve.path} {x:g} · {name} {measure.text(y)}" for x, y in zip(xs, ys, strict=True)]
    is_share = measure.unit == "share"
    chart = sweep_curve(
        frame,
        most=1.0 if is_share else math.inf,
        form=".1%" if is_share else ",.1f",
        at=_no_change(curve.path),
        name=curve.path,
    )
    return draw(chart, name)


def _no_change(path: str) -> float | None:
    if path.startswith("headcount."):
        return 0.0
    return None if path.startswith("settings.") else 1.0


def _about(comparison: Comparison, row: Row) -> str:
    if row.scenario is None:
        return ""
    overlay = row.scenario.overlay
    return overlay.about_ko if comparison.settings.language == "ko" else overlay.about_en


def _cell(comparison: Comparison, row: Row, measure: Measure, key: str) -> dict[str, str]:
    found = comparison.difference(row, key)
    better = found.is_better(measure)
    change = difference_text(measure, found)
    return {
        "text": measure.text(found.value),
        "change": change,
        "class": "" if better is None else ("better" if better else "worse"),
    }


def _bars(comparison: Comparison) -> Sequence[Mapping[str, object]]:
    if comparison.points:
        return []
    import pandas as pd

    language = comparison.settings.language
    charts = []
    for key in _BAR_MEASURES:
        measure = MEASURES[key]
        rows = [row for row in all_rows(comparison) if key in row.figures][:_MOST_BARS]
        if not rows:
            continue
        frame = pd.DataFrame({"name": [title_of(row, language) for row in rows]})
        frame["value"] = [row.figures[key] for row in rows]
        frame["text"] = [measure.text(row.figures[key]) for row in rows]
        frame["tip"] = frame["name"] + ": " + frame["text"]
        title = measure_label(measure, comparison.settings)
        charts.append({"title": title, "svg": draw(bars(frame), title)})
    return charts


def _parts(comparison: Comparison) -> list[dict[str, object]]:
    """For each service measure, scenarios against parts of the week."""
    language = comparison.settings.language
    rows = [row for row in all_rows(comparison) if row.figures][:_MOST_BARS]
    return [
        {
            "title": measure_label(measure, comparison.settings),
            "parts": [part_label(part, language) for part in SHOWN_PARTS],
            "rows": [
                {
                    "title": title_of(row, language),
                    "cells": [_cell(comparison, row, measure, f"{part}.{measure.key}") for part in SHOWN_PARTS],
                }
                for row in rows
            ],
        }
        for measure in service_measures()
    ]


def _moves(comparison: Comparison, row: Row) -> dict[str, object]:
    moves = comparison.moves(row) or []
    return {
        "count": len(moves),
        "shown": [(move.employee, _week(move.before), _week(move.after)) for move in moves[:_MOST_MOVES]],
        "more": max(0, len(moves) - _MOST_MOVES),
    }


def _week(days: tuple[str, ...]) -> str:
    return " ".join(day or "·" for day in days)

"""The days of a queue as the review draws them: agents, calls and waits, as planned and as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from scheduler.day.pages.words import number, queue_name
from scheduler.day.review import Review
from scheduler.domain.arrays import FloatArray
from scheduler.labels import label
from scheduler.writers.charts.drawing import Spec, draw
from scheduler.writers.charts.forms import banded_chart, coverage_chart, day_labels, interval_edges, nice_top

if TYPE_CHECKING:
    import pandas as pd


def charts_of(review: Review, queue: str) -> Iterator[tuple[str, Markup]]:
    """The charts of a queue with their titles: agents, calls and, where somebody waits on the line, waits.

    Parameters
    ----------
    review
        The week.
    queue
        One that was counted.
    """
    curves = review.curves[queue]
    none = np.full(len(curves.calls), np.nan)
    agents = {"required": curves.required, "effective": curves.expected, "actual": curves.present}
    calls = {"value": curves.calls, "low": curves.low, "high": curves.high, "other": none, "actual": curves.counted}
    waits = {"value": curves.promised_wait, "low": none, "high": none, "other": none, "actual": curves.wait}
    yield _chart(review, queue, "agents", agents, coverage_chart)
    yield _chart(review, queue, "calls", calls, banded_chart)
    if np.isfinite(curves.wait).any():
        yield _chart(review, queue, "waits", waits, banded_chart)


def _chart(
    review: Review, queue: str, key: str, figures: dict[str, FloatArray], form: Callable[..., Spec]
) -> tuple[str, Markup]:
    """One chart of the week, with what hovering shows.

    Parameters
    ----------
    review, queue
        Whose it is.
    key
        Which one.
    figures
        By the columns of the form.
    form
        How it is drawn.
    """
    language, horizon = review.settings.language, review.horizon
    labels = day_labels(horizon, review.problem.is_public_holiday, language)
    title = label(f"review_{key}_by_interval", language)
    frame = _frame(review, figures, [one.text for one in labels])
    top = nice_top(float(np.nanmax([*(np.nanmax(one, initial=0.0) for one in figures.values())])))
    chart = form(frame, horizon, labels, range(horizon.days), top)
    return title, draw(chart, f"{queue_name(review.settings, queue)} {title}")


_WORDS = {
    "required": "required",
    "effective": "review_expected",
    "value": "review_planned",
    "actual": "review_was",
}
"""What figures are called where hovering shows them."""


def _frame(review: Review, figures: dict[str, FloatArray], days: list[str]) -> pd.DataFrame:
    """A row an interval, with a text where there is a figure."""
    import pandas as pd

    from scheduler.frames.columns import words

    language, edges = review.settings.language, interval_edges(review.horizon)
    tips: list[str | None] = []
    for n, at in enumerate(edges[:-1].tolist()):
        known = [(name, figures[name][n]) for name in _WORDS if name in figures and np.isfinite(figures[name][n])]
        parts = [f"{label(_WORDS[name], language)} {number(value, 1)}" for name, value in known]
        if "low" in figures and parts and np.isfinite(figures["low"][n]):
            parts[0] += f" ({number(figures['low'][n], 1)} ~ {number(figures['high'][n], 1)})"
        start = review.horizon.interval_start(n)
        tips.append(" · ".join([f"{days[int(at)]} {start:%H:%M}", *parts]) if parts else None)
    return pd.DataFrame({"start": edges[:-1], "end": edges[1:], **figures}).assign(tip=words(tips))

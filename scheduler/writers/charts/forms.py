"""The charts there are: figures over days, curves over the hours of a day, columns, bars and curves of a sweep."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.calendar import Horizon
from scheduler.figures.words import LEAST_SHORT
from scheduler.labels import Language, day_label
from scheduler.writers.charts.drawing import GRID, INK, ROOMY, SOFT, Spec, layer, quantity

if TYPE_CHECKING:
    import pandas as pd

HAVE, NEED, SHORT, BLUE, ORANGE = "#a9cbea", "#37474f", "#e4636a", "#1f5fa6", "#d9822b"
_DAY_COLOURS = {"saturday": "#1f4e9e", "holiday": "#c00000", "": INK}
_MARKED_HOURS = (0, 6, 12, 18)


class DayLabel(NamedTuple):
    """A day as a header shows it; `kind` is a class of the style sheet: saturday, holiday or nothing."""

    text: str
    kind: str


def day_labels(horizon: Horizon, is_public_holiday: Callable[[date], bool], language: Language) -> list[DayLabel]:
    """Every planned day."""
    labels = []
    for on in horizon.dates():
        kind = "saturday" if on.weekday() == 5 else ""
        if on.weekday() == 6 or is_public_holiday(on):
            kind = "holiday"
        labels.append(DayLabel(day_label(on, language), kind))
    return labels


def interval_edges(horizon: Horizon) -> NDArray[np.float64]:
    """Ends of the intervals, in days from the start; a day that is longer or shorter is drawn as wide as others."""
    days = [horizon.intervals_of_day(day) for day in range(horizon.days)]
    edges = [day + n / len(intervals) for day, intervals in enumerate(days) for n in range(len(intervals))]
    return np.array([*edges, horizon.days], dtype=np.float64)


def over_days(
    layers: Sequence[Spec], horizon: Horizon, labels: Sequence[DayLabel], days: range, *, width: int, height: int
) -> Spec:
    """Layers over days: weekends shaded, days named above and hours below where there is room.

    Parameters
    ----------
    layers
        What is drawn, along days from the start of the horizon; one of them has the axis of figures.
    horizon
        Whose hours are marked: a day of 23 hours has them elsewhere.
    labels
        Of all days of the horizon.
    days
        Which are drawn.
    width, height
        Without the labels.
    """
    import pandas as pd

    room = width / len(days)
    step = math.ceil(62 / room)
    named = pd.DataFrame(
        [(day, day + 1, day + 0.5, *labels[day]) for day in days], columns=["start", "end", "middle", "text", "kind"]
    )
    named["text"] = named["text"].where((named.index % step == 0), "")
    hours = pd.DataFrame(
        [(day + _passed(horizon, day, hour), str(hour)) for day in days for hour in _MARKED_HOURS],
        columns=["at", "text"],
    )
    colours = {"domain": list(_DAY_COLOURS), "range": list(_DAY_COLOURS.values())}
    x = quantity("start", domain=[days.start, days.stop], nice=False)
    spec: Spec = {
        "width": width,
        "height": height,
        "layer": [
            layer("rect", named[named["kind"] != ""], look={"color": "#f2f4f6"}, x=x, x2={"field": "end"}),
            *layers,
            layer("rule", named, look={"color": GRID}, x="start"),
            layer(
                "text",
                named,
                look={"style": ROOMY},
                x="middle",
                y={"value": -9},
                text={"field": "text"},
                color={"field": "kind", "type": "nominal", "legend": None, "scale": colours},
            ),
        ],
        "resolve": {"scale": {"color": "independent"}},
    }
    if room > 90:
        spec["layer"].append(
            layer(
                "text",
                hours,
                look={"style": ROOMY, "fontSize": 11},
                x="at",
                y={"value": height + 11},
                text={"field": "text"},
            )
        )
    return spec


def _passed(horizon: Horizon, day: int, hour: int) -> float:
    """The share of a day that has passed at an hour of the clock."""
    midnight, length = horizon.midnight(day), horizon.midnight(day + 1) - horizon.midnight(day)
    return (horizon.elapsed(day, 60 * hour) - midnight) / length


def hover_layer(frame: pd.DataFrame) -> Spec:
    """Invisible marks from top to bottom over each row that has a ``tip``, from its ``start`` to its ``end``."""
    return layer(
        "rect", frame[["start", "end", "tip"]].dropna(), look={"color": "transparent"}, x="start", x2={"field": "end"}
    )


def stairs(mark: str, frame: pd.DataFrame, column: str, look: Spec, low: str | None = None, **more: object) -> Spec:
    """A staircase through figures, each from its ``start`` to its ``end``.

    Parameters
    ----------
    mark
        A line, or an area.
    frame
        A row a figure, by time; ``of``, where it is a column, parts several staircases.
    column, low
        The figures, and what an area begins at; None: at 0.
    look
        What is the same for all marks.
    more
        Channels beside the places; ``y`` gives the axis of figures.
    """
    import pandas as pd

    needed = frame[["start", column, *([low] if low else []), *(["of"] if "of" in frame else [])]]
    # A staircase has its last step only if something follows.
    last = needed.groupby("of").tail(1) if "of" in frame else needed.tail(1)
    closed = pd.concat([needed, last.assign(start=float(frame["end"].max()))])
    channels = {"y": column, **({"y2": {"field": low}} if low else {}), **more}
    return layer(mark, closed, look={"interpolate": "step-after", **look}, x="start", **channels)


def figures_axis(column: str, **scale: object) -> Spec:
    """The axis of figures of a chart over days, as wide in all charts so that they stand below one another."""
    return quantity(column, {"tickCount": 4, "minExtent": 42, "maxExtent": 42}, **scale)


def coverage_chart(frame: pd.DataFrame, horizon: Horizon, labels: Sequence[DayLabel], days: range, top: float) -> Spec:
    """Scheduled agents as an area, the missing ones in red, the required ones as a line.

    Parameters
    ----------
    frame
        A row an interval of one queue: ``start``, ``end``, ``required``, ``effective`` and ``tip``; with ``actual``,
        who was there, as a line.
    horizon, labels, days
        As `over_days` has them.
    top
        Agents at the upper edge; the same in all weeks of a queue, so that they can be compared.
    """
    shown = frame[(frame["start"] >= days.start) & (frame["end"] <= days.stop)]
    short = shown[shown["required"] - shown["effective"] > LEAST_SHORT].drop(columns="tip")
    required = {"field": "required"}
    layers = [
        stairs("area", shown, "effective", {"color": HAVE}, y=figures_axis("effective", domain=[0, top], nice=False)),
        layer("rect", short, look={"color": SHORT}, x="start", x2={"field": "end"}, y="effective", y2=required),
        stairs("line", shown, "required", {"color": NEED, "strokeWidth": 1.5}),
        *_actual(shown),
        hover_layer(shown),
    ]
    return over_days(layers, horizon, labels, days, width=900, height=150)


def _actual(shown: pd.DataFrame) -> list[Spec]:
    """What was, as a line that can be told from what was planned on paper as well; nothing where it is not known."""
    if "actual" not in shown or not shown["actual"].notna().any():
        return []
    return [
        stairs("line", shown, "actual", {"color": "white", "strokeWidth": 4}),
        stairs("line", shown, "actual", {"color": ORANGE, "strokeWidth": 2.25}),
    ]


def banded_chart(frame: pd.DataFrame, horizon: Horizon, labels: Sequence[DayLabel], days: range, top: float) -> Spec:
    """A figure as a line, the range in which it lies as a band, and what it is held against as a dashed line.

    Parameters
    ----------
    frame
        A row an interval: ``start``, ``end``, ``value``, ``low``, ``high``, ``other`` and ``tip``; with ``actual``,
        what was, as a line. What is missing is not drawn.
    horizon, labels, days
        As `over_days` has them.
    top
        The upper edge; the same in all weeks of a queue, so that they can be compared.
    """
    shown = frame[(frame["start"] >= days.start) & (frame["end"] <= days.stop)]
    axis = figures_axis("value", domain=[0, top], nice=False)
    layers = [
        stairs("area", shown, "high", {"color": BLUE, "opacity": 0.25}, low="low"),
        stairs("line", shown, "value", {"color": BLUE, "strokeWidth": 1.5}, y=axis),
    ]
    if shown["other"].notna().any():
        look = {"color": NEED, "strokeWidth": 1, "strokeDash": [4, 3]}
        layers.append(stairs("line", shown, "other", look))
    return over_days([*layers, *_actual(shown), hover_layer(shown)], horizon, labels, days, width=900, height=90)


def waterfall(frame: pd.DataFrame) -> Spec:
    """From one total to another by steps, a bar each from top to bottom.

    Parameters
    ----------
    frame
        A row a bar: ``name``, ``low``, ``high``, ``kind`` (total, better, worse, none), ``text`` and ``tip``.
    """
    rows = frame.assign(n=range(len(frame)), right=frame[["low", "high"]].max(axis=1))
    names = json.dumps(list(frame["name"]))
    y = {
        "field": "n",
        "type": "ordinal",
        "axis": {"labelExpr": f"{names}[datum.value]", "labelLimit": 150, "labelColor": INK, "minExtent": 120},
        "title": None,
    }
    low, high = float(frame[["low", "high"]].min().min()), float(frame[["low", "high"]].max().max())
    changes = frame[frame["kind"] != "total"]
    # Small steps between large totals are seen only where the axis begins near them.
    least = float(changes[["low", "high"]].min().min()) if len(changes) else low
    first = max(0.0, least - 2 * (high - least)) if high > least else 0.0
    x = quantity(
        "low", {"grid": True, "tickCount": 4}, domain=[first, high + 0.25 * (high - first)], nice=False, clamp=True
    )
    colours = {"total": "#9aa5b1", "better": "#4f9d73", "worse": SHORT, "none": "#cbd2d9"}
    color = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": list(colours), "range": list(colours.values())},
    }
    words = rows.drop(columns="tip")
    end = {"field": "right", "type": "quantitative"}
    return {
        "width": 300,
        "height": {"step": 26},
        "layer": [
            layer("bar", rows, look={"minBandSize": 2}, x=x, x2={"field": "high"}, y=y, color=color),
            layer("text", words, look={"align": "left", "dx": 5, "color": INK}, x=end, y=y, text={"field": "text"}),
        ],
    }


def hour_curves(frame: pd.DataFrame, colours: Sequence[str], *, percent: bool) -> Spec:
    """Curves over the hours of a day; an hour without a figure leaves a hole.

    Parameters
    ----------
    frame
        A row an hour and curve: ``hour``, ``value``, ``of`` and ``tip``.
    colours
        Of the curves, in their order; the last of several is dashed.
    percent
        Whether the axis shows shares of 1, up to 1, as percentages.
    """
    names = list(dict.fromkeys(frame["of"]))
    axis = {"tickCount": 5, "minExtent": 36, "maxExtent": 36, "format": ".0%" if percent else "~f"}
    x = quantity("hour", {"values": list(range(0, 25, 3)), "grid": False}, domain=[0, 24], nice=False)
    y = quantity("value", axis, **({"domain": [0, 1]} if percent else {"zero": True}))
    by = {"field": "of", "type": "nominal", "legend": None, "sort": None}
    dash = by | {"scale": {"domain": names, "range": [[1, 0]] * (len(names) - 1) + [[5, 3] if names[1:] else [1, 0]]}}
    color = by | {"scale": {"domain": names, "range": list(colours)}}
    return {
        "width": 470,
        "height": 170,
        "layer": [
            layer("line", frame.drop(columns="tip"), look={"strokeWidth": 2}, x=x, y=y, color=color, strokeDash=dash),
            layer("circle", frame.dropna(), look={"size": 36, "opacity": 1}, x=x, y=y, color=color),
        ],
    }


def columns(frame: pd.DataFrame) -> Spec:
    """Columns with their count above: a row each with ``label``, ``count``, ``text`` and ``tip``."""
    x = {"field": "label", "type": "ordinal", "sort": None, "title": None, "axis": {"labelAngle": 0, "labelColor": INK}}
    top = max(1.0, float(frame["count"].max()))
    y = quantity("count", domain=[0, top * 1.18], nice=False)
    words = frame.drop(columns="tip")
    return {
        "width": 430,
        "height": 110,
        "layer": [
            layer("bar", frame, look={"color": "#6f9fcf"}, x=x, y=y),
            layer("text", words, look={"dy": -8, "color": INK}, x=x, y=y, text={"field": "text"}),
        ],
    }


def bars(frame: pd.DataFrame) -> Spec:
    """A bar for each row with ``name``, ``value``, ``text`` and ``tip``; the first, the baseline, in another colour."""
    # What has no end has no bar, and its text says why.
    frame = _finite(frame, "value").fillna({"value": 0.0})
    rows = frame.assign(n=range(len(frame)), is_first=[n == 0 for n in range(len(frame))])
    names = json.dumps(list(frame["name"]))
    # Rows are told apart by their number: two scenarios may be called the same.
    axis = {"labelExpr": f"{names}[datum.value]", "labelLimit": 190, "labelColor": INK, "minExtent": 196}
    y = {"field": "n", "type": "ordinal", "axis": axis, "title": None}
    x = quantity("value", domain=[0, max(float(frame["value"].max()), 1e-9) * 1.2], nice=False)
    color = {"condition": {"test": "datum.is_first", "value": "#9aa5b1"}, "value": HAVE}
    words = rows.drop(columns="tip")
    return {
        "width": 300,
        "height": {"step": 24},
        "layer": [
            layer("bar", rows, x=x, y=y, color=color),
            layer("text", words, look={"align": "left", "dx": 5, "color": INK}, x=x, y=y, text={"field": "text"}),
        ],
    }


def sweep_curve(frame: pd.DataFrame, *, most: float, form: str, at: float | None, name: str) -> Spec:
    """A curve with a dot at each value, a ring at its knee, and a line at the value that stands for no change.

    Parameters
    ----------
    frame
        A row a value: ``x``, ``y``, ``is_knee`` and ``tip``.
    most
        What no figure exceeds; infinite where nothing bounds it.
    form
        How the axis writes figures.
    at
        The value of no change; None where the sweep has none.
    name
        Of what is swept.
    """
    import pandas as pd

    frame = _finite(frame, "y")
    low, high = (float(frame["y"].min()), float(frame["y"].max())) if frame["y"].notna().any() else (0.0, 1.0)
    margin = 0.08 * (high - low) or 0.5
    # Room above and below, but not where there is nothing: no wait below 0, no share above 1.
    domain = [max(low - margin, 0.0) if low >= 0 else low - margin, min(high + margin, most)]
    first, last = float(frame["x"].min()), float(frame["x"].max())
    x = quantity("x", {"grid": False, "title": name, "tickCount": 8}, domain=[first, last], nice=False)
    y = quantity("y", {"format": form, "tickCount": 4, "minExtent": 52}, domain=domain, nice=False)
    lines = [layer("line", frame.drop(columns="tip"), look={"color": BLUE, "strokeWidth": 2}, x=x, y=y)]
    if at is not None and first <= at <= last:
        now = pd.DataFrame({"x": [at]})
        lines.append(layer("rule", now, look={"color": SOFT, "strokeDash": [3, 3]}, x=x))
    ring = frame[frame["is_knee"]].drop(columns="tip")
    lines.append(layer("point", ring, look={"color": ORANGE, "size": 170, "opacity": 1}, x=x, y=y))
    lines.append(layer("circle", frame, look={"color": BLUE, "size": 45, "opacity": 1}, x=x, y=y))
    return {"width": 460, "height": 190, "layer": lines}


def _finite(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The same, with a figure without end missing: there is no place to draw it at."""
    return frame.assign(**{column: frame[column].where(np.isfinite(frame[column]))})


def nice_top(largest: float) -> float:
    """A round number at or above the largest value, for the upper edge of a chart."""
    if not largest > 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(largest))
    return next(factor * unit for factor in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if factor * unit >= largest * 0.999)

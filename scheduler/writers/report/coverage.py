"""What the report says of queues: coverage by interval, and how callers fare."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from scheduler.config import Queue
from scheduler.figures import Run
from scheduler.figures.words import LEAST_SHORT, no_wait_text
from scheduler.labels import Language, label, name_of
from scheduler.staffing.service_report import QueueService, ServiceReport, Totals
from scheduler.writers.charts.drawing import draw
from scheduler.writers.charts.forms import (
    DayLabel,
    banded_chart,
    coverage_chart,
    day_labels,
    interval_edges,
    nice_top,
)
from scheduler.writers.report.intervals import calls_by_interval, waits_by_interval

if TYPE_CHECKING:
    import pandas as pd

_LONG_WAIT_SECONDS = 300
_SHORT_RGB, _OVER_RGB = (248, 105, 107), (143, 184, 232)


class HeatCell(NamedTuple):
    """A cell of a heat map."""

    text: str
    colour: str


class QueueCard(NamedTuple):
    """Coverage of one queue; its charts by week, those of a week below one another."""

    name: str
    note: str
    charts: list[tuple[str, list[tuple[str, Markup]]]]
    heat: list[tuple[str, list[HeatCell]]]
    totals: list[str]
    hours: list[list[str]]


def labels_of_days(run: Run) -> list[DayLabel]:
    """Every planned day."""
    return day_labels(run.problem.horizon, run.problem.is_public_holiday, run.settings.language)


def share_text(share: float) -> str:
    """A share in percent; a dash where there is none."""
    return f"{share:.1%}" if math.isfinite(share) else "-"


def wait_text(totals: Totals, language: Language) -> str:
    """The mean wait in seconds, a long one in minutes."""
    seconds = totals.asa_seconds
    if not math.isfinite(seconds):
        return no_wait_text(totals, language)
    return seconds_text(seconds, language)


def seconds_text(seconds: float, language: Language) -> str:
    """A time in seconds, a long one in minutes."""
    if seconds >= _LONG_WAIT_SECONDS:
        return label("in_minutes", language, amount=f"{seconds / 60:,.0f}")
    return label("in_seconds", language, amount=f"{seconds:.1f}")


def figures_of(totals: Totals, language: Language) -> list[str]:
    """The figures of a table's row, in the order of its columns."""
    return [
        f"{totals.calls:,.0f}",
        share_text(totals.service_level),
        wait_text(totals, language),
        share_text(totals.answer_rate_entered),
        share_text(totals.answer_rate_total),
        f"{totals.shortfall_agent_hours:,.1f}",
        f"{totals.surplus_agent_hours:,.1f}",
    ]


def hour_rows(hourly: Sequence[Totals], language: Language) -> list[list[str]]:
    """Hours in which somebody calls, or somebody is missing."""
    return [
        [f"{hour:02}", *figures_of(totals, language)]
        for hour, totals in enumerate(hourly)
        if totals.calls or totals.shortfall_agent_hours
    ]


def queue_totals(run: Run, service: ServiceReport) -> list[tuple[str, Totals]]:
    """Each queue's name with how its callers fare."""
    found = service.by_queue()
    language = run.settings.language
    names = []
    for queue in run.queues_by_work:
        name = name_of(queue, language)
        if queue.kind == "deferrable":
            name += f" ({label('deferrable', language)})"
        names.append((name, found[queue.name]))
    return names


def queue_card(run: Run, service: ServiceReport, queue: Queue) -> QueueCard:
    """Coverage of one queue, as charts and tables."""
    language, horizon = run.settings.language, run.problem.horizon
    given = service.queues[queue.name]
    is_open = run.problem.demand.queues[queue.name].is_open
    effective = np.where(is_open, given.effective, 0.0)
    top = nice_top(float(max(given.required.max(), effective.max())))
    name = name_of(queue, language)
    labels = labels_of_days(run)
    frame = _intervals(run, queue.name, is_open, labels)
    calls, waits = calls_by_interval(run, queue.name, labels), waits_by_interval(run, queue.name, labels)
    more = [(label("report_calls_by_interval", language), calls)]
    if queue.kind == "calls":
        simulated = "" if run.simulated is None else "_simulated"
        more.append((label(f"report_waits_by_interval{simulated}", language), waits))
    charts = []
    for first in range(0, horizon.days, 7):
        week = range(first, min(first + 7, horizon.days))
        period = f"{labels[week[0]].text} ~ {labels[week[-1]].text}"
        below = [("", draw(coverage_chart(frame, horizon, labels, week, top), f"{name} {period}"))]
        for caption, figures in more:
            highest = nice_top(float(figures[["value", "high", "other"]].max().max()))
            chart = banded_chart(figures, horizon, labels, week, highest)
            below.append((caption, draw(chart, f"{name} {period} {caption}")))
        charts.append((period if horizon.days > 7 else "", below))
    return QueueCard(
        name=name,
        note=label("deferrable", language) if queue.kind == "deferrable" else "",
        charts=charts,
        heat=_heat(run, given, is_open.tolist()),
        totals=figures_of(service.totals([queue.name]), language),
        hours=hour_rows(service.by_hour_of_day([queue.name]), language),
    )


def _intervals(run: Run, queue: str, is_open: NDArray[np.bool_], labels: Sequence[DayLabel]) -> pd.DataFrame:
    """The intervals of a queue for its charts; where it is closed nobody counts.

    Parameters
    ----------
    run
        A run with a roster.
    queue
        The queue.
    is_open
        Whether it is open in each interval, shape (n_intervals,).
    labels
        Of the planned days.
    """
    from scheduler.figures.frames import coverage_frame
    from scheduler.frames.columns import words

    language, edges = run.settings.language, interval_edges(run.problem.horizon)
    frame = coverage_frame([row for row in run.coverage if row.queue == queue], run.settings.centre.zone)
    times = frame["start"].dt.strftime("%H:%M").tolist()
    frame = frame.assign(start=edges[:-1], end=edges[1:], effective=frame["effective"].where(is_open, 0.0))
    needs, has, short = (label(key, language) for key in ("required", "effective", "shortfall"))
    figures = frame[["start", "required", "effective", "shortfall"]].to_numpy(dtype=np.float64).tolist()
    tips = [
        None
        if not now_open
        else f"{labels[int(at)].text} {time} · {needs} {required:.1f} · {has} {effective:.1f}"
        + (f" · {short} {missing:.1f}" if missing > LEAST_SHORT else "")
        for now_open, time, (at, required, effective, missing) in zip(is_open.tolist(), times, figures, strict=True)
    ]
    return frame.assign(tip=words(tips))


def _heat(run: Run, given: QueueService, is_open: list[bool]) -> list[tuple[str, list[HeatCell]]]:
    """Rows of half hours, columns of days: scheduled less required; rows in which the queue is never open left out."""
    horizon = run.problem.horizon
    gap = (given.effective - given.required).tolist()
    most = max((abs(value) for value, open_now in zip(gap, is_open, strict=True) if open_now), default=0.0) or 1.0
    rows = []
    for time_of_day, at in horizon.times_of_day(range(horizon.days)):
        if not any(i is not None and is_open[i] for i in at):
            continue
        cells = [
            HeatCell("", "#f2f2f2")
            if i is None or not is_open[i]
            else HeatCell(f"{gap[i]:+.1f}", _heat_colour(gap[i] / most))
            for i in at
        ]
        rows.append((time_of_day, cells))
    return rows


def _heat_colour(depth: float) -> str:
    """White at 0, red below, blue above; `depth` from -1 to 1."""
    end = _SHORT_RGB if depth < 0 else _OVER_RGB
    return "#" + "".join(f"{round(255 + (part - 255) * min(abs(depth), 1.0)):02x}" for part in end)

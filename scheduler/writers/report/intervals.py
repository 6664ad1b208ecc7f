"""What the report draws of each interval of a queue below its coverage: the calls, and how long they wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from scheduler.domain.arrays import FloatArray
from scheduler.figures import Run
from scheduler.labels import label
from scheduler.writers.charts.forms import DayLabel, interval_edges

if TYPE_CHECKING:
    import pandas as pd


def calls_by_interval(run: Run, queue: str, labels: Sequence[DayLabel]) -> pd.DataFrame:
    """Calls an interval as forecast, with their band.

    Parameters
    ----------
    run
        A run with a roster.
    queue
        The queue.
    labels
        Of the planned days.
    """
    needs = run.problem.demand.queues[queue]
    shown = needs.is_open | needs.deferrable
    none = np.full(len(needs.calls), np.nan)
    low, high = (
        none if bound is None else np.where(shown, bound, np.nan) for bound in (needs.calls_low, needs.calls_high)
    )
    what = label("calls", run.settings.language)
    texts = [
        f"{what} {calls:,.1f}" + (f" ({least:,.1f} ~ {most:,.1f})" if np.isfinite(most) else "")
        for calls, least, most in zip(needs.calls.tolist(), low.tolist(), high.tolist(), strict=True)
    ]
    return _frame(run, np.where(shown, needs.calls, np.nan), low, high, none, texts, labels)


def waits_by_interval(run: Run, queue: str, labels: Sequence[DayLabel]) -> pd.DataFrame:
    """The average wait as simulated, with the interval of its mean, and as computed; where none was, the latter alone.

    Parameters
    ----------
    run, queue, labels
        As for `calls_by_interval`.
    """
    assert run.service is not None
    language, horizon = run.settings.language, run.problem.horizon
    waits = run.service.queues[queue].asa_seconds
    computed = np.where(np.isfinite(waits), waits, np.nan)
    value, half_width, other = computed, np.full(len(computed), np.nan), np.full(len(computed), np.nan)
    if run.simulated is not None:
        number = {horizon.interval_start(n).isoformat(timespec="minutes"): n for n in range(horizon.n_intervals)}
        value, other = np.full(len(computed), np.nan), computed
        for part in run.simulated.of("interval", queue):
            figure = part.figures["asa_seconds"]
            value[number[part.moment]], half_width[number[part.moment]] = figure.simulated, figure.half_width
    seconds, said, by_model = (label(key, language) for key in ("seconds", "sim_simulated", "sim_computed"))
    what = label("asa_seconds", language)
    texts = [
        f"{what} {wait:.0f} {seconds}"
        if not np.isfinite(beside)
        else f"{what}: {said} {wait:.0f} ± {around:.0f} {seconds}, {by_model} {beside:.0f} {seconds}"
        for wait, around, beside in zip(value.tolist(), half_width.tolist(), other.tolist(), strict=True)
    ]
    return _frame(run, value, np.maximum(value - half_width, 0.0), value + half_width, other, texts, labels)


def _frame(
    run: Run,
    value: FloatArray,
    low: FloatArray,
    high: FloatArray,
    other: FloatArray,
    texts: Sequence[str],
    labels: Sequence[DayLabel],
) -> pd.DataFrame:
    """Figures of all intervals as `banded_chart` draws them, with a text where there is a value.

    Parameters
    ----------
    run
        Whose intervals they are.
    value, low, high, other
        Shape (n_intervals,), nan where there is none.
    texts
        What hovering shows, after the day and the time.
    labels
        Of the planned days.
    """
    import pandas as pd

    from scheduler.frames.columns import words

    edges = interval_edges(run.problem.horizon)
    starts = [run.problem.horizon.interval_start(n) for n in range(len(value))]
    tips = [
        f"{labels[int(at)].text} {start:%H:%M} · {text}" if np.isfinite(figure) else None
        for at, start, text, figure in zip(edges[:-1].tolist(), starts, texts, value.tolist(), strict=True)
    ]
    columns = {"start": edges[:-1], "end": edges[1:], "value": value, "low": low, "high": high, "other": other}
    return pd.DataFrame(columns).assign(tip=words(tips))

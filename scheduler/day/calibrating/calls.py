"""What counted calls say of handling times, patience and redials.

References
----------
L. Brown, N. Gans, A. Mandelbaum, A. Sakov, H. Shen, S. Zeltyn and L. Zhao, "Statistical analysis of a telephone call
center", Journal of the American Statistical Association 100 (2005) 36-50: patience censored by the answer.
N. Mantel and W. Haenszel, "Statistical aspects of the analysis of data from retrospective studies of disease", Journal
of the National Cancer Institute 22 (1959) 719-748: one ratio of several strata.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, tzinfo

import numpy as np

from scheduler.config import Queue, Settings
from scheduler.day.calibrating.estimates import CONFIDENCE, LEAST_DAYS, LEAST_EVENTS, Estimate, WorkPlace
from scheduler.day.calibrating.intervals import Interval, of_days, ratio_of_days, share_of_days, wilson
from scheduler.domain.actuals import CountedCalls
from scheduler.domain.arrays import FloatArray
from scheduler.domain.demand import PERMILLE
from scheduler.messages import Message

_MOST_UNEXPLAINED = 0.01
"""Of the calls that entered, those that were neither answered nor hung up where the line cuts nobody off."""


def of_calls(settings: Settings, counted: Sequence[CountedCalls], zone: tzinfo) -> Iterator[Estimate]:
    """Everything that the counts of all queues say.

    Parameters
    ----------
    settings
        Queues, and what the settings say now.
    counted
        What was counted, each time once.
    zone
        The clock of the centre, by which days and hours are told.
    """
    days = sorted({row.start.astimezone(zone).date() for row in counted})
    tables = {
        queue.name: _Counts(
            [row for row in counted if row.queue == queue.name], {on: n for n, on in enumerate(days)}, zone
        )
        for queue in settings.queues
    }
    for queue in settings.queues:
        yield from _handling(queue, tables[queue.name])
    yield _productivity(settings, list(tables.values()))
    for queue in settings.queues:
        if queue.kind == "calls" and len(tables[queue.name].day):
            yield _patience(queue, tables[queue.name])
            yield _redials(settings, queue, tables[queue.name])


class _Counts:
    """The counts of one queue as columns, nan where nothing was counted.

    Parameters
    ----------
    rows
        Of the queue.
    number_of
        Of each day that anything was counted on.
    zone
        The clock of the centre.
    """

    def __init__(self, rows: Sequence[CountedCalls], number_of: dict[date, int], zone: tzinfo) -> None:
        local = [row.start.astimezone(zone) for row in rows]
        self.n_days = len(number_of)
        self.day = np.array([number_of[at.date()] for at in local], dtype=np.int64)
        self.hour = np.array([at.hour for at in local], dtype=np.int64)
        self._rows = rows

    def column(self, name: str) -> FloatArray:
        """A figure of each row."""
        return np.array([np.nan if (value := getattr(row, name)) is None else value for row in self._rows])

    @property
    def answered(self) -> FloatArray:
        """The answered calls of each row; where a file does not say it, those who entered."""
        answered, entered = self.column("answered"), self.column("entered")
        return np.where(np.isnan(answered), entered, answered)

    def total(self, mean: str, calls: FloatArray) -> FloatArray:
        """Seconds of all calls of a row: 0 where there are none, whatever was counted then."""
        return np.where(calls == 0, 0.0, self.column(mean) * calls)

    def has(self, *columns: FloatArray) -> bool:
        """Whether some row has all of these."""
        return bool((~np.isnan(np.array(columns))).all(axis=0).any())

    def by_day(self, *columns: FloatArray, hour: int | None = None) -> list[FloatArray]:
        """Sums of columns over the rows in which all of them are known, of each day on which one of them is not 0."""
        known = ~np.isnan(np.array(columns)).any(axis=0)
        if hour is not None:
            known &= self.hour == hour
        days, number = np.unique(self.day[known], return_inverse=True)
        sums = np.array([np.bincount(number, column[known], minlength=len(days)) for column in columns])
        return list(sums[:, sums.any(axis=0)])


def _estimated(blank: Estimate, events: FloatArray, interval: Interval | None, what: Message | None = None) -> Estimate:
    """An estimate with its interval, or with why there is none.

    Parameters
    ----------
    blank
        What it is.
    events
        What it rests on, by day.
    interval
        None: the figures allow none.
    what
        Why not, where it is neither days nor events.
    """
    found = replace(blank, days=int((events > 0).sum()), events=float(events.sum()))
    if interval is not None and np.isfinite(interval).all():
        return replace(found, value=interval.value, low=interval.low, high=interval.high)
    return replace(found, why_not=what or _too_little(found))


def _too_little(found: Estimate) -> Message:
    if found.events < LEAST_EVENTS:
        return Message(
            "rests on {events:,.0f} only, {least} at least are needed", events=found.events, least=LEAST_EVENTS
        )
    if found.days >= LEAST_DAYS:
        return Message("all of it lies on one day")
    return Message(
        "{count} day was counted, {least} at least are needed",
        "{count} days were counted, {least} at least are needed",
        count=found.days,
        least=LEAST_DAYS,
    )


def _is_enough(events: FloatArray) -> bool:
    return bool((events > 0).sum() >= LEAST_DAYS and events.sum() >= LEAST_EVENTS)


def _not_counted(*columns: str) -> Message:
    return Message("not enough was counted: the files need {columns}", columns=", ".join(columns))


def _handling(queue: Queue, counts: _Counts) -> Iterator[Estimate]:
    """Of all hours and of each, everywhere and, where that was counted, by place."""
    home, answered = counts.column("answered_home"), counts.answered
    handled, handled_home = counts.total("aht_seconds", answered), counts.total("aht_home_seconds", home)
    places: tuple[tuple[WorkPlace, FloatArray, FloatArray], ...] = (
        ("", handled, answered),
        ("office", handled - handled_home, answered - home),
        ("home", handled_home, home),
    )
    setting = f"queues.{queue.name}.aht_seconds"
    for hour in (None, *range(24)):
        for place, seconds, calls in places:
            part, whole = counts.by_day(seconds, calls, hour=hour)
            if not whole.sum() and (hour is not None or place):
                continue  # its calls have no hours, or nothing was counted by place
            at = "" if hour is None else str(hour)
            blank = Estimate("aht_seconds", queue.name, setting, queue.aht_seconds, at, place)
            missing = None
            if not len(counts.day):
                missing = Message("nothing was counted of it then")
            elif not counts.has(seconds, calls):
                missing = _not_counted("handling_seconds")
            is_good = _is_enough(whole) and (part.sum() - part > 0).all()
            yield _estimated(blank, whole, ratio_of_days(part, whole, CONFIDENCE) if is_good else None, missing)


def _productivity(settings: Settings, tables: Sequence[_Counts]) -> Estimate:
    """How many calls are handled at home in the time of one in the office, hours and queues alike.

    By place the calls of each hour and queue are compared with each other, so that it does not matter who works when.
    """
    is_counted = False
    n_days = max((counts.n_days for counts in tables), default=0)
    sums = np.zeros((n_days, len(tables), 24, 4))
    for number, counts in enumerate(tables):
        home, answered = counts.column("answered_home"), counts.answered
        handled, handled_home = counts.total("aht_seconds", answered), counts.total("aht_home_seconds", home)
        columns = np.array([handled - handled_home, answered - home, handled_home, home])
        known = ~np.isnan(columns).any(axis=0)
        is_counted |= bool(known.any())
        for place, column in enumerate(columns):
            np.add.at(sums[:, number, :, place], (counts.day[known], counts.hour[known]), column[known])
    now = 1.0 if settings.remote is None else settings.remote.remote_permille / PERMILLE
    blank = Estimate("home_productivity", None, "remote", now)
    fewer = np.minimum(sums[..., 1].sum(axis=(1, 2)), sums[..., 3].sum(axis=(1, 2)))
    sums = sums[fewer > 0]

    def log_ratio(of: FloatArray) -> FloatArray:
        calls = np.maximum(of[..., 1] + of[..., 3], 1.0)
        office = (of[..., 0] * of[..., 3] / calls).sum(axis=(1, 2))
        at_home = (of[..., 2] * of[..., 1] / calls).sum(axis=(1, 2))
        ratio: FloatArray = np.log(office / at_home)
        return ratio

    if not _is_enough(fewer):
        return _estimated(
            blank, fewer, None, None if is_counted else _not_counted("answered_home", "handling_home_seconds")
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        found = of_days(sums, log_ratio, CONFIDENCE)
    return _estimated(blank, fewer, Interval(*np.exp(found).tolist()))


def _patience(queue: Queue, counts: _Counts) -> Estimate:
    """The mean time after which a caller who still waits hangs up, by all that was waited for each who did.

    However long the queue: those who hang up, less the rate times all that is waited, is a martingale. So the quotient
    is the maximum-likelihood estimate of an exponential patience that answers and the end of the line censor, and days
    are independent of each other.
    """
    entered, answered, abandoned = (counts.column(name) for name in ("entered", "answered", "abandoned"))
    waited = counts.total("asa_seconds", answered) + counts.total("abandoned_wait_seconds", abandoned)
    line_end = queue.patience_seconds if queue.patience == "deterministic" else queue.cut_off_seconds
    cut_off = np.maximum(entered - answered - abandoned, 0.0)
    waited = waited + (0.0 if line_end is None else line_end) * cut_off
    part, whole, came, gone = counts.by_day(waited, abandoned, entered, entered - answered - abandoned)
    now = None if queue.patience == "deterministic" else queue.patience_seconds
    blank = Estimate("patience_seconds", queue.name, f"queues.{queue.name}.patience_seconds", now)
    if not counts.has(waited, abandoned, entered):
        columns = ("entered", "answered", "wait_seconds", "abandoned", "abandoned_wait_seconds")
        return _estimated(blank, whole, None, _not_counted(*columns))
    if line_end is None and abs(gone.sum()) > _MOST_UNEXPLAINED * came.sum():
        why = Message(
            "{share:.1%} of the calls were neither answered nor did their callers hang up; say with cut_off_seconds "
            "when the line cuts callers off, or correct the counts",
            share=gone.sum() / came.sum(),
        )
        return _estimated(blank, whole, None, why)
    is_good = _is_enough(whole) and (part.sum() - part > 0).all() and (whole.sum() - whole > 0).all()
    return _estimated(blank, whole, ratio_of_days(part, whole, CONFIDENCE) if is_good else None)


def _redials(settings: Settings, queue: Queue, counts: _Counts) -> Estimate:
    """The share of lost callers who try again."""
    from scipy.special import ndtri  # slow to load

    lost = np.maximum(counts.column("entered") - counts.column("answered"), 0.0)
    redials = counts.column("redials")
    part, whole = counts.by_day(redials, lost)
    blank = Estimate("redial_share", queue.name, "simulation.redial_share", settings.simulation.redial_share)
    if not counts.has(redials, lost):
        return _estimated(blank, whole, None, _not_counted("entered", "answered", "redials"))
    if not _is_enough(whole):
        return _estimated(blank, whole, None)
    if part.sum() >= whole.sum():
        why = Message(
            "{redials:,.0f} calls of callers who were lost before are as many as the {lost:,.0f} that were lost, "
            "or more",
            redials=part.sum(),
            lost=whole.sum(),
        )
        return _estimated(blank, whole, None, why)
    if not part.sum():
        # Days that are all alike say nothing of how they differ.
        return _estimated(blank, whole, wilson(0.0, float(whole.sum()), float(ndtri(0.5 + 0.5 * CONFIDENCE))))
    is_good = (part.sum() - part > 0).all() and ((whole - part).sum() - (whole - part) > 0).all()
    return _estimated(blank, whole, share_of_days(part, whole, CONFIDENCE) if is_good else None)

"""Which handling time, and which patience, would have given the results that were reported?

The inputs are reports: over a period, how many callers entered the queue, how many were answered, and how long these
waited on average. With the staff of a week and the shape of a week's arrivals taken as given, a queue model has one
or two unknowns left: the handling time, and how long callers are willing to wait.

Only callers who *enter* are reported, and a model that turns callers away at a full queue lets fewer enter than try. So
the arrivals that are offered to the model are not the reported ones: they are raised until as many enter as were
reported. A staff that cannot take in that many, whoever calls, contradicts the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import least_squares

from scheduler.domain.arrays import FloatArray
from scheduler.staffing.erlang import Patience, queue_performance
from scheduler.staffing.reported_period import ModelledPeriod, Period, Setting

SHORTEST_AHT_SECONDS, LONGEST_AHT_SECONDS = 60.0, 1800.0
SHORTEST_PATIENCE_SECONDS, LONGEST_PATIENCE_SECONDS = 30.0, 3600.0

_MOST_OFFERED = 64.0  # times the entered calls
MOST_STEPS_DOWN = 30
"""Steps of a best fit's descent."""

_TOLERANCE = 1e-5
_MOST_STEPS = 60
_HALVINGS = 17
_GRID_AHTS, _GRID_PATIENCES = 9, 6
_FARTHEST = 1e6  # points off a report, where a figure does not exist


def run_period(
    setting: Setting, period: Period, aht_seconds: float, patience_seconds: float, patience: Patience
) -> ModelledPeriod:
    """How a period goes by a model, with as many callers offered as let the reported number enter.

    Parameters
    ----------
    setting
        Arrivals' shape, staff and places.
    period
        The report.
    aht_seconds, patience_seconds, patience
        The model.
    """
    a_week = period.entered * 7.0 / period.days
    agents = setting.agents * period.staff_factor

    def week(offered: float) -> tuple[float, float, float]:
        """Callers who enter and are answered, and seconds that the latter waited."""
        calls = setting.shape * offered
        result = queue_performance(
            calls / setting.interval_seconds,
            aht_seconds,
            agents,
            patience_seconds=patience_seconds,
            patience=patience,
            waiting_places=setting.waiting_places,
            cut_off_seconds=setting.cut_off_seconds,
        )
        answered = calls * result.answered_of_offered
        waited = np.where(answered > 0, answered * result.asa_served_seconds, 0.0)
        return float((calls * (1.0 - result.block_probability)).sum()), float(answered.sum()), float(waited.sum())

    offered = _offered(lambda offered: week(offered)[0], a_week)
    enough = offered is not None
    offered = a_week * _MOST_OFFERED if offered is None else offered
    entered, answered, waited = week(offered)
    weeks = period.days / 7.0
    return ModelledPeriod(
        aht_seconds=aht_seconds,
        patience_seconds=patience_seconds,
        patience=patience,
        offered=offered * weeks,
        entered=entered * weeks,
        answered=answered * weeks,
        answer_rate_entered=answered / entered if entered else np.nan,
        answer_rate_total=answered * weeks / period.attempts,
        average_wait_seconds=waited / answered if answered else np.inf,
        enough_enter=enough,
    )


def _offered(entered: Callable[[float], float], reported: float) -> float | None:
    """Offered callers of whom as many enter as were reported; None if however many do not suffice."""
    low, high = reported, reported * _MOST_OFFERED
    few, many = entered(low) - reported, entered(high) - reported
    if many < 0:
        return None
    # False position between logarithms, the stale end halved (the Illinois rule): more callers let more enter.
    for _ in range(_MOST_STEPS):
        if few > -_TOLERANCE * reported:
            return low
        share = few / (few - many)
        middle = float(low * (high / low) ** share)
        found = entered(middle) - reported
        if abs(found) <= _TOLERANCE * reported:
            return middle
        if found < 0:
            low, few, many = middle, found, many / 2.0
        else:
            high, many, few = middle, found, few / 2.0
    return high


def fit_aht(
    setting: Setting,
    period: Period,
    patience_seconds: float,
    patience: Patience,
    *,
    to: Callable[[ModelledPeriod], float],
    reported: float,
) -> ModelledPeriod | None:
    """The handling time for which one figure is as reported; None where none makes it so.

    Parameters
    ----------
    setting, period, patience_seconds, patience
        As for `run_period`.
    to
        The figure; it rises or falls steadily with the handling time.
    reported
        Its value.
    """
    low, high = SHORTEST_AHT_SECONDS, LONGEST_AHT_SECONDS

    def beyond(aht_seconds: float) -> bool:
        """Whether the handling time is too long: the figure has passed the report, or too few can enter."""
        outcome = run_period(setting, period, aht_seconds, patience_seconds, patience)
        return not outcome.enough_enter or (to(outcome) > reported) == rises

    at_low, at_high = (to(run_period(setting, period, aht, patience_seconds, patience)) for aht in (low, high))
    rises = at_high > at_low
    if beyond(low):
        return None
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if beyond(middle) else (middle, high)
    outcome = run_period(setting, period, low, patience_seconds, patience)
    return outcome if abs(to(outcome) - reported) <= 0.01 * abs(reported) else None


def best_fit(
    setting: Setting,
    periods: Sequence[Period],
    patience: Patience,
    *,
    patience_seconds: float | None,
) -> list[ModelledPeriod]:
    """One handling time, and one patience unless it is given, for all periods: the least sum of squared misfits.

    The best point of a grid of handling times and patiences, each a geometric sequence, is the start of a descent by
    least squares in their logarithms.

    Parameters
    ----------
    setting
        Arrivals' shape, staff and places.
    periods
        The reports.
    patience
        Law of the patience.
    patience_seconds
        Its length; None: to be found.

    Returns
    -------
    An outcome per period.
    """
    axes = [(SHORTEST_AHT_SECONDS, LONGEST_AHT_SECONDS, _GRID_AHTS)]
    if patience_seconds is None:
        axes.append((SHORTEST_PATIENCE_SECONDS, LONGEST_PATIENCE_SECONDS, _GRID_PATIENCES))
    low, high, _ = zip(*axes, strict=True)
    grid = [np.geomspace(*axis) for axis in axes]
    tried: list[tuple[float, list[ModelledPeriod]]] = []

    def off(logarithms: FloatArray) -> FloatArray:
        """All distances from all reports, finite."""
        aht, *lengths = np.exp(logarithms).tolist()
        length = lengths[0] if patience_seconds is None else patience_seconds
        outcomes = [run_period(setting, period, aht, length, patience) for period in periods]
        found = np.concatenate([outcome.off(period) for outcome, period in zip(outcomes, periods, strict=True)])
        finite: FloatArray = np.nan_to_num(found, nan=_FARTHEST, posinf=_FARTHEST, neginf=-_FARTHEST)
        tried.append((float((finite**2).sum()), outcomes))
        return finite

    points = np.stack(np.meshgrid(*map(np.log, grid), indexing="ij"), axis=-1).reshape(-1, len(grid))
    start = min(points, key=lambda point: float((off(point) ** 2).sum()))
    # A step wide enough for the search of the offered callers, which ends within a tolerance.
    edges = np.log(low) - 1e-9, np.log(high) + 1e-9
    least_squares(off, start, bounds=edges, diff_step=1e-3, xtol=1e-4, ftol=1e-5, max_nfev=MOST_STEPS_DOWN)
    _, best = min(tried, key=lambda one: one[0])
    return best

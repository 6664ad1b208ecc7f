"""Level and trend of the weeks, times a profile of the hours of each weekday.

Arrivals are the product of the level of their week, the profile of their kind of day (a weekday, or a public holiday)
and, on the first working day after a public holiday, a factor of such days. Each part is estimated with the
others taken out, a few times round. The level of a week is the median of its days, and hours far from their
like are drawn in, so that a strange day or hour moves little. A week's level is asked of the hours that it has:
missing ones need no filling.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import FloatArray
from scheduler.domain.base import WEEKEND
from scheduler.staffing.forecast.days import HOLIDAY, Days

FEWEST_DAYS = 21
"""In less than three weeks nothing tells a weekday from chance."""

_ROUNDS = 3
_KINDS = HOLIDAY + 1
_DRAW_IN = 3.0  # robust standard deviations
_FEWEST_TO_JUDGE = 5  # like days from which on one of them can be told to be strange
_WITHOUT_EFFECT = 3.0  # days after holidays that are taken to have been ordinary, before any is seen


def weekly_profile(
    calls: FloatArray,
    days: Days,
    *,
    profile_half_life_weeks: float = 16.0,
    level_half_life_weeks: float = 8.0,
    trend_damping: float = 0.3,
    shared_shape: float = 0.3,
) -> FloatArray:
    """Arrivals to expect in each hour of the planned days.

    Parameters
    ----------
    calls
        History per hour, shape (days, 24), nan where unknown; days beyond those that `days` knows are not looked at.
    days
        Kinds of the days of the history and of the planned ones.
    profile_half_life_weeks
        A day this much older counts half for the profile.
    level_half_life_weeks
        A week this much older counts half for the level; the trend looks twice as far back.
    trend_damping
        The trend of one week ahead is kept at this share, that of the k-th further week at its k-th power (0: level
        only, below 1).
    shared_shape
        Share of a busy day's shape that is taken from all busy days together (0 to 1).

    Returns
    -------
    Shape (planned days, 24); 0 for hours in which the history never has a figure.

    References
    ----------
    Damped trend: E. S. Gardner and E. McKenzie, "Forecasting trends in time series", Management Science 31 (1985)
    1237-1246. Why arrivals are split into a day's level and its profile: J. W. Taylor, "A comparison of univariate
    time series methods for forecasting intraday arrivals at a call center", Management Science 54 (2008) 253-265.
    """
    calls = calls[: days.n_known]
    kind, seen = days.history, ~np.isnan(calls)
    week = (days.n_known - 1 - np.arange(days.n_known)) // 7  # 0 is the latest
    age_weights = 0.5 ** (np.arange(days.n_known)[::-1] / (7.0 * profile_half_life_weeks))
    # Holidays are rare: all count alike.
    day_weights = np.where(kind == HOLIDAY, 1.0, age_weights)
    level, after = np.ones(int(week[0]) + 1), 1.0
    profile = np.zeros((_KINDS, 24))
    by_kind = _by_kind(kind)
    for _ in range(_ROUNDS):
        factor = level[week] * np.where(days.history_follows, after, 1.0)
        profile = _profile(calls / factor[:, None], by_kind, day_weights, shared_shape)
        usual = np.where(seen, profile[kind], 0.0).sum(axis=1)
        came = np.where(seen, calls, 0.0).sum(axis=1)
        level = _levels(came, usual * np.where(days.history_follows, after, 1.0), week, kind != HOLIDAY)
        after = _after_holidays(came, usual * level[week], days.history_follows)
    now, slope = _level_and_slope(level, np.bincount(week, usual > 0) > 0, level_half_life_weeks)
    weeks_ahead = np.maximum(days.days_ahead, 0) // 7 + 1
    # Sum of the geometric series damping + damping**2 + ...
    reach = trend_damping * (1.0 - trend_damping**weeks_ahead) / (1.0 - trend_damping)
    scale = np.exp(now + slope * reach) * np.where(days.planned_follows, after, 1.0)
    forecast: FloatArray = profile[days.planned] * scale[:, None]
    return forecast


def _by_kind(kind: NDArray[np.intp]) -> NDArray[np.intp]:
    """The days of each kind, in order, shape (8, most of any kind); beyond the last of a kind the number of all."""
    days = np.full((_KINDS, max(1, int(np.bincount(kind).max()))), len(kind))
    for number in range(_KINDS):
        alike = np.flatnonzero(kind == number)
        days[number, : len(alike)] = alike
    return days


def _profile(calls: FloatArray, by_kind: NDArray[np.intp], day_weights: FloatArray, shared_shape: float) -> FloatArray:
    """Mean calls per kind of day and hour, shape (8, 24), of calls from which level and effects are taken out."""
    n_alike = (by_kind < len(calls)).sum(axis=1)
    alike = np.vstack([calls, np.full((1, 24), np.nan)])[by_kind]
    is_judged = n_alike >= _FEWEST_TO_JUDGE
    is_judged[HOLIDAY] = False
    weights = np.where(np.isnan(alike), 0.0, np.append(day_weights, 0.0)[by_kind][:, :, None])
    drawn = np.where(is_judged[:, None, None], _drawn_in(alike), alike)
    total = weights.sum(axis=1)
    profile = np.full((_KINDS, 24), np.nan)
    np.divide((weights * np.nan_to_num(drawn)).sum(axis=1), total, out=profile, where=total > 0)
    return _share_shapes(_without_gaps(profile, int(n_alike[HOLIDAY])), shared_shape)


def _drawn_in(calls: FloatArray) -> FloatArray:
    """Hours far from the median of their like, in robust standard deviations, brought to that distance."""
    middle = median_of_known(calls)[:, None]
    spread = 1.4826 * median_of_known(np.abs(calls - middle))[:, None]
    # Where nearly all are equal, such as quiet nights, chance alone still spreads counts by their square root.
    reach = _DRAW_IN * np.maximum(spread, np.sqrt(np.maximum(middle, 1.0)))
    drawn: FloatArray = np.clip(calls, middle - reach, middle + reach)
    return drawn


def median_of_known(columns: FloatArray) -> FloatArray:
    """Median of what is known along the last axis but one, nan where nothing is; `numpy.nanmedian` takes long."""
    rising = np.sort(columns, axis=-2)  # what is not known comes last
    n_known = columns.shape[-2] - np.isnan(columns).sum(axis=-2)
    lower, upper = (
        np.take_along_axis(rising, half[..., None, :], axis=-2)[..., 0, :]
        for half in ((n_known - 1) // 2, n_known // 2)
    )
    median: FloatArray = (lower + upper) / 2.0
    return median


def _without_gaps(profile: FloatArray, n_holidays: int) -> FloatArray:
    """A weekday that was never seen is like the others of its kind, a holiday like the quietest weekday."""
    weekdays = profile[:HOLIDAY]
    groups = [sorted(WEEKEND), sorted(set(range(HOLIDAY)) - WEEKEND)]
    everything = _mean_of_known(weekdays)
    for group in groups:
        usual = _mean_of_known(weekdays[group])
        usual = np.where(np.isnan(usual), everything, usual)
        weekdays[group] = np.where(np.isnan(weekdays[group]), usual, weekdays[group])
    weekdays = np.nan_to_num(weekdays)
    quietest = weekdays[np.argmin(weekdays.sum(axis=1))]
    holiday = np.where(np.isnan(profile[HOLIDAY]), quietest, profile[HOLIDAY])
    # With one day of belief in the quietest weekday: a single holiday is a thin basis.
    holiday = (n_holidays * holiday + quietest) / (n_holidays + 1)
    return np.vstack([weekdays, holiday])


def _mean_of_known(rows: FloatArray) -> FloatArray:
    seen = ~np.isnan(rows)
    mean: FloatArray = np.full(rows.shape[1], np.nan)
    np.divide(np.where(seen, rows, 0.0).sum(axis=0), seen.sum(axis=0), out=mean, where=seen.any(axis=0))
    return mean


def _share_shapes(profile: FloatArray, share: float) -> FloatArray:
    """Draw the shapes of busy weekdays towards their common one; their totals stay."""
    total = profile.sum(axis=1)
    busy = np.flatnonzero(total[:HOLIDAY] > 0.6 * np.median(total[:HOLIDAY]))
    shapes = np.divide(profile, total[:, None], out=np.zeros_like(profile), where=total[:, None] > 0)
    if len(busy):
        shapes[busy] = (1.0 - share) * shapes[busy] + share * shapes[busy].mean(axis=0)
    shared: FloatArray = shapes * total[:, None]
    return shared


def _levels(came: FloatArray, usual: FloatArray, week: NDArray[np.intp], counts: NDArray[np.bool_]) -> FloatArray:
    """Level of each week: the median over its days of what came by what is usual; a week without any has level 1."""
    is_counted = counts & (usual > 0)
    ratio = np.full(7 * (int(week.max()) + 1), np.nan)
    # The latest week is whole; what the first one lacks is at its beginning.
    first = len(ratio) - len(came)
    ratio[first:][is_counted] = came[is_counted] / usual[is_counted]
    by_week = ratio.reshape(-1, 7)[::-1]
    days_counted = (~np.isnan(by_week)).sum(axis=1)
    level = np.ones(len(by_week))
    is_judged = days_counted >= 3
    level[is_judged] = median_of_known(by_week[is_judged].T)
    for number in np.flatnonzero((days_counted > 0) & ~is_judged):
        days = is_counted & (week == number)
        level[number] = came[days].sum() / usual[days].sum()
    # A week of closed lines has no level; it must not pull the others down to 0.
    return np.where(level > 0, level, 1.0)


def _after_holidays(came: FloatArray, usual: FloatArray, follows: NDArray[np.bool_]) -> float:
    """Factor of the first working day after a holiday, drawn to 1 as long as few are known."""
    count = float((follows & (usual > 0)).sum())
    expected = usual[follows].sum()
    seen = came[follows].sum() / expected if expected > 0 else 1.0
    return float((count * seen + _WITHOUT_EFFECT) / (count + _WITHOUT_EFFECT))


def _level_and_slope(level: FloatArray, known: NDArray[np.bool_], half_life_weeks: float) -> tuple[float, float]:
    """Logarithm of the present level, and its growth a week; weeks of which nothing is known do not count."""
    age = np.flatnonzero(known)
    if not len(age):
        return 0.0, 0.0
    log_level = np.log(level[age])
    recent = 0.5 ** (age / half_life_weeks)
    now = float(np.average(log_level, weights=recent))
    weights = 0.5 ** (age / (2.0 * half_life_weeks))
    off = age - np.average(age, weights=weights)
    variance = float((weights * off**2).sum())
    slope = -float((weights * off * log_level).sum()) / variance if variance > 0 else 0.0
    return now, slope

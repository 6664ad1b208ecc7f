"""The rest of a day from its first hours: how much of what they were off the forecast the other hours will be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

FEWEST_DAYS = 10
"""Past days from which anything is learnt."""
_OUTLIERS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Rest:
    """What past days say of the rest of a day.

    Attributes
    ----------
    weight
        Of the share by which the first hours were off, how much the rest is off; 0: nothing is known.
    deviation
        Standard deviation of what is then left, as a share of the forecast; nan: nothing is known.
    """

    weight: float
    deviation: float


NOTHING_KNOWN = Rest(0.0, float("nan"))


def learn_rest(forecast: FloatArray, came: FloatArray, hour: int) -> Rest:
    """What past days say of the rest of a day, by least squares through the origin.

    Parameters
    ----------
    forecast
        Per hour, as each day was forecast before its week, shape (days, 24).
    came
        What came, nan where unknown, of the same shape.
    hour
        Of the clock, at which the rest begins.
    """
    seen, rest = share_off(forecast[:, :hour], came[:, :hour]), share_off(forecast[:, hour:], came[:, hour:])
    known = np.isfinite(seen) & np.isfinite(rest)
    if known.sum() < FEWEST_DAYS:
        return NOTHING_KNOWN
    # One strange day would otherwise decide: the days that are farthest off count as if they were nearer.
    x, y = (np.clip(off, *np.quantile(off, _OUTLIERS)) for off in (seen[known], rest[known]))
    square = float((x * x).sum())
    weight = float(np.clip((x * y).sum() / square, 0.0, 1.0)) if square else 0.0
    return Rest(weight, float((y - weight * x).std()))


def share_off(forecast: FloatArray, came: FloatArray) -> FloatArray:
    """The share by which more calls came in the known hours of each day than were forecast; nan where that is unknown.

    Parameters
    ----------
    forecast, came
        Shape (days, hours); what came is nan where it is unknown.

    Returns
    -------
    Shape (days,).
    """
    known = np.isfinite(came) & np.isfinite(forecast)
    expected = np.where(known, forecast, 0.0).sum(axis=1)
    counted = np.where(known, came, 0.0).sum(axis=1)
    off: FloatArray = np.divide(counted - expected, expected, out=np.full(len(came), np.nan), where=expected > 0)
    return off

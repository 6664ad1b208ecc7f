"""The rest of a day from its first hours: how much of what they were off the forecast the other hours will be off.

Days that past ones are like go on as those did. A day that has turned (its last hours are far off what the past days
would do after such a beginning) is taken to go midway between what past days would do and what its last hours do: past
days say nothing of it, and on real ones both going on in full and falling back were worse
(``python -m benchmarks.reforecast``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from scheduler.domain.arrays import FloatArray

FEWEST_DAYS = 10
"""Past days from which anything is learnt."""
_OUTLIERS = (0.05, 0.95)
_P90 = 1.2815515655446004
"""Standard deviations from the median to the ninetieth percentile of a normal distribution."""
_TURNED = 3.5
"""The day has turned when its last hours are off by so many standard deviations of what past days were."""
_FEWEST_CALLS = 300.0
"""Of fewer calls, chance alone may say anything."""
_OF_TURNED = 0.5
"""So far the rest of a day that has turned is taken to go from what past days would do to what its last hours do."""


class Follows(NamedTuple):
    """How some hours follow those before them.

    Attributes
    ----------
    weight
        Of the share by which the hours before were off, how much these are off.
    deviation
        Standard deviation of what is then left, as a share of the forecast.
    square
        Sum of the squares of what past days were off before, of few calls at least what chance makes of them: a day far
        beyond that is known less well.
    """

    weight: float
    deviation: float
    square: float

    def deviation_at(self, off: float) -> float:
        """The deviation of a day that was off by a share before: with how well the weight is known.

        References
        ----------
        N. R. Draper and H. Smith, "Applied Regression Analysis", 3rd edition (1998), section 3.1: the interval of a
        prediction.
        """
        return self.deviation * float(np.sqrt(1.0 + (off * off / self.square if self.square else 0.0)))


@dataclass(frozen=True, slots=True)
class Rest:
    """What past days say of the rest of a day.

    Attributes
    ----------
    follows
        How the rest follows the hours before it; None: nothing is known.
    last
        By hour of the clock, how the hours from there to the rest follow those before them.
    """

    follows: Follows | None = None
    last: Mapping[int, Follows] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def weight(self) -> float:
        """Of the share by which the first hours were off, how much the rest is off; 0: nothing is known."""
        return 0.0 if self.follows is None else self.follows.weight

    def outlook(self, forecast: FloatArray, came: FloatArray) -> Outlook:
        """How far the rest of one day will be off.

        Parameters
        ----------
        forecast, came
            Per hour before the rest, shape (hours,).
        """
        off = _share(forecast, came)
        if self.follows is None or not np.isfinite(off):
            return Outlook(0.0, float("nan"), float("nan"))
        usual, around = self.follows.weight * off, _P90 * self.follows.deviation_at(off)
        found = Outlook(usual, usual - around, usual + around)
        farthest = _TURNED
        for hour, follows in self.last.items():
            before, last = _share(forecast[:hour], came[:hour]), _share(forecast[hour:], came[hour:])
            if not np.isfinite(before + last) or not follows.deviation or forecast[hour:].sum() < _FEWEST_CALLS:
                continue
            far = abs(last - follows.weight * before) / follows.deviation_at(before)
            if far > farthest:
                farthest = far
                middle = usual + _OF_TURNED * (last - usual)
                found = Outlook(middle, min(usual, last) - around, max(usual, last) + around, hour)
        return found


NOTHING_KNOWN = Rest()


class Outlook(NamedTuple):
    """Shares of its forecast by which the rest of a day will be off.

    Attributes
    ----------
    off, low, high
        What is expected, and its band from P10 to P90; nan: nothing is learnt. Once a day has turned, the band reaches
        from where it would go as ever to where it stays as its last hours are.
    turned_from
        Hour of the clock from which on the day has been another than any of the past ones would be after such a
        beginning; None: it is one like them.
    """

    off: float
    low: float
    high: float
    turned_from: int | None = None


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
    follows = _learn(forecast, came, hour, 24)
    if follows is None:
        return NOTHING_KNOWN
    last = {begins: _learn(forecast, came, begins, hour) for begins in range(1, hour)}
    return Rest(follows, {begins: one for begins, one in last.items() if one is not None})


def _learn(forecast: FloatArray, came: FloatArray, hour: int, end: int) -> Follows | None:
    """How the hours from one to another follow those before them; None: too few days are known."""
    seen = share_off(forecast[:, :hour], came[:, :hour])
    rest = share_off(forecast[:, hour:end], came[:, hour:end])
    known = np.isfinite(seen) & np.isfinite(rest)
    if known.sum() < FEWEST_DAYS:
        return None
    # One strange day would otherwise decide the weight: the days that are farthest off count as if they were nearer.
    x, y = (np.clip(off, *np.quantile(off, _OUTLIERS)) for off in (seen[known], rest[known]))
    square = float((x * x).sum())
    expected = np.where(np.isfinite(came[:, :hour]), forecast[:, :hour], 0.0).sum(axis=1)[known]
    if expected.mean() < _FEWEST_CALLS:
        # Days nearer to the forecast than the chance of single calls (Poisson: a variance of one over the calls) were
        # smoothed or made up: that a few calls more say much of the rest must not be learnt from them.
        square = max(square, float((1.0 / expected).sum()))
    weight = float(np.clip((x * y).sum() / square, 0.0, 1.0)) if square else 0.0
    return Follows(weight, float((rest[known] - weight * seen[known]).std()), square)


def _share(forecast: FloatArray, came: FloatArray) -> float:
    return float(share_off(forecast[None, :], came[None, :])[0])


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

"""How good the rest of a day can be forecast from its first hours; run `python -m benchmarks.reforecast [FOLDER]`.

From the eighth week on each week is forecast as it was before it began, as for a roster. At each cut of a day the calls
so far, as a share of those that were forecast, say how far the rest will be off: by a weight that is learnt from the
days of the eight weeks before (least squares through the origin). "Nothing" keeps the forecast, "in full" takes the
share as it is, "and turned" is what `today` does: as learnt, but midway between that and the last hours on days that
these tell from all past ones, whose number is said, with the errors of the rest of these alone. WAPE is the sum of
absolute errors by the sum of calls, of the rest of each day together and by hour;
"inside" is how often the rest lay within its band, which shall hold four of five.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.forecast import FIRST_ORIGIN_WEEKS, REAL_SERIES, Series, all_series
from scheduler.domain.arrays import FloatArray
from scheduler.staffing.forecast.rest_of_day import learn_rest, share_off
from scheduler.staffing.forecast.weekly_profile import weekly_profile

CUTS = (9, 11, 13, 15)
"""Hours of the clock at which the rest of the day is forecast anew."""
LEARNT_FROM_DAYS = 56


def rolling(series: Series) -> FloatArray:
    """Each day's forecast as of the end of the week before; nan before the first."""
    days = series.days()
    found = np.full_like(series.calls, np.nan)
    for known in range(7 * FIRST_ORIGIN_WEEKS, len(series.calls) - 6, 7):
        found[known : known + 7] = weekly_profile(series.calls[:known], days.as_of(known, 7))
    return found


def backtest(series: Series) -> Iterator[str]:
    """A line for each cut: days, weight, and the errors of each way."""
    forecast, came = rolling(series), series.calls
    for hour in CUTS:
        errors: dict[str, list[float]] = {name: [] for name in ("nothing", "in full", "learnt", "and turned")}
        hourly: dict[str, list[float]] = {name: [] for name in errors}
        calls, inside, weights = 0.0, [], []
        turned: list[int] = []
        for day in range(7 * FIRST_ORIGIN_WEEKS + LEARNT_FROM_DAYS, len(came)):
            rest, counted = forecast[day, hour:], came[day, hour:]
            known = np.isfinite(counted) & np.isfinite(rest)
            (share,) = share_off(forecast[day : day + 1, :hour], came[day : day + 1, :hour])
            if not known.any() or not np.isfinite(share) or not rest[known].sum():
                continue
            past = slice(day - LEARNT_FROM_DAYS, day)
            learnt = learn_rest(forecast[past], came[past], hour)
            total = float(counted[known].sum())
            calls += total
            weights.append(learnt.weight)
            outlook = learnt.outlook(forecast[day, :hour], came[day, :hour])
            ways = (1.0, 1.0 + share, 1.0 + learnt.weight * share, 1.0 + outlook.off)
            for name, factor in zip(errors, ways, strict=True):
                errors[name].append(abs(float(rest[known].sum()) * factor - total))
                hourly[name].append(float(np.abs(rest[known] * factor - counted[known]).sum()))
            off = total / float(rest[known].sum()) - 1.0
            inside.append(outlook.low <= off <= outlook.high)
            if outlook.turned_from is not None:
                turned.append(len(weights) - 1)
        if calls:
            rows = "  ".join(
                f"{name} {sum(errors[name]) / calls:.1%} / {sum(hourly[name]) / calls:.1%}" for name in errors
            )
            weight, held = np.mean(weights), np.mean(inside)
            of_turned = (f"{name} {sum(errors[name][n] for n in turned) / len(turned):.0f}" for name in errors)
            told = f"  turned {len(turned)}: " + ", ".join(of_turned) + " calls off" if turned else ""
            yield f"{hour:02}:00  {len(weights)} days  weight {weight:.2f}  {rows}  inside {held:.0%}{told}"


def main() -> None:
    """Backtest every series."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL_SERIES
    for series in all_series(folder):
        print(series.name)
        for line in backtest(series):
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()

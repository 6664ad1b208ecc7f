"""How good the forecasts are; run `python -m benchmarks.forecast [FOLDER_OF_REAL_SERIES]` (some minutes).

Rolling origins: from the eighth week on, each week end is an origin; what each method forecasts for the first and
for the fourth week after it is compared with what came. No method sees a day after its origin. WAPE is the sum of
absolute errors by the sum of calls, per hour and per day.

The real series are read from the folder that is named, and left out where it is not there. statsforecast is no
dependency of this project: install it beside the project to compare, or its rows are left out. It forecasts daily
totals (public holidays replaced by like days) that take their hours from our own profile, as it has no model of two
seasons and holidays at once.
"""

import csv
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import holidays
import numpy as np

from scheduler.bundled import bundled_workspace
from scheduler.config import WeeklyProfile
from scheduler.domain.arrays import FloatArray
from scheduler.domain.calendar import Horizon
from scheduler.staffing.forecast.days import HOLIDAY, Days, sort_days
from scheduler.staffing.forecast.recent_mean import recent_mean
from scheduler.staffing.forecast.spread import ForecastMethod, count_quantile, relative_variance
from scheduler.staffing.forecast.weekly_profile import weekly_profile

FIRST_ORIGIN_WEEKS = 8
REAL_SERIES = Path("..") / "shared" / "data"


@dataclass(frozen=True)
class Series:
    """Hourly calls over consecutive days, shape (days, 24), nan where unknown."""

    name: str
    first_day: date
    calls: FloatArray
    country: str

    def days(self) -> Days:
        """Kinds of all its days."""
        n_days = len(self.calls)
        last = self.first_day + timedelta(days=n_days)
        years = range(self.first_day.year - 1, last.year + 1)
        public = dict(holidays.country_holidays(self.country, years=years))
        return sort_days(self.first_day, n_days, Horizon(last, 1), public, last)


def read(path: Path, name: str, country: str, queue: str | None = None) -> Series:
    """One queue of a file of hourly calls; hours that were seen in part only are unknown."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (date.fromisoformat(row["date"]), int(row["hour"]), float(row["calls"]))
            for row in csv.DictReader(file)
            if (queue is None or row["queue"] == queue) and row.get("n_5min", "12") == "12"
        ]
    first = min(on for on, _, _ in rows)
    calls = np.full(((max(on for on, _, _ in rows) - first).days + 1, 24), np.nan)
    for on, hour, count in rows:
        calls[(on - first).days, hour] = count
    return Series(name, first, calls, country)


def all_series(folder: Path) -> Iterator[Series]:
    """The bundled queues, then the real series that are there."""
    bundled = bundled_workspace() / "inflow.csv"
    for queue in ("general", "text", "english"):
        yield read(bundled, f"bundled {queue}", "KR", queue)
    for file, name, country in (
        ("bank_calls_hourly.csv", "North American bank", "US"),
        ("anonymous_bank_1999_hourly.csv", "Anonymous bank 1999", "IL"),
    ):
        if (folder / file).exists():
            yield read(folder / file, name, country)


def seasonal_naive(calls: FloatArray, days: Days) -> FloatArray:
    """The last like day: same weekday and no holiday; for a holiday the last holiday, else the last Sunday."""
    forecast = np.zeros((len(days.planned), 24))
    for row, kind in enumerate(days.planned):
        like = np.flatnonzero(days.history == kind)
        if kind == HOLIDAY and not len(like):
            like = np.flatnonzero(days.history == 6)
        for past in calls[like][::-1]:
            forecast[row] = np.where((forecast[row] == 0) & ~np.isnan(past), past, forecast[row])
            if not np.isnan(past).all():
                break
    return forecast


def mean_of_weeks(calls: FloatArray, days: Days, weeks: int) -> FloatArray:
    """The mean of like days."""
    return np.nan_to_num(recent_mean(calls, days, weeks), nan=0.0)


def by_statsforecast(calls: FloatArray, days: Days, model: Callable[[int], Any]) -> FloatArray:
    """Daily totals by a model of statsforecast, hours by our profile."""
    ours = weekly_profile(calls, days)
    history, total = days.history, np.nansum(calls, axis=1)
    usable = ~np.isnan(calls).all(axis=1) & (history != HOLIDAY)
    first_weekday = int((days.planned[0] - days.n_known) % 7) if days.planned[0] != HOLIDAY else None
    weekday = np.array([(first_weekday or 0) + n for n in range(days.n_known)]) % 7
    if first_weekday is None:
        known = np.flatnonzero(history != HOLIDAY)[0]
        weekday = (history[known] - known + np.arange(days.n_known)) % 7
    open_days = [day for day in range(7) if np.count_nonzero(usable & (weekday == day)) > 2]
    season = len(open_days)
    rows = np.flatnonzero(np.isin(weekday, open_days))
    series = np.where(usable[rows], total[rows], np.nan)
    for gap in np.flatnonzero(np.isnan(series)):
        near = [
            series[k] for k in (gap - season, gap + season, gap - 2 * season, gap + 2 * season) if 0 <= k < len(series)
        ]
        near = [value for value in near if not np.isnan(value)]
        series[gap] = np.mean(near) if near else np.nanmean(series)
    ahead_weekday = (weekday[-1] + 1 + np.arange(len(days.planned))) % 7
    ahead = np.flatnonzero(np.isin(ahead_weekday, open_days))
    totals = model(season).forecast(y=np.maximum(series, 1.0), h=len(ahead))["mean"]
    for row, value in zip(ahead, totals, strict=True):
        if days.planned[row] != HOLIDAY and ours[row].sum() > 0:
            ours[row] *= max(float(value), 0.0) / ours[row].sum()
    return ours


def methods() -> dict[str, ForecastMethod]:
    """Every method by name, the ones to beat first."""
    chosen = WeeklyProfile().model_dump(exclude={"method", "quantile"})
    found: dict[str, ForecastMethod] = {
        "seasonal naive": seasonal_naive,
        "mean of 4 weeks": partial(mean_of_weeks, weeks=4),
        "mean of 8 weeks": partial(mean_of_weeks, weeks=8),
        "**weekly profile**": partial(weekly_profile, **chosen),
        "profile, level only": partial(weekly_profile, **chosen | {"trend_damping": 0.0}),
        "profile, trend kept to 0.6": partial(weekly_profile, **chosen | {"trend_damping": 0.6}),
        "profile, half-lives 8 and 2": partial(
            weekly_profile, **chosen | {"profile_half_life_weeks": 8.0, "level_half_life_weeks": 2.0}
        ),
        "profile, no shared shape": partial(weekly_profile, **chosen | {"shared_shape": 0.0}),
    }
    try:
        from statsforecast.models import MSTL, AutoETS, AutoTheta
    except ImportError:
        print("statsforecast is not installed here: its rows are left out", file=sys.stderr)
    else:
        for name, model in (("AutoETS", AutoETS), ("AutoTheta", AutoTheta), ("MSTL", MSTL)):
            found[f"statsforecast {name}"] = partial(
                by_statsforecast, model=lambda season, model=model: model(season_length=season)
            )
    return found


def wape(method: ForecastMethod, series: Series, weeks_ahead: int) -> tuple[float, float]:
    """WAPE per hour and per day, in percent, of the given week after each origin."""
    days, calls = series.days(), series.calls
    off_hours = of_hours = off_days = of_days = 0.0
    for origin in range(7 * FIRST_ORIGIN_WEEKS, len(calls) - 7 * weeks_ahead + 1, 7):
        forecast = method(calls[:origin], days.as_of(origin, 7 * weeks_ahead))[-7:]
        came = calls[origin + 7 * (weeks_ahead - 1) : origin + 7 * weeks_ahead]
        known = ~np.isnan(came)
        forecast, came = np.where(known, forecast, 0.0), np.where(known, came, 0.0)
        off_hours += float(np.abs(forecast - came).sum())
        of_hours += float(came.sum())
        off_days += float(np.abs(forecast.sum(axis=1) - came.sum(axis=1)).sum())
        of_days += float(came.sum())
    return 100 * off_hours / of_hours, 100 * off_days / of_days


def band(method: ForecastMethod, series: Series) -> tuple[float, float, float]:
    """Share of the hours of the first week after each origin below P10, inside, and above P90, in percent."""
    days, calls = series.days(), series.calls
    below = above = count = 0
    for origin in range(7 * FIRST_ORIGIN_WEEKS, len(calls) - 6, 7):
        then = days.as_of(origin, 7)
        variance = relative_variance(method, calls[:origin], then)
        forecast = method(calls[:origin], then)
        came = calls[origin : origin + 7]
        known = ~np.isnan(came) & (forecast > 0)
        low, high = (count_quantile(forecast, variance or 0.0, q) for q in (0.1, 0.9))
        below += int(np.count_nonzero((came < np.floor(low)) & known))
        above += int(np.count_nonzero((came > np.ceil(high)) & known))
        count += int(np.count_nonzero(known))
    return 100 * below / count, 100 * (count - below - above) / count, 100 * above / count


def main(folder: Path) -> None:
    """Print the tables as markdown."""
    for series in all_series(folder):
        weeks = len(series.calls) // 7
        print(f"\n### {series.name}: {weeks} weeks, {np.nansum(series.calls) / weeks:,.0f} calls a week\n")
        print("| method | hour, week 1 | day, week 1 | hour, week 4 | day, week 4 | ms a forecast |")
        print("|---|---|---|---|---|---|")
        for name, method in methods().items():
            began = time.perf_counter()
            figures = [figure for weeks_ahead in (1, 4) for figure in wape(method, series, weeks_ahead)]
            origins = 2 * (weeks - FIRST_ORIGIN_WEEKS) - 3
            milliseconds = 1e3 * (time.perf_counter() - began) / origins
            print(f"| {name} | {' | '.join(f'{f:.2f}' for f in figures)} | {milliseconds:.1f} |", flush=True)
        below, inside, above = band(partial(weekly_profile), series)
        print(f"\nHours of week 1 below P10: {below:.1f}%, inside: {inside:.1f}%, above P90: {above:.1f}%.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REAL_SERIES)

"""Whether intervals hold what they are said to hold; ``python -m benchmarks.calibration [--runs N]``.

Actuals of known settings are drawn and estimated as `scheduler calibrate --from-actuals` estimates them: callers one by
one through a queue whose people and calls change by the hour, days that are busier or slower as a whole, absences of
independent shifts, and of days and people that have more of them. Printed is how many 95% intervals hold the setting,
beside the band in which that number lies in 99 of 100 cases if the rate is as said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import click
import numpy as np
from scipy.stats import binom, norm

from benchmarks.simple_centres import INTERVAL_SECONDS, floor_of, seen, shifts_for, sources_of
from scheduler.config import Settings
from scheduler.day.attendance import ShiftAttendance
from scheduler.day.calibrating.absences import of_absences
from scheduler.day.calibrating.calls import of_calls
from scheduler.day.calibrating.estimates import Estimate
from scheduler.domain.actuals import CountedCalls
from scheduler.domain.base import WEEKDAYS
from scheduler.simulation.kernel.layout import (
    ABANDONED,
    ABANDONED_SECONDS,
    ANSWERED,
    CALLS,
    IN_TIME,
    REDIALS,
    WAITED,
)

Truth = dict[tuple[str, str, str], float]
"""By what it is of, at, and place, as an estimate has them."""

FIRST_DAY = date(2023, 10, 2)
PATIENCE_SECONDS, REDIAL_SHARE, HOME_PRODUCTIVITY = 90.0, 0.3, 1.128
ABSENT = (0.08, 0.05, 0.05, 0.05, 0.07, 0.06, 0.06)
"""By weekday, Monday first."""

_OPEN_HOURS = range(8, 20)
_CALLS = {8: 40, 9: 90, 10: 110, 11: 105, 12: 80, 13: 90, 14: 95, 15: 90, 16: 85, 17: 60, 18: 30, 19: 12}
_HOME_SHARE = {hour: 0.8 if hour < 13 else 0.4 for hour in _OPEN_HOURS}
_DAY_SPREAD = 0.03
"""Of the handling times of a whole day."""


def aht_seconds(hour: int) -> float:
    """In the office; calls of the evening take longer."""
    return 180.0 + 4.0 * hour


def known_calls(redial_share: float) -> Truth:
    """What the counts are drawn from, but for figures that depend on who answers how many.

    Parameters
    ----------
    redial_share
        As for `counted_calls`. Who tries again has the patience of before, so that those who have little call more
        often: nothing is known then of the patience of calls.
    """
    if redial_share:
        return {("redial_share", "", ""): redial_share}
    truth: Truth = {
        ("patience_seconds", "", ""): PATIENCE_SECONDS,
        ("home_productivity", "", ""): HOME_PRODUCTIVITY,
    }
    for hour in _OPEN_HOURS:
        office = aht_seconds(hour)
        truth["aht_seconds", str(hour), "office"] = office
        truth["aht_seconds", str(hour), "home"] = office / HOME_PRODUCTIVITY
        share = _HOME_SHARE[hour]
        truth["aht_seconds", str(hour), ""] = office * (1 - share + share / HOME_PRODUCTIVITY)
    return truth


def counted_calls(seed: int, redial_share: float = 0.0, n_days: int = 28, queue: str = "calls") -> list[CountedCalls]:
    """What a phone system counts of one queue.

    Parameters
    ----------
    seed
        Of everything.
    redial_share
        Lost callers who try again.
    n_days
        From `FIRST_DAY` on.
    queue
        Its name.
    """
    random = np.random.default_rng(seed)
    hour = np.arange(48 * n_days) % 48 // 2
    is_open = np.isin(hour, _OPEN_HOURS)
    busy = np.repeat(np.exp(0.1 * random.standard_normal(n_days)), 48)
    slow = np.repeat(1.0 + _DAY_SPREAD * random.standard_normal(n_days), 48)
    calls = np.where(is_open, np.array([_CALLS.get(at, 0) for at in hour]) / 2.0, 0.0)
    share = np.array([_HOME_SHARE.get(at, 0.0) for at in hour])
    office = np.array([aht_seconds(at) for at in hour])
    # As many people as calls would keep busy, so that some wait and some hang up.
    agents = np.where(is_open, np.maximum(1.0, np.rint(calls * office / INTERVAL_SECONDS)), 0.0)
    starts, ends = shifts_for(agents)
    simulating = sources_of(np.ones(1), 1.0).simulating.model_copy(update={"redial_share": redial_share})
    sources = sources_of(
        calls * busy,
        office * slow,
        patience_seconds=np.array([PATIENCE_SECONDS]),
        simulating=simulating,
    )
    floor = floor_of(starts, ends, len(calls), is_open=is_open[None])
    found = seen(floor, sources, 1, seed)[0, :, 0]
    answered = found[ANSWERED].astype(np.int64)
    at_home = random.binomial(answered, share)
    # Sums of exponential handling times; what the simulation itself took is left out, since it knows no places.
    means = office * slow
    in_office = random.gamma(np.maximum(answered - at_home, 1e-9)) * means
    home = random.gamma(np.maximum(at_home, 1e-9)) * means / HOME_PRODUCTIVITY
    start = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    rows = []
    for n in np.flatnonzero(is_open).tolist():
        served, lost, homes = int(answered[n]), float(found[ABANDONED, n]), int(at_home[n])
        rows.append(
            CountedCalls(
                queue,
                start + n * timedelta(seconds=INTERVAL_SECONDS),
                30,
                entered=float(found[CALLS, n]),
                answered=served,
                answered_in_time=float(found[IN_TIME, n]),
                asa_seconds=float(found[WAITED, n]) / served if served else None,
                aht_seconds=float(in_office[n] + home[n]) / served if served else None,
                abandoned=lost,
                abandoned_wait_seconds=float(found[ABANDONED_SECONDS, n]) / lost if lost else None,
                redials=float(found[REDIALS, n]),
                answered_home=homes,
                aht_home_seconds=float(home[n]) / homes if homes else None,
            )
        )
    return rows


def known_absences() -> Truth:
    """What attendance is drawn from."""
    truth: Truth = {("unplanned_absence", on, ""): share for on, share in zip(WEEKDAYS, ABSENT, strict=True)}
    truth["unplanned_absence", "", ""] = float(np.mean(ABSENT))
    return truth


def attended(seed: int, *, is_spread: bool, n_days: int = 56, people: int = 80) -> list[ShiftAttendance]:
    """Who was there of people who all work every day, so that each weekday weighs the same.

    Parameters
    ----------
    seed
        Of everything.
    is_spread
        Whether days and people have more or fewer absences than chance alone would bring.
    n_days, people
        How many.
    """
    random = np.random.default_rng(seed)
    share = np.tile(np.array(ABSENT), n_days // 7)[:, None] * np.ones(people)
    if is_spread:
        share = share * random.gamma(8.0, 1 / 8.0, (n_days, 1)) * random.gamma(4.0, 1 / 4.0, (1, people))
    missed = random.random((n_days, people)) < share
    return [
        ShiftAttendance(
            f"E{who:03}", FIRST_DAY + timedelta(days=day), "D", 480.0, 0.0 if missed[day, who] else 480.0, True
        )
        for day in range(n_days)
        for who in range(people)
    ]


def settings_of(queue: str = "calls") -> Settings:
    """A centre with one queue."""
    data = {
        "centre": {"name": "Centre", "timezone": "UTC", "country": None},
        "teams": [{"name": "desk"}],
        "shifts": [{"code": "D", "start": "08:00", "end": "20:00"}],
        "contracts": [{"name": "full", "days_per_week": 5, "paid_minutes_per_week": 2400}],
        "queues": [{"name": queue, "aht_seconds": 240}],
        "rules": [],
    }
    return Settings.model_validate(data)


def held(estimates: Iterator[Estimate], truth: Truth) -> Iterator[tuple[str, bool | None]]:
    """Whether each interval of something known holds it; None: there was not enough to tell."""
    for one in estimates:
        right = truth.get((one.of, one.at, one.place))
        if right is not None:
            name = f"{one.of} {'by hour ' if one.of == 'aht_seconds' else ''}{one.place}".strip()
            name += " by weekday" if one.of == "unplanned_absence" and one.at else ""
            yield name, one.low <= right <= one.high if one.is_known else None


@click.command()
@click.option("--runs", default=200, show_default=True)
def main(runs: int) -> None:
    """Draw actuals of known settings, and count the intervals that hold these."""
    settings = settings_of()
    outcomes: dict[str, list[list[bool]]] = defaultdict(list)
    unknown: dict[str, int] = defaultdict(int)
    for seed in range(runs):
        of_run: dict[str, list[bool]] = defaultdict(list)
        found = [
            ("", held(of_calls(settings, counted_calls(seed, redials), UTC), known_calls(redials)))
            for redials in (0.0, REDIAL_SHARE)
        ]
        found += [
            (how, held(of_absences(settings, attended(seed, is_spread=is_spread)), known_absences()))
            for how, is_spread in ((", shifts independent", False), (", days and people differ", True))
        ]
        for how, outcome in found:
            for name, holds in outcome:
                if holds is None:
                    unknown[name + how] += 1
                else:
                    of_run[name + how].append(holds)
        for name, holds in of_run.items():
            outcomes[name].append(holds)
    for name, by_run in outcomes.items():
        n = sum(map(len, by_run))
        hold = sum(map(sum, by_run))
        if n == len(by_run):
            low, high = binom.ppf((0.005, 0.995), n, 0.95) / n
        else:  # intervals of one run are not independent of each other
            spread = norm.ppf(0.995) * np.std([np.mean(one) for one in by_run], ddof=1) / np.sqrt(len(by_run))
            low, high = 0.95 - spread, min(1.0, 0.95 + spread)
        missing = f", {unknown[name]} not told" if unknown[name] else ""
        sign = "" if low <= hold / n <= high else "  OUTSIDE"
        click.echo(f"{name:55} {hold:6,} of {n:6,}  {hold / n:6.1%}  ({low:.1%} .. {high:.1%}){missing}{sign}")


if __name__ == "__main__":
    main()

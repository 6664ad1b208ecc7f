"""What is left to chance in a replication, each kind from a stream of its own.

Arrivals, handling times, patience and tries have a stream for each queue and day, absences and time off the phone a
number for each person and day, all by the seed and the number of the replication. So two rosters, or two demands, are
run with the same callers as far as they go (common random numbers): a call more on Tuesday changes no other day.

References
----------
A. M. Law, "Simulation Modeling and Analysis", 5th edition (2015), section 11.2: common random numbers.
E. Cinlar, "Introduction to Stochastic Processes" (1975), section 4.7: a Poisson process by the inverse of its mean.
A. N. Avramidis, A. Deslauriers and P. L'Ecuyer, "Modeling daily arrivals to a telephone call center", Management
Science 50 (2004) 896-908: rates that a day's hours have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from scheduler.config import Queue, Settings
from scheduler.config.simulating import Simulating
from scheduler.domain.demand import Demand, QueueDemand
from scheduler.simulation.floor import WARM_UP_SECONDS, Staffed
from scheduler.simulation.kernel.layout import Chance, Flags, Floor, Numbers, Reals

_P90 = 1.2815515655446004
"""Standard deviations from the median to the ninetieth percentile of a normal distribution."""
_GOLDEN = 0.5 * (5.0**0.5 - 1.0)
"""Multiples of it fill the unit interval as evenly as can be, however many there are."""


class _Stream(IntEnum):
    RATES = 0
    ARRIVALS = 1
    HANDLING = 2
    PATIENCE = 3
    TRIES = 4
    ABSENCES = 5
    PAUSES = 6
    COUNTED = 7


@dataclass(frozen=True, eq=False)
class Sources:
    """What callers and absences are drawn from; arrays of shape (n_queues, n_intervals) or (n_queues,).

    Attributes
    ----------
    simulating
        Distributions.
    calls
        Expected in each interval.
    counted
        Calls that came, nan where it is not known; None: they are drawn.
    relative_variance
        Of the rate of an hour.
    aht_seconds
        Mean handling time.
    patience_seconds, is_patience_exponential, cut_off_seconds
        Infinite: nobody hangs up, or is cut off.
    day
        Of each interval, shape (n_intervals,).
    hour
        Of each interval, numbered through the horizon, shape (n_intervals,).
    absent_share
        Of shifts.
    off_phone_share
        Of the time of those who are there, in each interval, shape (n_intervals,).
    """

    simulating: Simulating
    calls: Reals
    counted: Reals | None
    relative_variance: Reals
    aht_seconds: Reals
    patience_seconds: Reals
    is_patience_exponential: tuple[bool, ...]
    cut_off_seconds: Reals
    day: Numbers
    hour: Numbers
    absent_share: float
    off_phone_share: Reals


def sources(settings: Settings, demand: Demand, counted: Reals | None = None) -> Sources:
    """What callers of a demand, and absences, are drawn from.

    Parameters
    ----------
    settings
        Queues, shrinkage, and how to simulate.
    demand
        What the callers need.
    counted
        Calls that came to each queue of the demand in each interval, nan where it is not known; None: drawn.
    """
    by_name = {queue.name: queue for queue in settings.queues}
    queues = [by_name[name] for name in demand.queues]
    needs = list(demand.queues.values())
    absent_share = settings.shrinkage.unplanned_absence
    # Of what is lost the demand leaves out what the roster plans as activities; it is the same for all queues.
    lost = needs[0].shrinkage if needs else np.zeros(demand.horizon.n_intervals)
    horizon = demand.horizon
    hour = np.arange(horizon.n_intervals) * horizon.interval_minutes // 60
    return Sources(
        simulating=settings.simulation,
        calls=np.array([need.calls for need in needs]),
        counted=counted,
        relative_variance=np.array([_relative_variance(need, hour) for need in needs]),
        aht_seconds=np.array([need.aht_seconds for need in needs]),
        patience_seconds=np.array([_or_never(queue, queue.patience_seconds) for queue in queues]),
        is_patience_exponential=tuple(queue.patience == "exponential" for queue in queues),
        cut_off_seconds=np.array([_or_never(queue, queue.cut_off_seconds) for queue in queues]),
        day=horizon.day_of_interval(),
        hour=hour,
        absent_share=absent_share,
        off_phone_share=np.maximum(1.0 - (1.0 - lost) / (1.0 - absent_share), 0.0),
    )


def _or_never(queue: Queue, seconds: float | None) -> float:
    return np.inf if seconds is None or queue.kind == "deferrable" else seconds


def _relative_variance(needs: QueueDemand, hour: Numbers) -> float:
    """Variance of an hour's rate, relative to the square of its forecast, as the forecast's band has it."""
    if needs.calls_low is None or needs.calls_high is None:
        return 0.0
    expected = np.bincount(hour, needs.calls)
    deviation = np.bincount(hour, needs.calls_high - needs.calls_low) / (2.0 * _P90)
    # The band is of what will be counted: the chance of single calls is part of it, and drawn anyway.
    square = float((expected**2).sum())
    return max(float((deviation**2 - expected).sum()) / square, 0.0) if square else 0.0


class Callers(NamedTuple):
    """Those who call in one replication, in order of time; fields as of `Chance`."""

    arrives: Reals
    queue: Numbers
    handling_seconds: Reals
    patience_seconds: Reals
    tries: Numbers
    redials_after_seconds: Reals


def draw(staffed: Staffed, sources: Sources, replication: int, seed: int, callers: Callers | None = None) -> Chance:
    """What chance brings in one replication.

    Parameters
    ----------
    staffed
        Who is there.
    sources
        What is drawn from.
    replication
        Its number.
    seed
        Of all replications.
    callers
        As `draw_callers` draws them of the same sources; None: they are drawn here.
    """
    known = callers or draw_callers(staffed.floor, sources, replication, seed)
    is_absent, first, pause_from, pause_seconds = _people(staffed, sources, replication, seed)
    return Chance(
        **known._replace(tries=known.tries.copy())._asdict(),  # the simulation counts them down
        is_absent=is_absent,
        pause_first=first,
        pause_from=pause_from,
        pause_seconds=pause_seconds,
    )


def draw_callers(floor: Floor, sources: Sources, replication: int, seed: int) -> Callers:
    """Who calls in one replication, whoever is there.

    Parameters
    ----------
    floor
        With the queues and their hours.
    sources, replication, seed
        As of `draw`.
    """
    parts = [
        _callers(floor, sources, replication, seed, queue, day)
        for queue in range(len(sources.calls))
        for day in range(-1, int(sources.day[-1]) + 1)
    ]
    arrives, number, handling, patience, tries, after = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(arrives, kind="stable")
    return Callers(*(column[order] for column in (arrives, number, handling, patience, tries, after)))


def _stream(seed: int, replication: int, stream: _Stream, *which: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(replication, stream, *which)))


def _callers(
    floor: Floor, sources: Sources, replication: int, seed: int, queue: int, day: int
) -> tuple[Reals, Numbers, Reals, Reals, Numbers, Reals]:
    """The callers of a queue on a day, in order; day -1 is what came before the horizon."""
    simulating = sources.simulating

    def stream(which: _Stream) -> np.random.Generator:
        return _stream(seed, replication, which, queue, day + 1)

    seconds = float(floor.interval_seconds[0])
    if day < 0:
        intervals, edges, expected = _before(floor, sources, queue)
        counted = None
    else:
        intervals = np.flatnonzero(sources.day == day)
        edges = np.append(intervals, intervals[-1] + 1) * seconds
        expected = sources.calls[queue, intervals] * _rate_factors(sources, stream(_Stream.RATES), queue, intervals)
        counted = None if sources.counted is None else sources.counted[queue, intervals]
    arrives = _arrivals(stream(_Stream.ARRIVALS), expected, edges)
    if counted is not None:
        arrives = _as_counted(stream(_Stream.COUNTED), arrives, edges, counted)
    n = len(arrives)
    at = intervals[np.clip(np.searchsorted(edges, arrives, side="right") - 1, 0, len(intervals) - 1)]
    handling = _unit_handling(stream(_Stream.HANDLING), simulating, n) * sources.aht_seconds[queue, at]
    patience = np.full(n, sources.patience_seconds[queue])
    if sources.is_patience_exponential[queue] and np.isfinite(sources.patience_seconds[queue]):
        patience = patience * stream(_Stream.PATIENCE).standard_exponential(n)
    tries, after = np.zeros(n, dtype=np.int64), np.zeros(n)
    if simulating.redial_share > 0 and not floor.is_deferrable[queue]:
        drawn = stream(_Stream.TRIES)
        # With this share they try once more, whatever was before: at least k tries with its k-th power.
        tries = (np.log1p(-drawn.random(n)) / np.log(simulating.redial_share)).astype(np.int64)
        after = drawn.standard_exponential(n) * simulating.redial_minutes * 60.0
    return (
        arrives,
        np.full(n, queue),
        handling,
        np.minimum(patience, sources.cut_off_seconds[queue]),
        tries,
        after,
    )


def _before(floor: Floor, sources: Sources, queue: int) -> tuple[Numbers, Reals, Reals]:
    """What came before the horizon: intervals whose figures hold, edges, and expected calls between them.

    Calls come as in the first interval. Of work that may wait and is closed, what has come since it closed waits, as it
    comes at the end of the horizon.
    """
    seconds = float(floor.interval_seconds[0])
    if floor.is_deferrable[queue] and not floor.is_open[queue, 0] and floor.is_open[queue].any():
        n_intervals = floor.is_open.shape[1]
        intervals = np.arange(np.flatnonzero(floor.is_open[queue])[-1] + 1, n_intervals)
        if len(intervals):
            edges = (np.append(intervals, n_intervals) - n_intervals) * seconds
            return intervals, edges, sources.calls[queue, intervals]
    edges = np.array([-WARM_UP_SECONDS, 0.0])
    return np.array([0]), edges, sources.calls[queue, :1] * WARM_UP_SECONDS / seconds


def _rate_factors(sources: Sources, random: np.random.Generator, queue: int, intervals: Numbers) -> Reals:
    """By how much the rates of a day's intervals differ from the forecast: lognormal, of mean 1."""
    variance = float(sources.relative_variance[queue])
    if sources.simulating.arrivals != "uncertain" or variance <= 0:
        return np.ones(len(intervals))
    hours = sources.hour[intervals] - sources.hour[intervals[0]]
    alike = sources.simulating.day_correlation
    of_day, of_hours = random.standard_normal(), random.standard_normal(int(hours[-1]) + 1)
    deviation = np.sqrt(alike) * of_day + np.sqrt(1.0 - alike) * of_hours[hours]
    factors: Reals = np.exp(np.sqrt(np.log1p(variance)) * deviation - 0.5 * np.log1p(variance))
    return factors


def _as_counted(random: np.random.Generator, arrives: Reals, edges: Reals, counted: Reals) -> Reals:
    """The arrivals with as many in each interval as were counted; those of intervals that were not stay as they are."""
    came = np.rint(np.nan_to_num(counted)).astype(np.int64)
    at = np.repeat(np.arange(len(came)), came)
    known = edges[at] + random.random(len(at)) * (edges[at + 1] - edges[at])
    drawn = arrives[np.isnan(counted)[np.searchsorted(edges, arrives, side="right") - 1]]
    return np.sort(np.concatenate([known, drawn]))


def _arrivals(random: np.random.Generator, expected: Reals, edges: Reals) -> Reals:
    """Times of arrival, in order: a Poisson process whose rate is level between edges."""
    mean = np.concatenate([[0.0], np.cumsum(expected)])
    points = np.empty(0)
    while not len(points) or points[-1] < mean[-1]:
        more = int(mean[-1] - (points[-1] if len(points) else 0.0) + 8.0 * np.sqrt(mean[-1]) + 8.0)
        points = np.concatenate(
            [points, (points[-1] if len(points) else 0.0) + random.standard_exponential(more).cumsum()]
        )
    arrives: Reals = np.interp(points[points < mean[-1]], mean, edges)
    return arrives


def _unit_handling(random: np.random.Generator, simulating: Simulating, n: int) -> Reals:
    """Handling times with a mean of 1."""
    if simulating.handling == "exponential":
        return random.standard_exponential(n)
    variance = np.log1p(simulating.handling_variation**2)
    times: Reals = np.exp(np.sqrt(variance) * random.standard_normal(n) - 0.5 * variance)
    return times


def _people(staffed: Staffed, sources: Sources, replication: int, seed: int) -> tuple[Flags, Numbers, Reals, Reals]:
    """Shifts that nobody works, and the pauses of all: meals, and time off the phone outside of these."""
    floor = staffed.floor
    n = len(floor.starts)
    room = int(staffed.draw.max()) + 1 if n else 0
    is_absent = _stream(seed, replication, _Stream.ABSENCES).random(room)[staffed.draw] < sources.absent_share
    random = _stream(seed, replication, _Stream.PAUSES)
    phase: Reals
    if sources.simulating.off_phone == "random":
        phase = random.random(room)[staffed.draw]
    else:
        phase = (random.random() + staffed.turn * _GOLDEN) % np.float64(1.0)
    away, windows = staffed.away, staffed.windows
    shift, begins, length = [away.shift], [away.begins], [away.ends - away.begins]
    seconds = float(floor.interval_seconds[0])
    interval = np.clip((windows.begins / seconds).astype(np.int64), 0, len(sources.off_phone_share) - 1)
    share = sources.off_phone_share[interval]
    if (share > 1e-9).any():
        spell = sources.simulating.off_phone_minutes * 60.0
        cycle = (spell / np.maximum(share, 1e-9))[:, None]
        low, high, offset = windows.begins[:, None], windows.ends[:, None], phase[windows.shift][:, None]
        turns = int(((high - low) / cycle).max()) + 2
        off = (np.floor(low / cycle + offset) + np.arange(turns) - offset) * cycle
        first, last = np.maximum(off, low), np.minimum(off + spell, high)
        is_one = (last > first) & (share > 1e-9)[:, None]
        shift.append(windows.shift[np.nonzero(is_one)[0]])
        begins.append(first[is_one])
        length.append((last - first)[is_one])
    whose, pause_from = np.concatenate(shift), np.concatenate(begins)
    order = np.lexsort((pause_from, whose))
    first_of = np.concatenate([[0], np.cumsum(np.bincount(whose, minlength=n))])
    return is_absent, first_of, pause_from[order], np.concatenate(length)[order]

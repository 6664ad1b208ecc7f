"""Waiting rooms with a limit, the centre's own among them: 30 places, each caller cut off after 180 s.

With fixed patience and ``j`` callers waiting for ``a1 > a2 > ... > aj`` seconds, the density of the state
relative to "every agent busy, nobody waiting" is ``arrival_rate**j * exp(-service_rate * a1)`` for all
``a1`` up to the patience and all ``j`` up to the number of places. (It satisfies the balance equations
state by state: the ages grow, the oldest leaves by service or at the cut, a new caller enters at age 0.)
Everything below is an integral of this density, and so exact.

References
----------
A. Brandt and M. Brandt, "On the M(n)/M(n)/s queue with impatient calls", Performance Evaluation 35 (1999)
1-18: the product form for arrival rates that depend on the number present, of which a limit is one case.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import gammainc, gammaln, xlogy

from scheduler.domain.arrays import FloatArray
from scheduler.staffing.queue_part import QueuePart
from scheduler.staffing.special import queue_weight

_LARGEST_LOG = 600.0  # exp(600) is far from overflow (709) and leaves room for sums and products.
_CELLS_AT_ONCE = 2_000_000  # Rows are taken in groups, to hold a table of (row, place) in 16 MB.

_Model = Callable[[FloatArray, FloatArray, FloatArray, FloatArray, int], QueuePart]


def fixed_patience(
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    answer_within_seconds: FloatArray,
    places: int,
) -> QueuePart:
    """M/M/c/c+K+D: `places` callers wait, each cut off after exactly `patience_seconds`.

    With unlimited patience this is M/M/c/c+K. The weight of ``n`` waiting is ``(arrival_rate /
    service_rate)**n * P(n, service_rate * patience_seconds)``, P being the incomplete gamma function.

    Parameters
    ----------
    arrival_rate, service_rate : calls per second offered, and served while all agents are busy, shape (n,)
    patience_seconds : the longest possible wait, may be 0 or infinite, shape (n,); finite where
        `service_rate` is 0
    answer_within_seconds : answer time of the service level, shape (n,)
    places : number of waiting places, at least 1

    Returns
    -------
    The queue part.

    References
    ----------
    See the module's docstring.
    """
    n = np.arange(places + 2, dtype=np.float64)
    lam, mu, tau = arrival_rate[:, None], service_rate[:, None], patience_seconds[:, None]
    cut = np.minimum(answer_within_seconds, patience_seconds)[:, None]
    log_ratio = np.log(lam) - np.log(mu)
    plain = (places + 1) * log_ratio[:, 0] < _LARGEST_LOG

    weight = np.empty((len(arrival_rate), places + 2))
    early = np.empty_like(weight)
    log_scale = np.zeros(len(arrival_rate))
    if plain.any():
        power = np.exp(n * log_ratio[plain])
        weight[plain] = power * _erlang_cdf(n, (mu * tau)[plain])
        early[plain] = power * _erlang_cdf(n, (mu * cut)[plain])
    deep = ~plain
    if deep.any():
        log_weight = _log_state_weight(n, lam[deep], mu[deep], tau[deep])
        log_early = _log_state_weight(n, lam[deep], mu[deep], cut[deep])
        log_scale[deep] = log_weight.max(axis=1)
        weight[deep] = np.exp(log_weight - log_scale[deep, None])
        early[deep] = np.exp(log_early - log_scale[deep, None])

    total = weight[:, :-1].sum(axis=1)
    share = service_rate / arrival_rate
    served_wait = share / arrival_rate * (weight[:, 2:] @ n[1:-1]) / total
    queue_length = (weight[:, :-1] @ n[:-1]) / total
    # Callers reach the cut at the rate of the density there: the oldest is then exactly `tau` old.
    fresh = np.where(np.isinf(tau), -np.inf, xlogy(n[:-2], lam * tau) - gammaln(n[:-2] + 1.0) - mu * tau)
    abandoned = np.exp(fresh - log_scale[:, None]).sum(axis=1) / total
    return QueuePart(
        log_weight=log_scale + np.log(total),
        blocked=weight[:, -2] / total,
        abandoned=abandoned,
        answered_within=share * early[:, 1:-1].sum(axis=1) / total,
        served_wait_seconds=served_wait,
        queue_length=queue_length,
    )


def _erlang_cdf(n: FloatArray, mean: FloatArray) -> FloatArray:
    """P(n, mean) for n = 0, 1, ..., K: from the last one down, so that only positive terms are added."""
    infinite = np.isinf(mean)
    finite_mean = np.where(infinite, 1.0, mean)
    terms: FloatArray = np.exp(xlogy(n, finite_mean) - finite_mean - gammaln(n + 1.0))
    terms[:, -1:] = gammainc(n[-1], finite_mean)
    at_least: FloatArray = np.cumsum(terms[:, ::-1], axis=1)[:, ::-1].copy()
    at_least[infinite[:, 0]] = 1.0
    return at_least


def _log_state_weight(n: FloatArray, lam: FloatArray, mu: FloatArray, age: FloatArray) -> FloatArray:
    """Logarithm of ``(lam/mu)**n * P(n, mu * age)``, also where ``mu`` is 0 and P underflows."""
    mean = mu * age
    unlimited = np.isinf(age)
    held = np.where(unlimited, 0.0, age)
    n_wide, mean_wide = np.broadcast_arrays(n, np.maximum(np.where(unlimited, 0.0, mean), np.finfo(float).tiny))
    log_sum = queue_weight(n_wide.ravel(), mean_wide.ravel())[0].reshape(n_wide.shape)
    finite = xlogy(n, lam * held) - gammaln(n + 1.0) - mean_wide + log_sum
    log_weight: FloatArray = np.where(unlimited, n * (np.log(lam) - np.log(mu)), finite)
    return log_weight


def exponential_patience(
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    answer_within_seconds: FloatArray,
    places: int,
) -> QueuePart:
    """M/M/c/c+K+M: Erlang A with `places` waiting places; sums over a birth-and-death chain.

    A caller with ``j`` ahead waits for ``j + 1`` departures; ``exp(-wait / patience)`` is then Beta
    distributed, which gives the share answered in time as an incomplete beta function.

    Parameters
    ----------
    arrival_rate, service_rate : calls per second offered, and served while all agents are busy, shape (n,)
    patience_seconds : mean patience, positive and finite, shape (n,)
    answer_within_seconds : answer time of the service level, shape (n,)
    places : number of waiting places, at least 1

    Returns
    -------
    The queue part.

    References
    ----------
    Brandt and Brandt (1999), see the module's docstring.
    """
    n = np.arange(1, places + 1, dtype=np.float64)
    leaving = service_rate[:, None] + n / patience_seconds[:, None]
    log_state = np.cumsum(np.log(arrival_rate)[:, None] - np.log(leaving), axis=1)
    log_scale = np.maximum(log_state.max(axis=1), 0.0)
    state = np.exp(log_state - log_scale[:, None])
    total = np.exp(-log_scale) + state.sum(axis=1)

    # Number of departures by the answer time: negative binomial, term by term.
    reach = -patience_seconds * np.expm1(-answer_within_seconds / patience_seconds)
    log_none = -leaving[:, 0] * answer_within_seconds
    log_steps = np.log(leaving[:, :-1] * reach[:, None] / n[:-1])
    log_terms = np.concatenate([log_none[:, None], log_none[:, None] + np.cumsum(log_steps, axis=1)], axis=1)
    in_time = np.clip(1.0 - np.cumsum(np.exp(log_terms), axis=1), 0.0, 1.0)

    share = service_rate / arrival_rate
    queue_length = (state @ n) / total
    return QueuePart(
        log_weight=log_scale + np.log(total),
        blocked=state[:, -1] / total,
        abandoned=queue_length / (arrival_rate * patience_seconds),
        answered_within=share * (state * in_time).sum(axis=1) / total,
        served_wait_seconds=share * (state * np.cumsum(1.0 / leaving, axis=1)).sum(axis=1) / total,
        queue_length=queue_length,
    )


def by_places(
    model: _Model,
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    answer_within_seconds: FloatArray,
    places: FloatArray,
) -> QueuePart:
    """Apply `model` to rows that differ in their number of places, in groups that fit in memory.

    Parameters
    ----------
    model : `fixed_patience` or `exponential_patience` of this module
    arrival_rate, service_rate, patience_seconds, answer_within_seconds : as for `model`, shape (n,)
    places : number of waiting places, whole and at least 1, shape (n,)

    Returns
    -------
    The queue part of all rows, in their order.
    """
    filled = QueuePart.unfilled(len(places))
    for limit in np.unique(places):
        rows = np.flatnonzero(places == limit)
        size = max(1, int(_CELLS_AT_ONCE // (limit + 2)))
        for start in range(0, len(rows), size):
            group = rows[start : start + size]
            part = model(
                arrival_rate[group],
                service_rate[group],
                patience_seconds[group],
                answer_within_seconds[group],
                int(limit),
            )
            filled.put(group, part)
    return filled

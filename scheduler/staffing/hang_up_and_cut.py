"""Callers who hang up as they lose patience, and whom the line cuts off in the end, with or without a limit of places.

Let a caller still be waiting after ``a`` seconds, if not served, with probability ``G(a)``, and let ``F`` be the
integral of ``G`` from 0. With ``j`` callers waiting for ``a1 > a2 > ... > aj`` seconds, the density of the state
relative to "every agent busy, nobody waiting" is

    arrival_rate**j * G(a1) * ... * G(aj) * exp(-service_rate * a1)    for all j up to the number of places.

(It balances state by state. Growing older loses the hazards of all callers and the service rate. What flows in from
one caller more is ``arrival_rate`` times the density: if the one more is the oldest, served or hung up, ``G(a1)`` of
it; if a younger one, who hung up, the ``1 - G(a1)`` that is left.) Summed over the younger callers, the oldest has
waited for ``a`` seconds with the density

    arrival_rate * G(a) * exp(-service_rate * a) * (1 + x + ... + x**(K-1) / (K-1)!),    x = arrival_rate * F(a),

and the last factor is known from Erlang's loss function of ``K - 1`` places with a load of ``x``. The density is
log-concave, so integrals of it are all that is needed, and are taken to about 1e-12.

References
----------
A. Brandt and M. Brandt, "On the M(n)/M(n)/s queue with impatient calls", Performance Evaluation 35 (1999) 1-18.
F. Baccelli and G. Hebuterne, "On queues with impatient customers", Performance '81, 159-179: without a limit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from scheduler.domain.arrays import FloatArray
from scheduler.staffing.queue_part import QueuePart
from scheduler.staffing.special import log_inverse_erlang_b

# Gauss-Legendre on the range where the density is above exp(-42) of its peak.
_DROP = 42.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_HALVINGS, _NEWTON_STEPS = 32, 12
_CROWD = 1e9
_FEW_PLACES = 32  # _CROWD to this power does not overflow


def hang_up_and_cut(
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    cut_off_seconds: FloatArray,
    answer_within_seconds: FloatArray,
    places: FloatArray,
) -> QueuePart:
    """M/M/c/c+K with exponential patience, cut off after a fixed time.

    Parameters
    ----------
    arrival_rate, service_rate : calls per second offered, and served while all agents are busy, shape (n,)
    patience_seconds : mean time after which a waiting caller hangs up, positive and finite, shape (n,)
    cut_off_seconds : when a caller who still waits is cut off, positive and finite, shape (n,)
    answer_within_seconds : answer time of the service level, shape (n,)
    places : number of waiting places, at least 1, may be infinite, shape (n,)

    Returns
    -------
    The queue part; `abandoned` counts those who hang up and those who are cut off.

    References
    ----------
    See the module's docstring.
    """
    filled = QueuePart.unfilled(len(places))
    queues = (arrival_rate, service_rate, patience_seconds, cut_off_seconds, answer_within_seconds)
    for limit in np.unique(places):
        rows = places == limit
        filled.put(rows, _with_places(*(values[rows] for values in queues), places=float(limit)))
    return filled


def _with_places(
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    cut_off_seconds: FloatArray,
    answer_within_seconds: FloatArray,
    *,
    places: float,
) -> QueuePart:
    # More calls than this within anybody's patience leave no digits for the rest: as good as a fluid, so fewer will do.
    crowd = np.maximum(np.maximum(arrival_rate, service_rate) * np.minimum(patience_seconds, cut_off_seconds), _CROWD)
    arrival_rate, service_rate = arrival_rate / (crowd / _CROWD), service_rate / (crowd / _CROWD)
    oldest = _Oldest(arrival_rate, service_rate, patience_seconds, places)
    # Beyond this the density has fallen below the drop, whatever it does before.
    far = (oldest.most_waiting + _DROP) * patience_seconds / (1.0 + service_rate * patience_seconds)
    left, mode, right = _where_it_matters(oldest, np.minimum(cut_off_seconds, far))
    peak, _ = oldest.log_density(mode)

    age, weight = _nodes(left, right)
    log_density, full = oldest.log_density(age)
    density = weight * np.exp(log_density - peak[:, None])
    in_time = np.clip(answer_within_seconds, left, right)
    early = np.where(in_time < right, 0.0, density.sum(axis=1))
    some = (left < in_time) & (in_time < right)
    if some.any():
        early_age, early_weight = _nodes(left[some], in_time[some])
        log_early, _ = oldest.rows(some).log_density(early_age)
        early[some] = (early_weight * np.exp(log_early - peak[some, None])).sum(axis=1)

    # Everything relative to exp(scale), so that neither a long queue nor an idle one overflows.
    scale = np.maximum(peak, 0.0)
    grown = np.exp(peak - scale)
    total = np.exp(-scale) + grown * density.sum(axis=1)
    share = grown * service_rate / arrival_rate / total
    queue_length = grown * (density * (1.0 + oldest.younger(age) * (1.0 - full))).sum(axis=1) / total
    cut = np.exp(oldest.log_density(cut_off_seconds)[0] - scale) / arrival_rate / total
    return QueuePart(
        log_weight=scale + np.log(total),
        blocked=grown * (density * full).sum(axis=1) / total,
        abandoned=queue_length / (arrival_rate * patience_seconds) + cut,
        answered_within=share * early,
        served_wait_seconds=share * (density * age).sum(axis=1),
        queue_length=queue_length * (crowd / _CROWD if np.isinf(places) else 1.0),
    )


@dataclass(frozen=True)
class _Oldest:
    """The density of the oldest caller's wait; ages have shape (n,) or (n, m)."""

    arrival_rate: FloatArray
    service_rate: FloatArray
    patience_seconds: FloatArray
    places: float

    @property
    def most_waiting(self) -> FloatArray:
        """How many would wait if nobody were served: the largest `younger`."""
        return self.arrival_rate * self.patience_seconds

    def _like(self, values: FloatArray, age: FloatArray) -> FloatArray:
        return values if age.ndim == 1 else values[:, None]

    def younger(self, age: FloatArray) -> FloatArray:
        """How many would wait behind the oldest if places did not run out."""
        grown: FloatArray = -np.expm1(-age / self._like(self.patience_seconds, age))
        return self._like(self.most_waiting, age) * grown

    def log_density(self, age: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Logarithm of the density, and the chance that all places are taken (0 without a limit)."""
        younger = self.younger(age)
        log_states, full = _states_behind(younger, self.places)
        hazard = self._like(1.0 / self.patience_seconds + self.service_rate, age)
        return np.log(self._like(self.arrival_rate, age)) - hazard * age + log_states, full

    def slope(self, age: FloatArray, full: FloatArray) -> FloatArray:
        """Derivative of the logarithm, which falls, where all places are taken with the chance `full`."""
        staying = np.exp(-age / self._like(self.patience_seconds, age))
        slope: FloatArray = (
            self._like(self.arrival_rate, age) * staying * (1.0 - full)
            - self._like(1.0 / self.patience_seconds, age)
            - self._like(self.service_rate, age)
        )
        return slope

    def rows(self, chosen: NDArray[np.bool_]) -> "_Oldest":
        """Some of the queues."""
        return _Oldest(self.arrival_rate[chosen], self.service_rate[chosen], self.patience_seconds[chosen], self.places)


def _states_behind(younger: FloatArray, places: float) -> tuple[FloatArray, FloatArray]:
    """Logarithm of ``1 + x + ... + x**(places-1) / (places-1)!``, and the share of its last term."""
    if np.isinf(places):
        return younger, np.zeros_like(younger)
    if places <= _FEW_PLACES:
        term, total = np.ones_like(younger), np.ones_like(younger)
        for n in range(1, int(places)):
            term *= younger / n
            total += term
        return np.log(total), term / total
    some = np.where(younger > 0, younger, 1.0)
    log_inverse = log_inverse_erlang_b(np.full_like(some, places - 1.0), some)
    log_states = xlogy(places - 1.0, some) - gammaln(places) + log_inverse
    return np.where(younger > 0, log_states, 0.0), np.where(younger > 0, np.exp(-log_inverse), 0.0)


def _where_it_matters(oldest: _Oldest, end: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Between 0 and `end`: where the density rises to within the drop, its peak, and where it falls below the drop."""
    low, high = np.zeros_like(end), end
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        rises = oldest.slope(middle, oldest.log_density(middle)[1]) > 0
        low, high = np.where(rises, middle, low), np.where(rises, high, middle)
    mode = 0.5 * (low + high)
    floor = oldest.log_density(mode)[0][:, None] - _DROP
    # The logarithm is concave, so Newton's method from outside approaches the two ends from outside as well: even an
    # end that has not converged encloses the mass.
    ends = np.stack([np.zeros_like(end), end], axis=1)
    for _ in range(_NEWTON_STEPS):
        log_density, full = oldest.log_density(ends)
        step = np.divide(
            log_density - floor, oldest.slope(ends, full), out=np.zeros_like(ends), where=log_density < floor
        )
        ends = np.stack([np.minimum(ends[:, 0] - step[:, 0], mode), np.maximum(ends[:, 1] - step[:, 1], mode)], axis=1)
    return ends[:, 0], mode, ends[:, 1]


def _nodes(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights of the integral between two ends, shape (n, nodes)."""
    half = (0.5 * (right - left))[:, None]
    return left[:, None] + half * (1.0 + _NODES), half * _WEIGHTS

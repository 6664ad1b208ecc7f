"""Waiting rooms without a limit: Erlang C, Erlang A, and patience of one fixed length (M/M/c+D).

Let all agents together serve `service_rate`, and let a caller still be waiting after ``a`` seconds, if not
served, with probability ``G(a)``. While every agent is busy, callers are answered after a wait of ``a``
seconds with the density ``service_rate * G(a) * exp(arrival_rate * H(a) - service_rate * a)``, where ``H``
is the integral of ``G`` from 0; it is relative to the state in which nobody waits. The three models are
three choices of ``G``.

References
----------
F. Baccelli and G. Hebuterne, "On queues with impatient customers", Performance '81, 159-179.
S. Zeltyn and A. Mandelbaum, "Call centers with impatient customers: many-server asymptotics of the
M/M/n+G queue", Queueing Systems 51 (2005) 361-402.
"""

import numpy as np
from scipy.special import exprel, gammainc

from scheduler.domain.arrays import FloatArray
from scheduler.staffing.queue_part import QueuePart
from scheduler.staffing.special import queue_weight

# Gauss-Legendre on the range where the density is above exp(-42) of its peak: the density is log-concave
# and smooth, and 96 nodes leave a relative error below 1e-12.
_DROP = 42.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_NEWTON_STEPS = 12


def patient(arrival_rate: FloatArray, service_rate: FloatArray, answer_within_seconds: FloatArray) -> QueuePart:
    """Erlang C (M/M/c): nobody leaves; without spare capacity the queue grows for ever.

    Parameters
    ----------
    arrival_rate, service_rate : calls per second offered, and served while all agents are busy, shape (n,)
    answer_within_seconds : answer time of the service level, shape (n,)

    Returns
    -------
    The queue part. Where ``arrival_rate >= service_rate`` its weight, waits and length are infinite.

    References
    ----------
    A. K. Erlang (1917); L. Kleinrock, "Queueing Systems, Volume 1" (1975), section 3.5.
    """
    spare = service_rate - arrival_rate
    stable = spare > 0
    spare = np.where(stable, spare, 1.0)
    zeros = np.zeros_like(arrival_rate)
    wait = np.where(stable, 1.0 / spare, np.inf)
    return QueuePart(
        log_weight=np.where(stable, np.log(service_rate) - np.log(spare), np.inf),
        blocked=zeros,
        abandoned=zeros,
        answered_within=np.where(stable, -np.expm1(-spare * answer_within_seconds), 0.0),
        served_wait_seconds=wait,
        queue_length=arrival_rate * wait,
    )


def exponential_patience(
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    answer_within_seconds: FloatArray,
) -> QueuePart:
    """Erlang A (M/M/c+M): each caller is willing to wait an exponential time.

    Exact in closed form, except the wait of the served, which is one integral of a log-concave density.

    Parameters
    ----------
    arrival_rate, service_rate : calls per second offered, and served while all agents are busy, shape (n,)
    patience_seconds : mean patience, positive and finite, shape (n,)
    answer_within_seconds : answer time of the service level, shape (n,)

    Returns
    -------
    The queue part.

    References
    ----------
    C. Palm (1957), see `scheduler.staffing.special.queue_weight`.
    A. Mandelbaum and S. Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007).
    """
    x = service_rate * patience_seconds
    y = arrival_rate * patience_seconds
    within = answer_within_seconds / patience_seconds
    log_weight, queue_length = queue_weight(x, y)
    # The density up to the answer time is the whole less the rest, and both are Kummer functions.
    remaining = -y * np.expm1(-within) - (x + 1.0) * within
    log_whole, _ = queue_weight(x + 1.0, y)
    log_rest, _ = queue_weight(x + 1.0, np.maximum(y * np.exp(-within), np.finfo(float).tiny))
    whole = np.exp(log_whole - log_weight)
    rest = np.exp(remaining + log_rest - log_weight)
    return QueuePart(
        log_weight=log_weight,
        blocked=np.zeros_like(y),
        abandoned=queue_length / y,
        answered_within=np.where(x > 0, np.maximum(x / (x + 1.0) * (whole - rest), 0.0), 0.0),
        served_wait_seconds=patience_seconds * _mean_served_wait(x, y, log_weight),
        queue_length=queue_length,
    )


def _mean_served_wait(x: FloatArray, y: FloatArray, log_weight: FloatArray) -> FloatArray:
    """Integral of ``u * x * exp(f(u))`` with ``f(u) = y (1 - exp(-u)) - (x + 1) u``, in patiences."""
    slope = x + 1.0
    mode = np.log(np.maximum(y / slope, 1.0))
    peak = -y * np.expm1(-mode) - slope * mode
    # f is concave, so Newton's method from outside approaches the two ends from outside as well: even
    # an end that has not converged encloses the mass.
    right = (y - peak + _DROP) / slope
    left = np.zeros_like(mode)
    for _ in range(_NEWTON_STEPS):
        decay = np.exp(-right)
        right = right - (y * (1.0 - decay) - slope * right - peak + _DROP) / (y * decay - slope)
        decay = np.exp(-left)
        step = (peak - _DROP + slope * left - y * (1.0 - decay)) / (y * decay - slope)
        left = np.where(mode > 0, np.clip(left + step, left, mode), 0.0)
    half = 0.5 * (right - left)
    u = (left + half)[:, None] + half[:, None] * _NODES
    exponent = -y[:, None] * np.expm1(-u) - slope[:, None] * u - log_weight[:, None]
    integral: FloatArray = x * half * ((u * np.exp(exponent)) @ _WEIGHTS)
    # Beyond some 1e13 erlangs the exponent has no digits left; the fluid limit has all calls wait alike.
    return np.where(np.isfinite(integral), integral, x / np.maximum(x, y) * mode)


def fixed_patience(
    arrival_rate: FloatArray,
    service_rate: FloatArray,
    patience_seconds: FloatArray,
    answer_within_seconds: FloatArray,
) -> QueuePart:
    """M/M/c+D: a caller who has waited exactly `patience_seconds` is cut off.

    Exact in closed form: the density of the module's docstring is a single exponential up to the cut.

    Parameters
    ----------
    arrival_rate, service_rate : calls per second offered, and served while all agents are busy, shape (n,)
    patience_seconds : the longest possible wait, finite, may be 0, shape (n,)
    answer_within_seconds : answer time of the service level, shape (n,)

    Returns
    -------
    The queue part.

    References
    ----------
    See the module's docstring; B. V. Gnedenko and I. N. Kovalenko, "Introduction to Queueing Theory" (1968).
    """
    tau = patience_seconds
    cut = np.minimum(answer_within_seconds, tau)
    growth = (arrival_rate - service_rate) * tau
    # All weights are divided by exp(scale), so that a long queue in overload does not overflow.
    scale = np.maximum(growth, 0.0)
    steepness = np.abs(growth)
    whole = tau * exprel(-steepness)
    early = cut * exprel(-steepness * _ratio(cut, tau)) * np.exp(np.maximum(growth * _ratio(cut, tau), 0.0) - scale)
    falling = tau * tau * np.where(steepness > 0, gammainc(2.0, steepness) / np.maximum(steepness, 1e-150) ** 2, 0.5)
    falling = np.where(steepness < 1e-8, 0.5 * tau * tau, falling)
    first_moment = np.where(growth > 0, tau * whole - falling, falling)
    weight = np.exp(-scale) + arrival_rate * whole
    abandoned = np.exp(growth - scale) / weight
    served_wait = service_rate * first_moment / weight
    return QueuePart(
        log_weight=scale + np.log(weight),
        blocked=np.zeros_like(tau),
        abandoned=abandoned,
        answered_within=service_rate * early / weight,
        served_wait_seconds=served_wait,
        queue_length=arrival_rate * (served_wait + tau * abandoned),
    )


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.ones_like(whole), where=whole > 0)

"""The three special functions behind every queue formula of this package, in logarithms.

All are analytic in the number of agents, which is what lets a roster's effective agents be fractional,
and none overflows: weights of ``e**10000`` are ordinary for a queue that is badly overloaded.
"""

import numpy as np
from scipy.special import gammainc, gammaincc, gammaln, kl_div, xlogy

from scheduler.domain.arrays import FloatArray

# Beyond this many standard deviations scipy's incomplete gamma functions lose accuracy (for parameters
# above 60,000) and later exponent range; the integrals below are smooth there and cheap to integrate.
_TAIL_DEVIATIONS = 4.0
_HALF_LOG_TWO_PI = 0.5 * np.log(2.0 * np.pi)
# Gauss-Legendre nodes on 0..42: exp(-42) is below the rounding error of the integral of exp(-w).
_NODES, _WEIGHTS = (21.0 * part for part in np.polynomial.legendre.leggauss(64))
_NODES += 21.0
_SERIES_TERMS = 60  # The series is used for ratios up to one half: 0.5**60 is below the rounding error.


def log_poisson(count: FloatArray, mean: FloatArray) -> FloatArray:
    """Logarithm of ``mean**count * exp(-mean) / count!`` for real `count`.

    Parameters
    ----------
    count : non-negative real numbers, any shape
    mean : positive numbers, same shape

    Returns
    -------
    The logarithm, accurate to about 1e-13 even where `count` and `mean` are near 1e10.

    References
    ----------
    C. Loader, "Fast and accurate computation of binomial probabilities" (2000): the saddle-point form.
    """
    # kl_div(k, m) = k log(k/m) - k + m loses all digits for k near m; the series in v does not.
    difference = count - mean
    v = difference / (count + mean)
    v2 = v * v
    tail = 1 / 3 + v2 * (1 / 5 + v2 * (1 / 7 + v2 * (1 / 9 + v2 * (1 / 11 + v2 / 13))))
    deviance = np.where(np.abs(v) < 0.05, v * (difference + 2 * count * v2 * tail), kl_div(count, mean))
    large = np.maximum(count, 16.0)
    inverse2 = 1.0 / (large * large)
    stirling_error = (1 / 12 - inverse2 * (1 / 360 - inverse2 * (1 / 1260 - inverse2 / 1680))) / large
    saddle_point = -deviance - stirling_error - 0.5 * np.log(large) - _HALF_LOG_TWO_PI
    log_probability: FloatArray = np.where(
        count >= 16.0, saddle_point, xlogy(count, mean) - mean - gammaln(count + 1.0)
    )
    return log_probability


def log_inverse_erlang_b(agents: FloatArray, load_erlangs: FloatArray) -> FloatArray:
    """Logarithm of ``1 / B``, B being Erlang's loss probability, for real numbers of agents.

    ``1 / B = integral over t > 0 of load exp(-load t) (1 + t)**agents``, which for whole agents is the
    weight of all states with at most `agents` calls in service relative to the state with all busy.

    Parameters
    ----------
    agents : non-negative numbers, any shape
    load_erlangs : positive offered load, same shape

    Returns
    -------
    ``log(1 / B) >= 0``, same shape.

    References
    ----------
    A. A. Jagers and E. A. van Doorn, "On the continued Erlang loss function", Operations Research
    Letters 5 (1986) 43-46.
    """
    far_below = load_erlangs - agents > _TAIL_DEVIATIONS * np.sqrt(load_erlangs)
    states = np.maximum(gammaincc(agents + 1.0, load_erlangs), 1e-300)  # replaced below where it underflows
    log_inverse: FloatArray = np.log(states) - log_poisson(agents, load_erlangs)
    if far_below.any():
        c, a = agents[far_below], load_erlangs[far_below]
        step = _NODES / (a - c)[:, None]
        integrand = np.exp(c[:, None] * np.log1p(step) - a[:, None] * step)
        log_inverse[far_below] = np.log(a / (a - c) * (integrand @ _WEIGHTS))
    np.maximum(log_inverse, 0.0, out=log_inverse)
    return log_inverse


def queue_weight(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Weight and mean of a queue whose n-th state weighs ``y**n / ((x+1)(x+2)...(x+n))``, n = 0, 1, ...

    The weight is Kummer's function ``1F1(1; x+1; y)``. With ``x`` the service rate and ``y`` the arrival
    rate, both over the rate of abandonment of one caller, it is the queue of Erlang A.

    Parameters
    ----------
    x : non-negative numbers, any shape
    y : positive numbers, same shape

    Returns
    -------
    log_weight : logarithm of the sum over all states, same shape
    mean : mean state, same shape

    References
    ----------
    C. Palm, "Research on telephone traffic carried by full availability groups", Tele 1 (1957).
    DLMF 8.5.1 (https://dlmf.nist.gov/8.5): ``1F1(1; x+1; y) = x exp(y) y**-x gamma(x, y)``.
    """
    log_weight = np.empty_like(y)
    mean = np.empty_like(y)

    light = y <= 0.5 * (x + 1.0)
    if light.any():
        term = np.ones(int(light.sum()))
        total, first = term.copy(), np.zeros_like(term)
        divisor = x[light].copy()
        for n in range(1, _SERIES_TERMS + 1):
            divisor += 1.0
            term *= y[light] / divisor
            total += term
            first += n * term
        log_weight[light] = np.log(total)
        mean[light] = first / total

    tail = ~light & (x - y > np.maximum(_TAIL_DEVIATIONS * np.sqrt(x), _NODES[-1]))
    if tail.any():
        # 1F1 = x * integral of (1-u)**(x-1) exp(y u) over 0 < u < 1, nearly exponential with rate x - y.
        xs, rate = x[tail][:, None], (x - y)[tail][:, None]
        u = _NODES / rate
        integrand = np.exp((xs - 1.0) * np.log1p(-u) + y[tail][:, None] * u) * _WEIGHTS
        integral = integrand.sum(axis=1)
        log_weight[tail] = np.log(x[tail] / rate[:, 0] * integral)
        mean[tail] = y[tail] * (integrand * u).sum(axis=1) / integral

    rest = ~light & ~tail
    if rest.any():
        xs, ys = x[rest], y[rest]
        log_weight[rest] = np.log(gammainc(xs, ys)) - log_poisson(xs, ys)
        # From the balance of flows: sum of (x + n) w_n over n >= 1 equals y times the sum of w_n, n >= 0.
        mean[rest] = ys - xs + xs * np.exp(-log_weight[rest])
    return log_weight, mean

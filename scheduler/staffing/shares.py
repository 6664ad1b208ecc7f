"""Products and quotients of arrays in which 0 callers have no service, whatever a model says of it."""

import numpy as np

from scheduler.domain.arrays import FloatArray


def product(weights: FloatArray, values: FloatArray) -> FloatArray:
    """`weights * values`, 0 where the weight is, whatever the value."""
    return np.multiply(weights, values, out=np.zeros_like(weights), where=weights > 0)


def share_of(part: FloatArray, whole: FloatArray) -> FloatArray:
    """`part / whole`, nan where the whole is 0."""
    return np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 0)

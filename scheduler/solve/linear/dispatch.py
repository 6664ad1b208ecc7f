"""Values that come from another process or machine."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

N = TypeVar("N", np.float64, np.int64)


def values_in(data: object, n_variables: int, dtype: type[N]) -> NDArray[N]:
    """Values in plain data that came from elsewhere; refuses what are none.

    Parameters
    ----------
    data
        What came.
    n_variables, dtype
        How many numbers were asked for, and which.
    """
    values = np.asarray(data)
    if values.shape != (n_variables,) or values.dtype != dtype:
        raise ValueError("as many numbers were asked for as the program has variables")
    if not np.isfinite(values).all():
        raise ValueError("a value is no number")
    return values

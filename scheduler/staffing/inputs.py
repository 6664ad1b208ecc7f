"""Checks of what callers pass to the queue models: every fault is a `ValueError` that names the argument."""

from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from scheduler.domain.arrays import FloatArray

Patience = Literal["exponential", "deterministic"]

MOST_WAITING_PLACES = 100_000


def as_numbers(name: str, values: npt.ArrayLike) -> FloatArray:
    """Return `values` as an array of floats.

    Raises
    ------
    ValueError
        If `values` are not numbers.
    """
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be a number or an array of numbers, got {values!r}") from error


def as_quantity(name: str, values: npt.ArrayLike, *, may_be_infinite: bool = False) -> FloatArray:
    """Return `values` as an array of non-negative numbers.

    Raises
    ------
    ValueError
        If any value is negative, nan, or (unless allowed) infinite.
    """
    array = as_numbers(name, values)
    good = array >= 0 if may_be_infinite else (array >= 0) & np.isfinite(array)
    if not good.all():
        kind = "non-negative" if may_be_infinite else "finite and non-negative"
        raise ValueError(f"{name} must be {kind}, got {array[~good].flat[0]}")
    return array


def as_places(waiting_places: npt.ArrayLike | None) -> FloatArray:
    """Return the number of waiting places; None and infinity mean no limit.

    Raises
    ------
    ValueError
        If a number is negative, nan, not whole, or finite and above `MOST_WAITING_PLACES`.
    """
    if waiting_places is None:
        return np.asarray(np.inf)
    places = as_quantity("waiting_places", waiting_places, may_be_infinite=True)
    limited = places[np.isfinite(places)]
    if (limited != np.floor(limited)).any():
        raise ValueError(f"waiting_places must be whole, got {limited[limited != np.floor(limited)][0]}")
    if (limited > MOST_WAITING_PLACES).any():
        raise ValueError(
            f"waiting_places must be at most {MOST_WAITING_PLACES}, got {limited.max():.0f};"
            " leave it out for a queue without a limit"
        )
    return places


def as_patience(patience_seconds: npt.ArrayLike | None, patience: str) -> FloatArray:
    """Return the patience in seconds, a mean or exact by its law; None and infinity mean that nobody leaves.

    Raises
    ------
    ValueError
        If a patience is negative or nan, or the law is unknown.
    """
    if not isinstance(patience, str) or patience not in get_args(Patience):
        raise ValueError(f"patience must be 'exponential' or 'deterministic', got {patience!r}")
    if patience_seconds is None:
        return np.asarray(np.inf)
    return as_quantity("patience_seconds", patience_seconds, may_be_infinite=True)


def as_cut_off(cut_off_seconds: npt.ArrayLike | None) -> FloatArray:
    """Return the time after which a waiting call is cut off; None and infinity mean never.

    Raises
    ------
    ValueError
        If a time is negative or nan.
    """
    if cut_off_seconds is None:
        return np.asarray(np.inf)
    return as_quantity("cut_off_seconds", cut_off_seconds, may_be_infinite=True)


def together(**arrays: FloatArray) -> dict[str, FloatArray]:
    """Broadcast arrays against each other; they keep their names.

    Raises
    ------
    ValueError
        If the shapes do not fit together; the message lists them by name.
    """
    try:
        return dict(zip(arrays, np.broadcast_arrays(*arrays.values()), strict=True))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(f"shapes do not fit together: {shapes}") from error

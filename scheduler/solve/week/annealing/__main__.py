"""Compiles the annealing, so that the first search need not: ``python -m scheduler.solve.week.annealing``."""

from __future__ import annotations

from typing import Any, get_args, get_type_hints

import numba
import numpy as np

from scheduler.solve.week.annealing import moves
from scheduler.solve.week.annealing.by_price import cheapest_weeks
from scheduler.solve.week.annealing.counts import Counts
from scheduler.solve.week.annealing.layout import Options, PeopleArrays, Prices

# Arrays of more than one dimension.
_TABLES = {"n_picks": 2, "group": 2, "stride": 2, "picks": 2}
_TABLES |= {"shift": 3, "code": 3, "price": 3, "pick_of": 3, "row_first": 3}


def compiled_ahead() -> dict[str, Any]:
    """The functions that the annealing calls, compiled for what it hands over."""
    prices, options, people, counts = (_empty(bundle) for bundle in (Prices, Options, PeopleArrays, Counts))
    numbers, reals, table = np.empty(0, dtype=np.int64), np.empty(0), np.empty((0, 0), dtype=np.int64)
    random = np.random.default_rng()
    asked = {
        cheapest_weeks: (numbers, reals, reals, reals, people, numbers),
        moves.begin: (prices, counts),
        moves.turn: (0.0, 0.0, random, prices, options, people, counts, numbers, table),
    }
    functions: dict[str, Any] = {}
    for function, arguments in asked.items():
        compiler: Any = function
        compiler.compile(tuple(numba.typeof(argument) for argument in arguments))
        functions[compiler.py_func.__name__] = compiler
    return functions


def _empty(bundle: Any) -> Any:
    """A bundle of arrays without entries, of the right types."""
    arrays: dict[str, Any] = {}
    for name, hint in get_type_hints(bundle).items():
        _, dtype = get_args(hint)
        arrays[name] = np.empty((0,) * _TABLES.get(name, 1), dtype=get_args(dtype)[0])
    return bundle(**arrays)


if __name__ == "__main__":
    compiled_ahead()

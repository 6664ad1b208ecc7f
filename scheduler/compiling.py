"""How functions are compiled, and where the result is kept.

Numba keeps what it compiled beside the bytecode and compiles again when a function's own file has changed; it does not
look at the files of the functions that this one calls. So the folder is named after the sources of the function's
package, and after whether indices are checked (``NUMBA_BOUNDSCHECK``).
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba

_P = ParamSpec("_P")
_R = TypeVar("_R")


@cache
def _folder(package: Path) -> str:
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(package.glob("*.py"))))
    digest.update(str(numba.config.BOUNDSCHECK).encode())
    return str(package / "__pycache__" / f"numba-{digest.hexdigest()[:16]}")


def compiled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A function of its own; what it costs to call it with many arrays is a microsecond."""
    return _compiled(function)


def compiled_in_place(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A function that makes no array, and calls none that does: those that it is given outlive it.

    So nobody counts who holds them (`_nrt`), which would take nine tenths of the time where each step looks at many.
    """
    return _compiled(function, _nrt=False)


def _compiled(function: Callable[_P, _R], **options: bool) -> Callable[_P, _R]:
    folder = _folder(Path(inspect.getfile(function)).parent)
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, folder
    try:
        result: Callable[_P, _R] = numba.njit(cache=True, nogil=True, **options)(function)
        return result
    finally:
        numba.config.CACHE_DIR = before


def inlined(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A function that is put into those that call it: for what is short and called all the time."""
    result: Callable[_P, _R] = numba.njit(inline="always")(function)
    return result

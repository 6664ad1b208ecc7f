"""Plain data as text: what a machine that is not trusted may answer, and all that it may answer.

JSON, with arrays of numbers as base64. Reading it makes numbers, text, lists, dicts and arrays, and never runs
anything, whatever it says.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ARRAY = "__array__"
_DTYPES = {"int64": np.int64, "float64": np.float64}
MOST_CHARACTERS = 2_000_000_000
"""An answer has no more: the largest has fewer, and these do not fill the memory."""


class NotPlainError(ValueError):
    """What is to be said, or was said, is no plain data."""


def to_text(value: object) -> str:
    """A value as text.

    Raises
    ------
    NotPlainError
        It holds something other than None, numbers, text, lists, dicts with keys of text, and arrays of 64 bits.
    """
    return json.dumps(_coded(value), ensure_ascii=True)


def _coded(value: object) -> object:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_coded(item) for item in value]
    if isinstance(value, dict) and _ARRAY not in value and all(isinstance(key, str) for key in value):
        return {key: _coded(item) for key, item in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.name in _DTYPES:
        data = base64.b64encode(value.astype(value.dtype.newbyteorder("<")).tobytes()).decode()
        return {_ARRAY: [value.dtype.name, list(value.shape), data]}
    raise NotPlainError(f"a {type(value).__name__} is no plain data")


def from_text(text: str) -> Any:
    """The value of a text; lists stay lists.

    Raises
    ------
    NotPlainError
        It is no such text.
    """
    if len(text) > MOST_CHARACTERS:
        raise NotPlainError(f"{len(text)} characters are too many")
    try:
        return json.loads(text, object_hook=_decoded)
    except (ValueError, RecursionError) as error:
        raise NotPlainError("the text is no plain data") from error


def _decoded(coded: dict[str, Any]) -> object:
    if _ARRAY not in coded:
        return coded
    try:
        (_, (dtype, shape, data)) = coded.popitem()
        little_endian = np.dtype(_DTYPES[dtype]).newbyteorder("<")
        array: NDArray[Any] = np.frombuffer(base64.b64decode(data, validate=True), little_endian)
        return array.astype(_DTYPES[dtype]).reshape([int(length) for length in shape])
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise NotPlainError("an array is no array") from error

"""Plain data comes back as it was, and nothing else is made of any text."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.parallel.plain import NotPlainError, from_text, to_text

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text().filter(lambda key: key != "__array__"), inner),
    max_leaves=10,
)


@given(PLAIN)
@settings(max_examples=50, derandomize=True)
def test_plain_data_come_back_as_they_were(value: object) -> None:
    assert from_text(to_text(value)) == value


@pytest.mark.parametrize(
    "value", [np.arange(6).reshape(2, 3), np.array([0.1, np.nan, -np.inf]), np.zeros((0, 2)), np.array(3.0)]
)
def test_arrays_come_back_as_they_were(value: np.ndarray) -> None:
    found = from_text(to_text({"a": [value]}))["a"][0]
    assert (found.dtype, found.shape) == (value.dtype, value.shape)
    assert np.array_equal(found, value, equal_nan=True)


@pytest.mark.parametrize("value", [object(), {1: 2}, {"__array__": 1}, b"x", np.array([object()]), {1, 2}, 1j])
def test_what_is_not_plain_is_not_said(value: object) -> None:
    with pytest.raises(NotPlainError):
        to_text(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[" * 100_000,
        "1" * 5_000,
        *(
            json.dumps({"__array__": array})
            for array in (
                1,
                ["int64", [1]],
                ["object", [1], "AAAAAAAAAAA="],
                ["int64", [2], "AAAAAAAAAAA="],
                ["int64", [-1, -1], "AAAAAAAAAAA="],
                ["int64", ["1"], "!"],
                ["int64", [1], 5],
            )
        ),
    ],
)
def test_what_is_no_plain_text_is_refused(text: Any) -> None:
    with pytest.raises(NotPlainError):
        from_text(text)

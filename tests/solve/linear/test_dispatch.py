"""Values that come from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.solve.linear.dispatch import values_in


def test_what_comes_from_elsewhere_is_as_many_numbers_or_refused() -> None:
    values = np.zeros(3)
    assert values_in(values, 3, np.float64) is values
    wrong: list[object] = [values[1:], values.astype(np.int64), values + np.nan, "0", [["0"]], {}]
    for data in wrong:
        with pytest.raises(ValueError, match="number"):
            values_in(data, 3, np.float64)

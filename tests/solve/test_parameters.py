"""What tunes the search is one record that cannot change, and refuses what makes no sense."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scheduler.solve.parameters import DEFAULTS, SearchParameters, WeekParameters


def test_another_record_is_made_and_the_defaults_stay() -> None:
    changed = DEFAULTS.model_copy(update={"week": WeekParameters(hot=0.5)})
    assert (changed.week.hot, DEFAULTS.week.hot) == (0.5, WeekParameters().hot)
    with pytest.raises(ValidationError, match="frozen"):
        DEFAULTS.small_model_variables = 0  # type: ignore[misc]  # what is refused


@pytest.mark.parametrize("wrong", [{"small_model_variables": -1}, {"week": {"hot": 0.0}}, {"tempo": 1}])
def test_an_unknown_name_and_a_figure_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SearchParameters.model_validate(wrong)

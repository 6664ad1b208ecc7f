"""Which ways to search are open for which task; nothing is searched here."""

from __future__ import annotations

import pytest

from scheduler.config import Solving
from scheduler.constraints.shift_cover import CoverRequirement, ShiftCover
from scheduler.model import build
from scheduler.solve.search import STRATEGIES
from scheduler.solve.strategy import SearchTask
from scheduler.variables import Build
from tests.constraints.agreement import tiny_problem
from tests.solve.centre import RULES, prepared, task_of
from tests.solve.fortnight import fortnight
from tests.solve.long_horizon.fortnight import prepared as long_horizon

OPTIONS = Solving(time_limit_seconds=1000.0, seed=1)
BY_WORK = OPTIONS.model_copy(update={"deterministic": True})


def open_for(task: SearchTask) -> list[str]:
    """The names of the strategies that support a task, in the order in which they are asked."""
    return [type(strategy).__name__.removesuffix("Strategy") for strategy in STRATEGIES if strategy.supports(task)]


def with_cover() -> Build:
    """A week whose rule compares people's choices without a count."""
    cover = ShiftCover(cover=(CoverRequirement(day=0, shift="D", heads=2),), weight=1)
    built = build(prepared().built.problem, [*RULES, cover])
    _ = built.meals
    return built


def test_a_small_model_is_for_cp_sat_alone() -> None:
    assert open_for(task_of(prepared().built, OPTIONS, small_model_variables=10**9)) == ["SmallModel", "CpSat"]


def test_where_nobody_may_work_at_all_the_model_counts_as_small() -> None:
    built = build(tiny_problem(7, shifts=()), RULES)
    _ = built.meals
    assert open_for(task_of(built, OPTIONS)) == ["SmallModel", "CpSat"]


@pytest.mark.parametrize("options", [OPTIONS, BY_WORK], ids=["by the clock", "by work"])
def test_a_week_whose_people_are_linked_by_counts_is_searched_as_a_week(options: Solving) -> None:
    assert open_for(task_of(prepared().built, options)) == ["Week", "CpSat"]


def test_a_week_with_so_many_people_on_a_shift_whatever_their_group_is_searched_as_a_week() -> None:
    assert open_for(task_of(with_cover(), OPTIONS)) == ["Week", "CpSat"]


def test_a_week_whose_patterns_cannot_be_listed_is_searched_like_a_long_horizon_where_the_clock_may_decide() -> None:
    built = prepared().built
    assert open_for(task_of(built, OPTIONS, week={"most_patterns": 2})) == ["Week", "CpSat"], "some are listed"
    assert open_for(task_of(built, OPTIONS, week={"most_patterns": 2, "most_in_part": 0})) == ["LongHorizon", "CpSat"]
    assert open_for(task_of(built, BY_WORK, week={"most_patterns": 2, "most_in_part": 0})) == ["CpSat"]


def test_weeks_with_short_rows_are_searched_week_by_week_first() -> None:
    built = fortnight()[0]
    assert open_for(task_of(built, OPTIONS)) == ["MultiWeek", "LongHorizon", "CpSat"]
    assert open_for(task_of(built, BY_WORK)) == ["MultiWeek", "CpSat"]


def test_where_a_hard_row_spans_more_days_than_weeks_have_borders_the_horizon_is_long() -> None:
    built = long_horizon()[0]
    shortest = {"longest_row_days": 1}
    assert open_for(task_of(built, OPTIONS, multi_week=shortest)) == ["LongHorizon", "CpSat"]


def test_what_several_strategies_ask_for_is_read_once() -> None:
    task, asked = task_of(prepared().built, OPTIONS), []

    def read(one: SearchTask) -> int:
        asked.append(one)
        return len(asked)

    assert (task.once(read), task.once(read)) == (1, 1)
    assert asked == [task]

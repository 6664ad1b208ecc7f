"""From inflow to required agents."""

from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray
from pydantic import ValidationError

from scheduler.domain.calendar import Horizon
from scheduler.domain.demand import QueueDemand
from scheduler.errors import InputError
from scheduler.staffing.erlang import queue_performance, required_agents
from scheduler.staffing.requirements import plan_demand
from tests.staffing.centre import ENGLISH, GENERAL, MONDAY, TEXT, WEEK, constant_inflow, settings

NINE = 18
NOON = 24
DAY_AND_NIGHT = np.array([5.0] * 6 + [60.0] * 16 + [10.0] * 2)


def plan_general(calls_per_hour: float = 300, **queue: object) -> QueueDemand:
    workspace = settings(GENERAL | queue)
    return plan_demand(workspace, constant_inflow(general=calls_per_hour), WEEK, {}).queues["general"]


def test_half_an_hour_gets_half_the_hours_calls_and_their_load() -> None:
    needs = plan_general()
    assert needs.calls[NOON] == pytest.approx(150)
    assert needs.erlangs[NOON] == pytest.approx(300 / 3600 * 240)


def test_the_requirement_is_the_smallest_staff_that_meets_the_service_level() -> None:
    agents = plan_general().required[NOON]

    def level(staff: float) -> float:
        return float(queue_performance(300 / 3600, 240, staff).service_level)

    assert level(agents) >= 0.8
    assert level(agents - 1) < 0.8


def test_shrinkage_is_added_on_top() -> None:
    bare = plan_general()
    workspace = settings(GENERAL, shrinkage={"training": 0.1, "mentoring": 0.2})
    needs = plan_demand(workspace, constant_inflow(general=300), WEEK, {}).queues["general"]
    np.testing.assert_allclose(needs.required, bare.required / 0.72)
    np.testing.assert_allclose(needs.shrinkage, 0.28)


def test_the_lagged_requirement_is_for_calls_in_progress_as_well_and_lets_those_who_leave_finish() -> None:
    calls = np.array([60.0] * 9 + [300.0] * 3 + [60.0] * 12)

    def required(dependence: str) -> NDArray[np.float64]:
        workspace = settings(GENERAL | {"aht_seconds": 600}, interval_dependence=dependence)
        return plan_demand(workspace, constant_inflow(general=calls), WEEK, {}).queues["general"].required

    alone, lagged = required("independent"), required("lagged")
    after = NINE + 6
    assert (lagged[NINE:after] == alone[NINE:after]).all()  # a rise is there in full before its interval ends
    assert alone[after] < lagged[after] < alone[NINE]
    assert (lagged[after + 2 : 48] == alone[after + 2 : 48]).all()


def test_work_that_may_wait_is_required_alike_by_either_view() -> None:
    def required(dependence: str) -> NDArray[np.float64]:
        workspace = settings(TEXT, interval_dependence=dependence)
        return plan_demand(workspace, constant_inflow(text=100), WEEK, {}).queues["text"].required

    np.testing.assert_array_equal(required("independent"), required("lagged"))


@pytest.mark.parametrize(
    ("targets", "binding"),
    [
        ({"service_level": 0.8}, "service_level"),
        ({"service_level": 0.1, "asa_seconds": 1}, "asa"),
        ({"service_level": 0.1, "max_occupancy": 0.5}, "occupancy"),
        ({"service_level": 0.8, "minimum_agents": 99}, "minimum"),
        ({}, "none"),
    ],
)
def test_the_target_that_asks_for_most_is_named(targets: dict[str, float], binding: str) -> None:
    assert set(plan_general(targets=targets).binding_target) == {binding}


def test_the_answer_rate_is_asked_of_the_queue_that_cuts_callers_off() -> None:
    limits = {"patience_seconds": 180, "patience": "deterministic", "waiting_places": 30}
    needs = plan_general(targets={"answer_rate": 0.979}, **limits)
    expected = required_agents(300 / 3600, 240, answer_rate=0.979, answer_rate_base="entered", **limits)  # type: ignore[arg-type]  # one dict for both
    assert needs.required[NOON] == expected.agents
    assert needs.binding_target[NOON] == "answer_rate"


def test_the_answer_rate_of_all_attempts_counts_those_that_never_enter() -> None:
    limits = {"patience_seconds": 180, "patience": "deterministic", "waiting_places": 3}
    needs = plan_general(targets={"answer_rate_total": 0.72}, attempts_per_entered=1.34, **limits)
    assert needs.binding_target[NOON] == "answer_rate_total"

    def answered_of_attempts(agents: float) -> float:
        result = queue_performance(300 / 3600, 240, agents, **limits)  # type: ignore[arg-type]  # one dict for both
        return float(result.answered_of_offered) / 1.34

    assert answered_of_attempts(needs.required[NOON]) >= 0.72 > answered_of_attempts(needs.required[NOON] - 1)


def test_a_rate_of_attempts_beyond_reach_is_said_and_staffed_for_nearly_all_that_enter() -> None:
    limits = {"patience_seconds": 180, "patience": "deterministic", "waiting_places": 30}
    queue = GENERAL | {"targets": {"answer_rate_total": 0.8}, "attempts_per_entered": 1.34} | limits
    demand = plan_demand(settings(queue), constant_inflow(general=300), WEEK, {})
    assert [str(notice) for notice in demand.notices] == [
        "general: attempts that never enter keep 80.0% of all attempts out of reach in some hours (at most 74.6%); "
        "there the staff is for 99.9% of the calls that enter"
    ]
    nearly_all = required_agents(300 / 3600, 240, answer_rate=0.999, **limits)  # type: ignore[arg-type]  # one dict for both
    assert demand.queues["general"].required[NOON] == nearly_all.agents


def test_a_higher_target_binds_over_the_answer_rate() -> None:
    needs = plan_general(targets={"answer_rate": 0.5, "asa_seconds": 1}, patience_seconds=180)
    assert needs.binding_target[NOON] == "asa"


def test_service_level_is_staffed_as_if_nobody_gave_up() -> None:
    assert (plan_general(patience_seconds=10).required == plan_general().required).all()


def test_the_minimum_counts_heads_and_is_not_raised_by_shrinkage() -> None:
    workspace = settings(GENERAL | {"targets": {"minimum_agents": 2}}, shrinkage={"training": 0.5})
    needs = plan_demand(workspace, constant_inflow(general=0), WEEK, {}).queues["general"]
    assert set(needs.required) == {2.0}


def test_targets_of_an_hour_class_replace_the_queues() -> None:
    prime = {"prime": [{"from": "09:00", "to": "10:00"}]}
    workspace = settings(
        GENERAL | {"targets_by_hour": {"prime": {"service_level": 0.99}}, "hour_weights": {"prime": 3, "other": 2}},
        hour_classes=prime,
    )
    needs = plan_demand(workspace, constant_inflow(general=300), WEEK, {}).queues["general"]
    assert needs.required[NINE - 1] < needs.required[NINE]
    assert needs.required[NINE + 2] == needs.required[NINE - 1]
    assert needs.hour_class[NINE] == "prime"
    assert needs.shortfall_weight[NINE - 1 : NINE + 3].tolist() == [2, 3, 3, 2]


def test_calls_while_the_queue_is_closed_belong_to_somebody_else() -> None:
    holidays = {MONDAY + timedelta(days=1): "x"}
    needs = plan_demand(settings(ENGLISH), constant_inflow(english=12), WEEK, holidays).queues["english"]
    calls = needs.calls.reshape(7, 48)
    assert calls[0, NINE - 1] == 0
    assert calls[0, NINE] == 6
    assert (calls[1] == 0).all()
    assert (calls[5:] == 0).all()
    closed = ~needs.is_open
    assert (needs.required[closed] == 0).all()
    assert (needs.erlangs[closed] == 0).all()
    assert set(needs.hour_class[closed]) == {"closed"}


def test_a_handling_time_in_the_history_replaces_the_settings() -> None:
    inflow = constant_inflow(general=300)
    inflow.queues["general"].aht_seconds[:, 12] = 120
    needs = plan_demand(settings(GENERAL), inflow, WEEK, {}).queues["general"]
    assert needs.aht_seconds[NOON] == pytest.approx(120)
    assert needs.aht_seconds[NOON + 2] == 240


def test_deferrable_work_keeps_its_total_over_a_week() -> None:
    needs = plan_demand(settings(TEXT), constant_inflow(text=DAY_AND_NIGHT), WEEK, {}).queues["text"]
    assert needs.erlangs.sum() / 2 == pytest.approx(DAY_AND_NIGHT.sum() * 7 * 180 / 3600)
    assert (needs.erlangs[~needs.is_open] == 0).all()
    assert set(needs.binding_target[needs.is_open]) == {"workload"}


def test_the_first_morning_finds_the_work_of_the_night_before() -> None:
    needs = plan_demand(settings(TEXT), constant_inflow(text=DAY_AND_NIGHT), WEEK, {}).queues["text"]
    days = needs.erlangs.reshape(7, 48)
    np.testing.assert_allclose(days[0], days[1])
    np.testing.assert_allclose(days[-1], days[1])


def test_a_longer_deadline_never_raises_the_peak() -> None:
    peaks = [
        plan_demand(settings(TEXT | {"deadline_minutes": minutes}), constant_inflow(text=DAY_AND_NIGHT), WEEK, {})
        .queues["text"]
        .erlangs.max()
        for minutes in (10, 30, 60, 120, 480, 1440, 14400)
    ]
    assert peaks == sorted(peaks, reverse=True)
    # With all the time in the world the pace is the average one.
    assert peaks[-1] == pytest.approx(DAY_AND_NIGHT.sum() * 180 / 3600 / 12)


def test_an_occupancy_cap_on_work_that_may_wait_asks_for_more() -> None:
    inflow = constant_inflow(text=DAY_AND_NIGHT)
    bare = plan_demand(settings(TEXT), inflow, WEEK, {}).queues["text"]
    capped = plan_demand(settings(TEXT | {"targets": {"max_occupancy": 0.8}}), inflow, WEEK, {}).queues["text"]
    np.testing.assert_allclose(capped.required, bare.required / 0.8)
    assert set(capped.binding_target[capped.is_open]) == {"occupancy"}


def test_quarter_hours_and_several_weeks_are_planned_alike() -> None:
    horizon = Horizon(MONDAY, 14, 15)
    workspace = settings(GENERAL, ENGLISH, TEXT, interval_minutes=15)
    demand = plan_demand(workspace, constant_inflow(general=300, english=12, text=60), horizon, {})
    for needs in demand.queues.values():
        assert needs.required.shape == (14 * 96,)
        np.testing.assert_allclose(needs.required[: 7 * 96], needs.required[7 * 96 :])


def test_prices_come_from_the_settings() -> None:
    tiers = [{"from_share": 0.0, "multiplier": 1}, {"from_share": 0.2, "multiplier": 5}]
    workspace = settings(GENERAL, shortfall_tiers=tiers, surplus_free_share=0.1)
    demand = plan_demand(workspace, constant_inflow(general=300), WEEK, {})
    assert [(tier.from_share, tier.multiplier) for tier in demand.shortfall_tiers] == [(0.0, 1), (0.2, 5)]
    assert demand.surplus_free_share == 0.1


def test_a_queue_without_history_is_an_input_error_that_names_it() -> None:
    with pytest.raises(InputError, match="no row for queue 'english'"):
        plan_demand(settings(GENERAL, ENGLISH), constant_inflow(general=300), WEEK, {})


@pytest.mark.parametrize("shrinkage", [{"training": 1.0}, {"training": 0.8, "mentoring": 0.8}])
def test_shrinkage_that_leaves_nobody_is_refused_with_the_settings(shrinkage: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        settings(GENERAL, shrinkage=shrinkage)


@pytest.mark.parametrize(
    "targets", [{"service_level": 1.0}, {"answer_rate": 1.0}, {"max_occupancy": 0.0}, {"asa_seconds": float("inf")}]
)
def test_targets_that_no_staff_can_meet_are_refused_with_the_settings(targets: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        settings(GENERAL | {"targets": targets})

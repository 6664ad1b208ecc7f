"""The sentence behind each requirement."""

import pytest

from scheduler.staffing.explanation import DemandRow, explain_demand
from scheduler.staffing.requirements import plan_demand
from tests.staffing.centre import ENGLISH, GENERAL, TEXT, WEEK, constant_inflow, settings

NOON_AND_A_HALF = 25


def row(queue: dict[str, object], interval: int = NOON_AND_A_HALF) -> DemandRow:
    workspace = settings(queue, shrinkage={"training": 0.12})
    name = str(queue["name"])
    return explain_demand(workspace, plan_demand(workspace, constant_inflow(**{name: 282.0}), WEEK, {}))[interval]


def test_the_line_follows_the_calculation_from_calls_to_heads() -> None:
    line = row(GENERAL | {"aht_seconds": 380}).explanation("en")
    assert line == (
        "12:30 141.0 calls in 30 min x 380 s = 29.77 erlangs; 36 agents for 80% in 20 s; 12.0% shrinkage -> 40.91"
    )


def test_the_line_exists_in_korean() -> None:
    line = row(GENERAL | {"aht_seconds": 380}).explanation("ko")
    assert line == "12:30 30분에 141.0콜 x 380초 = 29.77 얼랑; 20초 내 응대 80%: 36명; 비가용 12.0% 반영 -> 40.91명"


@pytest.mark.parametrize(
    ("targets", "reason"),
    [
        ({"asa_seconds": 5}, "for an average wait of 5 s"),
        ({"answer_rate": 0.979}, "for 97.9% of the entered calls answered"),
        ({"answer_rate_total": 0.979}, "for 97.9% of all attempts answered"),
        ({"max_occupancy": 0.7}, "for at most 70% of the time busy"),
        ({"minimum_agents": 99}, "minimum on duty 99"),
        ({}, "nobody required"),
    ],
)
def test_each_target_has_its_words(targets: dict[str, float], reason: str) -> None:
    demand_row = row(GENERAL | {"targets": targets, "patience_seconds": 60})
    assert reason in demand_row.explanation("en")
    assert demand_row.explanation("ko")


def test_work_that_may_wait_names_its_deadline() -> None:
    assert "the work due within 120 min" in row(TEXT).explanation("en")


def test_a_closed_queue_says_so() -> None:
    assert row(ENGLISH, 0).explanation("en") == "00:00 closed"

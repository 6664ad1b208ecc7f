"""The smallest staff: it meets every target, one agent fewer does not, and the reason is named."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.staffing.erlang import queue_performance, required_agents

deterministic = settings(derandomize=True, deadline=None, max_examples=60)
AHT = 240.0
CENTRE: dict[str, Any] = {"patience_seconds": 180.0, "patience": "deterministic", "waiting_places": 30}
SMALL_PLACES = st.one_of(st.none(), st.integers(0, 40))


def missed_targets(calls: float, agents: int, queue: dict[str, Any], targets: dict[str, float], base: str) -> set[str]:
    """What `agents` miss, straight from the performance."""
    result = queue_performance(calls, AHT, agents, **queue)
    answered = result.answered_of_entered if base == "entered" else result.answered_of_offered
    unstable = not np.isfinite(result.queue_length)
    misses = {
        "service_level": result.service_level < targets["service_level"],
        "asa": agents == 0 or result.asa_served_seconds > targets["asa_seconds"],
        "answer_rate": answered < targets["answer_rate"] or unstable,
        "occupancy": result.occupancy > targets["max_occupancy"],
    }
    return {name for name, missed in misses.items() if missed}


@given(
    st.floats(0.001, 500.0),
    st.floats(0.0, 0.995),
    st.floats(0.5, 200.0),
    st.floats(0.0, 0.995),
    st.floats(0.4, 1.0),
    st.one_of(st.none(), st.floats(1.0, 600.0)),
    st.sampled_from(["exponential", "deterministic"]),
    SMALL_PLACES,
    st.sampled_from(["offered", "entered"]),
)
@deterministic
def test_the_answer_meets_all_targets_and_one_fewer_misses_the_named_one(
    load: float,
    service_level: float,
    asa_seconds: float,
    answer_rate: float,
    max_occupancy: float,
    patience_seconds: float | None,
    law: Any,
    places: int | None,
    base: Any,
) -> None:
    """Smallest, sufficient, and truthfully explained."""
    calls = load / AHT
    queue: dict[str, Any] = {"patience_seconds": patience_seconds, "patience": law, "waiting_places": places}
    targets = {
        "service_level": service_level,
        "asa_seconds": asa_seconds,
        "answer_rate": answer_rate,
        "max_occupancy": max_occupancy,
    }
    result = required_agents(calls, AHT, answer_rate_base=base, **targets, **queue)
    agents = int(result.agents)
    assert missed_targets(calls, agents, queue, targets, base) == set()
    assert agents >= 1
    assert str(result.binding_target) in missed_targets(calls, agents - 1, queue, targets, base)


@pytest.mark.parametrize(("load", "smallest"), [(10.0, 11), (10.5, 11), (10.99, 11), (11.0, 12)])
def test_a_patient_queue_gets_the_smallest_stable_staff(load: float, smallest: int) -> None:
    """The search starts at floor(load) + 1, not at round(load + 1)."""
    result = required_agents(load / AHT, AHT, service_level=0.001)
    assert result.agents == smallest
    assert result.binding_target == "service_level"


def test_a_trivial_target_still_asks_a_patient_queue_to_be_stable() -> None:
    """A service level of 0 is met by anything, but calls would pile up for ever."""
    result = required_agents(10.0 / AHT, AHT, service_level=0.0)
    assert result.agents == 11
    assert result.binding_target == "service_level"


def test_where_callers_are_cut_off_fewer_agents_than_the_load_can_do() -> None:
    """An answer rate of 80% needs about 80% of the load."""
    result = required_agents(50.0 / AHT, AHT, answer_rate=0.8, **CENTRE)
    assert 39 <= result.agents <= 41
    assert result.binding_target == "answer_rate"


def test_each_target_can_bind() -> None:
    """The binding target follows the targets given."""
    targets: dict[str, float] = {
        "service_level": 0.8,
        "asa_seconds": 20.0,
        "answer_rate": 0.95,
        "max_occupancy": 0.9,
    }
    harder = {"service_level": 0.99, "asa_seconds": 0.5, "answer_rate": 0.9999, "max_occupancy": 0.6}
    names = {
        "service_level": "service_level",
        "asa_seconds": "asa",
        "answer_rate": "answer_rate",
        "max_occupancy": "occupancy",
    }
    for target, value in harder.items():
        result = required_agents(40.0 / AHT, AHT, **{**targets, target: value}, **CENTRE)
        assert result.binding_target == names[target]


def test_minimum_binds_when_targets_ask_for_less() -> None:
    """Two people at night, with or without calls; a fraction of a person is rounded up."""
    result = required_agents([0.0, 0.0001, 0.2], AHT, service_level=0.8, minimum_agents=[2, 2.0, 1.5], **CENTRE)
    assert result.agents[:2].tolist() == [2, 2]
    assert result.binding_target.tolist() == ["minimum", "minimum", "service_level"]


def test_nobody_is_needed_without_calls_or_without_targets() -> None:
    """No calls, or no targets, and no minimum: nobody, and no target to blame."""
    result = required_agents([0.0, 0.5], AHT, service_level=[0.8, np.nan])
    assert result.agents.tolist() == [0, 0]
    assert result.binding_target.tolist() == ["none", "none"]


def test_nan_means_no_target_for_that_element() -> None:
    """Targets by element, in one call, equal separate calls."""
    result = required_agents(
        0.25, AHT, service_level=[0.8, np.nan, 0.8], asa_seconds=[np.nan, 5.0, 5.0], max_occupancy=0.95, **CENTRE
    )
    level_only = required_agents(0.25, AHT, service_level=0.8, max_occupancy=0.95, **CENTRE)
    asa_only = required_agents(0.25, AHT, asa_seconds=5.0, max_occupancy=0.95, **CENTRE)
    assert result.agents[0] == level_only.agents
    assert result.agents[1] == asa_only.agents
    assert result.agents[2] == max(level_only.agents, asa_only.agents)


def test_the_answer_rate_may_be_of_offered_or_of_entered_calls() -> None:
    """With few places the blocked callers make the difference."""
    calls = 20.0 / AHT
    offered = required_agents(calls, AHT, answer_rate=0.95, patience_seconds=180.0, waiting_places=1)
    entered = required_agents(
        calls, AHT, answer_rate=0.95, answer_rate_base="entered", patience_seconds=180.0, waiting_places=1
    )
    assert entered.agents < offered.agents


def test_shapes_broadcast() -> None:
    """336 intervals by 8 queues in one call."""
    calls = np.linspace(0.0, 0.5, 336)[:, None]
    result = required_agents(calls, np.linspace(60.0, 400.0, 8), service_level=0.8, **CENTRE)
    assert result.agents.shape == result.binding_target.shape == (336, 8)
    assert (np.diff(result.agents, axis=0) >= 0).all()


def test_ten_thousand_erlangs_need_the_square_root_rule() -> None:
    """Large queues run nearly full: a few dozen agents above the load."""
    result = required_agents(10_000.0 / AHT, AHT, service_level=0.8)
    assert 10_001 <= result.agents <= 10_100


@pytest.mark.parametrize("load", [1e5, 1e9, 1e12])
def test_vast_loads_are_staffed(load: float) -> None:
    """Near the load for a service level, and load over occupancy for an occupancy cap."""
    assert load < required_agents(load, 1.0, service_level=0.8).agents <= load + np.sqrt(load)
    np.testing.assert_allclose(required_agents(load / 2, 1.0, max_occupancy=0.5).agents, load, rtol=1e-6)


@pytest.mark.parametrize("calls", [1.1e12, 1e300])
def test_a_load_beyond_counting_is_refused(calls: float) -> None:
    """Where one agent more or fewer is below the rounding error, the search says so and does not hang."""
    with pytest.raises(ValueError, match="must stay below"):
        required_agents(calls, calls, service_level=0.8)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("service_level", 1.0),
        ("service_level", -0.1),
        ("asa_seconds", 0.0),
        ("asa_seconds", np.inf),
        ("answer_rate", 1.0),
        ("max_occupancy", 0.0),
        ("max_occupancy", 1.2),
        ("minimum_agents", -1.0),
        ("minimum_agents", np.nan),
        ("answer_rate_base", "all"),
        ("service_level", "high"),
    ],
)
def test_targets_that_no_staff_can_meet_are_refused_by_name(name: str, value: Any) -> None:
    """Out of range: a ValueError that names the target."""
    with pytest.raises(ValueError, match=name):
        required_agents(0.2, AHT, **{name: value})

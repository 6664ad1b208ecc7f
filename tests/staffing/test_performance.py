"""Performance of a staff: invariants for any input, limits, fractional agents, and refusals."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.staffing.erlang import QueuePerformance, queue_performance

MEASURES = [field.name for field in fields(QueuePerformance)]
SHARES = [
    "service_level",
    "wait_probability",
    "abandon_probability",
    "block_probability",
    "occupancy",
]
CENTRE: dict[str, Any] = {"patience_seconds": 180.0, "patience": "deterministic", "waiting_places": 30}
MODELS: dict[str, dict[str, Any]] = {
    "erlang-b": {"waiting_places": 0},
    "erlang-c": {},
    "limited-patient": {"waiting_places": 12},
    "erlang-a": {"patience_seconds": 150.0},
    "limited-exponential": {"patience_seconds": 150.0, "waiting_places": 12},
    "fixed-patience": {"patience_seconds": 150.0, "patience": "deterministic"},
    "centre": CENTRE,
    "cut-off": {"patience_seconds": 150.0, "cut_off_seconds": 180.0},
    "limited-cut-off": {"patience_seconds": 150.0, "cut_off_seconds": 180.0, "waiting_places": 12},
}
NOBODY_WAITS_SECONDS = {
    "erlang-b": 0.0,
    "erlang-c": np.inf,
    "limited-patient": np.inf,
    "centre": 180.0,
    "cut-off": 150.0 * -np.expm1(-180.0 / 150.0),
    "limited-cut-off": 150.0 * -np.expm1(-180.0 / 150.0),
}
"""How long callers wait whom nobody serves; 150 s where the model is not named."""

deterministic = settings(derandomize=True, deadline=None, max_examples=50)
loads = st.floats(0.01, 300.0)
agent_numbers = st.floats(0.0, 400.0)
patiences = st.floats(0.5, 3_000.0)
answer_times = st.floats(0.0, 300.0)
laws = st.sampled_from(["exponential", "deterministic"])
place_numbers = st.one_of(st.none(), st.integers(0, 60))
cut_offs = st.one_of(st.none(), st.floats(0.5, 3_000.0))
AHT = 180.0


def assert_same(one: QueuePerformance, other: QueuePerformance, relative: float = 1e-9) -> None:
    for measure in MEASURES:
        np.testing.assert_allclose(
            getattr(one, measure), getattr(other, measure), rtol=relative, atol=relative, err_msg=measure
        )


@given(loads, agent_numbers, st.one_of(st.none(), patiences), laws, place_numbers, answer_times, cut_offs)
@deterministic
def test_every_measure_is_possible_and_flows_balance(
    load: float,
    agents: float,
    patience_seconds: float | None,
    law: Any,
    places: int | None,
    answer: float,
    cut_off: float | None,
) -> None:
    """Shares lie in 0..1, fates add up, Little's law holds, agents' time equals answered work."""
    calls = load / AHT
    result = queue_performance(
        calls,
        AHT,
        agents,
        patience_seconds=patience_seconds,
        patience=law,
        waiting_places=places,
        answer_within_seconds=answer,
        cut_off_seconds=cut_off,
    )
    for measure in MEASURES:
        value = float(getattr(result, measure))
        assert value >= 0, measure
        assert not np.isnan(value), measure
    for measure in SHARES:
        assert float(getattr(result, measure)) <= 1, measure
    if places is not None:
        assert result.queue_length <= places * (1 + 1e-9)
    entered = 1 - result.block_probability
    assert result.wait_probability <= entered + 1e-9
    assert result.abandon_probability <= result.wait_probability + 1e-9
    assert result.service_level <= result.answered_of_offered + 1e-9
    if np.isfinite(result.queue_length):
        if entered > 1e-6:
            np.testing.assert_allclose(
                result.queue_length, calls * entered * result.wait_all_seconds, rtol=1e-8, atol=1e-12
            )
        answered = result.answered_of_offered
        if agents > 0:
            np.testing.assert_allclose(result.occupancy * agents, load * answered, rtol=1e-7, atol=1e-9)
        if law == "exponential" and patience_seconds is not None and places != 0 and cut_off is None:
            left_per_second = result.queue_length / patience_seconds
            np.testing.assert_allclose(calls * result.abandon_probability, left_per_second, rtol=1e-8, atol=1e-12)
        if law == "deterministic" and patience_seconds is not None:
            assert result.asa_served_seconds <= patience_seconds * (1 + 1e-9)
            assert result.wait_all_seconds <= patience_seconds * (1 + 1e-9)
        if cut_off is not None:
            assert result.asa_served_seconds <= cut_off * (1 + 1e-9)
            assert result.wait_all_seconds <= cut_off * (1 + 1e-9)


@given(
    loads, st.floats(0.05, 400.0), st.floats(0.01, 20.0), st.one_of(st.none(), patiences), laws, place_numbers, cut_offs
)
@deterministic
def test_more_agents_never_make_a_queue_worse(
    load: float,
    agents: float,
    more: float,
    patience_seconds: float | None,
    law: Any,
    places: int | None,
    cut_off: float | None,
) -> None:
    """Monotone in agents, fractions included."""
    few, many = (
        queue_performance(
            load / AHT,
            AHT,
            staff,
            patience_seconds=patience_seconds,
            patience=law,
            waiting_places=places,
            cut_off_seconds=cut_off,
        )
        for staff in (agents, agents + more)
    )
    slack = 1e-9
    assert many.service_level >= few.service_level - slack
    assert many.answered_of_offered >= few.answered_of_offered - slack
    assert many.answered_of_entered >= few.answered_of_entered - slack
    for measure in ("asa_served_seconds", "wait_all_seconds", "block_probability", "occupancy", "queue_length"):
        better, worse = getattr(many, measure), getattr(few, measure)
        assert better <= worse * (1 + slack) + slack, measure


@given(loads, st.integers(1, 400), patiences, laws)
@deterministic
def test_impatience_lies_between_loss_and_endless_patience(
    load: float, agents: int, patience_seconds: float, law: Any
) -> None:
    """Waiting is as in no queue at least, and as in Erlang C at most; losses are below Erlang B's."""
    calls = load / AHT
    loss = queue_performance(calls, AHT, agents, waiting_places=0)
    endless = queue_performance(calls, AHT, agents)
    between = queue_performance(calls, AHT, agents, patience_seconds=patience_seconds, patience=law)
    slack = 1e-9
    assert between.abandon_probability <= loss.block_probability + slack
    assert between.wait_probability >= loss.block_probability - slack
    assert between.wait_probability <= endless.wait_probability + slack
    assert between.wait_all_seconds <= endless.wait_all_seconds * (1 + slack) + slack
    assert between.queue_length <= endless.queue_length * (1 + slack) + slack
    assert loss.occupancy <= between.occupancy + slack
    assert between.occupancy <= endless.occupancy + slack


@given(loads, st.integers(1, 400), laws)
@deterministic
def test_vanishing_patience_is_the_loss_system(load: float, agents: int, law: Any) -> None:
    """As patience goes to 0, whoever would wait is lost at once, as in Erlang B."""
    calls = load / AHT
    loss = queue_performance(calls, AHT, agents, waiting_places=0)
    for patience_seconds in (0.0, 1e-9):
        result = queue_performance(calls, AHT, agents, patience_seconds=patience_seconds, patience=law)
        np.testing.assert_allclose(result.abandon_probability, loss.block_probability, rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose(result.service_level, loss.service_level, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(result.wait_all_seconds, 0.0, atol=1e-7)


@given(st.integers(2, 300), st.floats(0.3, 0.98), laws)
@deterministic
def test_vast_patience_is_erlang_c(agents: int, occupancy: float, law: Any) -> None:
    """As patience grows, a stable queue becomes Erlang C."""
    calls = occupancy * agents / AHT
    endless = queue_performance(calls, AHT, agents)
    vast = queue_performance(calls, AHT, agents, patience_seconds=1e11, patience=law)
    assert_same(vast, endless, 1e-5)


@given(loads, st.floats(0.0, 400.0), patiences, laws, answer_times)
@deterministic
def test_many_places_are_a_queue_without_limit(
    load: float, agents: float, patience_seconds: float, law: Any, answer: float
) -> None:
    """With more places than callers ever need, the sums of one model equal the integrals of the other."""
    options: dict[str, Any] = {
        "patience_seconds": min(patience_seconds, 900.0),
        "patience": law,
        "answer_within_seconds": answer,
    }
    limited = queue_performance(load / AHT, AHT, agents, waiting_places=4_000, **options)
    assert_same(limited, queue_performance(load / AHT, AHT, agents, **options), 1e-8)


@given(st.integers(1, 200), st.floats(0.3, 0.9))
@deterministic
def test_many_places_without_impatience_are_erlang_c(agents: int, occupancy: float) -> None:
    """M/M/c/c+K tends to Erlang C where that is stable."""
    calls = occupancy * agents / AHT
    limited = queue_performance(calls, AHT, agents, waiting_places=2_000)
    assert_same(limited, queue_performance(calls, AHT, agents), 1e-8)


@given(loads, st.integers(0, 400), st.integers(0, 60))
@deterministic
def test_unlimited_patience_in_the_law_of_either_name_is_one_model(load: float, agents: int, places: int) -> None:
    """Vast exponential and vast fixed patience meet in M/M/c/c+K, above capacity as well."""
    vast, none = (
        queue_performance(load / AHT, AHT, max(agents, 1), waiting_places=places, patience_seconds=seconds)
        for seconds in (1e13, None)
    )
    assert_same(vast, none, 1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_whole_agents_lie_on_the_curve_of_fractional_ones(name: str) -> None:
    """The extension to fractions passes smoothly through the exact values of whole numbers."""
    exact = queue_performance(0.5, 80.0, [40, 41, 42], **MODELS[name])
    near = queue_performance(0.5, 80.0, np.array([40, 41, 42]) + 1e-7, **MODELS[name])
    for measure in MEASURES:
        np.testing.assert_allclose(
            getattr(near, measure)[1:], getattr(exact, measure)[1:], rtol=1e-5, atol=1e-9, err_msg=measure
        )
    between = queue_performance(0.5, 80.0, 41.3, **MODELS[name])
    assert exact.service_level[1] <= between.service_level <= exact.service_level[2]
    assert exact.wait_all_seconds[1] >= between.wait_all_seconds >= exact.wait_all_seconds[2]


@pytest.mark.parametrize("name", MODELS)
def test_no_calls_are_served_perfectly(name: str) -> None:
    """Without calls: service level 1, nothing else; with or without agents."""
    result = queue_performance(0.0, 240.0, [0.0, 0.5, 7.0], **MODELS[name])
    for measure in MEASURES:
        np.testing.assert_array_equal(getattr(result, measure), 1.0 if measure == "service_level" else 0.0)


@pytest.mark.parametrize("name", MODELS)
def test_calls_without_work_are_served_at_once_by_anybody(name: str) -> None:
    """A handling time of 0 needs an agent, but none of their time."""
    result = queue_performance(0.3, 0.0, [0.0, 1.0], **MODELS[name])
    np.testing.assert_array_equal(result.service_level, [0.0, 1.0])
    assert result.occupancy[1] == 0.0


@pytest.mark.parametrize("name", MODELS)
def test_nobody_at_work_serves_nobody(name: str) -> None:
    """Without agents: service level 0, occupancy 1 as the limit, waits as long as patience lasts."""
    result = queue_performance(0.3, 240.0, 0.0, **MODELS[name])
    expected = NOBODY_WAITS_SECONDS.get(name, 150.0)
    assert result.service_level == 0.0
    assert result.occupancy == 1.0
    assert result.asa_served_seconds == expected
    np.testing.assert_allclose(result.wait_all_seconds, expected, rtol=1e-12)
    if name not in ("erlang-c", "limited-patient"):
        np.testing.assert_allclose(result.abandon_probability + result.block_probability, 1.0, rtol=1e-12)


@pytest.mark.parametrize("agents", [40.0, 39.9, 3.0])
def test_patient_queue_without_spare_capacity_has_no_steady_state(agents: float) -> None:
    """Erlang C at and above capacity says so in numbers."""
    result = queue_performance(0.5, 80.0, agents)
    assert result.service_level == 0.0
    assert result.asa_served_seconds == result.wait_all_seconds == result.queue_length == np.inf
    assert result.occupancy == result.wait_probability == 1.0


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("load", [1e-6, 1.0, 1e3, 1e4, 1e7])
@pytest.mark.parametrize("relative_staff", [1e-6, 0.5, 0.99, 1.0, 1.01, 3.0])
def test_stable_over_all_magnitudes(name: str, load: float, relative_staff: float) -> None:
    """From a millionth of an erlang to ten million: no nan, shares in 0..1, balanced flows."""
    result = queue_performance(load / AHT, AHT, load * relative_staff, **MODELS[name])
    for measure in MEASURES:
        assert getattr(result, measure) >= 0, measure
    for measure in SHARES:
        assert getattr(result, measure) <= 1, measure
    if np.isfinite(result.queue_length):
        np.testing.assert_allclose(result.occupancy * relative_staff, result.answered_of_offered, rtol=1e-6, atol=1e-9)


finite = st.floats(min_value=0.0, allow_nan=False, allow_infinity=False)


@given(finite, finite, finite, st.one_of(st.none(), finite), laws, place_numbers, finite, st.one_of(st.none(), finite))
@deterministic
def test_no_finite_input_fails(
    calls: float,
    aht: float,
    agents: float,
    patience_seconds: float | None,
    law: Any,
    places: int | None,
    answer: float,
    cut_off: float | None,
) -> None:
    """From the smallest to the largest float: numbers come back, never nan, never an exception."""
    result = queue_performance(
        calls,
        aht,
        agents,
        patience_seconds=patience_seconds,
        patience=law,
        waiting_places=places,
        answer_within_seconds=answer,
        cut_off_seconds=cut_off,
    )
    for measure in MEASURES:
        assert getattr(result, measure) >= 0, measure
    for measure in SHARES:
        assert getattr(result, measure) <= 1, measure


def test_ten_thousand_erlangs_agree_with_the_recursion() -> None:
    """The loss function at 10,000 erlangs equals its textbook recursion to 12 digits."""
    load, blocked = 10_000.0, 1.0
    for agents in range(1, 10_001):
        blocked = load * blocked / (agents + load * blocked)
    result = queue_performance(load / AHT, AHT, 10_000, waiting_places=0)
    np.testing.assert_allclose(result.block_probability, blocked, rtol=1e-12)


def test_inputs_are_broadcast() -> None:
    """Calls by column and agents by row give a table; models mix within one call."""
    calls = np.array([0.1, 0.2, 0.0])
    agents = np.array([[20.0], [30.0]])
    table = queue_performance(calls, AHT, agents, **CENTRE)
    assert table.service_level.shape == (2, 3)
    single = queue_performance(0.2, AHT, 30.0, **CENTRE)
    assert single.service_level.shape == ()
    for measure in MEASURES:
        np.testing.assert_allclose(getattr(table, measure)[1, 1], getattr(single, measure), rtol=1e-13)
    places = np.array([0.0, 5.0, np.inf, np.inf])
    patience_seconds = np.array([np.inf, 60.0, 60.0, np.inf])
    mixed = queue_performance(0.2, AHT, 40.0, patience_seconds=patience_seconds, waiting_places=places)
    for index, (limit, seconds) in enumerate(zip(places, patience_seconds, strict=True)):
        alone = queue_performance(0.2, AHT, 40.0, patience_seconds=seconds, waiting_places=limit)
        np.testing.assert_allclose(mixed.asa_served_seconds[index], alone.asa_served_seconds)


def test_an_empty_array_gives_empty_measures() -> None:
    """No intervals are no fault."""
    assert queue_performance([], AHT, 3.0, **CENTRE).service_level.shape == (0,)


@pytest.mark.parametrize("name", ["calls_per_second", "aht_seconds", "agents", "answer_within_seconds"])
@pytest.mark.parametrize("value", [-1.0, np.nan, np.inf, [1.0, -0.5], "many"])
def test_impossible_numbers_are_refused_by_name(name: str, value: Any) -> None:
    """Negative, nan, infinite and wordy inputs: a ValueError that names the argument."""
    arguments: dict[str, Any] = {"calls_per_second": 0.1, "aht_seconds": 180.0, "agents": 20.0, name: value}
    with pytest.raises(ValueError, match=name):
        queue_performance(**arguments)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"patience_seconds": -1.0}, "patience_seconds"),
        ({"patience_seconds": np.nan}, "patience_seconds"),
        ({"patience_seconds": 60.0, "patience": "gamma"}, "'exponential' or 'deterministic'"),
        ({"patience": ["exponential"]}, "'exponential' or 'deterministic'"),
        ({"cut_off_seconds": -1.0}, "cut_off_seconds"),
        ({"cut_off_seconds": np.nan}, "cut_off_seconds"),
        ({"waiting_places": -1}, "waiting_places"),
        ({"waiting_places": np.nan}, "waiting_places"),
        ({"waiting_places": 2.5}, "waiting_places must be whole"),
        ({"waiting_places": 100_001}, "at most 100000"),
        ({"answer_within_seconds": [1.0, 2.0]}, "shapes do not fit together: calls_per_second"),
    ],
)
def test_impossible_options_are_refused(options: dict[str, Any], message: str) -> None:
    """Each refusal says which option and why."""
    with pytest.raises(ValueError, match=message):
        queue_performance([0.1, 0.2, 0.3], 180.0, 20.0, **options)

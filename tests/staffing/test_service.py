"""How callers fare with a roster's coverage."""

import numpy as np
import pytest
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.coverage import Coverage
from scheduler.domain.demand import Demand
from scheduler.staffing.erlang import queue_performance
from scheduler.staffing.requirements import plan_demand
from scheduler.staffing.service import measure_service
from scheduler.staffing.service_report import ServiceReport
from tests.staffing.centre import ENGLISH, GENERAL, TEXT, WEEK, constant_inflow, settings

LIMITS = {"patience_seconds": 180, "patience": "deterministic", "waiting_places": 30, "attempts_per_entered": 1.25}
LIMITED = GENERAL | LIMITS
NOON = 24


def plan(workspace: Settings, **calls_per_hour: float) -> Demand:
    return plan_demand(workspace, constant_inflow(**calls_per_hour), WEEK, {})  # type: ignore[arg-type]  # int is days


def report(workspace: Settings, demand: Demand, share: float = 1.0) -> ServiceReport:
    """Service where each queue gets this share of its requirement."""
    effective = {
        name: np.ceil(needs.required_permille * share).astype(np.int64) for name, needs in demand.queues.items()
    }
    heads = {name: -(-permille // 1000) for name, permille in effective.items()}
    return measure_service(workspace, demand, Coverage(effective, heads, np.zeros(WEEK.n_intervals, dtype=np.int64)))


def general_with(permille: int, **changes: object) -> ServiceReport:
    workspace = settings(LIMITED | changes, shrinkage={"training": 0.1})
    demand = plan(workspace, general=300)
    effective = np.full(WEEK.n_intervals, permille, dtype=np.int64)
    return measure_service(workspace, demand, Coverage({"general": effective}, {"general": effective}, effective))


def test_the_agents_that_shrinkage_leaves_serve_the_queue_as_it_really_runs() -> None:
    served = general_with(24_500).queues["general"]
    expected = queue_performance(
        300 / 3600, 240, 24.5 * 0.9, patience_seconds=180, patience="deterministic", waiting_places=30
    )
    assert served.service_level[NOON] == pytest.approx(expected.service_level)
    assert served.asa_seconds[NOON] == pytest.approx(expected.asa_served_seconds)
    assert served.occupancy[NOON] == pytest.approx(expected.occupancy)


def test_callers_without_a_place_have_not_entered() -> None:
    served = general_with(10_000, waiting_places=5).queues["general"]
    fates = queue_performance(300 / 3600, 240, 9.0, patience_seconds=180, patience="deterministic", waiting_places=5)
    assert fates.block_probability > 0.1
    assert served.answer_rate_entered[NOON] == pytest.approx(fates.answered_of_entered)


def test_callers_without_a_place_count_in_the_total_rate() -> None:
    totals = general_with(10_000, waiting_places=5).totals()
    assert totals.entered < 0.9 * totals.calls
    assert totals.attempts == pytest.approx(1.25 * totals.calls)
    assert totals.answer_rate_total == pytest.approx(totals.answered / (1.25 * totals.calls))


def test_attempts_of_the_history_count_before_the_stated_ratio() -> None:
    workspace = settings(LIMITED)
    inflow = constant_inflow(general=300)
    inflow.queues["general"].attempts[:, 12:] = 600
    demand = plan_demand(workspace, inflow, WEEK, {})
    attempts = demand.queues["general"].attempts
    assert attempts is not None
    assert attempts[0] == pytest.approx(150 * 1.25)
    assert attempts[NOON] == pytest.approx(300)
    assert report(workspace, demand).totals().attempts == pytest.approx(7 * 12 * (300 * 1.25 + 600))


def both_views_of_a_short_noon(queue: dict[str, object]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Service level by interval, alone and lagged, where at noon half of the people are away for half an hour."""
    workspace = settings(queue)
    demand = plan(workspace, general=300)
    effective = np.full(WEEK.n_intervals, 24_000, dtype=np.int64)
    effective[NOON] = 12_000
    coverage = Coverage({"general": effective}, {"general": effective}, effective)
    alone, lagged = (
        measure_service(workspace, demand, coverage, dependence=dependence).queues["general"].service_level
        for dependence in ("independent", "lagged")
    )
    np.testing.assert_allclose(lagged[:NOON], alone[:NOON])
    return alone, lagged


def test_the_lagged_variant_is_worse_after_a_short_interval_where_nobody_gives_up() -> None:
    alone, lagged = both_views_of_a_short_noon(GENERAL)
    assert lagged[NOON + 1] < alone[NOON + 1] - 0.1
    np.testing.assert_allclose(lagged[NOON + 6 :], alone[NOON + 6 :], atol=1e-6)


def test_where_callers_give_up_none_of_them_is_handed_on() -> None:
    alone, lagged = both_views_of_a_short_noon(LIMITED)
    # Those who leave at noon finish the calls that they have.
    assert alone[NOON] < lagged[NOON] < alone[NOON] + 0.05
    assert lagged[NOON + 1] >= alone[NOON + 1] - 1e-6
    np.testing.assert_allclose(lagged[NOON + 3 :], alone[NOON + 3 :], atol=1e-6)


def test_a_load_that_has_faded_away_is_none() -> None:
    workspace = settings(GENERAL | {"aht_seconds": 60})
    profile = np.zeros(24)
    profile[9] = 300.0
    demand = plan_demand(workspace, constant_inflow(general=profile), WEEK, {})
    effective = np.full(WEEK.n_intervals, 24_000, dtype=np.int64)
    coverage = Coverage({"general": effective}, {"general": effective}, effective)
    served = measure_service(workspace, demand, coverage, dependence="lagged").queues["general"]
    assert served.answered.sum() == pytest.approx(demand.queues["general"].calls.sum())


def test_the_settings_choose_the_variant() -> None:
    def level(dependence: str) -> float:
        workspace = settings(LIMITED, interval_dependence=dependence)
        inflow = constant_inflow(general=np.array([30.0, 500.0] * 12))
        demand = plan_demand(workspace, inflow, WEEK, {})
        effective = np.full(WEEK.n_intervals, 40_000, dtype=np.int64)
        coverage = Coverage({"general": effective}, {"general": effective}, effective)
        return measure_service(workspace, demand, coverage).totals().service_level

    assert level("independent") != pytest.approx(level("lagged"), abs=1e-3)


def test_the_total_rate_counts_attempts_that_never_entered() -> None:
    totals = general_with(30_000).totals()
    assert totals.attempts == pytest.approx(300 * 24 * 7 * 1.25)
    assert totals.answer_rate_total == pytest.approx(totals.answer_rate_entered / 1.25)


def test_an_overloaded_queue_without_patience_answers_no_more_than_its_agents_can() -> None:
    served = general_with(10_000, patience_seconds=None, waiting_places=None).queues["general"]
    assert served.answer_rate_entered[NOON] == pytest.approx(9 / 20)
    assert served.asa_seconds[NOON] == np.inf


def test_nobody_on_duty_answers_nobody() -> None:
    totals = general_with(0).totals()
    assert totals.answered == 0
    assert totals.service_level == 0
    assert totals.answer_rate_entered == 0
    assert np.isnan(totals.asa_seconds)


def test_a_met_requirement_meets_the_targets() -> None:
    workspace = settings(LIMITED, ENGLISH, TEXT, shrinkage={"training": 0.1})
    service = report(workspace, plan(workspace, general=300, english=12, text=60))
    assert service.totals(["general"]).service_level >= 0.8
    assert service.totals(["english"]).service_level >= 0.8
    assert service.totals(["text"]).service_level == 1
    assert service.totals().shortfall_agent_hours == 0


def test_answer_time_follows_the_hour_class() -> None:
    slow = {"targets_by_hour": {"other": {"service_level": 0.8, "answer_within_seconds": 60}}}
    assert (
        general_with(23_000, **slow).queues["general"].service_level[NOON]
        > general_with(23_000).queues["general"].service_level[NOON]
    )


def test_closed_intervals_have_no_measures_and_no_surplus() -> None:
    workspace = settings(ENGLISH)
    demand = plan(workspace, english=12)
    effective = np.full(WEEK.n_intervals, 5000, dtype=np.int64)
    service = measure_service(workspace, demand, Coverage({"english": effective}, {"english": effective}, effective))
    served = service.queues["english"]
    closed = ~demand.queues["english"].is_open
    for measure in (served.service_level, served.asa_seconds, served.occupancy, served.answer_rate_entered):
        assert np.isnan(measure[closed]).all()
        assert not np.isnan(measure[~closed]).any()
    assert (served.surplus[closed] == 0).all()
    assert service.totals().surplus_agent_hours == pytest.approx(served.surplus[~closed].sum() / 2)


def test_shortfall_and_surplus_do_not_offset_each_other() -> None:
    workspace = settings(GENERAL)
    demand = plan(workspace, general=300)
    effective = demand.queues["general"].required_permille.copy()
    effective[0] -= 1500
    effective[1] += 500
    service = measure_service(workspace, demand, Coverage({"general": effective}, {"general": effective}, effective))
    assert service.totals().shortfall_agent_hours == pytest.approx(0.75)
    assert service.totals().surplus_agent_hours == pytest.approx(0.25)


def test_each_call_counts_alike_in_the_totals() -> None:
    workspace = settings(LIMITED, ENGLISH | LIMITS)
    service = report(workspace, plan(workspace, general=300, english=12), 0.9)
    parts = service.by_queue()
    whole = service.totals()
    assert whole.calls == pytest.approx(sum(part.calls for part in parts.values()))
    assert whole.service_level == pytest.approx(
        sum(part.calls * part.service_level for part in parts.values()) / whole.calls
    )
    assert whole.asa_seconds == pytest.approx(
        sum(part.answered * part.asa_seconds for part in parts.values()) / whole.answered
    )


@pytest.mark.parametrize("part", ["by_weekday", "by_hour_of_day", "by_hour_class", "by_queue"])
def test_the_parts_add_up_to_the_whole(part: str) -> None:
    workspace = settings(LIMITED, ENGLISH, hour_classes={"prime": [{"from": "09:00", "to": "12:00"}], "vulnerable": []})
    service = report(workspace, plan(workspace, general=300, english=12), 0.9)
    parts = getattr(service, part)()
    parts = list(parts.values()) if isinstance(parts, dict) else parts
    whole = service.totals()
    assert sum(p.answered for p in parts) == pytest.approx(whole.answered)
    assert sum(p.shortfall_agent_hours for p in parts) == pytest.approx(whole.shortfall_agent_hours)


def test_the_headline_is_of_the_phone_queues_but_hours_are_of_all() -> None:
    workspace = settings(LIMITED, TEXT)
    service = report(workspace, plan(workspace, general=300, text=60), 0.8)
    assert service.totals().calls == service.totals(["general"]).calls
    assert service.totals().shortfall_agent_hours == pytest.approx(
        service.totals(["general"]).shortfall_agent_hours + service.totals(["text"]).shortfall_agent_hours
    )


def test_an_unknown_queue_is_refused() -> None:
    with pytest.raises(KeyError):
        general_with(1000).totals(["nowhere"])


def text_with(permille: int) -> ServiceReport:
    """60 texts an hour round the clock, served 08-20, due within 2 h; 6 agents keep the pace on average."""
    workspace = settings(TEXT)
    demand = plan(workspace, text=60)
    effective = np.full(WEEK.n_intervals, permille, dtype=np.int64)
    return measure_service(workspace, demand, Coverage({"text": effective}, {"text": effective}, effective))


def test_text_that_comes_at_night_waits_for_the_morning() -> None:
    served = text_with(100_000).queues["text"]
    # With plenty of agents all is done at once by day, and within minutes of the opening what came by night.
    assert served.asa_seconds[NOON] == pytest.approx(0, abs=1)
    assert served.asa_seconds[2 * 20] == pytest.approx((12 - 0.25) * 3600, rel=0.02)
    assert np.nansum(served.service_level) == 336


def in_time_with(share: float, deadline_minutes: int) -> float:
    """Share of texts in time, with arrivals by chance and this share of the required agents."""
    workspace = settings(TEXT | {"deadline_minutes": deadline_minutes})
    profile = np.random.default_rng(deadline_minutes).uniform(0, 100, 24)
    return (
        report(workspace, plan_demand(workspace, constant_inflow(text=profile), WEEK, {}), share).totals().service_level
    )


@pytest.mark.parametrize("minutes", [30, 60, 120, 480, 1440])
def test_the_levelled_workload_is_enough_to_keep_every_deadline(minutes: int) -> None:
    assert in_time_with(1.0, minutes) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("minutes", [30, 60, 120, 480])
def test_a_little_less_than_the_levelled_workload_is_not(minutes: int) -> None:
    assert in_time_with(0.97, minutes) < 1.0


def test_too_few_agents_for_text_are_late_with_what_came_by_night() -> None:
    # 3 agents' work comes in each hour. What came by midnight, 4 hours after closing, takes 6 agents 2 hours.
    served = text_with(6_000).queues["text"]
    assert served.service_level[47] == 1
    assert served.service_level[48] == 0
    assert text_with(30_000).totals().service_level == 1


def test_text_with_nobody_on_it_is_late() -> None:
    served = text_with(0).queues["text"]
    assert np.nanmax(served.service_level[48:-48]) == 0
    assert np.isnan(served.occupancy).all()


def test_occupancy_of_text_is_work_over_capacity() -> None:
    served = text_with(12_000).queues["text"]
    assert np.nansum(served.occupancy * 12 * 0.5) == pytest.approx(60 * 24 * 7 * 180 / 3600)

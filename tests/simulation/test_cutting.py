"""What was seen, cut into parts and held against what is computed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t as student_t

from scheduler.figures import Run
from scheduler.figures.words import reasons_texts
from scheduler.simulation.cutting import results
from scheduler.simulation.kernel.layout import ANSWERED, BLOCKED, CALLS, FATES, IN_TIME, REDIALS, WAITED, Reals
from scheduler.simulation.results import MEASURES, Simulated
from scheduler.staffing.service import measure_service
from tests.runs import small_run

REPLICATIONS = 8


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return small_run(tmp_path_factory.mktemp("results") / "workspace")


def as_computed(run: Run) -> Reals:
    """Replications that show what is computed, to the fraction of a call."""
    assert run.service is not None
    seen = np.zeros((REPLICATIONS, len(FATES), len(run.service.queues), run.problem.horizon.n_intervals))
    for number, queue in enumerate(run.service.queues.values()):
        level, wait = np.nan_to_num(queue.service_level), np.nan_to_num(queue.asa_seconds, posinf=0.0)
        seen[:, CALLS, number] = queue.calls
        seen[:, BLOCKED, number] = queue.calls - queue.entered
        seen[:, ANSWERED, number] = queue.answered
        seen[:, IN_TIME, number] = queue.calls * level
        seen[:, WAITED, number] = queue.answered * wait
    return seen


def found_of(run: Run, seen: Reals, *, helped_on_monday: bool = False, is_lending: bool = False) -> Simulated:
    assert run.audit is not None
    demand, coverage = run.problem.demand, run.audit.coverage
    computed, lagged = (
        measure_service(run.settings, demand, coverage, dependence=dependence)
        for dependence in ("independent", "lagged")
    )
    helped = np.zeros((len(demand.queues), demand.horizon.n_intervals), dtype=np.bool_)
    if helped_on_monday:
        helped[0, demand.horizon.day_of_interval() == 0] = True
    return results(run.settings, demand, seen, computed, lagged, helped, np.full_like(helped, is_lending))


def test_where_the_computed_is_seen_nothing_differs(run: Run) -> None:
    found = found_of(run, as_computed(run))
    assert found.cause is None
    for part in found.parts:
        for name in MEASURES:
            figure = part.figures[name]
            if np.isfinite(figure.computed) and np.isfinite(figure.simulated):
                assert figure.simulated == pytest.approx(figure.computed, abs=1e-9), (part.scope, part.queue, name)
                assert not figure.differs


def test_the_parts_are_all_calls_and_each_queue_by_day_hour_and_interval(run: Run) -> None:
    found = found_of(run, as_computed(run))
    assert (found.whole.scope, found.whole.queue) == ("all", None)
    assert [part.queue for part in found.queues()] == ["general", "english", "text"]
    assert len(found.of("day")) == 7
    assert {part.at for part in found.of("hour_class")} <= {"prime", "vulnerable", "other"}
    for scope in ("day", "hour", "interval"):
        calls = sum(part.calls for part in found.of(scope, "general"))
        assert calls == pytest.approx(found.queues()[0].calls)
    assert found.of("interval", "english")[0].start is not None


def test_all_calls_leave_out_work_that_may_wait(run: Run) -> None:
    found = found_of(run, as_computed(run))
    general, english, _ = found.queues()
    assert found.whole.calls == pytest.approx(general.calls + english.calls)


def test_the_interval_is_that_of_a_ratio_over_replications(run: Run) -> None:
    seen = as_computed(run)
    factor = 1.0 + 0.1 * np.random.default_rng(1).standard_normal(REPLICATIONS)
    seen[:, IN_TIME] *= factor[:, None, None]
    figure = found_of(run, seen).whole.figures["service_level"]
    in_time, calls = seen[:, IN_TIME, :2].sum(axis=(1, 2)), seen[:, CALLS, :2].sum(axis=(1, 2))
    ratio = in_time.mean() / calls.mean()
    half_width = student_t.ppf(0.975, REPLICATIONS - 1) * (in_time - ratio * calls).std(ddof=1) / calls.mean()
    assert figure.simulated == pytest.approx(ratio)
    assert figure.half_width == pytest.approx(half_width / REPLICATIONS**0.5)
    assert figure.low < figure.simulated < figure.high


def test_redials_are_attempts_and_first_calls_have_their_share(run: Run) -> None:
    seen = as_computed(run)
    before = found_of(run, seen).queues()[0].figures["answer_rate_total"].simulated
    seen[:, CALLS] += 10.0
    seen[:, REDIALS] += 10.0
    calls = seen[:, CALLS, 0].sum(axis=1).mean()
    needs = run.problem.demand.queues["general"]
    assert needs.attempts is not None
    attempts = needs.attempts.sum() + 10.0 * run.problem.horizon.n_intervals
    after = found_of(run, seen).queues()[0]
    assert after.calls == pytest.approx(calls)
    assert after.figures["answer_rate_total"].simulated == pytest.approx(
        seen[:, ANSWERED, 0].sum(axis=1).mean() / attempts
    )
    assert after.figures["answer_rate_total"].simulated < before


def test_the_cause_is_the_hour_with_most_of_the_difference(run: Run) -> None:
    seen = as_computed(run)
    hour = run.problem.horizon.clock_minute_of_interval() // 60
    seen[:, IN_TIME, 0, hour == 10] *= 0.5
    seen[:, IN_TIME, 0, hour == 11] *= 0.95
    found = found_of(run, seen)
    assert found.cause is not None
    assert (found.cause.part.at, found.cause.part.queue) == ("10", "general")


def test_an_hour_that_lagging_explains_is_handed_on(run: Run) -> None:
    assert run.audit is not None
    lagged = measure_service(run.settings, run.problem.demand, run.audit.coverage, dependence="lagged")
    seen = as_computed(run)
    general = lagged.queues["general"]
    seen[:, IN_TIME, 0] = general.calls * np.nan_to_num(general.service_level)
    found = found_of(run, seen)
    assert found.cause is not None
    assert found.cause.is_handed_on


@pytest.mark.parametrize(("day", "is_helped"), [(0, True), (1, False)])
def test_a_difference_lies_where_others_help_or_elsewhere(run: Run, day: int, is_helped: bool) -> None:
    seen = as_computed(run)
    horizon = run.problem.horizon
    at = (horizon.clock_minute_of_interval() // 60 == 10) & (horizon.day_of_interval() == day)
    seen[:, IN_TIME, 0, at] = 0.0
    assert seen[:, IN_TIME].sum() < as_computed(run)[:, IN_TIME].sum()
    found = found_of(run, seen, helped_on_monday=True)
    assert found.cause is not None
    assert found.cause.is_helped == is_helped


@pytest.mark.parametrize(
    ("factor", "is_lending", "why"), [(0.5, True, "lending"), (0.5, False, "chance"), (1.3, True, "helped")]
)
def test_why_a_queue_fares_otherwise_is_said_of_each(run: Run, factor: float, is_lending: bool, why: str) -> None:
    seen = as_computed(run)
    monday = run.problem.horizon.day_of_interval() == 0
    seen[:, IN_TIME, 0, monday] = np.minimum(seen[:, IN_TIME, 0, monday] * factor, seen[:, CALLS, 0, monday])
    found = found_of(run, seen, helped_on_monday=True, is_lending=is_lending)
    assert [(one.part.queue, one.why) for one in found.reasons] == [("general", why)]
    (said,) = reasons_texts(found, "en")
    assert said.startswith("general: computed ")
    assert found_of(run, as_computed(run)).reasons == ()


def test_what_is_for_programs_is_plain(run: Run, tmp_path: Path) -> None:
    import json

    text = json.dumps(found_of(run, as_computed(run)).as_json(), allow_nan=False)
    told = json.loads(text)
    assert told["parts"][0]["measures"]["service_level"]["differs"] is False
    assert told["replications"] == REPLICATIONS

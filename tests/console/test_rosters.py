"""Lines of the terminal."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.console.rosters import audited
from scheduler.constraints.shift_cover import ShiftCover
from scheduler.domain.demand import Demand
from scheduler.domain.roster import Roster
from scheduler.figures.words import headline, no_wait_text, starting_point
from scheduler.labels import Language, label
from scheduler.staffing.service_report import Totals
from scheduler.terminal.tables import plain_lines
from scheduler.verify import audit
from tests.constraints.agreement import assignment
from tests.runs import small_run


def test_the_headline_names_three_worst_intervals(tmp_path: Path) -> None:
    lines = headline(small_run(tmp_path))
    start = [left for left, _ in lines].index("Worst intervals")
    worst = [right for _, right in lines[start : start + 3]]
    assert all("agents short of" in text for text in worst)
    assert [left for left, _ in lines[start + 1 : start + 3]] == ["", ""]


def test_the_headline_shows_what_the_other_view_of_intervals_makes_of_the_service(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    text = dict(headline(run))["With calls and callers that carry over"]
    assert f"Service level {run.totals_by_dependence['lagged'].service_level:.1%}" in text
    assert text.count("%") == 3
    lagged = replace(run, settings=run.settings.model_copy(update={"interval_dependence": "lagged"}))
    assert "With each interval on its own" in dict(headline(lagged))


def test_where_nobody_calls_nothing_is_said_of_callers(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    nobody_calls = run.problem.replace(demand=Demand(run.problem.horizon, {}))
    on_shifts_alone = replace(run, settings=run.settings.model_copy(update={"queues": ()}), problem=nobody_calls)
    missing = [name for name, _ in headline(run) if name not in dict(headline(on_shifts_alone))]
    assert missing[:2] == ["Service level", "Average wait"]
    assert "With calls and callers that carry over" in missing
    assert "Status" not in missing


def test_an_unknown_gap_is_left_out(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    without_bound = replace(run, result=replace(run.result, best_bound=None))
    assert ("Status", "a valid roster") in headline(without_bound)


def test_how_far_a_roster_may_be_from_the_least_cost_is_never_said_too_low(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    cost = run.result.objective
    assert cost is not None
    for bound, said in (
        (cost, "a valid roster, of the least cost possible"),
        (cost * (1 - 1e-5), "a valid roster, at most 0.1% above the least cost possible"),
        (cost * 0.9985, "a valid roster, at most 0.2% above the least cost possible"),
        (cost * 0.998, "a valid roster, at most 0.2% above the least cost possible"),
    ):
        assert ("Status", said) in headline(replace(run, result=replace(run.result, best_bound=bound)))


def test_a_wait_that_nobody_has_is_told_in_words() -> None:
    nothing = Totals(0, 0, 0, 0, math.nan, math.nan, math.nan, math.nan, 0, 0)
    assert no_wait_text(nothing, "en") == "no calls"
    nobody = replace(nothing, calls=10, entered=10, service_level=0.0, asa_seconds=math.inf, answer_rate_entered=0.0)
    assert no_wait_text(nobody, "en") == "nobody answers"
    # One half hour with too few people, of a week in which 97% are answered in time.
    assert no_wait_text(replace(nobody, service_level=0.97), "en") == "some wait without end"
    assert no_wait_text(replace(nobody, service_level=0.97), "ko") == "일부는 끝없이 기다림"


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Days checked  2023-11-06 to 2023-11-12 (7 days)"), ("ko", "확인한 기간  2023-11-06 ~ 2023-11-12 (7일)")],
)
def test_the_days_that_were_checked_are_told(tmp_path: Path, language: str, line: str) -> None:
    run = small_run(tmp_path)
    told = replace(run, settings=run.settings.model_copy(update={"language": language}))
    assert line in [" ".join(text.split()).replace(" 2023", "  2023", 1) for text in plain_lines(audited(told))]


def test_breaches_come_before_costs_and_are_counted(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    assert run.roster is not None
    twice = assignment(run.problem, "E005", run.problem.horizon.first_day, "V")
    roster = type(run.roster).of([*run.roster.assignments, twice])
    lines = plain_lines(audited(replace(run, roster=roster, audit=audit(run.problem, run.rules, roster))))
    assert lines[0].startswith("E005  R01 One shift a day  2023-11-06  E005 has 2 shifts")
    costs = lines.index("Cost by rule (points):")
    assert lines[costs - 1].startswith("Hard rules: ")
    assert lines[costs - 1].endswith(" breaches")


def test_one_breach_and_one_person_are_singular() -> None:
    assert [label("broken", "en", count=n) for n in (0, 1, 2)] == ["0 breaches", "1 breach", "2 breaches"]
    assert [label("people", "en", count=n) for n in (1, 2)] == ["1 person", "2 people"]
    assert label("broken", "ko", count=1) == "위반 1건"


def test_the_end_of_the_arrivals_is_told_in_days_before_the_plan(tmp_path: Path) -> None:
    problem = small_run(tmp_path).problem
    first = problem.horizon.first_day

    def told(days: int, language: Language) -> str:
        known = problem.replace(inflow_from=first - timedelta(days=70), inflow_until=first - timedelta(days=days))
        return dict(starting_point(known, language))[label("inflow_until", language)]

    assert told(1, "en").endswith("70 days, end the day before the plan")
    assert told(57, "en").endswith("14 days, end 57 days before the plan")
    assert told(1, "ko").endswith("70일(계획 시작 전날까지)")


def test_verify_lists_every_miss_where_a_written_run_counts_the_rest(tmp_path: Path) -> None:
    made = small_run(tmp_path)
    cover = [{"day": day, "shift": shift, "heads": 90} for day in range(7) for shift in ("D", "V", "N")]
    rules = (ShiftCover(weight=1, cover=cover),)
    run = replace(made, rules=rules, audit=audit(made.problem, rules, made.roster or Roster()))
    assert len(run.missed_heads) == 21
    lines = plain_lines(audited(run))
    assert sum(" short (" in line for line in lines) == 21
    assert not any("workbook" in line for line in lines)
    assert "1 more: sheet of rules in the workbook" in [text for _, text in headline(run)]

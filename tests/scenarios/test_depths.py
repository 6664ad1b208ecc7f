"""What each depth sees of the small workspace."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.config import Pay
from scheduler.domain.people import Absence
from scheduler.planning import plan_problem
from scheduler.readers.workspace import Workspace
from scheduler.result import Status
from scheduler.scenarios.anonymous_optimum import PERSONAL_RULES, anonymous_optimum
from scheduler.scenarios.available_hours import available_coverage, capacity_minutes
from scheduler.scenarios.evaluating import Piece, Result, evaluate
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.premiums import Premiums, night_minutes, premiums_of
from scheduler.solve import solve
from tests.constraints.agreement import MONDAY, roster_of
from tests.scenarios.scenes import applied, runner_of, small


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small(tmp_path_factory.mktemp("small"))


def evaluated(workspace: Workspace, folder: Path, depth: Depth) -> Result:
    runner = runner_of(workspace, folder, depth)
    return evaluate(Piece(workspace, MONDAY, 7, depth, runner._solving))


# ---- staffing ----


def test_a_week_of_a_contract_less_the_days_of_absence(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    full, absent, night = (capacity_minutes(problem, problem.employee[who]) for who in ("E005", "E001", "E007"))
    assert full == 2400 * 1000
    assert night == 1950 * 1000
    # One day of leave of five, in the group that is on site or at home.
    mode = problem.work_mode(problem.employee["E001"], MONDAY)
    assert absent == 4 * 480 * problem.capacity_permille(mode)


def test_leave_beyond_the_contract_days_takes_nothing_more(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    week = Absence(employee_id="E005", first_day=MONDAY, last_day=date(2023, 11, 12), kind="annual_leave")
    away = problem.replace(absences=(week,))
    assert capacity_minutes(away, away.employee["E005"]) == 0


def test_hours_go_to_the_home_queue_in_proportion_to_its_requirement(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    effective = available_coverage(problem).effective_permille["english"]
    required = problem.demand.queues["english"].required_permille
    assert effective.sum() * 30 == pytest.approx(2400 * 1000, rel=0.001)
    assert len({*(effective[required > 0] / required[required > 0]).round(3)}) == 1
    assert not effective[required == 0].any()


# ---- coverage ----


def test_no_roster_covers_better_than_the_anonymous_optimum(workspace: Workspace, tmp_path: Path) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    rules = [rule for rule in workspace.settings.rules if rule.rule not in PERSONAL_RULES]
    best = solve(problem, rules, options=runner_of(workspace, tmp_path)._solving)
    optimum = anonymous_optimum(problem, rules)
    assert best.objective is not None
    assert optimum is not None
    assert optimum.cost <= (best.objective + best.unavoidable_cost) * (1 + 1e-6)


def test_rules_that_nobody_can_keep_are_infeasible(workspace: Workspace, tmp_path: Path) -> None:
    spans = '[{queue: general, from: "01:00", to: "08:00", heads: 13}]'  # there are twelve people
    strict = applied(workspace, f"settings: {{rules: {{minimum_heads: {{spans: {spans}}}}}}}").workspace
    assert evaluated(strict, tmp_path, Depth.COVERAGE).status is Status.INFEASIBLE
    assert evaluated(strict, tmp_path, Depth.ROSTER).status is Status.INFEASIBLE


# ---- roster ----


def test_a_roster_comes_with_its_checked_files_and_everybodys_week(workspace: Workspace, tmp_path: Path) -> None:
    result = evaluated(workspace, tmp_path, Depth.ROSTER)
    assert result.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert set(result.files) == {
        *("coverage.csv", "days_around.csv", "report.html", "roster.csv", "roster.xlsx", "summary.json"),
    }
    assert set(result.weeks) == {person.employee_id for person in workspace.employees}
    worked = sum(bool(day) for days in result.weeks.values() for day in days)
    assert worked == result.files["roster.csv"].count(b"\n") - 1
    assert result.figures["requests_met"] <= 3


@pytest.mark.parametrize("depth", [Depth.STAFFING, Depth.COVERAGE])
def test_parts_of_the_week_are_measured(workspace: Workspace, tmp_path: Path, depth: Depth) -> None:
    figures = evaluated(workspace, tmp_path, depth).figures
    assert {"service_level", "other.asa_seconds", "fri.answer_rate_total", "hour_09.service_level"} <= set(figures)
    assert "prime.service_level" not in figures  # the small workspace has no prime hours


# ---- premiums ----


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2023-11-06T18:00", "2023-11-07T01:00", 180),
        ("2023-11-06T01:00", "2023-11-06T08:00", 300),
        ("2023-11-06T06:00", "2023-11-06T22:00", 0),
        ("2023-11-06T05:59", "2023-11-06T22:01", 2),
    ],
)
def test_night_work_is_between_22_and_6(start: str, end: str, minutes: int) -> None:
    assert night_minutes(datetime.fromisoformat(start), datetime.fromisoformat(end)) == minutes


def test_the_meal_break_of_a_night_is_no_night_work(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    roster = roster_of(problem, {("E007", 0): "N"})
    assert premiums_of(problem, roster) == Premiums(night=270)


def test_hours_of_a_public_holiday_are_paid_more_and_beyond_eight_still_more() -> None:
    pay = Pay(hourly_won=10_000)
    assert Premiums(holiday=480, long_holiday=60).won(pay) == 8 * 5_000 + 10_000
    assert Premiums(overtime=60).won(pay) == 15_000  # the hour itself and half of it
    assert Premiums(overtime=60, night=60).won(pay) == 20_000  # they add up

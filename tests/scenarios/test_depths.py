"""What each depth sees of the small workspace."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.math_opt.core.python import solver as math_opt

from scheduler.constraints.base import Rule
from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.most_weekends import MostWeekends
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.constraints.shift_cover import ShiftCover
from scheduler.constraints.shift_limits import ShiftLimits
from scheduler.constraints.weekend_duty import WeekendDuty
from scheduler.domain.people import Absence, Contract
from scheduler.domain.shifts import USUAL_NIGHT
from scheduler.inputs import Workspace
from scheduler.model import build
from scheduler.planning import plan_problem
from scheduler.result import Status
from scheduler.scenarios.anonymous_optimum import Optimum, anonymous_optimum, worked_in
from scheduler.scenarios.available_hours import available_coverage, capacity_minutes
from scheduler.scenarios.evaluating import Result, ScenarioTask, evaluate, figures_of_worked
from scheduler.scenarios.measures import Depth
from scheduler.scenarios.premiums import premium_figures
from scheduler.solve import solve
from scheduler.solve.extraction import choices_in
from tests.constraints.agreement import FULL_TIME, MONDAY, roster_of, tiny_problem
from tests.scenarios.scenes import applied, runner_of, small
from tests.workspaces import SETTINGS, STAFF

PRICED_PEOPLE: tuple[Rule, ...] = (
    ContractDays(weight=7),
    ContractMinutes(weight=7),
    WeekendDuty(weight=7),
    ShiftLimits(weight=7, most={"D": 1}),
    HorizonMinutes(weight=7, most_minutes=480),
    ConsecutiveShifts(weight=7, fewest=2),
    ConsecutiveDaysOff(weight=7, fewest=3),
    MostWeekends(weight=7, most=0),
    ForbiddenSuccessions(weight=7, successions={"D": ("D",)}),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small(tmp_path_factory.mktemp("small"))


def evaluated(workspace: Workspace, folder: Path, depth: Depth, *, is_simulated: bool = False) -> Result:
    runner = runner_of(workspace, folder, depth)
    return evaluate(ScenarioTask(workspace, MONDAY, 7, depth, runner._solving, is_simulated=is_simulated))


# ---- staffing ----


def test_a_week_of_a_contract_less_the_days_of_absence(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    full, absent, night = (capacity_minutes(problem)[who] for who in ("E005", "E001", "E007"))
    assert full == 2400 * 1000
    assert night == 1950 * 1000
    # One day of leave of five, in the group that is on site or at home.
    mode = problem.work_mode(problem.employee["E001"], MONDAY)
    assert absent == 4 * 480 * problem.capacity_permille(mode)


def test_leave_beyond_the_contract_days_takes_nothing_more(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    week = Absence(employee_id="E005", first_day=MONDAY, last_day=date(2023, 11, 12), kind="annual_leave")
    away = problem.replace(absences=(week,))
    assert capacity_minutes(away)["E005"] == 0


def test_a_part_of_a_day_takes_its_part(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    half = Absence(employee_id="E005", first_day=MONDAY, last_day=MONDAY, kind="annual_leave", part="morning")
    assert capacity_minutes(problem.replace(absences=(half,)))["E005"] == (2400 - 240) * 1000
    hours = half.model_copy(update={"part": None, "from_minute": 14 * 60, "to_minute": 16 * 60})
    # Two hours less, and a meal that is half an hour shorter, on a day that is worked by five chances of seven.
    counted = capacity_minutes(problem.replace(absences=(hours,)))["E005"]
    assert counted == pytest.approx((2400 - 90 * 5 / 7) * 1000)


def test_people_of_several_rows_are_rostered_as_they_are_on_each_day(tmp_path: Path) -> None:
    head, *rows = STAFF.splitlines()
    others = [f"{row},," for row in rows if not row.startswith(("E005", "E006"))]
    by_night = "E005,Agent 5,night,night_time,V|N,general,,yes,no,no"
    own = [f"{by_night},,2023-11-05", f"{rows[4]},2023-11-06,2023-11-08", f"{by_night},2023-11-09,"]
    staff = "\n".join([f"{head},from,to", *others, *own, f"{rows[5]},2023-11-08,", ""])
    scene = applied(small(tmp_path, staff=staff), "headcount: {night_time: -1}\n").workspace
    problem = plan_problem(scene, MONDAY, 7)
    assert [problem.employee_on("E005", MONDAY + timedelta(days=day)).team for day in (-1, 0, 3)] == [  # type: ignore[union-attr]  # employed
        "night",
        "day",
        "night",
    ]
    found = evaluated(scene, tmp_path, Depth.ROSTER)
    assert found.figures["staff"] == 11
    assert set(found.weeks["E005"][:3]) <= {"D", ""}
    assert set(found.weeks["E005"][3:]) <= {"V", "N", ""}
    assert found.weeks["E006"][:2] == ("", "")


HOLIDAY_PAID = {"public_holidays_paid_off": True, "works_public_holidays": False}
SHORT_WEEK = FULL_TIME.model_copy(update={"weekdays": frozenset(range(5)), **HOLIDAY_PAID})
WEEKEND_ONLY = FULL_TIME.model_copy(update={"weekdays": frozenset({5, 6}), "days_per_week": 2, **HOLIDAY_PAID})
ROTATING = FULL_TIME.model_copy(update={"weekdays": frozenset(range(7)), **HOLIDAY_PAID})


def days_that_count(contract: Contract, absent: Collection[int] = (), holidays: Collection[int] = ()) -> float:
    """Days of the depth for one person in a week, by the numbers of its days."""
    days = [MONDAY + timedelta(days=day) for day in range(7)]
    problem = tiny_problem(
        7,
        contracts=(contract,),
        absences=tuple(
            Absence(employee_id="E001", first_day=days[day], last_day=days[day], kind="leave") for day in absent
        ),
        public_holidays={days[day]: "test" for day in holidays},
    )
    counted = capacity_minutes(problem)["E001"] / 1000 * contract.days_per_week / contract.paid_minutes_per_week
    # The rule itself: as many worked days as its check accepts, or all on which the person may work.
    possible = [day for day in range(7) if days[day].weekday() in contract.weekdays and day not in absent]
    if not contract.works_public_holidays:
        possible = [day for day in possible if day not in holidays]
    rule = ContractDays()
    accepted = [
        count
        for count in range(len(possible) + 1)
        if not rule.check(problem, roster_of(problem, {("E001", day): "D" for day in possible[:count]}))
    ]
    assert counted == pytest.approx(accepted[0] if accepted else len(possible))
    return counted


@pytest.mark.parametrize(
    ("contract", "absent", "holidays", "days"),
    [(SHORT_WEEK, (0, 1), (0,), 3), (WEEKEND_ONLY, (), (0,), 2), (ROTATING, (), (5,), 4)],
    ids=["absent on a holiday", "weekend contract, holiday on Monday", "rotating contract, holiday on Saturday"],
)
def test_days_of_the_contract_are_those_of_the_rule(
    contract: Contract, absent: Collection[int], holidays: Collection[int], days: int
) -> None:
    assert days_that_count(contract, absent, holidays) == pytest.approx(days)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    days_per_week=st.integers(1, 7),
    absent=st.sets(st.integers(0, 6)),
    holidays=st.sets(st.integers(0, 6), max_size=3),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_days_of_any_contract_are_those_of_the_rule(
    weekdays: set[int], days_per_week: int, absent: set[int], holidays: set[int], flags: tuple[bool, bool, bool]
) -> None:
    contract = FULL_TIME.model_copy(
        update={
            "weekdays": frozenset(weekdays),
            "days_per_week": min(days_per_week, len(weekdays)),
            "absence_counts_as_work": flags[0],
            "public_holidays_paid_off": flags[1],
            "works_public_holidays": flags[2],
        }
    )
    days_that_count(contract, absent, holidays)


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
    rules = [rule for rule in workspace.settings.rules if rule.weight is None or not rule.has_personal_price]
    best = solve(problem, rules, options=runner_of(workspace, tmp_path)._solving)
    optimum = anonymous_optimum(problem, rules)
    assert best.objective is not None
    assert isinstance(optimum, Optimum)
    assert optimum.cost <= (best.objective + best.unavoidable_cost) * (1 + 1e-6)


@pytest.mark.parametrize("personal", PRICED_PEOPLE, ids=lambda rule: rule.rule)
def test_prices_of_single_people_are_not_seen(workspace: Workspace, personal: Rule) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    rules = [*workspace.settings.rules, OnSiteSeats(weight=10, seats=2)]
    without, beside = (
        anonymous_optimum(problem, rules),
        anonymous_optimum(problem, [*rules, personal]),
    )
    assert isinstance(without, Optimum)
    assert isinstance(beside, Optimum)
    assert beside.cost == pytest.approx(without.cost)
    assert without.cost > 0


def test_prices_of_seats_heads_and_cover_are_seen(workspace: Workspace) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    rules = workspace.settings.rules
    plain = anonymous_optimum(problem, rules)
    assert isinstance(plain, Optimum)
    cover = ShiftCover(weight=10_000, cover=[{"day": 0, "shift": "D", "heads": 12}])
    spans = [{"queue": "general", "heads": 12, "from": "09:00", "to": "10:00"}]
    for rule in (cover, MinimumHeads(weight=10_000, spans=spans), OnSiteSeats(weight=10_000, seats=0)):
        priced = anonymous_optimum(problem, [*rules, rule])
        assert isinstance(priced, Optimum)
        assert priced.cost > plain.cost + 1


def test_a_solver_in_trouble_is_no_proof_that_nobody_can_keep_the_rules(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("numbers that no solver gets over")

    monkeypatch.setattr(math_opt, "solve", fail)
    assert evaluated(workspace, tmp_path, Depth.COVERAGE).status is Status.NO_SOLUTION


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
        "teams.xlsx",
    }
    assert set(result.weeks) == {person.employee_id for person in workspace.employees}
    worked = sum(bool(day) for days in result.weeks.values() for day in days)
    assert worked == result.files["roster.csv"].count(b"\n") - 1
    assert result.figures["requests_met"] <= 3
    assert "simulated_service_level" not in result.figures


def test_a_roster_that_is_simulated_has_a_simulated_service_level(workspace: Workspace, tmp_path: Path) -> None:
    few = workspace.settings.simulation.model_copy(update={"replications": 3})
    office = replace(workspace, settings=workspace.settings.model_copy(update={"simulation": few}))
    result = evaluated(office, tmp_path, Depth.ROSTER, is_simulated=True)
    assert "simulation.csv" in result.files
    assert 0.0 <= result.figures["simulated_service_level"] <= 1.0


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
    assert USUAL_NIGHT.minutes(datetime.fromisoformat(start), datetime.fromisoformat(end), None) == minutes


PAY = "pay: {hourly_won: 10000}"


def premiums(folder: Path, choices: dict[tuple[str, int], str], *lines: str) -> dict[str, float]:
    """The figures of a roster of the small workspace with these settings; the 6th of November is a holiday."""
    holiday = "extra_public_holidays: {2023-11-06: founding}"
    workspace = small(folder, workspace="\n".join((SETTINGS.rstrip(), PAY, holiday, *lines, "")))
    problem = plan_problem(workspace, MONDAY, 7)
    rows = roster_of(problem, choices).assignments
    return premium_figures(workspace.settings, problem, workspace.employees, rows)


def test_the_meal_break_of_a_night_is_no_night_work(tmp_path: Path) -> None:
    figures = premiums(tmp_path, {("E007", 1): "N"})
    assert (figures["night_hours"], figures["night_pay"], figures["premium_pay"]) == (4.5, 22_500, 22_500)


def test_hours_of_a_public_holiday_are_paid_more_and_beyond_a_limit_still_more(tmp_path: Path) -> None:
    figures = premiums(tmp_path, {("E003", 0): "D"}, "working_time: {long_holiday_after_minutes: 420}")
    assert (figures["holiday_hours"], figures["holiday_pay"]) == (8, 7 * 5_000 + 10_000)


def test_whose_contract_has_no_holidays_off_has_no_holiday_work(tmp_path: Path) -> None:
    short = SETTINGS.replace(
        "paid_minutes_per_week: 2400}", "paid_minutes_per_week: 2400, public_holidays_paid_off: false}"
    )
    assert short != SETTINGS
    workspace = small(tmp_path, workspace=short.rstrip() + "\nextra_public_holidays: {2023-11-06: founding}\n")
    problem = plan_problem(workspace, MONDAY, 7)
    rows = roster_of(problem, {("E003", 0): "D", ("E007", 0): "N"}).assignments
    figures = premium_figures(workspace.settings, problem, workspace.employees, rows)
    assert figures["holiday_hours"] == 6.5  # of the night alone


@pytest.mark.parametrize(("days", "hours"), [(5, 0), (6, 6)])
def test_hours_beyond_the_regular_week_are_overtime(tmp_path: Path, days: int, hours: int) -> None:
    """As the ledger has it; the shifts themselves know of no overtime."""
    choices = {("E003", day): "D" for day in range(1, 1 + days)}
    figures = premiums(tmp_path, choices, "working_time: {regular_minutes_per_week: 2520}")
    assert figures["overtime_hours"] == hours
    assert figures["overtime_pay"] == hours * 15_000  # the hour itself and half of it


@pytest.mark.parametrize(("stacks", "pay"), [("true", 2 * 15_000), ("false", 2 * 10_000)])
def test_overtime_on_a_holiday_has_both_premiums_or_that_of_the_holiday_alone(
    tmp_path: Path, stacks: str, pay: int
) -> None:
    time = f"working_time: {{regular_minutes_per_day: 360, overtime_stacks_on_holidays: {stacks}}}"
    figures = premiums(tmp_path, {("E003", 0): "D"}, time)
    assert (figures["overtime_hours"], figures["overtime_pay"], figures["holiday_pay"]) == (2, pay, 8 * 5_000)


@pytest.mark.parametrize("seed", range(8))
def test_divided_people_of_a_whole_roster_are_paid_what_its_people_are(workspace: Workspace, seed: int) -> None:
    problem = plan_problem(workspace, MONDAY, 7)
    built = build(problem, workspace.settings.rules)
    time = workspace.settings.working_time.model_copy(update={"regular_minutes_per_day": 400})
    of_workspace = workspace.settings.model_copy(update={"working_time": time})
    random = Random(seed)
    choices = {
        (employee, day): random.choice(sorted(shifts))
        for employee in problem.employee
        for day in range(7)
        if (shifts := built.works.on_day(employee, day)) and random.random() < 0.6
    }
    roster = roster_of(problem, choices)
    values = choices_in(built, roster).astype(float)
    for row in roster.assignments:
        day = problem.horizon.day_of(row.date)
        if row.break_start is not None:
            minute = int((row.break_start - datetime.combine(row.date, datetime.min.time())).total_seconds() // 60)
            group = built.group_of(problem.employee[row.employee_id], day)
            values[built.meals.starting(day, row.shift, group)[minute].index] += 1
    divided = figures_of_worked(of_workspace, problem, worked_in(built, values))
    assert divided == pytest.approx(premium_figures(of_workspace, problem, workspace.employees, roster.assignments))

"""One definition of night: the same hours and the same shifts for rules, sheets, premiums and the ledger."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.constraints.fair_nights import FairNights
from scheduler.constraints.night_consent import NightConsent
from scheduler.domain.shifts import NightHours, Shift
from scheduler.figures.people import shares_nights, staff_totals
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from scheduler.scenarios.premiums import premium_figures
from tests.constraints.agreement import MONDAY, assert_agreement, person, roster_of, tiny_problem
from tests.runs import small_run
from tests.workspaces import SETTINGS, faults_in, write_workspace

LATE = Shift(code="L", name="late", start="14:00", end="23:00")


def with_settings(old: str, new: str) -> str:
    assert old in SETTINGS
    return SETTINGS.replace(old, new, 1)


@given(begins=st.integers(0, 95), length=st.integers(1, 96), start=st.integers(0, 95), lasts=st.integers(1, 96))
@settings(derandomize=True, max_examples=80)
def test_the_clock_times_of_a_shift_have_the_night_work_that_the_shift_has(
    begins: int, length: int, start: int, lasts: int
) -> None:
    hours = NightHours(15 * begins, 15 * (begins + length))
    shift = Shift(code="X", start_minute=15 * start, end_minute=15 * (start + lasts)).with_night(hours)
    midnight = datetime(2023, 11, 6)
    times = (midnight + timedelta(minutes=minute) for minute in (shift.start_minute, shift.end_minute))
    by_minute = sum(
        (minute - hours.from_minute) % 1440 < 15 * length for minute in range(shift.start_minute, shift.end_minute, 15)
    )
    assert shift.night_minutes == hours.minutes(*times, None) == 15 * by_minute


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("hours", [NightHours(23 * 60, 30 * 60), NightHours(60, 5 * 60), NightHours(17 * 60, 20 * 60)])
def test_consent_follows_the_hours_of_the_centre_in_model_and_check(weight: int | None, hours: NightHours) -> None:
    problem = tiny_problem(employees=(person(may_work_nights=False),))
    shifts = {code: shift.with_night(hours) for code, shift in problem.shifts.items()}
    assert_agreement(problem.replace(shifts=shifts, night=hours), NightConsent(weight=weight))


def test_a_breach_names_the_hours_of_the_centre() -> None:
    hours = NightHours(23 * 60, 30 * 60)
    problem = tiny_problem(employees=(person(may_work_nights=False),))
    problem = problem.replace(night=hours, shifts={code: s.with_night(hours) for code, s in problem.shifts.items()})
    (found,) = NightConsent().check(problem, roster_of(problem, {("E001", 0): "V"}))
    assert found.message.endswith("with 120 min between 23:00 and 06:00, without consent to night work")
    assert "23:00~06:00에 120분" in found.text("ko")


def test_a_shift_until_23_is_night_work_for_an_hour_but_no_night_where_nights_need_more() -> None:
    every, some = NightHours(), NightHours(shift_minutes=61)
    assert LATE.night_minutes == 60
    assert every.is_night(LATE)
    assert not some.is_night(LATE)
    assert NightHours(shift_minutes=60).is_night(LATE)
    assert NightHours(codes=frozenset("L"), shift_minutes=61).is_night(LATE)
    assert not NightHours(codes=frozenset("N")).is_night(LATE)


NIGHTS_OF_MORE = with_settings("language: en", "language: en\nworking_time: {night_shift_minutes: 240}")
"""V, from 18:00 to 01:00, has three hours of night work; N, from 01:00 to 08:00, has five."""


@pytest.mark.parametrize(
    ("text", "nights"),
    [
        (SETTINGS, {"V", "N"}),
        (NIGHTS_OF_MORE, {"N"}),
        (NIGHTS_OF_MORE.replace("240", "180"), {"V", "N"}),
        (NIGHTS_OF_MORE + "  - {rule: fair_nights, weight: 1}\n", {"N"}),
        (SETTINGS + "  - {rule: fair_nights, weight: 1, shifts: [V]}\n", {"V"}),
        (NIGHTS_OF_MORE + "  - {rule: fair_nights, weight: 1, shifts: [V, N]}\n", {"V", "N"}),
        (with_settings("language: en", 'language: en\nworking_time: {night_from: "00:00", night_to: "01:00"}'), {"V"}),
    ],
)
def test_every_count_of_nights_counts_the_same_shifts(tmp_path: Path, text: str, nights: set[str]) -> None:
    run = small_run(tmp_path, workspace=text)
    assert run.problem.night_codes == nights
    assert {code for code in run.problem.shifts if run.settings.night.is_night(run.problem.shifts[code])} == nights
    assert run.roster is not None
    for row in staff_totals(run):
        worked = run.roster.of_employee(row.person.employee_id)
        assert row.nights == sum(one.shift in nights for one in worked)
        assert shares_nights(run, row.person) == (
            bool(nights.intersection(row.person.shifts)) and row.person.may_work_nights
        )
    fair = [rule for rule in run.rules if isinstance(rule, FairNights)]
    shared = (fair[0] if fair else FairNights(weight=1))._shared(run.problem)
    assert shared is not None
    assert set(shared.codes) == nights


def test_premiums_of_scenarios_go_by_the_hours_and_days_of_the_ledger(tmp_path: Path) -> None:
    text = with_settings(
        "language: en",
        'language: en\nworking_time: {night_from: "00:00", night_to: "02:00", long_holiday_after_minutes: 60}\n'
        "extra_public_holidays: {2023-11-06: founding}\npay: {hourly_won: 10000}",
    )
    workspace = read_workspace(write_workspace(tmp_path, workspace=text))
    problem = plan_problem(workspace, MONDAY, 7)
    roster = roster_of(problem, {("E003", 0): "D", ("E007", 1): "N"})
    found = premium_figures(workspace.settings, problem, workspace.employees, roster.assignments)
    assert (found["night_hours"], found["holiday_hours"]) == (1, 8)
    assert found["holiday_pay"] == 1 * 5_000 + 7 * 10_000
    time_of = workspace.settings.working_time.model_copy(update={"public_holidays": False})
    without = workspace.settings.model_copy(update={"working_time": time_of})
    assert premium_figures(without, problem, workspace.employees, roster.assignments)["holiday_hours"] == 0


def test_a_night_longer_than_a_day_is_refused(tmp_path: Path) -> None:
    text = with_settings("language: en", 'language: en\nworking_time: {night_from: "06:00", night_to: "31:00"}')
    (fault,) = faults_in(tmp_path, workspace=text)
    assert "are no night" in fault


def test_minutes_of_the_night_are_those_that_pass() -> None:
    zone, sunday = ZoneInfo("Europe/Berlin"), date(2024, 10, 27)
    start, end = datetime.combine(sunday, time(1)), datetime.combine(sunday, time(8))
    assert NightHours().minutes(start, end, zone) == 6 * 60
    assert NightHours().minutes(start, end, None) == 5 * 60

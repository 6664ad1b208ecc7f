"""What of a workspace reaches the problem of one week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.domain.calendar import Horizon
from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.planning import parse_week, plan_problem
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import flat_demand
from tests.workspaces import PREVIOUS_ROSTER, faults_of, write_workspace

MONDAY = date(2023, 11, 6)


def workspace(folder: Path, **contents: str) -> Workspace:
    return read_workspace(write_workspace(folder, **contents))


def test_the_week_of_the_small_workspace(tmp_path: Path) -> None:
    problem = plan_problem(workspace(tmp_path), MONDAY, 7)
    assert problem.horizon == Horizon(MONDAY, 7, 30, ZoneInfo("Asia/Seoul"))
    assert set(problem.shifts) == {"D", "V", "N"}
    assert set(problem.contracts) == {"full_time", "night_time"}
    assert len(problem.employees) == 12
    assert set(problem.demand.queues) == {"general", "english", "text"}
    assert problem.demand.queues["general"].required.sum() > 0
    assert problem.remote is not None


def test_a_demand_of_ones_own_is_kept(tmp_path: Path) -> None:
    demand = flat_demand(Horizon(MONDAY, 7))
    assert plan_problem(workspace(tmp_path), MONDAY, 7, demand=demand).demand is demand


def test_absences_count_in_every_calendar_week_that_is_touched(tmp_path: Path) -> None:
    absences = "\n".join(
        [
            "employee_id,from,to,kind",
            "E001,2023-11-01,2023-11-05,ended on Sunday",
            "E002,2023-11-01,2023-11-06,reaches Monday",
            "E003,2023-11-12,2023-11-12,Sunday after the planned days",
            "E004,2023-11-13,2023-11-13,next Monday",
        ]
    )
    problem = plan_problem(workspace(tmp_path, absences=absences), MONDAY, 3)
    assert [absence.employee_id for absence in problem.absences] == ["E002", "E003"]


def test_requests_and_locks_count_on_planned_days_only(tmp_path: Path) -> None:
    days = ("2023-11-05", "2023-11-06", "2023-11-12", "2023-11-13")
    requests = "\n".join(["employee_id,date,shift,weight", *(f"E001,{day},D,1" for day in days)])
    locks = "\n".join(["employee_id,date,shift", *(f"E001,{day},OFF" for day in days)])
    problem = plan_problem(workspace(tmp_path, requests=requests, locks=locks), MONDAY, 7)
    assert [request.date for request in problem.requests] == [MONDAY, date(2023, 11, 12)]
    assert [lock.date for lock in problem.locks] == [MONDAY, date(2023, 11, 12)]


def test_the_previous_roster_ends_on_the_day_before(tmp_path: Path) -> None:
    monday = PREVIOUS_ROSTER.splitlines()[2].replace("2023-11-05", "2023-11-06")
    problem = plan_problem(workspace(tmp_path, previous_roster=f"{PREVIOUS_ROSTER}{monday}\n"), MONDAY, 7)
    assert [row.date for row in problem.previous.assignments] == [date(2023, 11, 5), date(2023, 11, 5)]


def test_history_is_kept(tmp_path: Path) -> None:
    problem = plan_problem(workspace(tmp_path, history="employee_id,nights\nE007,3\n"), MONDAY, 7)
    assert problem.history_of["E007"].nights == 3


def test_public_holidays_of_the_planned_days_are_known(tmp_path: Path) -> None:
    problem = plan_problem(replace(workspace(tmp_path), is_first_week=True), date(2023, 12, 25), 7)
    assert problem.is_public_holiday(date(2023, 12, 25))
    assert not problem.is_public_holiday(date(2023, 12, 26))


@pytest.mark.parametrize(
    ("first_day", "days"),
    [(date(1, 1, 1), 7), (date(1990, 12, 31), 7), (date(2100, 1, 4), 7), (date(9999, 12, 27), 7), (MONDAY, 7 * 105)],
)
def test_weeks_in_no_sensible_year_or_too_many_of_them_are_refused(tmp_path: Path, first_day: date, days: int) -> None:
    (fault,) = faults_of(lambda: plan_problem(workspace(tmp_path), first_day, days))
    assert fault == (
        f"--week {days} days from {first_day} cannot be planned; plan at most 104 weeks, in the years from 1991 to 2099"
    )


def test_a_first_day_that_is_no_monday_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"'2023-11-07' is a Tuesday, not a Monday; the Monday of its week is 2023-11-06"
    ):
        plan_problem(workspace(tmp_path), date(2023, 11, 7), 7)


@pytest.mark.parametrize("text", ["2023-11-06", "2023-W45", "2023W45", "2023-w45", "2023-W45-1", " 2023-11-06 "])
def test_a_week_is_named_by_its_monday_or_its_number(text: str) -> None:
    assert parse_week(text) == MONDAY


def test_the_53rd_week_exists_in_some_years_only() -> None:
    assert parse_week("2020-W53") == date(2020, 12, 28)
    with pytest.raises(InputError, match="'2023-W53' is not a week"):
        parse_week("2023-W53")


@pytest.mark.parametrize("text", ["2023-11-12", "2023-11-07"])
def test_another_weekday_is_refused_with_the_monday_of_its_week(text: str) -> None:
    with pytest.raises(InputError, match="the Monday of its week is 2023-11-06"):
        parse_week(text)


@pytest.mark.parametrize("text", ["", "next week", "2023-W00", "2023-13-01", "45"])
def test_what_names_no_week_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a week"):
        parse_week(text)


def test_a_week_that_is_a_date_with_its_year_at_the_end_is_refused_with_the_date_written_out() -> None:
    with pytest.raises(InputError, match=r"'06\.11\.2023' is not a date; write 2023-11-06 if 6 November 2023 is meant"):
        parse_week("06.11.2023")

"""Which days around the plan are known, and what happens where they are not."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.days_around import days_around, with_days_before
from scheduler.domain.calendar import Horizon
from scheduler.domain.known_days import DaysAround
from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.planning import plan_problem
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import flat_demand
from tests.workspaces import PREVIOUS_ROSTER, PREVIOUS_WEEK, SETTINGS, faults_of, write_workspace

MONDAY = date(2023, 11, 6)
NEXT_MONDAY = date(2023, 11, 13)
HEADER = PREVIOUS_ROSTER.splitlines()[0]


def rows(*places: tuple[str, str]) -> str:
    """A roster file in which people work the day shift on these dates."""
    lines = [f"{who},{on},D,{on}T09:00,{on}T18:00,{on}T12:00,{on}T13:00,office,general,480" for who, on in places]
    return "\n".join([HEADER, *lines]) + "\n"


def workspace(folder: Path, **contents: str | bytes | None) -> Workspace:
    return read_workspace(write_workspace(folder, **contents))


def around(found: Workspace, first_day: date = MONDAY, days: int = 7) -> DaysAround:
    return days_around(found, Horizon(first_day, days), ()).days


def refusal(found: Workspace, first_day: date) -> str:
    (fault,) = faults_of(lambda: plan_problem(found, first_day, 7, demand=flat_demand(Horizon(first_day, 7))))
    return fault


# ---- unknown days ----


def test_the_day_before_is_known_from_the_file(tmp_path: Path) -> None:
    found = around(workspace(tmp_path))
    assert (found.previous_from, found.sources) == ("file", ("previous_roster.csv",))
    assert found.known_until == date(2023, 11, 5)


@pytest.mark.parametrize("weeks_later", [1, 2, 7])
def test_a_file_that_ends_earlier_is_refused_with_its_last_day_and_the_remedy(tmp_path: Path, weeks_later: int) -> None:
    fault = refusal(workspace(tmp_path), MONDAY + timedelta(weeks=weeks_later))
    assert fault.startswith("previous_roster.csv ")
    assert "the last known day is 2023-11-05" in fault
    assert "2023-11-06 to " in fault
    assert "--previous" in fault
    assert "--first-week" in fault


def test_a_gap_of_one_day_is_refused(tmp_path: Path) -> None:
    fault = refusal(workspace(tmp_path, previous_roster=rows(("E001", "2023-11-04"))), MONDAY)
    assert "the last known day is 2023-11-04, and of 2023-11-05 nobody says who worked" in fault


@pytest.mark.parametrize(
    ("last_day", "remedy"),
    [
        (
            "2023-11-02",
            "where nobody ever works on fri, sat, sun, leave that out of the weekdays of shifts or contracts",
        ),
        ("2023-11-03", "where nobody ever works on sat, sun, leave that out of the weekdays of shifts or contracts"),
        ("2023-11-01", None),
    ],
)
def test_a_centre_that_is_closed_on_the_unknown_days_is_told_where_to_say_so(
    tmp_path: Path, last_day: str, remedy: str | None
) -> None:
    fault = refusal(workspace(tmp_path, previous_roster=rows(("E001", last_day))), MONDAY)
    assert fault.endswith(remedy or "--first-week says that nobody worked on them")


def test_a_centre_that_says_so_goes_on_from_a_roster_that_ends_on_friday(tmp_path: Path) -> None:
    weekdays = "weekdays: [mon, tue, wed, thu, fri], name_ko"
    head, shifts = SETTINGS.split("shifts:", 1)
    shifts, contracts = shifts.split("contracts:", 1)
    settings = f"{head}shifts:{shifts.replace('name_ko', weekdays)}contracts:{contracts}"
    found = around(workspace(tmp_path, workspace=settings, previous_roster=rows(("E001", "2023-11-03"))))
    assert (found.previous_from, found.known_until) == ("file", date(2023, 11, 3))


@pytest.mark.parametrize("content", [None, f"{HEADER}\n"], ids=["no file", "no rows"])
def test_no_known_day_at_all_is_refused(tmp_path: Path, content: str | None) -> None:
    assert "no day before 2023-11-06 is known" in refusal(workspace(tmp_path, previous_roster=content), MONDAY)


def test_days_on_which_no_shift_can_be_worked_are_known(tmp_path: Path) -> None:
    weekdays_only = SETTINGS.replace(
        'meal_latest: "14:00"}', 'meal_latest: "14:00", weekdays: [mon, tue, wed, thu, fri]}'
    )
    for code in ("V", "N"):
        weekdays_only = weekdays_only.replace(
            f"{{code: {code},", f"{{code: {code}, weekdays: [mon, tue, wed, thu, fri],"
        )
    friday = rows(("E001", "2023-11-03"))
    found = around(workspace(tmp_path / "closed", workspace=weekdays_only, previous_roster=friday))
    assert (found.previous_from, found.known_until) == ("file", date(2023, 11, 3))
    thursday = rows(("E001", "2023-11-02"))
    fault = refusal(workspace(tmp_path / "open", workspace=weekdays_only, previous_roster=thursday), MONDAY)
    assert "the last known day is 2023-11-02" in fault


def test_the_first_week_counts_unknown_days_as_free_and_keeps_what_is_known(tmp_path: Path) -> None:
    found = with_days_before(workspace(tmp_path), None, is_first_week=True)
    later = plan_problem(found, NEXT_MONDAY, 7)
    assert later.days_around is not None
    assert (later.days_around.previous_from, later.days_around.known_until) == ("none", date(2023, 11, 5))
    known = plan_problem(found, MONDAY, 7)
    assert known.days_around is not None
    assert known.days_around.previous_from == "file"
    assert len(known.previous.assignments) == 2


def test_unknown_days_between_known_ones_are_declared_free_and_not_known(tmp_path: Path) -> None:
    (tmp_path / "week.csv").write_text(rows(("E001", "2023-11-10"), ("E001", "2023-11-12")), encoding="utf-8")
    given = with_days_before(workspace(tmp_path / "w"), tmp_path / "week.csv", is_first_week=True)
    found = plan_problem(given, NEXT_MONDAY, 7).days_around
    assert found is not None
    assert (found.previous_from, found.known_until) == ("file", date(2023, 11, 12))
    assert found.taken_as_free == (date(2023, 11, 6), date(2023, 11, 9))
    joined = plan_problem(given, MONDAY, 7).days_around
    assert joined is not None
    assert joined.taken_as_free is None


# ---- a roster that a command names ----


def test_a_named_roster_joins_the_file_before_it(tmp_path: Path) -> None:
    week = [("E001", f"2023-11-{day:02}") for day in (6, 7, 12)]
    (tmp_path / "week.csv").write_text(rows(*week), encoding="utf-8")
    found = with_days_before(workspace(tmp_path / "w"), tmp_path / "week.csv", is_first_week=False)
    problem = plan_problem(found, NEXT_MONDAY, 7)
    assert [row.employee_id for row in problem.previous.assignments] == ["E001"] * 3 + ["E007", "E008"]
    assert problem.days_around is not None
    assert problem.days_around.sources == (str(tmp_path / "week.csv"), "previous_roster.csv")


def test_a_named_roster_takes_the_place_of_the_file_on_its_days(tmp_path: Path) -> None:
    (tmp_path / "week.csv").write_text(rows(("E001", "2023-11-05")), encoding="utf-8")
    found = with_days_before(workspace(tmp_path / "w"), tmp_path / "week.csv", is_first_week=False)
    assert [row.employee_id for row in plan_problem(found, MONDAY, 7).previous.assignments] == ["E001"]


def test_a_gap_between_the_named_roster_and_the_file_forgets_the_file(tmp_path: Path) -> None:
    (tmp_path / "sunday.csv").write_text(rows(("E001", "2023-11-12")), encoding="utf-8")
    found = with_days_before(workspace(tmp_path / "w"), tmp_path / "sunday.csv", is_first_week=False)
    problem = plan_problem(found, NEXT_MONDAY, 7)
    assert [row.employee_id for row in problem.previous.assignments] == ["E001"]
    assert problem.days_around is not None
    assert problem.days_around.known_from == date(2023, 11, 12)


def test_a_run_knows_the_days_on_which_nobody_worked(tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "roster.csv").write_text(rows(("E001", "2023-11-10")), encoding="utf-8")
    found = workspace(tmp_path / "w")
    with pytest.raises(InputError, match="the last known day is 2023-11-10"):
        plan_problem(with_days_before(found, run, is_first_week=False), NEXT_MONDAY, 7)
    (run / "summary.json").write_text(json.dumps({"first_day": "2023-11-06", "days": 7}), encoding="utf-8")
    for named in (run, run / "roster.csv"):
        problem = plan_problem(with_days_before(found, named, is_first_week=False), NEXT_MONDAY, 7)
        assert problem.days_around is not None
        assert problem.days_around.known_until == date(2023, 11, 12)


def test_a_summary_of_other_days_than_the_roster_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(rows(("E001", "2023-11-10")), encoding="utf-8")
    (tmp_path / "summary.json").write_text(json.dumps({"first_day": "2023-11-13", "days": 7}), encoding="utf-8")
    found = with_days_before(workspace(tmp_path / "w"), tmp_path / "roster.csv", is_first_week=False)
    with pytest.raises(InputError, match="the last known day is 2023-11-10"):
        plan_problem(found, NEXT_MONDAY, 7)


# ---- days after ----


def test_days_after_the_plan_that_are_published_follow_it(tmp_path: Path) -> None:
    later = rows(("E001", "2023-11-05"), ("E002", "2023-11-06"), ("E001", "2023-11-13"))
    problem = plan_problem(workspace(tmp_path, previous_roster=later), MONDAY, 7)
    assert [row.date for row in problem.previous.assignments] == [date(2023, 11, 5)]
    assert [row.date for row in problem.following.assignments] == [NEXT_MONDAY]
    assert problem.days_around is not None
    assert problem.days_around.following_until == NEXT_MONDAY


# ---- rules that look farther back ----

SIX_DAYS = "  - rule: maximum_consecutive_days\n"


def test_a_roster_too_short_for_six_days_in_a_row_is_refused_where_it_decides(tmp_path: Path) -> None:
    fault = refusal(workspace(tmp_path, workspace=SETTINGS + SIX_DAYS), MONDAY)
    assert "begins on 2023-11-05" in fault
    said = "R04 looks back 6 days, but only the last 1 are known, and of those who worked on all of these nobody says"
    assert f"{said} since when (2 people: E007, E008)" in fault


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{rule: consecutive_shifts, most: 6}", "R32 looks back 6 days"),
        ("{rule: consecutive_days_off, fewest: 3}", "R33 looks back 3 days"),
        ("{rule: weekly_day_off, least_hours: 72, exempt_below_minutes: 0}", "R05 looks back 9 days"),
        ("{rule: no_isolated_days}", "R26 looks back 2 days"),
    ],
)
def test_every_rule_that_looks_farther_back_refuses_a_roster_that_is_too_short(
    tmp_path: Path, rule: str, said: str
) -> None:
    fault = refusal(workspace(tmp_path, workspace=f"{SETTINGS}  - {rule}\n"), MONDAY)
    assert f"{said}, but only the last 1 are known" in fault


def test_a_first_week_asks_no_rule_how_far_it_looks_back(tmp_path: Path) -> None:
    found = workspace(tmp_path, workspace=SETTINGS + SIX_DAYS + "  - {rule: consecutive_shifts, most: 6, fewest: 2}\n")
    assert plan_problem(with_days_before(found, None, is_first_week=True), MONDAY, 7)


def test_a_roster_too_short_is_taken_where_everybody_was_off_on_a_known_day(tmp_path: Path) -> None:
    both = rows(("E001", "2023-11-04"), ("E002", "2023-11-05"))
    problem = plan_problem(workspace(tmp_path, workspace=SETTINGS + SIX_DAYS, previous_roster=both), MONDAY, 7)
    assert len(problem.previous.assignments) == 2


def test_a_whole_week_is_long_enough_for_six_days_in_a_row(tmp_path: Path) -> None:
    found = workspace(tmp_path, workspace=SETTINGS + SIX_DAYS, previous_roster=PREVIOUS_WEEK)
    assert len(plan_problem(found, MONDAY, 7).previous.assignments) == 3


def test_a_long_shift_and_a_long_rest_ask_for_more_days(tmp_path: Path) -> None:
    long = SETTINGS.replace(
        "contracts:\n", '  - {code: L, name_ko: 당직, name_en: duty, start: "09:00", end: "33:00"}\ncontracts:\n', 1
    ).replace("min_rest_minutes: 660", "min_rest_minutes: 1380")
    fault = refusal(workspace(tmp_path / "short", workspace=long), MONDAY)
    assert "R03 looks back 2 days, since a shift and the rest after it end up to 56 h after midnight" in fault
    saturday = rows(("E001", "2023-11-04"), ("E002", "2023-11-05"))
    assert plan_problem(workspace(tmp_path / "enough", workspace=long, previous_roster=saturday), MONDAY, 7)


# ---- arrivals ----


@pytest.mark.parametrize("weeks", [0, 8])
def test_a_history_of_up_to_eight_weeks_before_is_taken_and_dated(tmp_path: Path, weeks: int) -> None:
    found = with_days_before(workspace(tmp_path), None, is_first_week=True)
    problem = plan_problem(found, MONDAY + timedelta(weeks=weeks), 7)
    assert problem.inflow_until == date(2023, 11, 5)


def test_a_history_that_ends_nine_weeks_before_is_refused(tmp_path: Path) -> None:
    found = with_days_before(workspace(tmp_path), None, is_first_week=True)
    with pytest.raises(InputError, match=r"inflow.csv ends on 2023-11-05; 63 days lie between .* 56 may at most"):
        plan_problem(found, MONDAY + timedelta(weeks=9), 7)


def test_the_settings_say_how_old_the_history_may_be(tmp_path: Path) -> None:
    found = workspace(tmp_path, workspace=f"max_inflow_age_weeks: 1\n{SETTINGS}")
    found = with_days_before(found, None, is_first_week=True)
    assert plan_problem(found, NEXT_MONDAY, 7).inflow_until == date(2023, 11, 5)
    with pytest.raises(InputError, match="7 may at most"):
        plan_problem(found, NEXT_MONDAY + timedelta(weeks=1), 7)

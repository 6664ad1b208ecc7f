"""Wishes that must be met are refused before a search where law, contract, absences or the days before forbid them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import pytest

from benchmarks.held_model import HeldModel
from benchmarks.random_problems import random_problem, random_rules
from scheduler.constraints import Rule
from scheduler.diagnose import conflicts_with_wishes
from scheduler.domain.problem import Problem
from scheduler.model import build
from scheduler.readers.workspace import read_workspace
from tests.commands import scheduler
from tests.workspaces import SETTINGS, write_workspace

WISHES = "employee_id,date,shift,weight,from_time,to_time"
RULES = (
    SETTINGS
    + """\
  - rule: absences
  - rule: night_consent
  - rule: locks
  - rule: maximum_consecutive_days
    max_days: 5
"""
)


def validated(folder: Path, *wishes: str, **files: str) -> tuple[int, str]:
    """The exit code of `validate`, and what it says on standard error."""
    done = scheduler(
        "validate", write_workspace(folder, workspace=RULES, requests="\n".join([WISHES, *wishes, ""]), **files)
    )
    return done.exit_code, done.stderr


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("E001,2023-11-06,D,must,,", "E001 must have D on 2023-11-06, and this stands against it: absent (Leave)"),
        ("E005,2023-11-07,V,필수,,", "V on 2023-11-07, and this stands against it"),
        ("E007,2023-11-06,N,MUST,,", "11 h of rest after working until 2023-11-06 01:00"),
        ("E003,2023-11-08,OFF,must,18:00,20:00", "locked: V on 2023-11-08"),
    ],
    ids=["absence", "shift-of-others", "days-before", "lock"],
)
def test_what_stands_against_a_wish_is_named_with_row_and_remedy(tmp_path: Path, wish: str, said: str) -> None:
    code, text = validated(
        tmp_path, "E004,2023-11-10,OFF,must,,", wish, locks="employee_id,date,shift\nE003,2023-11-08,V\n"
    )
    assert code == 3
    (line,) = [line for line in text.splitlines() if "requests.csv" in line]
    assert line.strip().startswith("requests.csv:3:weight ")
    assert said in line
    assert "give the wish a number as its weight" in line


def test_wishes_that_nothing_stands_against_are_valid(tmp_path: Path) -> None:
    # On Tuesday the rest is over, and the day off of leave is one.
    wishes = "E007,2023-11-07,N,must,,", "E001,2023-11-06,OFF,must,,", "E003,2023-11-08,OFF,must,22:00,26:00"
    assert validated(tmp_path, *wishes) == (0, "")


def test_days_in_a_row_before_the_week_count(tmp_path: Path) -> None:
    row = (
        "E005,2023-11-0{0},D,2023-11-0{0}T09:00,2023-11-0{0}T18:00,2023-11-0{0}T12:00,2023-11-0{0}T13:00,"
        "office,general,480"
    )
    header = "employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes"
    for days, expected in ((range(1, 6), 3), (range(2, 6), 0)):
        rows = "\n".join([header, *(row.format(day) for day in days), ""])
        code, text = validated(tmp_path / str(expected), "E005,2023-11-06,D,must,,", previous_roster=rows)
        assert code == expected
        assert ("5 days in a row" in text or "(R04)" in text) == bool(expected)


def test_wishes_that_only_together_cannot_be_met_are_all_named(tmp_path: Path) -> None:
    days = [f"E005,2023-11-{day:02},OFF,must,," for day in (7, 8, 9)]
    rules = RULES + "  - rule: contract_days\n"
    for count, expected in ((2, 0), (3, 3)):
        wishes = "\n".join([WISHES, "E006,2023-11-07,OFF,must,,", *days[:count], ""])
        done = scheduler("validate", write_workspace(tmp_path / str(count), workspace=rules, requests=wishes))
        assert done.exit_code == expected
    lines = sorted(line.strip() for line in done.stderr.splitlines() if "requests.csv:" in line)
    assert [line.split()[0] for line in lines] == [f"requests.csv:{row}:weight" for row in (3, 4, 5)]
    for line, others in zip(lines, ("4, 5", "3, 5", "3, 4"), strict=True):
        assert f"together with row {others}, and this stands against it: contract full_time asks for 5 days" in line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("D,must,,", "V,must,,"),
        ("V,must,,", "OFF,must,18:00,24:00"),
        ("OFF,must,,", "D,must,,"),
    ],
)
def test_two_wishes_that_contradict_each_other_name_the_other_row(tmp_path: Path, first: str, second: str) -> None:
    code, text = validated(
        tmp_path,
        f"E003,2023-11-08,{first}",
        "E004,2023-11-08,OFF,must,,",
        f"E003,2023-11-08,{second}",
    )
    assert code == 3
    lines = [line.strip() for line in text.splitlines() if "requests.csv:" in line]
    assert [line.split()[0] for line in lines] == ["requests.csv:2:weight", "requests.csv:4:weight"]
    assert all("contradicts row" in line and "delete one of the two" in line for line in lines)
    assert "contradicts row 4" in lines[0]
    assert "contradicts row 2" in lines[1]
    assert "nobody works it" not in text


def test_a_wish_that_goes_with_both_of_a_contradiction_is_not_blamed(tmp_path: Path) -> None:
    wishes = "E003,2023-11-08,D,must,,", "E003,2023-11-08,V,must,,", "E003,2023-11-08,OFF,must,03:00,05:00"
    code, text = validated(tmp_path, *wishes)
    assert code == 3
    assert [line.split()[0] for line in text.splitlines() if "requests.csv:" in line] == [
        "requests.csv:2:weight",
        "requests.csv:3:weight",
    ]


@pytest.mark.parametrize(("paid", "is_barred"), [(899, True), (900, False)])
def test_a_contract_without_overtime_is_named_where_it_forbids_a_wish(
    tmp_path: Path, paid: int, *, is_barred: bool
) -> None:
    rules = (
        SETTINGS.replace("paid_minutes_per_week: 2400", f"paid_minutes_per_week: {paid}")
        + """\
  - rule: overtime_cap
    max_overtime_minutes_per_week: 720
    max_regular_minutes_per_week: 2400
    no_overtime_below_minutes: 900
"""
    )
    assert f": {paid}" in rules
    rules = rules.replace("meal_minutes: 60,", "meal_minutes: 60, overtime_minutes: 60,", 1)
    wish = "\n".join([WISHES, "E002,2023-11-08,D,must,,", ""])
    folder = write_workspace(tmp_path, workspace=rules, requests=wish, absences="employee_id,from,to,kind\n")
    done = scheduler("validate", folder)
    assert done.exit_code == (3 if is_barred else 0), done.stderr
    assert ("a contract of fewer than 900 paid min a week has no overtime" in done.stderr) == is_barred
    assert "regular and" not in done.stderr


@pytest.mark.parametrize("weight", ["must", "5"])
def test_a_wish_after_the_last_day_of_work_is_left_out_with_a_warning(tmp_path: Path, weight: str) -> None:
    staff = (
        "employee_id,name,team,contract,shifts,queues,from,to\n"
        "E001,A,day,full_time,D,general,,2023-11-04\nE002,B,day,full_time,D,general,,2023-11-07\n"
        "E003,C,day,full_time,D,general,,\n"
    )
    wish = "\n".join([WISHES, f"E001,2023-11-07,D,{weight},,", f"E002,2023-11-08,D,{weight},,", ""])
    folder = write_workspace(
        tmp_path / "w",
        workspace=RULES + "  - rule: requests\n    weight: 1\n",
        requests=wish,
        staff=staff,
        absences="employee_id,from,to,kind\n",
        previous_roster="employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes\n",
    )
    assert scheduler("validate", folder).exit_code == 0
    options = ("--first-week", "--gap", "1", "--workers", "1", "--output", tmp_path / "run")
    done = scheduler("generate", folder, "--week", "2023-11-06", *options)
    assert done.exit_code == 0, done.stderr
    assert "2 requests count for nothing" in done.stdout + done.stderr


def test_a_wish_before_the_first_day_of_work_is_refused(tmp_path: Path) -> None:
    staff = (
        "employee_id,name,team,contract,shifts,queues,from,to\n"
        "E001,A,day,full_time,D,general,2023-11-08,\nE002,B,day,full_time,D,general,,\n"
    )
    code, text = validated(
        tmp_path,
        "E001,2023-11-07,D,must,,",
        staff=staff,
        absences="employee_id,from,to,kind\n",
        previous_roster="employee_id,date,shift,start,end,break_start,break_end,work_mode,queue,paid_minutes\n",
    )
    assert code == 3
    assert "requests.csv:2:date E001 is not employed on 2023-11-07; delete the wish" in text


def test_a_plan_of_the_week_is_refused_as_well_and_others_are_not(tmp_path: Path) -> None:
    wish = "\n".join([WISHES, "E001,2023-11-06,D,must,,", ""])
    folder = write_workspace(tmp_path / "w", workspace=RULES, requests=wish)
    refused = scheduler("generate", folder, "--week", "2023-11-06", "--first-week", "--output", tmp_path / "run")
    assert refused.exit_code == 3
    assert "requests.csv:2:weight E001 must have D" in refused.stderr
    assert not (tmp_path / "run").exists()


def test_the_workbook_takes_must_back_as_it_was(tmp_path: Path) -> None:
    wish = "\n".join([WISHES, "E004,2023-11-10,OFF,must,,", "E003,2023-11-08,V,-5,,", ""])
    workspace = read_workspace(write_workspace(tmp_path, requests=wish))
    assert [(one.is_must, one.weight) for one in workspace.requests] == [(True, 1), (False, -5)]
    assert list(workspace.request_rows.values()) == [2]


@pytest.mark.parametrize("seed", range(12))
def test_of_random_wishes_those_are_refused_that_no_week_of_the_person_meets(seed: int) -> None:
    rng = Random(seed)
    problem = random_problem(rng)
    problem = problem.replace(horizon=replace(problem.horizon, days=min(3, problem.horizon.days)))
    rules = [rule for rule in random_rules(rng, problem) if rule.weight is None and not rule.couples_people]
    refused = {conflict.person.employee_id for conflict in conflicts_with_wishes(problem, rules)}
    for person in problem.employees:
        alone = problem.of_people({person.employee_id})
        without = alone.replace(requests=tuple(wish for wish in alone.requests if not wish.is_must))
        assert (person.employee_id in refused) == (has_a_week(without, rules) and not has_a_week(alone, rules))


def has_a_week(problem: Problem, rules: list[Rule]) -> bool:
    """Whether any combination of choices is allowed, by trying them all."""
    built = build(problem, rules)
    choices = [*built.works]
    held = HeldModel(built.model, [var.index for *_, var in choices])
    days = {day: [None, *(code for _, on, code, _ in choices if on == day)] for day in range(problem.horizon.days)}
    return any(
        held.optimum(codes[day] == code for _, day, code, _ in choices) is not None for codes in product(*days.values())
    )

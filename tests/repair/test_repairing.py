"""`scheduler repair`, from its arguments to the files and exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import cli
from scheduler.readers.roster import read_roster
from scheduler.readers.workspace import read_workspace
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.workbook import write_workbook
from tests.constraints.agreement import Choices, roster_of
from tests.runs import small_run, write_run
from tests.workspaces import PREVIOUS_WEEK, SETTINGS, write_workspace

RULES = SETTINGS.replace(
    "  - rule: meal_break\n",
    """\
  - rule: meal_break
  - rule: absences
  - rule: eligible_shifts
  - rule: minimum_heads
    spans:
      - {queue: general, weekdays: [wed], from: "19:00", to: "20:00", heads: 1}
""",
)
WORKED: Choices = {("E007", 2): "V", ("E008", 3): "V", **{("E005", day): "D" for day in range(5)}}
"""E007 has the evening of Wednesday, when one must be there. E001 and E002 are absent on some days."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return write_workspace(tmp_path / "workspace", workspace=RULES)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    problem = small_run(tmp_path / "made", workspace=RULES).problem
    write_roster(tmp_path / "published.csv", roster_of(problem, WORKED))
    return tmp_path / "published.csv"


def repair(workspace: Path, published: Path, *options: object) -> Result:
    arguments = ["repair", workspace, published, "--today", "2023-11-06", *options]
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


ILL = ("--absence", "E007:2023-11-08")


def shifts(workspace: Path, roster: Path) -> Choices:
    read = read_workspace(workspace)
    rows = read_roster(roster, read.settings, read.employees).assignments
    return {(row.employee_id, row.date.weekday()): row.shift for row in rows}


def test_it_says_who_is_told_what_and_what_each_allowance_brings_and_writes_nothing(
    workspace: Path, published: Path
) -> None:
    before = published.read_bytes()
    result = repair(workspace, published, *ILL)
    assert result.exit_code == 0, result.output
    assert "Today 2023-11-06; days up to 2023-11-06 Mon stay as published." in result.stdout
    assert "Shifts that fall out: 1\n  E007 Agent 7  2023-11-08 Wed  V 18:00-01:00" in result.stdout
    assert re.search(r"  E0\d\d Agent \d+  2023-11-08 Wed  off -> V 18:00-01:00 \(Meal \d\d:\d\d, \w+\)", result.stdout)
    assert re.search(r"\n  0 +0 +0 .* 2 breaches\n", result.stdout)
    assert [int(n) for n in re.findall(r"\n  (\d+) +\d+ +\d+ ", result.stdout)] == [0, 1, 2, 3, 5, 10]
    assert "  E007,2023-11-08,2023-11-08,sick_leave" in result.stdout
    assert "Nothing was written" in result.stdout
    assert published.read_bytes() == before


def test_an_absence_in_the_middle_leaves_two_parts_and_both_are_said(workspace: Path, published: Path) -> None:
    result = repair(workspace, published, "--absence", "E005:2023-11-08:13:00-15:00", "--max-people", 0)
    assert result.exit_code == 0, result.output
    found = r"E005 Agent 5  2023-11-08 Wed  D 09:00-18:00 -> D 09:00-1[23]:\d\d 15:\d\d-18:00 \(Office\)"
    assert re.search(found, result.stdout), result.stdout


def test_half_a_day_shortens_the_shift_and_keeps_everything_else(workspace: Path, published: Path) -> None:
    output = workspace.parent / "repaired.csv"
    result = repair(
        workspace, published, "--absence", "E005:2023-11-08:afternoon", "--max-people", 0, "--output", output
    )
    assert result.exit_code == 0, result.output
    assert (
        "Shifts that fall out: 1\n  E005 Agent 5  2023-11-08 Wed  D 09:00-18:00 -> D 09:00-13:30 (Meal 11:"
        in result.stdout
    )
    assert "  E005,2023-11-08,2023-11-08,sick_leave,afternoon,," in result.stdout
    read = read_workspace(workspace)
    was, becomes = (read_roster(path, read.settings, read.employees) for path in (published, output))
    changed = set(was.assignments) ^ set(becomes.assignments)
    assert {(row.employee_id, row.date.day, row.paid_minutes) for row in changed} == {
        ("E005", 8, 480),
        ("E005", 8, 240),
    }
    # The absence is not in the workspace yet; once it is, the roster keeps every rule.
    verify = ["verify", str(workspace), str(output), "--first-week"]
    assert CliRunner().invoke(cli.main, verify).exit_code == 6
    absences = workspace / "absences.csv"
    lines = absences.read_text(encoding="utf-8").splitlines()
    lines = [f"{lines[0]},part,from_time,to_time", *(f"{line},,," for line in lines[1:])]
    lines.append("E005,2023-11-08,2023-11-08,sick_leave,afternoon,,")
    absences.write_text("\n".join(lines), encoding="utf-8")
    verified = CliRunner().invoke(cli.main, verify)
    assert verified.exit_code == 0, verified.output


def test_the_output_replaces_the_published_roster_and_keeps_it(workspace: Path, published: Path) -> None:
    before = published.read_bytes()
    result = repair(workspace, published, *ILL, "--max-people", 1, "--output", published)
    assert result.exit_code == 0, result.output
    assert published.with_name("published.csv.bak").read_bytes() == before
    assert published.stat().st_mode & 0o077 == 0
    now = shifts(workspace, published)
    assert ("E007", 2) not in now
    assert [employee for (employee, day), code in now.items() if (day, code) == (2, "V")] != []
    changed = {employee for employee, day in now.items() ^ WORKED.items()}
    assert len({place[0] for place in changed} - {"E007"}) == 1


def test_an_input_of_a_workspace_is_no_output(workspace: Path, published: Path) -> None:
    before = (workspace / "staff.csv").read_bytes()
    result = repair(workspace, published, *ILL, "--max-people", 1, "--output", workspace / "staff.csv")
    assert result.exit_code == 2
    assert "is the name of an input of the workspace" in result.stderr
    assert (workspace / "staff.csv").read_bytes() == before
    assert not (workspace / "staff.csv.bak").exists()


def test_a_run_folder_gets_every_form_and_the_list_of_changes(workspace: Path, published: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert repair(workspace, published, *ILL, "--output", out).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "changes.csv",
        "coverage.csv",
        "days_around.csv",
        "report.html",
        "roster.csv",
        "roster.xlsx",
        "run.json",
        "summary.json",
        "teams.xlsx",
    ]
    absences = (workspace / "absences.csv").read_text(encoding="utf-8")
    (workspace / "absences.csv").write_text(absences + "E007,2023-11-08,2023-11-08,sick_leave\n", encoding="utf-8")
    again = repair(workspace, out, "--absence", "E008:2023-11-09", "--output", out)
    assert again.exit_code == 0, again.output
    assert (tmp_path / "run.bak" / "changes.csv").exists()


def test_an_edited_workbook_is_read_as_it_stands(workspace: Path, tmp_path: Path) -> None:
    run = small_run(tmp_path / "made", workspace=RULES)
    write_workbook(tmp_path / "roster.xlsx", run)
    result = repair(workspace, tmp_path / "roster.xlsx", "--absence", "E003:2023-11-08")
    assert result.exit_code == 0, result.output
    assert "E003 Agent 3  2023-11-08 Wed  V 18:00-01:00" in result.stdout


def test_too_few_people_is_exit_code_4_and_says_how_many_are_enough(workspace: Path, published: Path) -> None:
    result = repair(workspace, published, *ILL, "--max-people", 0)
    assert result.exit_code == 4
    first, second, third = result.stderr.splitlines()
    assert first == "The hard rules cannot be kept with 0 people touched at most; 1 would be enough."
    assert second == "If nobody is moved:"
    assert third.startswith("  R17 ")
    assert third.endswith("from 2023-11-08 19:00; at least 1 (and 1 more that day)")


def test_a_notice_period_that_ends_the_day_before_leaves_the_day_open(workspace: Path, published: Path) -> None:
    assert repair(workspace, published, *ILL, "--frozen-days", 2).exit_code == 0
    closed = repair(workspace, published, *ILL, "--frozen-days", 3)
    assert closed.exit_code == 4
    assert "The hard rules cannot be kept, whoever is moved:" in closed.stderr
    assert "2023-11-08 19:00 ~ 20:00: general needs 1 head" in closed.stderr
    assert "a smaller --frozen-days opens more of them" in closed.stderr


def test_without_notice_today_itself_may_change(workspace: Path, published: Path) -> None:
    today = ("--today", "2023-11-08")
    assert repair(workspace, published, *ILL, *today, "--frozen-days", 0).exit_code == 0
    assert repair(workspace, published, *ILL, *today).exit_code == 4


def test_an_absence_of_somebody_who_was_off_changes_nothing(workspace: Path, published: Path) -> None:
    result = repair(workspace, published, "--absence", "E009:2023-11-08")
    assert result.exit_code == 0, result.output
    assert "No shift falls out." in result.stdout
    assert "Nobody else's days change." in result.stdout
    assert "Add to the workspace's absences" not in result.stdout


def test_impossible_absences_are_bad_input_and_say_why(workspace: Path, published: Path) -> None:
    result = repair(workspace, published, "--absence", "E077:2023-11-08", "--absence", "E007:2023-12-08")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 2


def test_an_absence_that_cannot_be_read_is_wrong_usage(workspace: Path, published: Path) -> None:
    result = repair(workspace, published, "--absence", "E007 on Wednesday")
    assert result.exit_code == 2
    assert "write it as E017:2023-11-08" in result.stderr


def test_it_speaks_korean_where_the_workspace_does(tmp_path: Path, published: Path) -> None:
    korean = write_workspace(tmp_path / "korean", workspace=RULES.replace("language: en", "language: ko"))
    result = repair(korean, published, *ILL)
    assert "변경을 알릴 사람 1명, 근무일 1일" in result.stdout


def test_figures_that_do_not_exist_are_a_dash_and_missed_heads_are_listed(tmp_path: Path, published: Path) -> None:
    text = RULES.replace("rules:\n", "rules:\n  - {rule: on_site_seats, seats: 0, weight: 1}\n")
    result = repair(write_workspace(tmp_path / "workspace", workspace=text), published, *ILL)
    assert result.exit_code == 0, result.output
    assert "Heads missed" in result.stdout
    assert re.search(r"\d too many \(0 allowed, \d+ there\) \(R13\)", result.stdout)
    assert re.search(r"Average wait \(s\) +- ", result.stdout)
    assert " inf" not in result.stdout


def test_programs_are_told_the_same_and_figures_that_do_not_exist_are_null(tmp_path: Path, published: Path) -> None:
    text = RULES.replace("rules:\n", "rules:\n  - {rule: on_site_seats, seats: 0, weight: 1}\n")
    result = repair(write_workspace(tmp_path / "workspace", workspace=text), published, *ILL, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout, parse_constant=pytest.fail)
    assert answer["rosters"]["repaired"]["asa_seconds"] is None
    assert [(one["employee_id"], one["date"], one["new"]) for one in answer["fallen"]] == [("E007", "2023-11-08", None)]
    assert answer["absences"] == ["E007,2023-11-08,2023-11-08,sick_leave"]
    (chosen,) = (one for one in answer["allowances"] if one["is_chosen"])
    assert chosen["people_moved"] == answer["others_moved"] == len({one["employee_id"] for one in answer["changes"]})
    assert chosen["cost"] == answer["rosters"]["repaired"]["cost"]
    assert answer["written"] is None


def test_whoever_is_on_call_stays_so_but_for_those_who_fall_ill_or_come_to_work(tmp_path: Path) -> None:
    rules = RULES + "  - rule: on_call\n    people: [E001, E009, E010]\n    weekdays: [tue, wed, thu]\n"
    folder = write_workspace(tmp_path / "workspace", workspace=rules, previous_roster=PREVIOUS_WEEK)
    write_run(tmp_path / "run", folder, {**WORKED, ("E009", 3): "V"})
    named = {7: "E010", 8: "E010", 9: "E001"}
    rows = ["date,employee_id", *(f"2023-11-{day:02},{employee}" for day, employee in named.items()), ""]
    (tmp_path / "run" / "on_call.csv").write_text("\n".join(rows))
    # E010 has both days off, and is ill on the second.
    options = ("--absence", "E010:2023-11-08", "--output", tmp_path / "repaired")
    result = repair(folder, tmp_path / "run", *ILL, *options)
    assert result.exit_code == 0, result.output
    found = dict(line.split(",") for line in (tmp_path / "repaired" / "on_call.csv").read_text().splitlines()[1:])
    worked = shifts(folder, tmp_path / "repaired" / "roster.csv")
    assert found["2023-11-07"] == "E010"
    assert found["2023-11-09"] == "E001"
    assert found["2023-11-08"] in {"E001", "E009"}
    assert (found["2023-11-08"], 2) not in worked

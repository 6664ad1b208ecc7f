"""Two rosters side by side, and what a report says of the roster that was published last."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from scheduler.errors import InputError
from scheduler.run.auditing import verify
from scheduler.side_by_side.comparing import compare
from scheduler.writers.report.page import page_of
from scheduler.writers.summary_json import write_summary
from tests.constraints.agreement import MONDAY
from tests.day.happenings import Centre
from tests.publishing.offices import Office
from tests.runs import WORKED

NEXT = MONDAY + timedelta(days=7)


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_days_differ_by_their_shift_and_only_where_both_speak_of_them(small_office: Office) -> None:
    one = small_office.run({**WORKED, ("E003", 2): "V"})
    other = small_office.run({**WORKED, ("E003", 2): "D", ("E006", 7): "D"}, days=14)
    found = compare(one, other)
    assert found.days_in_both == 7
    assert [(change.employee_id, (change.date - MONDAY).days) for change in found.changes] == [("E003", 2)]
    assert compare(one, small_office.run({("E006", 0): "D"}, NEXT)).changes == ()


def test_each_figure_is_a_pair(small_office: Office) -> None:
    one, other = small_office.run(WORKED), small_office.run({**WORKED, ("E010", 6): "N"})
    ended = command("compare", one, other, "--json")
    assert ended.exit_code == 0, ended.output
    found = json.loads(ended.stdout)
    assert [side["name"] for side in found["rosters"]] == [str(one), str(other)]
    assert found["days_changed"] == [
        {"employee_id": "E010", "date": "2023-11-12", "shifts": ["OFF", "N"], "on_call": [False, False]}
    ]
    assert (found["people_changed"], found["days_in_both"]) == (1, 7)
    nights = [team["most"] for team in found["fairness"]["nights_now"]["night"]]
    assert nights == [1, 1]
    means = [round(team["mean"], 2) for team in found["fairness"]["weekend_now"]["night"]]
    assert means == [0.25, 0.5]
    assert found["shortfall_agent_hours"][0] > found["shortfall_agent_hours"][1]
    assert found["cost"][0] == sum(pair[0] for pair in found["cost_by_rule"].values())
    assert found["service"].keys() >= {"service_level", "asa_seconds"}
    said = command("--language", "ko", "compare", one, other).stdout
    assert "  휴무 -> N" in said
    assert "평균 대기(초)" in said


def test_what_is_published_is_one_of_the_two(small_office: Office) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)
    changed = small_office.run({**WORKED, ("E003", 2): "D"})
    ended = command("compare", "published", changed)
    assert ended.exit_code == 0, ended.output
    assert "Different days: 1 day, of 1 person; both speak of 7 days" in ended.stdout
    assert "  E003 Agent 3  2023-11-08 Wed  V -> D" in ended.stdout


def test_where_no_roster_tells_its_workspace_it_has_to_be_named(small_office: Office, tmp_path: Path) -> None:
    alone = shutil.copy(small_office.run(WORKED) / "roster.csv", tmp_path)
    with pytest.raises(InputError, match=r"does not tell which workspace it was made from.*name the workspace with"):
        compare(Path("published"), Path(alone))


def test_what_is_published_is_not_compared_with_itself(small_office: Office) -> None:
    with pytest.raises(InputError, match=r"published is the same roster twice; name a run .*--show VERSION"):
        compare(Path("published"), Path("published"), small_office.workspace)


def published_with_summary(office: Office) -> None:
    run = office.run(WORKED)
    write_summary(run / "summary.json", verify(office.workspace, run))
    office.publish(run)


def test_a_report_says_what_changes_since_the_last_published_week(small_office: Office) -> None:
    published_with_summary(small_office)
    run = verify(small_office.workspace, small_office.run({("E005", 0): "D", ("E007", 1): "N"}, NEXT))
    page = page_of(run)
    assert page.since_version == "version 1, 2023-11-06 to 2023-11-12"
    since = {row.label: (row.then, row.now) for row in page.since}
    assert since["Requests met"] == ("1 of 3", "0 of 0")
    assert since["Nights together"] == ("0..1", "0..2")
    assert "Published days that change" not in since


def test_a_report_says_how_many_published_days_change(small_office: Office) -> None:
    published_with_summary(small_office)
    small_office.publish(small_office.run({("E005", 0): "D"}, NEXT))
    run = verify(small_office.workspace, small_office.run({("E006", 0): "D"}, NEXT))
    since = {row.label: row.now for row in page_of(run).since}
    assert since["Published days that change"] == "2"


def test_a_first_week_has_no_such_card(small_office: Office) -> None:
    assert page_of(verify(small_office.workspace, small_office.run(WORKED))).since == []


# ---- inputs that have changed since ----


def counted(first: date, days: int, calls: int) -> str:
    """A file of what the phone system counted: so many calls in each hour of the general queue."""
    rows = [f"{first + timedelta(days=day)},{hour:02}:00,general,{calls}" for day in range(days) for hour in range(24)]
    return "\n".join(["date,time,queue,entered", *rows])


def test_a_run_is_shown_with_the_calls_that_were_counted_when_it_was_made(small_office: Office, tmp_path: Path) -> None:
    centre = Centre(small_office.workspace)
    centre.take(counted(MONDAY - timedelta(days=14), 7, 20))
    run = small_office.run({("E005", 0): "D"})
    write_summary(run / "summary.json", verify(small_office.workspace, run, is_first_week=True))
    promised = json.loads((run / "summary.json").read_text())
    before = compare(run, run).as_json()
    centre.take(counted(MONDAY - timedelta(days=7), 7, 400))
    now = verify(small_office.workspace, run, is_first_week=True)
    assert now.totals.shortfall_agent_hours > promised["shortfall_agent_hours"] + 1
    assert compare(run, run).as_json() == before
    assert before["shortfall_agent_hours"] == [promised["shortfall_agent_hours"]] * 2
    page = tmp_path / "page.html"
    ended = command("export", run, "--format", "html", "--output", page)
    assert ended.exit_code == 0, ended.output
    assert "changed since" not in ended.stderr
    ended = command("verify", small_office.workspace, run, "--first-week")
    assert "used as they are now: counted calls (taken in until " in ended.stderr


def test_a_run_whose_counts_the_store_does_not_have_is_refused(small_office: Office) -> None:
    centre = Centre(small_office.workspace)
    centre.take(counted(MONDAY - timedelta(days=14), 7, 20))
    run = small_office.run(WORKED)
    (small_office.workspace / "scheduler.db").unlink()
    centre.take(counted(MONDAY - timedelta(days=14), 7, 21))
    with pytest.raises(InputError, match="the store of this workspace does not have them"):
        compare(run, run)


def test_inputs_that_were_edited_since_are_named_beside_the_figures(small_office: Office) -> None:
    run = small_office.run(WORKED)
    staff = small_office.workspace / "staff.csv"
    staff.write_text(staff.read_text().replace("Agent 6", "Agent Six"))
    ended = command("compare", run, run, "--json")
    assert ended.exit_code == 0, ended.output
    assert [[text.split(" (of ")[0] for text in texts] for texts in json.loads(ended.stdout)["changed_inputs"]] == [
        ["staff.csv"],
        ["staff.csv"],
    ]
    assert f"changed since {run} was made, and used as they are now: staff.csv" in command("compare", run, run).stdout


def test_runs_of_two_workspaces_are_not_judged_by_the_inputs_of_one(small_office: Office, tmp_path: Path) -> None:
    one = small_office.run(WORKED)
    copy = Office(tmp_path / "elsewhere", Path(shutil.copytree(small_office.workspace, tmp_path / "copy")))
    same = copy.run(WORKED)
    assert compare(one, same).changes == ()
    settings = copy.workspace / "workspace.yaml"
    settings.write_text(settings.read_text().replace("aht_seconds: 240", "aht_seconds: 480"))
    other = copy.run(WORKED)
    ended = command("compare", one, other)
    assert ended.exit_code == 3
    assert f"{other} was made from the workspace {copy.workspace}, and would be judged by" in ended.stderr
    assert "which has other inputs: workspace.yaml" in ended.stderr
    assert "name the one that shall judge both with --workspace" in ended.stderr
    by_one = compare(one, other, small_office.workspace)
    assert by_one.one.figures == by_one.other.figures
    assert [[*map(str, changed)] != [] for changed in by_one.changed_inputs] == [False, True]

"""Two rosters side by side, and what a report says of the roster that was published last."""

from __future__ import annotations

import json
from datetime import timedelta
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
    assert found["days_changed"] == [{"employee_id": "E010", "date": "2023-11-12", "shifts": ["OFF", "N"]}]
    assert (found["people_changed"], found["days_in_both"]) == (1, 7)
    nights = [team["most"] for team in found["fairness"]["nights_now"]["night"]]
    assert nights == [1, 1]
    means = [round(team["mean"], 2) for team in found["fairness"]["weekend_now"]["night"]]
    assert means == [0.25, 0.5]
    assert found["shortfall_agent_hours"][0] > found["shortfall_agent_hours"][1]
    assert found["cost"][0] == sum(pair[0] for pair in found["cost_by_rule"].values())
    assert found["service"].keys() >= {"service_level", "asa_seconds"}


def test_what_is_published_is_one_of_the_two(small_office: Office) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)
    changed = small_office.run({**WORKED, ("E003", 2): "D"})
    ended = command("compare", "published", changed)
    assert ended.exit_code == 0, ended.output
    assert "Different days: 1 day, of 1 person; both speak of 7 days" in ended.stdout
    assert "  E003 Agent 3  2023-11-08 Wed  V -> D" in ended.stdout


def test_where_no_roster_tells_its_workspace_it_has_to_be_named(small_office: Office) -> None:
    with pytest.raises(InputError, match="name the workspace with --workspace"):
        compare(Path("published"), Path("published"))


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

"""The commands `publish` and `history`: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from tests.publishing.offices import Office
from tests.runs import WORKED


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_publish_says_who_must_be_told_what(small_office: Office) -> None:
    here = small_office.workspace
    first = run("publish", here, small_office.run(WORKED), "--by", "Kim", "--today", "2023-11-03")
    assert first.exit_code == 0, first.output
    assert "Published as version 1: 2023-11-06 Mon to 2023-11-12 Sun, 6 people, by Kim" in first.stdout
    assert "is published for the first time: everybody is to be given the roster" in first.stdout
    changed = small_office.run({**WORKED, ("E003", 2): "D"})
    second = run("publish", here, changed, "--by", "Kim", "--today", "2023-11-03")
    assert "To be told: 1 person, 1 day (old -> new)" in second.stdout
    assert "  E003 Agent 3  2023-11-08 Wed  V 18:00-01:00 -> D 09:00-18:00" in second.stdout
    assert "changes.csv" in second.stdout
    again = run("publish", here, changed, "--by", "Kim").stdout
    assert "Published already, as version 2" in again
    assert "With that version these days changed" in again
    assert "With that version" not in second.stdout


def test_publish_and_revert_tell_programs_who_must_be_told_what(small_office: Office) -> None:
    here = small_office.workspace
    run("publish", here, small_office.run(WORKED), "--by", "Kim", "--today", "2023-11-03")
    changed = small_office.run({**WORKED, ("E003", 2): "D"})
    found = json.loads(run("publish", here, changed, "--by", "Kim", "--today", "2023-11-03", "--json").stdout)
    assert (found["version"], found["is_new"], found["first_published"], found["fallen"]) == (2, True, [], [])
    assert found["told"] == [
        {
            "employee_id": "E003",
            "date": "2023-11-08",
            "old": {
                "shift": "V",
                "start": "2023-11-08T18:00",
                "end": "2023-11-09T01:00",
                "break_start": "2023-11-08T20:30",
                "break_end": "2023-11-08T21:00",
                "work_mode": "office",
            },
            "new": found["told"][0]["new"],
        }
    ]
    assert found["told"][0]["new"]["shift"] == "D"
    back = run("history", here, "--revert", 1, "--by", "Lee", "--today", "2023-11-03", "--json")
    found = json.loads(back.stdout)
    assert (found["version"], found["reverts"], found["author"]) == (3, 1, "Lee")


def test_publish_ends_with_6_where_a_hard_rule_is_broken_and_with_3_without_a_reason(small_office: Office) -> None:
    here = small_office.workspace
    run("publish", here, small_office.run(WORKED), "--by", "Kim", "--today", "2023-11-03")
    broken = run("publish", here, small_office.run({**WORKED, ("E003", 3): "D"}), "--by", "Kim")
    assert (broken.exit_code, broken.stdout) == (6, "")
    assert "R03 E003 rests 8 h" in broken.stderr
    sudden = run(
        "publish", here, small_office.run({**WORKED, ("E003", 2): "D"}), "--by", "Kim", "--today", "2023-11-08"
    )
    assert sudden.exit_code == 3
    assert "say why with --note" in sudden.stderr
    assert small_office.versions() == [1]


def test_history_lists_shows_and_reverts(small_office: Office, tmp_path: Path) -> None:
    here = small_office.workspace
    assert run("history", here).stdout == "Nothing is published.\n"
    assert json.loads(run("history", here, "--json").stdout) == []
    for worked in (WORKED, {**WORKED, ("E003", 2): "D"}):
        small_office.publish(small_office.run(worked), note="said why")
    shown = run("history", here, "--show", 1, "--output", tmp_path / "shown")
    assert (shown.exit_code, shown.stdout) == (0, f"{tmp_path / 'shown'}\n")
    again = run("history", here, "--revert", 1, "--by", "Lee", "--note", "as it was")
    assert "It is the roster of version 1 again." in again.stdout
    listed = run("history", here).stdout
    assert "Lee" in listed
    assert "version 1 again; as it was" in listed
    assert [one["reverts"] for one in json.loads(run("history", here, "--json").stdout)] == [None, None, 1]
    assert run("history", here, "--week", "2023-W46").stdout == "Nothing is published of this week.\n"


@pytest.mark.parametrize(
    "options",
    [
        ("--show", 1, "--revert", 1),
        ("--output", "folder"),
        ("--by", "Kim"),
        ("--week", "2023-W45", "--show", 1),
    ],
)
def test_options_that_do_not_go_together_are_a_usage_error(small_office: Office, options: tuple[object, ...]) -> None:
    assert run("history", small_office.workspace, *options).exit_code == 2


def test_a_store_that_cannot_be_used_ends_with_2(small_office: Office) -> None:
    (small_office.workspace / "scheduler.db").write_bytes(b"something else" * 1_000)
    refused = run("history", small_office.workspace)
    assert refused.exit_code == 2
    assert "this is no store, or a damaged one" in refused.stderr

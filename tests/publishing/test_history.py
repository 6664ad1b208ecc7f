"""Versions before are listed, rebuilt to the byte, and published again."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler.cli import main
from scheduler.errors import InputError, OutputError, ViolationError
from scheduler.publishing.history import history, revert, show
from scheduler.run.auditing import verify
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import BEFORE, Office
from tests.runs import WORKED
from tests.workspaces import ABSENCES, STAFF

OTHER = {**WORKED, ("E003", 2): "D"}


def test_a_version_is_rebuilt_to_the_byte_and_is_a_run_again(office: Office, tmp_path: Path) -> None:
    run = office.run(WORKED)
    content = (run / "roster.csv").read_bytes()
    office.publish(run)
    office.publish(office.run(OTHER))
    show(office.workspace, 1, tmp_path / "shown")
    assert (tmp_path / "shown" / "roster.csv").read_bytes() == content
    assert verify(office.workspace, tmp_path / "shown").roster is not None
    assert office.standing() != verify(office.workspace, tmp_path / "shown").roster


def test_a_version_is_published_again_as_a_new_one(office: Office, tmp_path: Path) -> None:
    office.publish(office.run(WORKED))
    first = office.standing()
    office.publish(office.run(OTHER))
    found = revert(office.workspace, 1, author="Lee", note="as it was", today=BEFORE, output=tmp_path / "again")
    assert (found.version.number, found.version.reverts, found.version.author) == (3, 1, "Lee")
    assert [(change.employee_id, change.new and change.new.shift) for change in found.told] == [("E003", "V")]
    assert office.standing() == first
    assert (tmp_path / "again" / "changes.csv").is_file()


def test_a_version_that_breaks_a_rule_by_now_is_not_published_again(small_office: Office) -> None:
    small_office.publish(small_office.run({("E003", 6): "V"}))
    small_office.publish(small_office.run({}))
    small_office.publish(small_office.run({("E003", 0): "D"}, MONDAY + timedelta(days=7)))
    with pytest.raises(ViolationError, match="R03"):
        revert(small_office.workspace, 1, author="Lee", today=BEFORE)
    assert small_office.versions() == [1, 2, 3]


def test_a_fault_of_a_version_that_is_published_again_names_the_version(small_office: Office) -> None:
    for worked in (WORKED, {("E005", 0): "D"}):
        small_office.publish(small_office.run(worked))
    staff = small_office.workspace / "staff.csv"
    staff.write_text("".join(row for row in STAFF.splitlines(keepends=True) if not row.startswith("E003")))
    (small_office.workspace / "requests.csv").unlink()
    with pytest.raises(InputError, match=r"^version 1/roster\.csv:\d+:employee_id employee 'E003' is unknown"):
        revert(small_office.workspace, 1, today=BEFORE)


def test_the_list_says_who_changed_what(small_office: Office) -> None:
    assert history(small_office.workspace).entries == ()
    small_office.publish(small_office.run(WORKED), note="first")
    small_office.publish(small_office.run(OTHER))
    small_office.publish(small_office.run({}, MONDAY + timedelta(days=7)))
    listed = [
        (one.version.number, one.new_days, one.people_changed, one.days_changed)
        for one in history(small_office.workspace).entries
    ]
    assert listed == [(1, 7, 0, 0), (2, 0, 1, 1), (3, 7, 0, 0)]
    weeks = {n: history(small_office.workspace, MONDAY + timedelta(days=7 * n)).entries for n in range(3)}
    assert {n: [one.version.number for one in entries] for n, entries in weeks.items()} == {0: [1, 2], 1: [3], 2: []}
    first = history(small_office.workspace).entries[0].as_json()
    assert (first["version"], first["first_day"], first["note"], first["author"]) == (1, "2023-11-06", "first", "Kim")


def test_a_version_that_is_not_there_is_a_fault(small_office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="version 1 was never published"):
        show(small_office.workspace, 1, tmp_path / "shown")
    assert not (small_office.workspace / "scheduler.db").exists(), "asking makes no store"
    small_office.publish(small_office.run(WORKED))
    with pytest.raises(InputError, match="version 2 was never published; name one of 1 to 1"):
        revert(small_office.workspace, 2, author="Lee")


def test_nothing_is_rebuilt_over_what_is_no_run(published_office: Office, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text(ABSENCES, encoding="utf-8")
    with pytest.raises(OutputError, match="holds something other than a run"):
        show(published_office.workspace, 1, tmp_path / "mine")


def test_places_that_are_words_are_in_the_language_of_the_reader(published_office: Office) -> None:
    with pytest.raises(InputError) as caught:
        show(published_office.workspace, 9, published_office.root / "shown")
    assert caught.value.lines("en") == ["version 9 was never published; name one of 1 to 1"]
    assert caught.value.lines("ko")[0].startswith("버전 9 ")


def test_a_version_that_is_shown_is_told_to_other_programs(published_office: Office) -> None:
    output = published_office.root / "shown"
    said = CliRunner().invoke(
        main, ["history", str(published_office.workspace), "--show", "1", "--output", str(output), "--json"]
    )
    assert json.loads(said.stdout) == {
        "version": 1,
        "first_day": str(MONDAY),
        "days": 7,
        "forgotten": 0,
        "output": str(output),
    }
    assert (output / "roster.csv").exists()

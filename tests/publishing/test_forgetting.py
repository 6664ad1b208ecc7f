"""People who have left are forgotten, and what was published stays."""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.cli import main
from scheduler.errors import InputError
from scheduler.publishing.forgetting import forget
from scheduler.publishing.history import history, revert, show
from scheduler.readers.workspace import read_workspace
from scheduler.run.planning import plan
from scheduler.run_record import read_record
from scheduler.store.forgetting import renamed_file
from scheduler.store.opening import open_store
from scheduler.writers.days_around_csv import write_days_around
from scheduler.writers.folder import run_folder
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import BEFORE, Office
from tests.runs import WORKED
from tests.workspaces import STAFF, write_workspace

NEXT = MONDAY + timedelta(days=7)
HISTORY = "employee_id,nights,weekend_days\nE003,4,1\nE007,5,1\n"


def without(office: Office, *people: str) -> None:
    """Take people out of the staff, and out of what speaks of them."""
    lines = [line for line in STAFF.splitlines(keepends=True) if not line.startswith(people)]
    (office.workspace / "staff.csv").write_text("".join(lines), encoding="utf-8")
    for name in ("requests", "history", "previous_roster"):
        path = office.workspace / f"{name}.csv"
        if path.exists():
            kept = [line for line in path.read_text("utf-8").splitlines(keepends=True) if not line.startswith(people)]
            path.write_text("".join(kept), encoding="utf-8")


def test_nothing_in_the_store_names_who_was_forgotten(small_office: Office, tmp_path: Path) -> None:
    office = Office(tmp_path, write_workspace(tmp_path / "with-history", history=HISTORY))
    office.publish(office.run(WORKED))
    office.publish(office.run({("E003", 3): "V", ("E005", 0): "D"}, NEXT))
    before = office.standing()
    without(office, "E003")
    found = forget(office.workspace, ["E003"])
    assert found.names == {"E003": "forgotten-1"}
    assert b"E003" not in (office.workspace / "scheduler.db").read_bytes()
    with sqlite3.connect(office.workspace / "scheduler.db") as connection:
        assert connection.execute("SELECT count(*) FROM assignment WHERE employee_id = 'E003'").fetchone() == (0,)
    with open_store(office.workspace, read_workspace(office.workspace).settings).reading() as published:
        files = [published.files_of(number) for number in (1, 2)]
        assert set(published.counts_before()) == {"forgotten-1", "E007"}
    assert not any(b"E003" in content for of_version in files for content in of_version.values())
    assert [row.shift for row in office.standing().of_employee("forgotten-1")] == ["D", "D", "V", "V"]
    assert len(office.standing().assignments) == len(before.assignments)


def test_both_stores_forget(office: Office) -> None:
    office.publish(office.run(WORKED))
    without(office, "E003")
    forget(office.workspace, ["E003"])
    assert {row.employee_id for row in office.standing().assignments} >= {"forgotten-1", "E005"}
    assert office.standing().of_employee("E003") == ()


def test_a_version_that_is_shown_says_so(small_office: Office, tmp_path: Path) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)
    without(small_office, "E003")
    forget(small_office.workspace, ["E003"])
    shown = show(small_office.workspace, 1, tmp_path / "shown")
    assert shown.forgotten == 1
    text = (run / "roster.csv").read_text(encoding="utf-8")
    assert (tmp_path / "shown" / "roster.csv").read_text(encoding="utf-8") == text.replace("E003", "forgotten-1")
    said = CliRunner().invoke(
        main, ["history", str(small_office.workspace), "--show", "1", "--output", str(tmp_path / "again")]
    )
    assert "1 person was forgotten since" in said.stderr


def test_the_next_week_is_planned_and_published_as_before(small_office: Office) -> None:
    small_office.publish(small_office.run({**WORKED, ("E003", 6): "V"}))
    without(small_office, "E003")
    forget(small_office.workspace, ["E003"])
    assert plan(read_workspace(small_office.workspace), NEXT).problem.previous.of_employee("forgotten-1")
    small_office.publish(small_office.run({("E005", 0): "D"}, NEXT))
    assert [entry.people_changed for entry in history(small_office.workspace).entries] == [0, 0]


def test_whoever_left_before_a_day_is_forgotten_and_others_are_not(published_office: Office) -> None:
    published_office.publish(published_office.run({("E007", 0): "N"}, NEXT))
    without(published_office, "E003", "E007")
    names = forget(published_office.workspace, [], before=NEXT).names
    assert names == {"E003": "forgotten-1"}
    assert forget(published_office.workspace, [], before=NEXT + timedelta(days=1)).names == {"E007": "forgotten-2"}
    assert forget(published_office.workspace, [], before=NEXT + timedelta(days=1)).names == {}


def test_who_has_published_work_from_today_on_is_not_forgotten(published_office: Office) -> None:
    last = max(row.date for row in published_office.standing().of_employee("E003"))
    without(published_office, "E003")
    for today in (MONDAY, last):
        with pytest.raises(InputError, match=f"'E003' has published work on {last}, and today is {today}"):
            forget(published_office.workspace, ["E003"], today=today)
    assert forget(published_office.workspace, ["E003"], today=last + timedelta(days=1)).names == {"E003": "forgotten-1"}


def test_whose_work_was_taken_out_of_the_days_to_come_is_forgotten(published_office: Office) -> None:
    without(published_office, "E003")
    published_office.publish(published_office.run({("E005", 0): "D"}))
    assert forget(published_office.workspace, ["E003"], today=MONDAY).names == {"E003": "forgotten-1"}


def test_nobody_is_forgotten_before_a_day_that_is_still_to_come(published_office: Office) -> None:
    without(published_office, "E003")
    with pytest.raises(InputError, match=f"--before {NEXT} is still to come"):
        forget(published_office.workspace, [], NEXT, today=NEXT - timedelta(days=1))
    assert forget(published_office.workspace, [], NEXT, today=NEXT).names == {"E003": "forgotten-1"}


@pytest.mark.parametrize(
    ("who", "message"),
    [
        ("E005", "'E005' is on the staff"),
        ("Agent 5", "'E005' is on the staff"),
        ("E999", "employee 'E999' is unknown"),
    ],
)
def test_who_cannot_be_forgotten_is_a_fault_and_nobody_is(published_office: Office, who: str, message: str) -> None:
    without(published_office, "E003")
    with pytest.raises(InputError, match=message):
        forget(published_office.workspace, ["E003", who])
    assert published_office.standing().of_employee("E003")


def test_somebody_has_to_be_named(small_office: Office) -> None:
    assert CliRunner().invoke(main, ["forget", str(small_office.workspace)]).exit_code == 2


@settings(derandomize=True, max_examples=40)
@given(st.lists(st.sampled_from(["E1", "E11", "E,2", "=E3", 'E"4', "F"]), max_size=6))
def test_of_a_table_nothing_changes_but_the_ids(people: list[str]) -> None:
    import tempfile

    import pandas as pd

    from scheduler.frames.csv_file import write_csv  # loads pandas

    def table(ids: list[str]) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "roster.csv"
            write_csv(path, pd.DataFrame({"employee_id": pd.Series(ids, dtype="str"), "queue": "E1"}))
            return path.read_bytes()

    names = {"E1": "forgotten-1", "E,2": "forgotten-2", "=E3": "forgotten-3"}
    assert renamed_file("roster.csv", table(people), names) == table([names.get(who, who) for who in people])


def test_a_version_with_somebody_who_was_forgotten_is_not_published_again(small_office: Office) -> None:
    for worked in (WORKED, {("E005", 0): "D"}):
        small_office.publish(small_office.run(worked))
    without(small_office, "E003")
    forget(small_office.workspace, ["E003"])
    with pytest.raises(InputError, match="version 1 has 1 person who was forgotten, and cannot be published again"):
        revert(small_office.workspace, 1, today=BEFORE)
    assert revert(small_office.workspace, 2, today=BEFORE).version.number == 2


def test_the_command_says_to_programs_whose_number_is_which(published_office: Office) -> None:
    without(published_office, "E003")
    said = CliRunner().invoke(main, ["forget", str(published_office.workspace), "E003", "--json"])
    assert json.loads(said.stdout) == {"forgotten": {"E003": "forgotten-1"}}


def test_runs_of_before_are_shown_and_compared_when_somebody_has_left(small_office: Office, tmp_path: Path) -> None:
    """Their days around know of people whom nobody knows any more."""
    small_office.publish(small_office.run({**WORKED, ("E003", 6): "V"}))
    planned = plan(read_workspace(small_office.workspace), NEXT)
    run = small_office.run({("E005", 0): "D"}, NEXT)
    record = read_record(run)
    assert record is not None
    with run_folder(run, record.model_copy(update={"published": planned.workspace.taken})) as hidden:
        shutil.copy(run / "roster.csv", hidden)
        write_days_around(hidden / "days_around.csv", planned.problem)
    assert "E003" in (run / "days_around.csv").read_text()
    without(small_office, "E003")
    forget(small_office.workspace, ["E003"])
    for arguments in (
        ("export", run, "--format", "html", "--output", tmp_path / "page.html"),
        ("compare", run, run),
    ):
        ended = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert ended.exit_code == 0, ended.output

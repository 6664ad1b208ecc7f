"""Who is on call is published with the roster: kept, told, rebuilt, and named again where somebody no longer can be."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from scheduler.ledger.ledger import ledger
from scheduler.publishing.history import history, show
from scheduler.run.auditing import verify
from scheduler.store.forgetting import renamed_file
from scheduler.writers.workbook import write_workbook
from tests.books import Grid, change_book, set_cells
from tests.commands import scheduler
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.workspaces import SETTINGS, write_workspace

ON_CALL = "  - rule: absences\n  - rule: on_call\n    people: [E003, E004, E005]\n    weekdays: [mon, tue, wed]\n"
WORKED = {("E003", 0): "D", ("E005", 3): "D"}
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def on_call_office(tmp_path: Path) -> Office:
    return Office(tmp_path, write_workspace(tmp_path / "workspace", workspace=SETTINGS + ON_CALL))


def named(office: Office) -> dict[str, str]:
    """Who is on call by what is published, by weekday."""
    return {f"{duty.date:%a}": duty.employee_id for duty in office.standing().on_call or ()}


def test_the_same_run_is_published_once_and_rebuilt_to_the_byte(on_call_office: Office, tmp_path: Path) -> None:
    run = on_call_office.run(WORKED)
    assert on_call_office.publish(run).is_new
    assert [*named(on_call_office)] == ["Mon", "Tue", "Wed"]
    assert not on_call_office.publish(run).is_new
    assert on_call_office.versions() == [1]
    show(on_call_office.workspace, 1, tmp_path / "shown")
    for name in ("roster.csv", "on_call.csv"):
        assert (tmp_path / "shown" / name).read_bytes() == (run / name).read_bytes()
    assert verify(on_call_office.workspace, Path("published")).roster == on_call_office.standing()


def test_an_edited_file_is_not_what_is_published(on_call_office: Office) -> None:
    run = on_call_office.run(WORKED)
    (run / "on_call.csv").write_text("date,employee_id\n")
    done = scheduler("publish", on_call_office.workspace, run, "--today", "2023-11-01")
    assert done.exit_code == 3
    assert "on_call.csv was changed since the run was written" in done.stderr


def test_who_is_on_call_now_and_who_no_longer_is_are_told(on_call_office: Office, tmp_path: Path) -> None:
    on_call_office.publish(on_call_office.run(WORKED))
    was = named(on_call_office)["Tue"]
    run = on_call_office.run({**WORKED, (was, 1): "D"})
    found = on_call_office.publish(run)
    becomes = named(on_call_office)["Tue"]
    assert {(one.employee_id, one.was_on_call, one.is_on_call) for one in found.told if one.date == TUESDAY} == {
        (was, True, False),
        (becomes, False, True),
    }
    with (run / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["employee_id"]: row for row in csv.DictReader(file) if row["date"] == str(TUESDAY)}
    assert (rows[was]["old_on_call"], rows[was]["new_shift"]) == ("yes", "D")
    assert (rows[becomes]["new_shift"], rows[becomes]["new_on_call"]) == ("OFF", "yes")
    sheet = openpyxl.load_workbook(run / "changes.xlsx").active
    assert sheet is not None
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "off, on call" in texts
    (_, entry) = history(on_call_office.workspace).entries
    assert entry.people_changed == len({one.employee_id for one in found.told})


def test_a_repair_of_what_is_published_names_somebody_else_only_where_it_must(on_call_office: Office) -> None:
    on_call_office.publish(on_call_office.run(WORKED))
    was = named(on_call_office)
    ill = was["Tue"]
    options = ("--today", "2023-11-05", "--frozen-days", "0", "--absence", f"{ill}:{TUESDAY}")
    output = on_call_office.root / "repaired"
    done = scheduler("repair", on_call_office.workspace, "published", *options, "--output", output)
    assert done.exit_code == 0, done.stderr
    rows = dict(row.split(",") for row in (output / "on_call.csv").read_text().splitlines()[1:])
    assert rows[str(TUESDAY)] != ill
    assert [*rows.values()][::2] == [was["Mon"], was["Wed"]]
    assert "off, on call" in done.stdout


def test_where_nobody_else_can_be_called_a_repair_says_how_and_that_works(on_call_office: Office) -> None:
    shifts = {("E003", 1): "D", ("E004", 1): "D", ("E003", 3): "D", ("E006", 3): "D"}
    on_call_office.publish(on_call_office.run(shifts))
    assert named(on_call_office)["Tue"] == "E005"
    options = ("--today", "2023-11-05", "--frozen-days", "0", "--absence", f"E005:{TUESDAY}")
    refused = scheduler("repair", on_call_office.workspace, "published", *options)
    assert refused.exit_code == 5
    assert "(E003, E004 could, with that day off)" in refused.stderr
    assert "Write a day off for one of those" in refused.stderr
    book = on_call_office.root / "edited.xlsx"
    workspace = on_call_office.workspace
    write_workbook(book, verify(workspace, Path("published")))
    change_book(book, lambda edited: set_cells(E003_1=None)(Grid(edited)))
    output = on_call_office.root / "repaired"
    done = scheduler("repair", workspace, "published", *options, "--edited", book, "--output", output)
    assert done.exit_code == 0, done.stderr
    assert f"{TUESDAY},E003" in (output / "on_call.csv").read_text()


def test_a_swap_that_gives_a_shift_to_who_is_on_call_names_another(on_call_office: Office) -> None:
    """Without that, the roster that comes of it would say nothing of anybody, and would not be judged."""
    thursday = {(employee, 3): "D" for employee in ("E003", "E004", "E005")}
    on_call_office.publish(on_call_office.run({("E006", 1): "D", **thursday}))
    was = named(on_call_office)["Tue"]
    options = ("--today", "2023-11-05", "--publish", "--by", "Kim", "--note", "swap")
    swap = ("swap", on_call_office.workspace, "published", "E006", TUESDAY, was, TUESDAY + timedelta(days=2))
    done = scheduler(*swap, *options)
    assert done.exit_code == 0, done.output
    assert named(on_call_office)["Tue"] not in (was, "E006")
    assert [*named(on_call_office)] == ["Mon", "Tue", "Wed"]


def test_being_on_call_is_no_work(on_call_office: Office) -> None:
    on_call_office.publish(on_call_office.run(WORKED))
    days = ledger(on_call_office.workspace, None, MONDAY, MONDAY + timedelta(days=6)).days
    assert on_call_office.standing().duties
    worked = days[days.paid_minutes > 0]
    assert {(row.employee_id, row.date.weekday()) for row in worked.itertuples()} == set(WORKED)


def test_whoever_is_forgotten_is_a_number_among_those_on_call() -> None:
    content = b"date,employee_id\n2023-11-06,E003\n2023-11-07,E004\n"
    renamed = renamed_file("on_call.csv", content, {"E003": "forgotten-1"})
    assert renamed == b"date,employee_id\n2023-11-06,forgotten-1\n2023-11-07,E004\n"

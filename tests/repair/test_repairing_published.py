"""Repair of what is published: read from the store, and written as a run that can be published."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from scheduler.repair import repair
from scheduler.run.auditing import verify, verify_edits
from scheduler.store.opening import open_store
from scheduler.writers.workbook import write_workbook
from tests.books import Grid, change_book, set_cells
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.repair.test_repairing import RULES, WORKED
from tests.workspaces import write_workspace

PUBLISHED = Path("published")
WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path, write_workspace(tmp_path / "workspace", workspace=RULES))


def ill(who: str, on: date) -> list[Absence]:
    return [Absence(employee_id=who, first_day=on, last_day=on, kind="sick_leave")]


def test_what_is_published_is_repaired_and_published_again(office: Office, tmp_path: Path) -> None:
    """Of two published weeks the one of the absence is repaired; the other stays as it is."""
    office.publish(office.run(WORKED))
    office.publish(office.run({("E007", 2): "V", ("E005", 0): "D"}, MONDAY + timedelta(days=7)))
    before = office.standing()
    run = tmp_path / "repaired"
    found = repair(office.workspace, PUBLISHED, ill("E007", WEDNESDAY), today=MONDAY, max_people=1, output=run)
    assert [(change.employee_id, change.date) for change in found.fallen] == [("E007", WEDNESDAY)]
    assert found.changes
    row = f"E007,{WEDNESDAY},{WEDNESDAY},sick_leave"
    with pytest.raises(InputError, match=rf"absences\.csv .* E007 .* is not there; add the row {row},"):
        office.publish(run, today=MONDAY, note="E007 is ill")
    with (office.workspace / "absences.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    published = office.publish(run, today=MONDAY, note="E007 is ill")
    assert (published.version.first_day, published.version.days) == (MONDAY, 7)
    assert published.told == found.changes
    with open_store(office.workspace, read_workspace(office.workspace).settings).reading() as store:
        assert b"sick" not in store.files_of(3)["run.json"], "who was ill is nothing for the store to keep"
    later = MONDAY + timedelta(days=7)
    assert [row for row in office.standing().assignments if row.date >= later] == [
        row for row in before.assignments if row.date >= later
    ]


def test_a_repair_is_refused_when_something_was_published_since(office: Office, tmp_path: Path) -> None:
    office.publish(office.run(WORKED))
    run = tmp_path / "repaired"
    repair(office.workspace, PUBLISHED, ill("E007", WEDNESDAY), today=MONDAY, max_people=1, output=run)
    office.publish(office.run({**WORKED, ("E006", 4): "D"}))
    with pytest.raises(InputError, match="was made before version 2 was published"):
        office.publish(run, today=MONDAY, note="E007 is ill")


def test_edits_of_what_is_published_are_kept_and_published(office: Office, tmp_path: Path) -> None:
    office.publish(office.run(WORKED))
    book, run = tmp_path / "book.xlsx", tmp_path / "repaired"
    write_workbook(book, verify(office.workspace, PUBLISHED))
    change_book(book, lambda edited: set_cells(E006_1="D")(Grid(edited)))
    found = repair(office.workspace, PUBLISHED, edited_path=book, today=MONDAY, output=run)
    assert found.chosen.touched == 0
    published = office.publish(run, today=MONDAY, note="E006 comes on Tuesday")
    assert [(change.employee_id, change.date) for change in published.told] == [("E006", MONDAY + timedelta(days=1))]


@pytest.mark.parametrize(("notice_days", "last"), [(0, -1), (1, 0), (2, 1)])
def test_the_notice_period_of_the_workspace_stays_closed(office: Office, notice_days: int, last: int) -> None:
    settings = office.workspace / "workspace.yaml"
    settings.write_text(f"{RULES}notice_days: {notice_days}\n", encoding="utf-8")
    office.publish(office.run(WORKED))
    found = repair(office.workspace, PUBLISHED, ill("E007", WEDNESDAY), today=MONDAY, max_people=1)
    assert found.last_closed_day == MONDAY + timedelta(days=last)


def test_a_week_that_is_not_published_cannot_be_repaired(office: Office) -> None:
    office.publish(office.run(WORKED))
    with pytest.raises(InputError, match="has nothing published from 2023-11-13 to 2023-11-19"):
        repair(office.workspace, PUBLISHED, ill("E007", MONDAY + timedelta(days=9)), today=MONDAY)


def test_a_repaired_run_is_checked_and_compared_with_the_absence_that_nobody_has_entered_yet(
    office: Office, tmp_path: Path
) -> None:
    office.publish(office.run(WORKED))
    run = tmp_path / "repaired"
    repair(office.workspace, PUBLISHED, ill("E007", WEDNESDAY), today=MONDAY, max_people=1, output=run)
    checked = verify(office.workspace, run)
    assert checked.problem.absent_dates["E007"] == {WEDNESDAY: "sick_leave"}
    assert verify_edits(office.workspace, run).after.problem.absent_dates["E007"] == {WEDNESDAY: "sick_leave"}
    assert WEDNESDAY not in verify(office.workspace, PUBLISHED).problem.absent_dates["E007"]
    with (office.workspace / "absences.csv").open("a", encoding="utf-8") as file:
        file.write(f"E007,{WEDNESDAY},{WEDNESDAY},sick_leave\n")
    assert len(verify(office.workspace, run).problem.absences) == len(checked.problem.absences)

"""A run becomes the published roster of its days, or nothing changes."""

from __future__ import annotations

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from scheduler.day.reviewing import promised_by
from scheduler.day.taking import take_actuals
from scheduler.errors import InputError, OutputError, ViolationError
from scheduler.from_store.rosters import read_published
from scheduler.ledger.ledger import ledger
from scheduler.publishing.forgetting import forget
from scheduler.publishing.history import history, show
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import verify
from scheduler.run_record import read_record
from tests.books import change_book
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.runs import WORKED, write_run
from tests.workspaces import ABSENCES, SETTINGS, STAFF, faults_of, write_workspace


def test_a_version_has_the_facts_of_its_run(office: Office) -> None:
    run = office.run(WORKED)
    found = office.publish(run, note="first")
    record = read_record(run)
    assert record is not None
    assert record.made_from is not None
    version = found.version
    assert (found.is_new, version.number, version.first_day, version.days) == (True, 1, MONDAY, 7)
    assert (version.author, version.note, version.seed) == ("Kim", "first", record.options["seed"])
    assert (version.inputs_sha256, version.reverts) == (record.made_from.inputs_sha256, None)
    assert len(found.first_days) == 7
    assert (found.told, found.fallen) == ((), ())
    assert office.standing() == found.run.roster


def test_who_must_be_told_what_is_against_the_version_that_stood_before(office: Office) -> None:
    office.publish(office.run(WORKED))
    run = office.run({**WORKED, ("E003", 2): "D", ("E004", 3): "D"})
    found = office.publish(run)
    changes = [
        (
            change.employee_id,
            (change.date - MONDAY).days,
            change.old and change.old.shift,
            change.new and change.new.shift,
        )
        for change in found.told
    ]
    assert changes == [("E003", 2, "V", "D"), ("E004", 3, None, "D")]
    assert (found.version.number, found.first_days) == (2, ())
    with (run / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            (row["employee_id"], row["old_shift"], row["new_shift"], row["new_start"]) for row in csv.DictReader(file)
        ]
    assert rows == [("E003", "V", "D", "2023-11-08T09:00"), ("E004", "OFF", "D", "2023-11-09T09:00")]
    sheet = openpyxl.load_workbook(run / "changes.xlsx").active
    assert [cell.value for cell in sheet[3]][:6] == [
        *("E003", "Agent 3", "2023-11-08 Wed", "V 18:00-01:00", "D 09:00-18:00"),
        sheet["F3"].value,
    ]
    assert sheet.max_row == 4
    record = read_record(run)
    assert record is not None
    assert {"changes.csv", "changes.xlsx"} <= record.files.keys(), "the folder is still a run's alone"


def test_shifts_that_fall_out_by_an_absence_are_not_told(published_office: Office) -> None:
    (published_office.workspace / "absences.csv").write_text(
        ABSENCES + "E005,2023-11-10,2023-11-10,sick_leave\n", encoding="utf-8"
    )
    without = {place: shift for place, shift in WORKED.items() if place != ("E005", 4)}
    found = published_office.publish(published_office.run(without))
    assert [change.employee_id for change in found.fallen] == ["E005"]
    assert found.told == ()


def test_a_broken_rule_within_the_run_changes_nothing(office: Office) -> None:
    office.publish(office.run(WORKED))
    before = office.standing()
    with pytest.raises(ViolationError, match="R03 E003 rests 8 h"):
        office.publish(office.run({**WORKED, ("E003", 3): "D"}))  # evening until 01:00, then 09:00
    assert office.versions() == [1]
    assert office.standing() == before


@pytest.mark.parametrize(("shift_on_monday", "is_refused"), [("D", True), ("V", False)])
@pytest.mark.parametrize("later_first", [False, True], ids=["in order", "the later week first"])
def test_rest_is_kept_over_the_joint_to_what_is_published(
    small_office: Office, shift_on_monday: str, is_refused: bool, later_first: bool
) -> None:
    week = small_office.run({("E003", 6): "V"})
    later = small_office.run({("E003", 0): shift_on_monday}, MONDAY + timedelta(days=7))
    if later_first:
        # Of the days before it nothing is published yet, so that somebody has to say that nobody worked on them.
        record = read_record(later)
        assert record is not None
        (later / "run.json").write_text(record.model_copy(update={"is_first_week": True}).model_dump_json())
    first, second = (later, week) if later_first else (week, later)
    small_office.publish(first)
    if is_refused:
        with pytest.raises(ViolationError, match="R03"):
            small_office.publish(second)
        assert small_office.versions() == [1]
    else:
        small_office.publish(second)
        assert small_office.versions() == [1, 2]


def test_days_before_that_are_not_published_are_refused(small_office: Office) -> None:
    later = small_office.run({("E003", 0): "D"}, MONDAY + timedelta(days=14))
    with pytest.raises(InputError, match="the last known day is 2023-11-05"):
        small_office.publish(later)
    assert small_office.versions() == []


def test_what_is_published_holds_before_the_file_of_the_days_before(small_office: Office) -> None:
    row = "E003,{day},V,{day}T18:00,2023-11-13T01:00,{day}T20:30,{day}T21:00,office,general,390\n"
    later = MONDAY + timedelta(days=7)
    small_office.publish(small_office.run(WORKED))
    path = small_office.workspace / "previous_roster.csv"
    path.write_text(path.read_text(encoding="utf-8") + row.format(day="2023-11-12"), encoding="utf-8")
    found = small_office.publish(small_office.run({("E003", 0): "D"}, later))
    days = found.run.problem.days_around
    assert days is not None
    assert (days.previous_from, days.known_until) == ("published", date(2023, 11, 12))


def test_several_weeks_and_a_part_of_them_go_by_days(office: Office) -> None:
    office.publish(office.run({("E005", day): "D" for day in range(12)}, days=14))
    found = office.publish(office.run({("E006", 1): "D"}, MONDAY + timedelta(days=7)))
    assert [row.employee_id for row in office.standing().assignments] == ["E005"] * 7 + ["E006"]
    assert {(change.employee_id, (change.date - MONDAY).days) for change in found.told} == {
        *(("E005", day) for day in range(7, 12)),
        ("E006", 8),
    }
    entries = history(office.workspace).entries
    assert [(entry.new_days, entry.people_changed, entry.days_changed) for entry in entries] == [(14, 0, 0), (0, 2, 6)]


def test_of_days_that_were_not_published_nobody_is_told_a_change(small_office: Office) -> None:
    small_office.publish(small_office.run({("E005", 0): "D"}))
    found = small_office.publish(small_office.run({("E005", 1): "D", ("E005", 8): "D"}, days=14))
    assert [(change.date - MONDAY).days for change in found.told] == [0, 1]
    assert [(on - MONDAY).days for on in found.first_days] == list(range(7, 14))


def test_the_same_roster_again_is_no_new_version(office: Office) -> None:
    office.publish(office.run(WORKED))
    run = office.run({**WORKED, ("E003", 2): "D"})
    told = office.publish(run).told
    (run / "changes.csv").unlink()
    again = office.publish(run, author="Lee")
    assert (again.is_new, again.version.number, again.version.author) == (False, 2, "Kim")
    assert again.told == told, "what it changed of what stood before it"
    assert (run / "changes.csv").is_file()
    assert office.versions() == [1, 2]


@pytest.mark.parametrize(("days_ahead", "is_refused"), [(0, True), (1, True), (2, False)])
def test_changes_within_the_notice_period_need_a_reason(
    small_office: Office, days_ahead: int, is_refused: bool
) -> None:
    path = small_office.workspace / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "notice_days: 2\n", encoding="utf-8")
    today = MONDAY + timedelta(days=4 - days_ahead)
    small_office.publish(small_office.run(WORKED), today)  # for the first time: nobody's days change
    run = small_office.run({place: shift for place, shift in WORKED.items() if place != ("E004", 4)})
    if is_refused:
        with pytest.raises(InputError, match=r"--note 1 person has changes before .* of 2 days;"):
            small_office.publish(run, today)
        assert small_office.versions() == [1]
        small_office.publish(run, today, note="a storm")
    else:
        small_office.publish(run, today)
    assert small_office.versions() == [1, 2]


def test_several_people_and_one_day_of_notice_are_said_as_such(small_office: Office) -> None:
    path = small_office.workspace / "workspace.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "notice_days: 1\n", encoding="utf-8")
    small_office.publish(small_office.run(WORKED))
    day = min(on for _, on in WORKED)
    run = small_office.run({place: shift for place, shift in WORKED.items() if place[1] != day})
    with pytest.raises(InputError, match=r"\d people have changes before .* the notice period of 1 day;"):
        small_office.publish(run, MONDAY + timedelta(days=day))


def test_a_run_that_was_edited_is_refused(small_office: Office) -> None:
    run = small_office.run(WORKED)
    path = run / "roster.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("E005", "E006"), encoding="utf-8")
    with pytest.raises(InputError, match=r"roster\.csv was changed since the run was written.*--lock"):
        small_office.publish(run)
    assert not (small_office.workspace / "scheduler.db").exists()


def test_a_run_of_another_workspace_is_refused(small_office: Office) -> None:
    other = write_workspace(small_office.root / "other", staff=STAFF.replace("Agent", "Clerk"))
    write_run(small_office.root / "foreign", other, WORKED)
    with pytest.raises(InputError, match=r"12 people, of whom 'Small centre' .* has 0 under the same id and name"):
        small_office.publish(small_office.root / "foreign")
    assert small_office.versions() == []


def test_a_centre_that_has_moved_or_is_called_otherwise_is_told_what_differs_by_every_command(
    published_office: Office,
) -> None:
    settings = SETTINGS.replace("name_en: Small centre", "name_en: Help desk").replace("Asia/Seoul", "UTC")
    (published_office.workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    told = "name_en was Small centre, and is Help desk; timezone was Asia/Seoul, and is UTC; put back in workspace.yaml"
    for ask in (
        lambda: ledger(published_office.workspace, None, MONDAY, MONDAY),
        lambda: verify(published_office.workspace, Path("published")),
        lambda: history(published_office.workspace),
        lambda: show(published_office.workspace, 1, published_office.root / "shown"),
        lambda: published_office.publish(published_office.run(WORKED)),
        lambda: forget(published_office.workspace, ["E999"]),
        lambda: take_actuals(published_office.workspace, [published_office.root / "calls.csv"]),
        lambda: promised_by(read_workspace(published_office.workspace), MONDAY),
    ):
        (fault,) = faults_of(ask)
        assert told in fault


def test_a_store_that_was_copied_to_another_centre_is_refused(published_office: Office) -> None:
    folder = published_office.root / "other"
    other = Office(folder, write_workspace(folder / "workspace", staff=STAFF.replace("Agent", "Clerk")))
    shutil.copy(published_office.workspace / "scheduler.db", other.workspace)
    with pytest.raises(InputError, match=r"scheduler\.db was made for the centre"):
        other.publish(other.run(WORKED))
    with pytest.raises(InputError, match=r"scheduler\.db was made for the centre"):
        other.versions()


def test_what_is_no_run_is_refused(small_office: Office, tmp_path: Path) -> None:
    run = small_office.run(WORKED)
    for path in (run / "roster.csv", tmp_path):
        with pytest.raises(InputError, match="is not the folder of a run; name the folder"):
            small_office.publish(path)


def test_shifts_that_are_published_stay_in_the_settings(small_office: Office) -> None:
    small_office.publish(small_office.run({("E005", 6): "D"}))
    path = small_office.workspace / "workspace.yaml"
    settings = path.read_text(encoding="utf-8")
    path.write_text(settings.replace("code: D,", "code: DD,"), encoding="utf-8")
    staff = small_office.workspace / "staff.csv"
    staff.write_text(STAFF.replace(",D,", ",DD,").replace(",D|V,", ",DD|V,"), encoding="utf-8")
    with pytest.raises(InputError, match=r"shift 'D' is published on 2023-11-12, and workspace\.yaml no longer has it"):
        small_office.publish(small_office.run({("E005", 0): "DD"}, MONDAY + timedelta(days=7)))


def test_whoever_has_left_is_called_by_the_id(published_office: Office) -> None:
    staff = "".join(line for line in STAFF.splitlines(keepends=True) if not line.startswith("E011"))
    (published_office.workspace / "staff.csv").write_text(staff, encoding="utf-8")
    without = {place: shift for place, shift in WORKED.items() if place[0] != "E011"}
    found = published_office.publish(published_office.run(without))
    assert [(change.employee_id, change.name, change.new) for change in found.told] == [("E011", "E011", None)]


def test_the_changes_go_where_somebody_says(small_office: Office) -> None:
    run = small_office.run(WORKED)
    named = small_office.root / "told.csv"
    small_office.publish(run, changes=named)
    assert named.is_file()
    assert not (run / "changes.csv").exists()
    with pytest.raises(OutputError, match=r"neither in \.csv nor in \.xlsx"):
        small_office.publish(run, changes=small_office.root / "told.txt")


def test_changes_that_cannot_be_written_may_go_elsewhere_with_the_option_of_changes(small_office: Office) -> None:
    run = small_office.run(WORKED)
    with pytest.raises(OutputError, match="choose another one with --changes"):
        small_office.publish(run, changes=small_office.root / f"{'x' * 300}.csv")


def test_changes_that_somebody_ticked_off_are_not_written_over(small_office: Office) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)

    def tick(book: openpyxl.Workbook) -> None:
        book.active["H3"] = "told"

    change_book(run / "changes.xlsx", tick)
    with pytest.raises(OutputError, match=r"changes\.xlsx was changed since it was written"):
        small_office.publish(run)
    assert small_office.versions() == [1]


@pytest.mark.parametrize("option", ["author", "note"])
def test_a_name_or_a_note_that_is_no_line_is_a_fault(small_office: Office, option: str) -> None:
    run = small_office.run(WORKED)
    for text in ("x" * 3_000, "a\x1b[2J"):
        with pytest.raises(InputError, match=r"is longer than|signs that are none"):
            small_office.publish(run, **{option: text})
    assert small_office.publish(run, **{option: "two\n lines"}).is_new


def test_changes_whose_writing_was_killed_are_written_again(small_office: Office) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)
    record = read_record(run)
    assert record is not None
    names = sorted(path.name for path in run.iterdir())
    # As after a kill between a file's taking its place and its coming onto the list.
    unlisted = {name: sha256 for name, sha256 in record.files.items() if not name.startswith("changes")}
    (run / "run.json").write_text(record.model_copy(update={"files": unlisted}).model_dump_json(), encoding="utf-8")
    small_office.publish(run)
    again = read_record(run)
    assert again is not None
    assert again.files == record.files, "the same version is the same file"
    assert sorted(path.name for path in run.iterdir()) == names, "nothing of ours is kept as somebody else's"


def test_what_people_attend_is_published_with_their_shifts_and_kept_with_the_version(office: Office) -> None:
    (office.workspace / "activities.csv").write_text("name,kind,minutes\ntalk,meeting,30\n", encoding="utf-8")
    run = office.run(WORKED)
    office.publish(run)
    row = "E003,2023-11-06,2023-11-06T15:00,2023-11-06T15:30,talk,meeting\n"
    talk = f"employee_id,date,start,end,activity,kind\n{row}"
    second = office.run(WORKED)
    (second / "activities.csv").write_text(talk, encoding="utf-8")
    found = office.publish(second)
    assert (found.is_new, found.version.number) == (True, 2), "other activities are another roster"
    (row_with,) = [row for row in office.standing().assignments if row.activities]
    (talk_at,) = row_with.activities
    assert (row_with.employee_id, f"{talk_at.start:%H:%M}", talk_at.name) == ("E003", "15:00", "talk")
    assert [(change.employee_id, change.date) for change in found.told] == [("E003", MONDAY)]
    assert not office.publish(second).is_new
    workspace = read_workspace(office.workspace)
    _, edited = read_published(workspace, None)
    assert edited.roster == office.standing()
    shown = show(office.workspace, 2, office.root / "shown")
    assert shown.version.number == 2
    assert (office.root / "shown" / "activities.csv").read_text(encoding="utf-8") == talk


def test_what_meets_the_meal_break_is_not_published(small_office: Office) -> None:
    (small_office.workspace / "activities.csv").write_text("name,kind,minutes\ntalk,meeting,30\n", encoding="utf-8")
    run = small_office.run(WORKED)
    row = "E003,2023-11-06,2023-11-06T11:30,2023-11-06T12:00,talk,meeting\n"
    (run / "activities.csv").write_text(f"employee_id,date,start,end,activity,kind\n{row}", encoding="utf-8")
    with pytest.raises(ViolationError, match="meets the meal break of 11:00-12:00"):
        small_office.publish(run)
    assert small_office.versions() == []

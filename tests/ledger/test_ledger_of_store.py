"""The ledger counts what is published, from a store of each kind, as it counts the runs themselves."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from scheduler.cli import main
from scheduler.errors import InputError
from scheduler.ledger.ledger import ledger
from scheduler.publishing.forgetting import forget
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import verify
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.runs import WORKED
from tests.workspaces import ABSENCES, SETTINGS, STAFF, faults_of


def test_what_is_published_is_counted_as_the_runs_themselves(office: Office) -> None:
    """Of the first week the newer version counts."""
    next_week, last = MONDAY + timedelta(days=7), MONDAY + timedelta(days=13)
    runs = [
        office.run({**WORKED, ("E009", 6): "N"}),
        office.run({("E005", day): "D" for day in range(7)}, next_week),
    ]
    office.publish(office.run({("E003", 0): "V", ("E007", 6): "V"}))
    for run in runs:
        office.publish(run)
    workspace = read_workspace(office.workspace)
    of_store = ledger(workspace, None, MONDAY, last).days
    of_runs = ledger(workspace, runs, MONDAY, last).days
    assert (of_store["paid_minutes"].sum(), len(of_store)) == (of_runs["paid_minutes"].sum(), len(of_runs))
    assert of_store["paid_minutes"].sum() > 0
    pd.testing.assert_frame_equal(of_store, of_runs)


def test_sums_stay_when_somebody_leaves_and_is_forgotten(small_office: Office) -> None:
    small_office.publish(small_office.run({**WORKED, ("E003", 5): "V"}))
    last = MONDAY + timedelta(days=6)
    before = ledger(small_office.workspace, None, MONDAY, last)
    staff = small_office.workspace / "staff.csv"
    staff.write_text("".join(row for row in STAFF.splitlines(keepends=True) if not row.startswith("E003")))
    (small_office.workspace / "requests.csv").unlink()
    left = ledger(small_office.workspace, None, MONDAY, last)
    assert left.as_json() == before.as_json()
    forget(small_office.workspace, ["E003"])
    forgotten = ledger(small_office.workspace, None, MONDAY, last)
    assert forgotten.as_json() == before.as_json()
    assert before.as_json()["teams"]["day"]["paid_minutes"] > 0
    names = {"E003": "forgotten-1"}
    pd.testing.assert_frame_equal(
        forgotten.days.drop(columns="name").sort_values(["employee_id", "date"], ignore_index=True),
        before.days.drop(columns="name")
        .replace({"employee_id": names})
        .sort_values(["employee_id", "date"], ignore_index=True),
        check_dtype=False,
    )


def test_a_sick_day_that_is_written_in_later_is_paid_once_or_refused(published_office: Office) -> None:
    (published_office.workspace / "absences.csv").write_text(
        ABSENCES + "E005,2023-11-07,2023-11-08,sick_leave\nE011,2023-11-06,2023-11-06,sick_leave\n", encoding="utf-8"
    )
    faults = faults_of(lambda: week_of(published_office))
    assert [fault.split(" works ")[0] for fault in faults] == [
        "absences.csv:4 E005",
        "absences.csv:4 E005",
        "absences.csv:5 E011",
    ]
    assert (
        "works D on 2023-11-08, a day of absence (Sick from 2023-11-07 to 2023-11-08); make the day anew" in faults[1]
    )
    assert "published --absence E005:2023-11-08 --today 2023-11-08 --output" in faults[1]
    assert faults[1].endswith("or take the row out where the shift was worked")
    rest = {place: shift for place, shift in WORKED.items() if place not in {("E005", 1), ("E005", 2), ("E011", 0)}}
    published_office.publish(published_office.run(rest), today=MONDAY, note="sick")
    found = week_of(published_office)
    days = found[(found["employee_id"] == "E005") & (found["leave"] == "sick_leave")]
    assert days[["paid_minutes", "leave_minutes"]].to_numpy().tolist() == [[0, 480], [0, 480]]


@pytest.mark.parametrize(
    ("row", "asked", "left"),
    [
        ("E005,2023-11-07,2023-11-07,sick_leave,,13:00,18:00", "E005:2023-11-07:13:00-18:00", 210),
        ("E005,2023-11-07,2023-11-07,sick_leave,morning,,", "E005:2023-11-07:morning", 240),
    ],
)
def test_a_part_of_a_day_that_is_written_in_later_is_paid_once_or_refused(
    published_office: Office, row: str, asked: str, left: int
) -> None:
    absences = "".join(f"{line},,,\n" for line in ABSENCES.splitlines()[1:])
    (published_office.workspace / "absences.csv").write_text(
        f"employee_id,from,to,kind,part,from_time,to_time\n{absences}{row}\n", encoding="utf-8"
    )
    (fault,) = faults_of(lambda: week_of(published_office))
    assert fault.startswith("absences.csv:4 E005 with D on 2023-11-07: ")
    assert f"pays 480 min instead of {left}; make the day anew" in fault
    assert f"published --absence {asked} --today 2023-11-07 " in fault
    published_office.publish(published_office.run(WORKED), today=MONDAY, note="away")
    found = week_of(published_office)
    day = found[(found["employee_id"] == "E005") & (found["date"] == "2023-11-07")]
    assert day[["paid_minutes", "leave_minutes"]].to_numpy().tolist() == [[left, 480 - left]]


def test_an_absence_on_a_day_off_and_the_last_day_of_work_are_no_faults(published_office: Office) -> None:
    (published_office.workspace / "absences.csv").write_text(
        ABSENCES + "E005,2023-11-11,2023-11-12,sick_leave\nE005,2023-11-05,2023-11-05,sick_leave\n", encoding="utf-8"
    )
    with_dates(published_office, E005="2023-11-06,2023-11-10")
    assert week_of(published_office)["paid_minutes"].sum() > 0


def test_work_after_the_last_day_and_between_two_employments_is_refused(published_office: Office) -> None:
    with_dates(published_office, E005=",2023-11-09", E003=",2023-11-06")
    staff = published_office.workspace / "staff.csv"
    back = next(line for line in staff.read_text().splitlines() if line.startswith("E003"))
    staff.write_text(staff.read_text() + back.replace(",,2023-11-06", ",2023-11-08,") + "\n")
    faults = faults_of(lambda: week_of(published_office))
    assert [fault.split(" on this day")[0] for fault in faults] == [
        "staff.csv:to E003 with D on 2023-11-07: is not employed",
        "staff.csv:to E005 with D on 2023-11-10: is not employed",
    ]
    assert "correct from and to of this person, or make the day anew" in faults[1]
    assert "published --absence E005:2023-11-10 --today 2023-11-10 " in faults[1]


def test_what_the_ledger_refuses_is_what_verify_finds(small_office: Office) -> None:
    settings = SETTINGS + "  - rule: absences\n"
    (small_office.workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    small_office.publish(small_office.run(WORKED))
    with_dates(small_office, E005=",2023-11-09")
    (small_office.workspace / "absences.csv").write_text(
        ABSENCES + "E003,2023-11-06,2023-11-07,sick_leave\n", encoding="utf-8"
    )
    checked = verify(small_office.workspace, Path("published")).audit
    assert checked is not None
    said = [violation.text("en") for violation in checked.hard if violation.rule in ("R08", "R18")]
    faults = faults_of(lambda: week_of(small_office))
    assert len(said) == len(faults) == 3
    assert all(any(text in fault for fault in faults) for text in said)


def week_of(office: Office) -> pd.DataFrame:
    """The ledger of the published week."""
    return ledger(office.workspace, None, MONDAY, MONDAY + timedelta(days=6)).days


def with_dates(office: Office, **dates: str) -> None:
    """Write from and to of some people into the staff file."""
    head, *rows = STAFF.splitlines()
    lines = [f"{head},from,to", *(f"{row},{dates.get(row.split(',')[0], ',')}" for row in rows), ""]
    (office.workspace / "staff.csv").write_text("\n".join(lines), encoding="utf-8")


def test_whoever_no_run_recorded_is_refused_by_name(small_office: Office) -> None:
    run = small_office.run(WORKED)
    record = run / "run.json"
    made = json.loads(record.read_text())
    made["made_from"]["staff"] = {}
    record.write_text(json.dumps(made))
    small_office.publish(run)
    staff = small_office.workspace / "staff.csv"
    staff.write_text("".join(row for row in STAFF.splitlines(keepends=True) if not row.startswith("E003")))
    (small_office.workspace / "requests.csv").unlink()
    with pytest.raises(InputError, match=r"E003 is not in staff\.csv; no run recorded the contract"):
        ledger(small_office.workspace, None, MONDAY, MONDAY + timedelta(days=6))


def test_the_command_gives_its_sums_to_programs_and_says_which_date_is_wrong(published_office: Office) -> None:
    asked = ["ledger", str(published_office.workspace), "--from", "2023-11-06", "--to", "2023-11-12", "--json"]
    found = json.loads(CliRunner().invoke(main, asked).stdout)
    assert found == ledger(published_office.workspace, None, MONDAY, MONDAY + timedelta(days=6)).as_json()
    assert found["everybody"]["paid_minutes"] == sum(team["paid_minutes"] for team in found["teams"].values())
    asked[3], asked[5] = asked[5], asked[3]
    swapped = CliRunner().invoke(main, asked)
    assert swapped.exit_code == 3
    assert "--to 2023-11-06 lies before 2023-11-12, the day of --from; exchange the two dates" in swapped.stderr

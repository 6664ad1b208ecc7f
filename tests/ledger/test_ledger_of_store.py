"""The ledger counts what is published, from a store of each kind, as it counts the runs themselves."""

from __future__ import annotations

import json
from datetime import timedelta

import pandas as pd
import pytest
from click.testing import CliRunner

from scheduler.cli import main
from scheduler.errors import InputError
from scheduler.ledger.ledger import ledger
from scheduler.publishing.forgetting import forget
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.runs import WORKED
from tests.workspaces import STAFF


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


def test_the_command_gives_its_sums_to_programs_and_says_which_date_is_wrong(small_office: Office) -> None:
    small_office.publish(small_office.run(WORKED))
    asked = ["ledger", str(small_office.workspace), "--from", "2023-11-06", "--to", "2023-11-12", "--json"]
    found = json.loads(CliRunner().invoke(main, asked).stdout)
    assert found == ledger(small_office.workspace, None, MONDAY, MONDAY + timedelta(days=6)).as_json()
    assert found["everybody"]["paid_minutes"] == sum(team["paid_minutes"] for team in found["teams"].values())
    asked[3], asked[5] = asked[5], asked[3]
    swapped = CliRunner().invoke(main, asked)
    assert swapped.exit_code == 3
    assert "--to 2023-11-06 lies before 2023-11-12, the day of --from; exchange the two dates" in swapped.stderr

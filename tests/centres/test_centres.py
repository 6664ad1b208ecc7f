"""Other centres, from their files to a verified roster, by commands alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from scheduler import initializing
from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.workspace import read_workspace
from tests.centres.berlin import write_tables
from tests.centres.hotline import SEATS, team_of, write_hotline
from tests.centres.ward import HEADS, write_ward
from tests.commands import scheduler
from tests.workspaces import faults_of

PAGE = Path(__file__).parents[2] / "docs" / "own-centre.md"
WEEK = "2024-06-03"


def planned(workspace: Path, output: Path, *options: object) -> list[dict[str, str]]:
    """The rows of the roster that the commands make and verify."""
    assert scheduler("validate", workspace).exit_code == 0
    made = scheduler("generate", workspace, "--week", WEEK, "--first-week", "--output", output, *options)
    assert made.exit_code == 0, made.output
    assert ("Service level" in made.output) == (workspace / "inflow.csv").is_file(), "nothing of callers where none are"
    verified = scheduler("verify", workspace, output, "--first-week")
    assert verified.exit_code == 0, verified.output
    with (output / "roster.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edits() -> list[tuple[list[str], list[str]]]:
    """The edits of the page: lines that are there, and those that take their place."""
    found = []
    for block in re.findall(r"```diff\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL):
        lines = [line.removeprefix("   ") for line in block.splitlines() if line.strip()]
        old = [line[1:] for line in lines if line[0] in " -"]
        new = [line[1:] for line in lines if line[0] in " +"]
        found.append((old, new))
    return found


def edited(text: str) -> str:
    for old, new in edits():
        before, after = "\n".join(old), "\n".join(new)
        assert text.count(f"\n{before}\n") == 1, before
        text = text.replace(f"\n{before}\n", f"\n{after}\n")
    return text


def test_the_way_to_an_own_centre_deletes_nothing() -> None:
    assert 5 <= len(edits()) <= 10
    for old, new in edits():
        assert len(new) >= len(old)


@pytest.fixture
def berlin(tmp_path: Path) -> Path:
    folder = tmp_path / "berlin"
    initializing.init(folder, "csv", "small", country="DE", timezone="Europe/Berlin", today=date(2024, 5, 29))
    path = folder / "workspace.yaml"
    path.write_text(edited(path.read_text(encoding="utf-8")), encoding="utf-8")
    write_tables(folder)
    return folder


def test_the_help_desk_of_berlin_is_planned_after_the_edits_of_the_page(berlin: Path, tmp_path: Path) -> None:
    workspace = read_workspace(berlin)
    assert len(workspace.employees) == 48
    assert workspace.employees[5].name == "Zoë Weiß 6"
    assert date(2024, 3, 8) in public_holidays(workspace.settings, date(2024, 1, 1), date(2024, 12, 31))
    rows = planned(berlin, tmp_path / "run", "--time-limit", 15, "--gap", 0.5)
    minutes = Counter[str]()
    for row in rows:
        minutes[row["employee_id"]] += int(row["paid_minutes"])
    assert {minutes["B04"], minutes["B05"], minutes["B02"]} == {1200, 1800, 2400}
    assert {row["queue"] for row in rows} == {"german", "english"}
    assert not [row for row in rows if row["employee_id"] == "B06" and row["date"] in ("2024-06-05", "2024-06-06")]
    for name in ("report.html", "summary.json"):
        text = (tmp_path / "run" / name).read_text(encoding="utf-8")
        assert not re.search(r"\bwon\b|LSA|Korea", text)


def test_contracts_whose_minutes_no_rule_reads_are_told_where_their_shifts_allow_other_minutes(
    berlin: Path, tmp_path: Path
) -> None:
    assert "paid_minutes_per_week" not in scheduler("validate", berlin).output
    path = berlin / "workspace.yaml"
    rules = path.read_text(encoding="utf-8")
    path.write_text(rules.replace("  - {rule: contract_minutes}\n", ""), encoding="utf-8")
    # Their shifts leave no other minutes.
    assert "paid_minutes_per_week" not in scheduler("validate", berlin).output
    staff = berlin / "staff.csv"
    rows = staff.read_text(encoding="cp1252")
    staff.write_text(
        rows.replace("B08;Agent 8 8;desk;part_20;H|I;", "B08;Agent 8 8;desk;part_20;F|H|I;"), encoding="cp1252"
    )
    said = (
        "contracts of which no rule in force reads paid_minutes_per_week: part_20 (B08 may get 1800 paid min a week "
        "instead of 1200); add '- rule: contract_minutes' to the rules of workspace.yaml"
    )
    generate = ("generate", berlin, "--week", WEEK, "--first-week", "--time-limit", 15, "--gap", 0.5)
    for command in (("validate", berlin), (*generate, "--output", tmp_path / "run")):
        done = scheduler(*command)
        assert done.exit_code == 0
        assert said in done.output
    path.write_text(path.read_text(encoding="utf-8").replace("language: en", "language: ko"), encoding="utf-8")
    assert "B08은 한 주에 유급 1200분이 아니라 1800분까지" in scheduler("validate", berlin).output
    # Five shifts of eight hours are the contract's week, whatever the rules: the small example has nothing to tell.
    initializing.init(tmp_path / "small", "csv", "small", today=date(2024, 5, 29))
    assert "paid_minutes_per_week" not in scheduler("validate", tmp_path / "small").output


def test_the_ward_is_planned_by_people_on_shifts_without_queues_or_calls(tmp_path: Path) -> None:
    folder = tmp_path / "ward"
    folder.mkdir()
    write_ward(folder)
    rows = planned(folder, tmp_path / "run", "--time-limit", 15, "--gap", 0.5)
    there = Counter((row["date"], row["shift"]) for row in rows)
    assert all(there[f"2024-06-0{day}", "N"] == HEADS["N"][0] for day in range(3, 10))
    assert {row["queue"] for row in rows} == {""}
    assert not [row for row in rows if row["employee_id"] == "W01" and row["date"] <= "2024-06-07"]


def test_the_hotline_of_900_is_planned_with_the_seats_of_each_of_its_sites(tmp_path: Path) -> None:
    folder = tmp_path / "hotline"
    folder.mkdir()
    write_hotline(folder)
    rows = planned(folder, tmp_path / "run", "--time-limit", 20, "--gap", 0.5)
    assert len({row["employee_id"] for row in rows}) > 800
    assert {row["shift"] for row in rows} == {"E", "M", "L", "N"}
    at_desk = Counter[tuple[str, str, int]]()
    for row in rows:
        site = "Cardiff" if team_of(int(row["employee_id"][1:])) == "cardiff" else "Leeds"
        start, end = ((int(row[at][11:13]) * 60 + int(row[at][14:16])) // 30 for at in ("start", "end"))
        for half_hour in range(start, end if row["start"][:10] == row["end"][:10] else 48):
            at_desk[site, row["date"], half_hour] += 1
    assert all(there <= SEATS[site] for (site, _, _), there in at_desk.items())
    assert max(there for (site, _, _), there in at_desk.items() if site == "Cardiff") > 0.8 * SEATS["Cardiff"]


def test_a_centre_with_queues_still_needs_its_calls(tmp_path: Path, berlin: Path) -> None:
    (berlin / "inflow.csv").unlink()
    assert faults_of(lambda: read_workspace(berlin)) == [
        "inflow.csv is missing; put the file there; 'scheduler init DIR' makes a complete workspace"
    ]

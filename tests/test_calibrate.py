"""``scheduler calibrate``: from the files of a workspace to what is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import cli
from scheduler.staffing import calibration
from tests.workspaces import PREVIOUS_ROSTER, SETTINGS, write_workspace

REPORT = """\
queue: general
periods:
  - {name: "2022", days: 7, attempts: 2000, entered: 1200, answered: 800, average_wait_seconds: 90}
  - {name: "2023", days: 7, attempts: 1400, entered: 1200, answered: 1100, average_wait_seconds: 15, staff_factor: 1.1}
"""
ROSTER = PREVIOUS_ROSTER + "\n".join(
    f"E00{n},2023-10-{day},D,2023-10-{day}T09:00,2023-10-{day}T18:00,2023-10-{day}T12:00,2023-10-{day}T13:00,"
    "office,general,480"
    for n in range(1, 7)
    for day in (30, 31)
)


@pytest.fixture(autouse=True)
def _coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow search: what is tested here is what is printed."""
    monkeypatch.setattr(calibration, "SHORTEST_AHT_SECONDS", 200.0)
    monkeypatch.setattr(calibration, "LONGEST_AHT_SECONDS", 400.0)
    monkeypatch.setattr(calibration, "MOST_STEPS_DOWN", 1)
    monkeypatch.setattr(calibration, "_GRID_AHTS", 2)
    monkeypatch.setattr(calibration, "_GRID_PATIENCES", 2)


def calibrate(folder: Path, *arguments: object, report: str | None = REPORT, workspace: str = SETTINGS) -> Result:
    write_workspace(folder, previous_roster=ROSTER, workspace=workspace)
    if report is not None:
        (folder / "calibration.yaml").write_text(report, encoding="utf-8")
    return CliRunner().invoke(cli.main, ["calibrate", str(folder), *map(str, arguments)])


def test_reported_years_stand_beside_the_fits_with_both_answer_rates(tmp_path: Path) -> None:
    result = calibrate(tmp_path)
    assert result.exit_code == 0, result.output
    reported = [line.split() for line in result.output.splitlines() if line.startswith("reported")]
    assert reported == [
        ["reported", "-", "2022", "-", "-", "66.7%", "40.0%", "90", "1.67", "-"],
        ["reported", "-", "2023", "-", "-", "91.7%", "78.6%", "15", "1.17", "-"],
    ]
    assert result.output.count("hang up") == 4


def test_where_the_line_cuts_callers_off_those_who_hang_up_are_cut_off_too(tmp_path: Path) -> None:
    cut = "aht_seconds: 240\n    patience_seconds: 180\n    patience: deterministic\n    waiting_places: 5"
    output = calibrate(tmp_path, workspace=SETTINGS.replace("aht_seconds: 240", cut, 1)).output
    assert output.count("hang up or cut off") == 4
    assert output.count("hang up ") == 8


def test_it_says_that_no_one_model_meets_both(tmp_path: Path) -> None:
    output = calibrate(tmp_path).output
    assert "None of the models meets" in output or "no single handling time" in output


def test_another_roster_may_give_the_staff(tmp_path: Path) -> None:
    roster = tmp_path / "known.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    assert "first week of " + str(roster) in calibrate(tmp_path / "w", "--roster", roster).output


@pytest.mark.parametrize(
    ("report", "fault"),
    [
        (None, "calibration.yaml is missing"),
        (
            REPORT.replace("general", "text"),
            "calibration.yaml:1:queue 'text' is no queue of calls; use one of general, english",
        ),
        (REPORT.replace("entered: 1200", "entered: 700", 1), "answered must be fewer than entered"),
        (REPORT.replace("days: 7", "day: 7", 1), "calibration.yaml:3:periods[0].day this setting is unknown"),
        (
            REPORT.replace("2023", "2022"),
            "calibration.yaml:4:periods[1].name period '2022' stands twice, first in line 3; delete one, or",
        ),
        (
            REPORT.replace("2023", "2022").replace("general", "text"),
            "calibration.yaml:1:queue 'text' is no queue of calls",
        ),
        (REPORT.replace("2023", " 2022"), "calibration.yaml:4:periods[1].name period ' 2022' stands twice"),
        ("queue: english\n" + REPORT, "calibration.yaml:2 'queue' stands twice here"),
        (REPORT.replace("days: 7", "days: .inf", 1), "calibration.yaml:3:periods[0].days '.inf' is not a whole number"),
        (REPORT.replace("days: 7", "days: 1e9", 1), "calibration.yaml:3:periods[0].days '1e9' is not a whole number"),
        (REPORT.replace("attempts: 2000", "attempts: .nan"), "periods[0].attempts '.nan' is not a number"),
        (REPORT.replace("attempts: 2000", "attempts: 1e30"), "periods[0].attempts '1e30' is too large"),
        (REPORT.replace("{name", "{{name", 1), "calibration.yaml"),
        ("queue: general\nperiods: []\n", "calibration.yaml:2:periods"),
    ],
)
def test_a_wrong_report_is_a_fault(tmp_path: Path, report: str | None, fault: str) -> None:
    result = calibrate(tmp_path, report=report)
    assert result.exit_code == 3
    assert fault in result.output

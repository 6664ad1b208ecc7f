"""Small inputs that once went wrong, with the right answers; they lie beside the project, in ``../shared/cases``."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scheduler import cli
from scheduler.errors import InfeasibleError

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"

if not CASES.is_dir():
    pytest.skip("no cases beside the project (../shared/cases)", allow_module_level=True)


def generate(case: str, folder: Path, *options: str, week: str = "2023-11-06") -> Result:
    """Run the command on a copy of the case, in the folder `workspace`."""
    workspace = folder / "workspace"
    shutil.copytree(CASES / case, workspace)
    arguments = [
        "generate",
        str(workspace),
        "--week",
        week,
        "--first-week",
        "--output",
        str(folder / "out"),
        *options,
    ]
    return CliRunner().invoke(cli.main, arguments)


def test_a_solver_that_gives_up_costs_no_roster(tmp_path: Path) -> None:
    result = generate("relaxation_error", tmp_path, "--time-limit", "6")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out" / "roster.csv").exists()


@pytest.mark.parametrize(("case", "rule"), [("c18_one_week_heads", "R17"), ("c18_cover", "R36")])
def test_a_week_in_which_the_heads_do_not_add_up_is_infeasible_with_the_sums(
    tmp_path: Path, case: str, rule: str
) -> None:
    result = generate(case, tmp_path)
    assert result.exit_code == InfeasibleError.exit_code, result.output
    (sentence,) = [line for line in result.stderr.splitlines() if f"({rule})" in line]
    assert sentence.startswith("week of 2023-11-06: ")
    assert "616 needed" in sentence
    assert "612 there" in sentence
    assert "4 short" in sentence


def test_four_weeks_in_which_the_heads_do_not_add_up_have_a_sum_of_all(tmp_path: Path) -> None:
    result = generate("c18_cover", tmp_path, "--weeks", "4")
    assert result.exit_code == InfeasibleError.exit_code, result.output
    sums = [line for line in result.stderr.splitlines() if "(R36)" in line]
    assert ["4 short" in line for line in sums[:4]] == [True] * 4
    assert sums[4].startswith("2023-11-06 to 2023-12-03: ")
    assert "2,464 needed" in sums[4]
    assert "2,448 there" in sums[4]
    assert "16 short" in sums[4]


def test_weekend_days_are_shared_by_all(tmp_path: Path) -> None:
    result = generate("c15_iso12", tmp_path, "--weeks", "3")
    assert result.exit_code == 0, result.output
    roster = (tmp_path / "out" / "roster.csv").read_text(encoding="utf-8-sig")
    counts = Counter(line.split(",")[0] for line in roster.splitlines()[1:])
    assert sorted(counts.values()) == [1, 1, 2, 2, 2, 2, 2]


def test_a_rest_of_twenty_hours_is_kept_over_a_day_between(tmp_path: Path) -> None:
    result = generate("c02_free", tmp_path, week="2023-07-10")
    assert result.exit_code == 0, result.output
    rows = [line.split(",") for line in (tmp_path / "out" / "roster.csv").read_text("utf-8-sig").splitlines()[1:]]
    who = {(date, shift): employee for employee, date, shift, *_ in rows}
    assert who["2023-07-10", "N"] != who["2023-07-12", "E"]
    assert who["2023-07-12", "N"] != who["2023-07-14", "E"]


@pytest.mark.parametrize(("least_hours", "exit_code"), [(18, 0), (24, 6)])
def test_eighteen_hours_between_two_shifts_are_no_day_off_of_twenty_four(
    tmp_path: Path, least_hours: int, exit_code: int
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASES / "c04_dayoff", folder)
    settings = folder / "workspace.yaml"
    rule = "  - rule: weekly_day_off\n"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(rule, f"{rule}    least_hours: {least_hours}\n"), encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["verify", str(folder), str(folder / "roster.csv"), "--first-week"])
    assert result.exit_code == exit_code, result.output
    assert ("off on 2024-07-06, but only 18 h on end of 24" in result.output) == bool(exit_code)


def test_priced_misses_of_no_person_are_listed_by_day(tmp_path: Path) -> None:
    result = generate("c12_soft", tmp_path, "--weeks", "2")
    assert result.exit_code == 0, result.output
    missed = [line for line in result.stdout.splitlines() if "short (" in line]
    assert [" ".join(line.removeprefix("Heads missed").split()) for line in missed] == [
        "Thu 9 Nov D: 2 short (4 asked, 2 there) (R36)",
        "Sat 11 Nov D: 2 short (6 asked, 4 there) (R36)",
        "Sun 12 Nov D: 1 short (5 asked, 4 there) (R36)",
        "Fri 17 Nov D: 1 short (6 asked, 5 there) (R36)",
    ]
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert report.count(" short (") == 4
    verified = CliRunner().invoke(
        cli.main, ["verify", str(tmp_path / "workspace"), str(tmp_path / "out"), "--first-week"]
    )
    assert verified.stdout.count(" short (") == 4
    (sheet,) = [
        sheet
        for sheet in load_workbook(tmp_path / "out" / "roster.xlsx")
        if sheet["A1"].value and "Rules" in sheet.title
    ]
    cells = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert [row[4:8] for row in cells if row[6] and " short (" in str(row[6])] == [
        (4, 2, "2 short (4 asked, 2 there)", 2),
        (6, 4, "2 short (6 asked, 4 there)", 2),
        (5, 4, "1 short (5 asked, 4 there)", 1),
        (6, 5, "1 short (6 asked, 5 there)", 1),
    ]

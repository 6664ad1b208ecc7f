"""``scheduler what-if`` from its arguments to its files and exit codes."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scheduler import cli
from scheduler.result import SolveResult, Status
from scheduler.scenarios import running
from scheduler.scenarios.evaluating import Result as Evaluated
from scheduler.scenarios.evaluating import ScenarioTask, searched
from scheduler.scenarios.pages import roster_folder_name
from tests.runs import write_small_run
from tests.scenarios.scenes import run_here
from tests.workspaces import SETTINGS, STAFF, write_workspace

FEWER = """\
name_en: One fewer
about_en: Somebody leaves & nobody follows.
source: council
headcount: {day: -1}
reported: {asa_seconds: {baseline: 12, value: 56, note_en: of the year}}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = write_workspace(tmp_path / "workspace")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "fewer.yaml").write_text(FEWER)
    return folder


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    run_here(monkeypatch)


def what_if(workspace: Path, *arguments: object) -> Result:
    common = ("--week", "2023-11-06", "--output", workspace.parent / "out", "--results", workspace.parent / "results")
    return CliRunner().invoke(cli.main, ["what-if", *map(str, (workspace, *common, *arguments))])


def test_a_comparison_is_printed_and_written(workspace: Path, tmp_path: Path) -> None:
    result = what_if(workspace, "--scenario", "fewer", "--depth", "staffing")
    assert result.exit_code == 0, result.output
    assert "11 (-1)" in result.output
    assert "headcount.day: 6 people -> 5 people, without" in result.output
    assert "12.0 → 56.0" in result.output
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == [
        "changes.csv",
        "comparison.csv",
        "comparison.html",
        "comparison.xlsx",
        "run.json",
        "summary.json",
    ]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}


@pytest.mark.usefixtures("here")
def test_the_files_say_the_same(workspace: Path, tmp_path: Path) -> None:
    what_if(workspace, "--scenario", "fewer", "--depth", "staffing")
    out = tmp_path / "out"
    with (out / "comparison.csv").open(encoding="utf-8") as file:
        rows = {(row["scenario"], row["part"], row["measure"]): row for row in csv.DictReader(file)}
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    named = {scenario["name"]: scenario["figures"] for scenario in summary["scenarios"]}
    for part, key in (("", "asa_seconds"), ("vulnerable", "answer_rate_total"), ("mon", "service_level")):
        row = rows.get(("fewer", part, key))
        figure = named["fewer"].get(f"{part}.{key}" if part else key)
        assert (row is None) == (figure is None)
        if row is not None and figure is not None:
            assert float(row["value"]) == pytest.approx(figure, abs=1e-6)
    book = load_workbook(out / "comparison.xlsx")
    texts = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert {"One fewer", "headcount.day", "12.0 → 56.0"} <= texts
    page = (out / "comparison.html").read_text(encoding="utf-8")
    assert "Somebody leaves &amp; nobody follows." in page
    assert page.count("<script") == 1  # ours, that of charts
    assert "://" not in page
    assert re.search(r"<title>[^<]+: [\d.]+%</title>", page) is not None
    assert "default-src 'none'" in page


@pytest.mark.usefixtures("here")
def test_rosters_come_with_names_and_who_moves(workspace: Path, tmp_path: Path) -> None:
    result = what_if(workspace, "--scenario", "fewer", "--depth", "roster", "--gap", "1")
    assert result.exit_code == 0, result.output
    rosters = tmp_path / "out" / "rosters"
    assert sorted(path.name for path in rosters.iterdir()) == ["baseline", "fewer"]
    # Each is a run of its own: it remembers its workspace.
    exported = CliRunner().invoke(cli.main, ["export", str(rosters / "fewer"), "--format", "csv", "--bom"])
    assert exported.exit_code == 0, exported.output
    assert zipfile.is_zipfile(rosters / "fewer" / "roster.xlsx")
    with (tmp_path / "out" / "people.csv").open(encoding="utf-8") as file:
        moved = list(csv.DictReader(file))
    assert len(moved) == 12
    assert all((row["week_before"] != row["week_after"]) == (row["changes"] == "yes") for row in moved)
    gone = [row for row in moved if not row["week_after"]]
    assert len(gone) == 1
    assert gone[0]["nights_after"] == ""
    assert {row["weekend_days_before"] for row in moved} <= {"0", "1", "2"}


@pytest.mark.usefixtures("here")
def test_a_sweep_and_a_question_are_answered(workspace: Path) -> None:
    result = what_if(
        workspace,
        *("--depth", "staffing", "--sweep", "headcount.day=-1:1:1"),
        *("--find", "headcount.day", "--until", "shortfall_agent_hours<=baseline"),
    )
    assert result.exit_code == 0, result.output
    assert "Curve: headcount.day" in result.output
    assert "shortfall_agent_hours<=baseline: headcount.day" in result.output


@pytest.mark.usefixtures("here")
def test_a_scenario_that_fails_is_named_and_the_others_are_written(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_for_eleven(piece: ScenarioTask) -> Evaluated | SolveResult:
        if len(piece.workspace.employees) == 11:
            raise ValueError("eleven people are a football team")
        return searched(piece)

    monkeypatch.setattr(running, "searched", fail_for_eleven)
    result = what_if(workspace, "--depth", "staffing", "--sweep", "headcount.day=-2:0:1")
    assert result.exit_code == cli.EXIT_BUG
    assert "failed: eleven people are a football team" in result.output
    assert "10 (-2)" in result.output
    assert "fail_for_eleven" in (tmp_path / "out" / "failures.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--headcount", "dya=-1"), 3, "'dya' is no team, contract or shift; did you mean 'day'?"),
        (("--scenario", "fwer"), 3, "fwer"),
        (("--find", "headcount.day"), 2, "--find and --until go together"),
        (("--headcount", "day=-1", "--cluster", "nowhere"), 2, "'nowhere' is no address of a Dask scheduler"),
        (("--headcount", "day=-1", "--cluster", "tcp://127.0.0.1:9"), 2, "no Dask scheduler answers at tcp://127.0"),
        (("--headcount", "day=-1", "--cluster", "tcp://10.0.0.5:8786"), 2, "accept it with --cluster-plain-text"),
    ],
)
def test_mistakes_end_with_a_sentence(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, words: str
) -> None:
    monkeypatch.setattr("scheduler.parallel.gateway.CONNECT_SECONDS", 1.0)
    result = what_if(workspace, "--depth", "staffing", *arguments)
    assert result.exit_code == code, result.output
    assert words in result.output


def test_a_folder_with_something_else_in_it_is_left_alone(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    assert what_if(workspace, "--headcount", "day=-1", "--depth", "staffing").exit_code == 2


@pytest.mark.usefixtures("here")
def test_the_comparison_that_is_replaced_is_kept(workspace: Path, tmp_path: Path) -> None:
    for change in ("day=-1", "day=-2"):
        assert what_if(workspace, "--headcount", change, "--depth", "staffing").exit_code == 0
    assert "day=-2" in (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8")
    assert "day=-1" in (tmp_path / "out.bak" / "comparison.csv").read_text(encoding="utf-8")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("status", "code", "words"), [(Status.NO_SOLUTION, 5, "--time-limit"), (Status.INFEASIBLE, 4, "hard rules cannot")]
)
def test_a_comparison_without_any_roster_never_takes_the_place_of_one_that_has_rosters(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: Status, code: int, words: str
) -> None:
    assert what_if(workspace, "--headcount", "day=-1", "--depth", "staffing").exit_code == 0
    before = (tmp_path / "out" / "run.json").read_bytes()
    monkeypatch.setattr(running, "searched", lambda _: Evaluated(status, {"staff": 12.0}))
    for change in ("day=-2", "day=-3"):
        result = what_if(workspace, "--headcount", change, "--depth", "roster")
        assert result.exit_code == code, result.output
        assert words in result.stderr
        assert f"{tmp_path / 'out'} is as it was, with its earlier comparison" in result.stderr
        assert (tmp_path / "out" / "run.json").read_bytes() == before
    assert not (tmp_path / "out.bak").exists()


@pytest.mark.usefixtures("here")
def test_a_comparison_without_any_roster_is_written_where_there_is_none_and_makes_room(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(running, "searched", lambda _: Evaluated(Status.NO_SOLUTION, {"staff": 12.0}))
        result = what_if(workspace, "--headcount", "day=-1", "--depth", "roster")
    assert result.exit_code == 5
    assert "is as it was" not in result.stderr
    assert (tmp_path / "out" / "comparison.csv").exists()
    assert what_if(workspace, "--headcount", "day=-1", "--depth", "staffing").exit_code == 0
    assert not (tmp_path / "out.bak").exists()


def test_a_comparison_never_takes_the_place_of_a_roster(workspace: Path, tmp_path: Path) -> None:
    write_small_run(tmp_path / "out", tmp_path / "made")
    result = what_if(workspace, "--headcount", "day=-1", "--depth", "staffing")
    assert result.exit_code == 2
    assert "holds a roster, not a comparison" in result.stderr
    assert (tmp_path / "out" / "roster.csv").exists()


def test_the_name_of_a_scenario_may_be_longer_than_that_of_a_folder() -> None:
    short, long = "day=-1", "day=-1," * 50
    assert roster_folder_name(short) == short
    assert len(roster_folder_name(long)) < 120
    assert roster_folder_name(long) != roster_folder_name(long + "day=-2")
    # File systems count bytes, of which a Korean letter has three.
    korean = "상담=-1," * 20
    assert len(roster_folder_name(korean).encode()) < 120
    assert roster_folder_name(korean).startswith("상담=-1,")


@pytest.mark.parametrize("team", ["상담", "야간 1조", "Équipe-日本"])
@pytest.mark.usefixtures("here")
def test_a_team_may_be_called_in_any_script(tmp_path: Path, team: str) -> None:
    folder = write_workspace(
        tmp_path / "workspace",
        workspace=SETTINGS.replace("{name: day,", f"{{name: {team},"),
        staff=STAFF.replace(",day,", f",{team},"),
    )
    result = what_if(folder, "--headcount", f"{team}=-1", "--depth", "staffing")
    assert result.exit_code == 0, result.output
    asked = "shortfall_agent_hours<=baseline"
    result = what_if(folder, "--find", f"headcount.{team}", "--until", asked, "--depth", "staffing")
    assert result.exit_code == 0, result.output
    result = what_if(folder, "--sweep", f"headcount.{team}=-1:1:1", "--depth", "staffing")
    assert result.exit_code == 0, result.output
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    named = team.lower().replace(" ", "-")
    assert {f"{named}=-1", f"{named}=+0", f"{named}=+1"} <= {scenario["name"] for scenario in summary["scenarios"]}

"""The roster of a run in another form."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import exporting
from scheduler.cli import main
from scheduler.errors import OutputError
from scheduler.readers.roster import read_roster
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.summary_json import write_summary
from scheduler.writers.workbook import write_workbook
from tests.runs import small_run


def export(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace, and the folder of a run made from it."""
    run = small_run(tmp_path / "workspace")
    assert run.roster is not None
    folder = tmp_path / "run"
    folder.mkdir()
    write_roster(folder / "roster.csv", run.roster)
    write_summary(folder / "summary.json", run)
    return tmp_path / "workspace", folder


@pytest.mark.parametrize(
    ("form", "name"), [("xlsx", "roster.xlsx"), ("csv", "roster.csv"), ("html", "report.html"), ("ics", "calendars")]
)
def test_each_form_stands_beside_the_run_and_is_its_owners_alone(made: tuple[Path, Path], form: str, name: str) -> None:
    workspace, folder = made
    result = export(folder, "--format", form, "--workspace", workspace)
    assert result.exit_code == 0, result.output
    target = folder / name
    assert result.stdout.strip() == str(target)
    files = list(target.iterdir()) if target.is_dir() else [target]
    assert files
    if os.name == "posix":
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
        assert not target.is_dir() or stat.S_IMODE(target.stat().st_mode) == 0o700


@pytest.mark.parametrize(("options", "first"), [((), b"emp"), (("--bom",), b"\xef\xbb\xbf")])
def test_a_csv_file_has_a_byte_order_mark_on_request_only(
    made: tuple[Path, Path], options: tuple[str, ...], first: bytes
) -> None:
    workspace, folder = made
    target = folder.parent / "long.csv"
    result = export(folder, "--format", "csv", "--output", target, "--workspace", workspace, *options)
    assert result.exit_code == 0, result.output
    assert target.read_bytes()[:3] == first
    run = exporting.verify(workspace, folder)
    assert read_roster(target, run.settings, run.problem.employees) == run.roster


def test_only_a_csv_file_can_have_a_byte_order_mark(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    result = export(folder, "--format", "html", "--bom", "--workspace", workspace)
    assert result.exit_code == 2
    assert "only a csv file has a byte order mark" in result.stderr


@pytest.mark.parametrize(
    ("name", "form", "target"),
    [
        ("edited.csv", "csv", "edited.csv"),
        ("edited.csv", "xlsx", "edited.xlsx"),
        ("edited.csv", "html", "edited.html"),
        ("edited.csv", "ics", "edited-calendars"),
        ("edited.xlsx", "csv", "edited.csv"),
        ("roster.xlsx", "csv", "roster.csv.no"),
    ],
)
def test_a_file_that_was_edited_never_replaces_the_published_roster(
    made: tuple[Path, Path], name: str, form: exporting.Form, target: str
) -> None:
    workspace, folder = made
    run = exporting.verify(workspace, folder)
    assert run.roster is not None
    if name.endswith(".xlsx"):
        write_workbook(folder / name, run)
    else:
        write_roster(folder / name, run.roster)
    published = folder / "roster.csv"
    before = published.stat().st_mtime_ns, published.read_bytes()
    if target.endswith(".no"):
        with pytest.raises(OutputError, match="--output"):
            exporting.export(workspace, folder / name, form)
    else:
        assert exporting.export(workspace, folder / name, form) == folder / target
        assert (folder / target).exists()
    assert (published.stat().st_mtime_ns, published.read_bytes()) == before


def test_a_workbook_is_not_written_over_itself(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    exporting.export(workspace, folder, "xlsx")
    result = export(folder / "roster.xlsx", "--format", "xlsx", "--workspace", workspace)
    assert result.exit_code == 2
    assert "is the file that was read" in result.stderr


def test_what_the_search_proved_is_shown_while_the_roster_is_the_same(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    exporting.export(workspace, folder, "html")
    assert "25.00%" in (folder / "report.html").read_text(encoding="utf-8")
    lines = (folder / "roster.csv").read_text(encoding="utf-8").splitlines()
    (folder / "roster.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    exporting.export(workspace, folder, "html")
    assert "25.00%" not in (folder / "report.html").read_text(encoding="utf-8")


def test_a_run_without_a_summary_is_exported_all_the_same(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    assert exporting.export(workspace, folder, "html").exists()


def test_calendars_replace_earlier_ones_and_nothing_else(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    exporting.export(workspace, folder, "ics")
    (folder / "calendars" / "E999.ics").write_text("of somebody who has left", encoding="utf-8")
    exporting.export(workspace, folder, "ics")
    assert not (folder / "calendars" / "E999.ics").exists()
    (folder / "calendars" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match="something other than calendars"):
        exporting.export(workspace, folder, "ics")
    assert (folder / "calendars" / "notes.txt").exists()


def test_exporting_twice_gives_the_same_calendars(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    exporting.export(workspace, folder, "ics")
    first = {path.name: path.read_bytes() for path in (folder / "calendars").iterdir()}
    exporting.export(workspace, folder, "ics")
    assert {path.name: path.read_bytes() for path in (folder / "calendars").iterdir()} == first

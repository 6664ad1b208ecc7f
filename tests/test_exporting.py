"""The roster of a run in another form."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import exporting
from scheduler.cli import main
from scheduler.errors import OutputError
from scheduler.readers.roster import read_roster
from scheduler.writers.roster_csv import write_roster
from scheduler.writers.workbook import write_workbook
from tests.runs import write_small_run
from tests.workspaces import SETTINGS, STAFF, write_workspace


def export(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace, and the folder of a run made from it."""
    write_small_run(tmp_path / "run", tmp_path / "workspace")
    return tmp_path / "workspace", tmp_path / "run"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("xlsx", "roster.xlsx"),
        ("teams", "teams.xlsx"),
        ("csv", "roster.csv"),
        ("html", "report.html"),
        ("ics", "calendars"),
    ],
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
    assert "25.0%" in (folder / "report.html").read_text(encoding="utf-8")
    lines = (folder / "roster.csv").read_text(encoding="utf-8").splitlines()
    (folder / "roster.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    exporting.export(workspace, folder, "html")
    assert "25.0%" not in (folder / "report.html").read_text(encoding="utf-8")


def test_a_run_without_a_summary_is_exported_all_the_same(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    assert exporting.export(workspace, folder, "html").exists()


def test_calendars_replace_earlier_ones_and_nothing_else(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    exporting.export(workspace, folder, "ics")
    assert (folder / "calendars" / "E006.ics").exists()
    write_workspace(workspace, staff="".join(line for line in STAFF.splitlines(keepends=True) if "E006" not in line))
    exporting.export(workspace, folder, "ics")
    assert not (folder / "calendars" / "E006.ics").exists()
    (folder / "calendars" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds something other than a run: notes\.txt"):
        exporting.export(workspace, folder, "ics")
    assert (folder / "calendars" / "notes.txt").exists()


def test_an_older_roster_that_is_exported_again_counts_as_the_newer_one(made: tuple[Path, Path]) -> None:
    workspace, folder = made

    def sequence() -> int:
        text = (folder / "calendars" / "E006.ics").read_text(encoding="utf-8")
        (number,) = set(re.findall(r"^SEQUENCE:(\d+)$", text, re.MULTILINE))
        return int(number)

    exporting.export(workspace, folder, "ics")
    first = sequence()
    os.utime(folder / "roster.csv", (1_600_000_000, 1_600_000_000))  # as one of last year, taken from a backup
    exporting.export(workspace, folder, "ics")
    assert sequence() > first


def test_calendars_that_are_not_ours_are_left_alone(made: tuple[Path, Path], tmp_path: Path) -> None:
    workspace, folder = made
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "birthdays.ics").write_text("BEGIN:VCALENDAR", encoding="utf-8")
    result = export(folder, "--format", "ics", "--workspace", workspace, "--output", tmp_path / "private")
    assert result.exit_code == 2
    assert [path.name for path in (tmp_path / "private").iterdir()] == ["birthdays.ics"]


def test_a_workbook_of_the_run_that_was_edited_is_not_written_over(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    exporting.export(workspace, folder, "xlsx")
    exporting.export(workspace, folder, "xlsx")
    edited = (folder / "roster.xlsx").read_bytes() + b"edited"
    (folder / "roster.xlsx").write_bytes(edited)
    result = export(folder, "--format", "xlsx", "--workspace", workspace)
    assert result.exit_code == 2
    assert "was changed since it was written" in result.stderr
    assert (folder / "roster.xlsx").read_bytes() == edited


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_a_file_of_the_users_is_kept_and_an_input_of_a_workspace_refused(made: tuple[Path, Path], form: str) -> None:
    workspace, folder = made
    mine = folder.parent / f"mine.{form}"
    mine.write_text("mine", encoding="utf-8")
    assert export(folder, "--format", form, "--output", mine).exit_code == 0
    assert (folder.parent / f"mine.{form}.bak").read_text(encoding="utf-8") == "mine"
    assert mine.read_bytes() != b"mine"
    staff = (workspace / "staff.csv").read_bytes()
    result = export(folder, "--format", form, "--output", workspace / "staff.csv")
    assert result.exit_code == 2
    assert "is the name of an input of the workspace" in result.stderr
    assert (workspace / "staff.csv").read_bytes() == staff


def test_a_file_of_another_run_is_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    _, folder = made
    write_small_run(tmp_path / "other", tmp_path / "workspace2")
    result = export(folder, "--format", "csv", "--output", tmp_path / "other" / "roster.csv")
    assert result.exit_code == 2
    assert "belongs to the run in" in result.stderr


# ---- whose people stand in it ----


OTHERS = STAFF.replace("Agent", "Stranger")


def test_without_a_workspace_the_run_remembers_its_own(
    made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, folder = made
    # Standing in another centre's workspace changes nothing.
    monkeypatch.chdir(write_workspace(tmp_path / "other", staff=OTHERS))
    for path in (folder, folder / "roster.csv"):
        result = export(path, "--format", "html", "--output", tmp_path / "page.html")
        assert result.exit_code == 0, result.output
        page = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "Agent 3" in page
        assert "Stranger" not in page


def test_a_run_whose_workspace_is_gone_asks_for_it(made: tuple[Path, Path], tmp_path: Path) -> None:
    workspace, folder = made
    workspace.rename(tmp_path / "moved")
    result = export(folder, "--format", "html")
    assert result.exit_code == 3
    assert str(workspace) in result.stderr
    assert "--workspace" in result.stderr
    assert not (folder / "report.html").exists()
    assert export(folder, "--format", "html", "--workspace", tmp_path / "moved").exit_code == 0


def test_a_roster_of_which_nothing_tells_asks_for_its_workspace(
    made: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, folder = made
    (tmp_path / "mail").mkdir()
    lonely = (folder / "roster.csv").rename(tmp_path / "mail" / "edited.csv")
    monkeypatch.chdir(workspace)
    result = export(lonely, "--format", "html")
    assert result.exit_code == 3
    assert "--workspace" in result.stderr
    assert export(lonely, "--format", "html", "--workspace", ".").exit_code == 0


@pytest.mark.parametrize(
    "other",
    [
        {"workspace": SETTINGS.replace("Small centre", "Other centre")},
        {"workspace": SETTINGS.replace("Asia/Seoul", "Asia/Tokyo")},
        {"staff": OTHERS},
    ],
    ids=["name", "zone", "people"],
)
def test_another_centre_is_refused_and_both_are_named(
    made: tuple[Path, Path], tmp_path: Path, other: dict[str, str]
) -> None:
    workspace, folder = made
    strange = write_workspace(tmp_path / "strange", **other)
    for arguments in (
        ("export", folder, "--format", "html", "--workspace", strange, "--output", tmp_path / "page.html"),
        ("verify", strange, folder),
        ("verify", strange, folder / "roster.csv"),
        ("repair", strange, folder, "--absence", "E003:2023-11-07", "--today", "2023-11-06"),
        ("generate", strange, "--week", "2023-W46", "--previous", folder / "roster.csv", "--output", tmp_path / "o"),
        ("generate", strange, "--week", "2023-W45", "--lock", folder / "roster.csv", "--output", tmp_path / "o"),
    ):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exit_code == 3, (arguments, result.output)
        assert str(workspace) in result.stderr
        assert str(strange) in result.stderr
        assert "changed since" not in result.stderr
    assert not (tmp_path / "page.html").exists()


def test_a_workspace_that_was_edited_since_still_belongs_and_the_files_are_named(made: tuple[Path, Path]) -> None:
    workspace, folder = made
    assert "changed since" not in export(folder, "--format", "html").stderr
    leaves = "".join(line for line in STAFF.splitlines(keepends=True) if "E010" not in line)
    married = leaves.replace("Agent 6", "Somebody Else")
    write_workspace(workspace, staff=married + "E013,Agent 13,day,full_time,D,general,1,no,yes,no\n", locks="")
    (workspace / "locks.csv").write_text("employee_id,date,shift\n", encoding="utf-8")
    result = export(folder, "--format", "html")
    assert result.exit_code == 0, result.output
    said = re.escape(f"changed since {folder} was made, and used as they are now: ")
    time = r"\(of \d{4}-\d\d-\d\d \d\d:\d\d\)"
    assert re.search(rf"{said}locks\.csv {time}, staff\.csv {time}$", result.stderr, re.MULTILINE)


def test_a_record_that_cannot_be_read_is_bad_input(made: tuple[Path, Path]) -> None:
    _, folder = made
    (folder / "run.json").write_text('{"kind": "roster"', encoding="utf-8")
    result = export(folder, "--format", "html")
    assert result.exit_code == 3
    assert "is no record of a run" in result.stderr

"""What can be known of an output is known before the search."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from scheduler import cli
from scheduler.errors import OutputError
from scheduler.run import generating
from scheduler.writers.output import refuse_impossible_file, refuse_impossible_folder, refuse_impossible_store
from tests.workspaces import write_workspace

Refuse = Callable[[Path], None]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a few things in it."""
    (tmp_path / "here" / "folder").mkdir(parents=True)
    (tmp_path / "here" / "file").write_text("mine")
    (tmp_path / "here" / "link").symlink_to("folder")
    (tmp_path / "here" / "file-link").symlink_to("file")
    (tmp_path / "here" / "to-nowhere").symlink_to("nowhere")
    (tmp_path / "here" / "circle").symlink_to("circle")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


LONG = "week" + 250 * "x"
BAD_FOLDERS = [
    ("", "^the output is the current folder"),
    (".", "^the output is the current folder"),
    ("..", "holds the current folder"),
    ("/", "holds the current folder"),
    ("folder/..", "is the current folder"),
    ("folder/new/..", "does not end in a name|holds|is"),
    ("file", "is a file"),
    ("file/week", "Not a directory"),
    ("link", "is a link to folder"),
    ("to-nowhere", "is a link to nowhere"),
    ("to-nowhere/week", "is a link to nowhere"),
    ("circle", "link|loop"),
    ("circle/week", "link|loop"),
    (LONG, "File name too long"),
    (f"new/{LONG}", "File name too long"),
    (f"{LONG}xx/week", "File name too long"),
    ("w" * 240, "File name too long"),
]
"""The last one would do for the run itself, not for its backup."""


@pytest.mark.parametrize(("name", "words"), BAD_FOLDERS)
def test_a_folder_that_cannot_be_is_refused_and_nothing_is_left(here: Path, name: str, words: str) -> None:
    before = everything(here)
    with pytest.raises(OutputError, match=words):
        refuse_impossible_folder(Path(name))
    assert everything(here) == before


@pytest.mark.parametrize("name", ["folder", "new", "new/and/deep", "link/week", "w" * 200, "주간 근무표"])
def test_a_folder_that_can_be_is_not_made_yet(here: Path, name: str) -> None:
    before = everything(here)
    refuse_impossible_folder(Path(name))
    assert everything(here) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "is a folder"),
        ("folder", "is a folder"),
        ("file-link", "is a link to file"),
        ("to-nowhere", "is a link to nowhere"),
        ("file/roster.csv", "Not a directory"),
        (LONG, "File name too long"),
        ("/dev/null", "no file but a device"),
    ],
)
def test_a_file_that_cannot_be_is_refused(here: Path, name: str, words: str) -> None:
    before = everything(here)
    with pytest.raises(OutputError, match=words):
        refuse_impossible_file(Path(name))
    assert everything(here) == before


@pytest.mark.parametrize("name", ["file", "new.csv", "new/and/deep.csv"])
def test_a_file_that_can_be_is_not_made_yet(here: Path, name: str) -> None:
    before = everything(here)
    refuse_impossible_file(Path(name))
    assert everything(here) == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system has no folder that takes nothing from anybody")
@pytest.mark.parametrize("refuse", [refuse_impossible_folder, refuse_impossible_file, refuse_impossible_store])
def test_where_nobody_can_write_is_refused(refuse: Refuse) -> None:
    with pytest.raises(OutputError, match="/proc/self/week cannot be written"):
        refuse(Path("/proc/self/week"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("refuse", [refuse_impossible_folder, refuse_impossible_file])
def test_what_is_read_only_is_refused(here: Path, refuse: Refuse) -> None:
    for mode in (0o500, 0o700):
        (here / "folder").chmod(mode)
        if mode == 0o500:
            with pytest.raises(OutputError, match="Permission denied"):
                refuse(here / "folder" / "week")


def test_a_store_stays_and_takes_more(here: Path) -> None:
    refuse_impossible_store(here / "folder")
    refuse_impossible_store(here / "new")
    with pytest.raises(OutputError, match="is a file"):
        refuse_impossible_store(here / "file")


@pytest.mark.parametrize(
    "command",
    [
        ("generate", "workspace", "--week", "2023-W45", "--output", "{}"),
        (
            "what-if",
            "workspace",
            "--week",
            "2023-W45",
            "--headcount",
            "day=-1",
            "--depth",
            "staffing",
            "--output",
            "{}",
        ),
        ("repair", "workspace", "file", "--absence", "E001:2023-11-06", "--output", "{}"),
        ("export", "file", "--workspace", "workspace", "--format", "ics", "--output", "{}"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("name", ["", "file", "link", LONG, "workspace"])
def test_every_command_looks_before_it_works(
    here: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str
) -> None:
    write_workspace(here / "workspace")
    before = everything(here)
    monkeypatch.setattr(generating, "search", None)
    done = CliRunner().invoke(cli.main, [word.format(name) for word in command])
    assert done.exit_code == 2, done.output
    assert everything(here) == before


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("validate", "w"), "--annotate"),
        (("demand", "w", "--week", "2023-W45"), "--plot"),
        (("ledger", "w", "--from", "2023-11-06", "--to", "2023-11-06"), "--output"),
    ],
)
def test_what_cannot_be_written_is_named_with_the_option_of_the_command(command: tuple[str, ...], option: str) -> None:
    write_workspace(Path("w"))
    ending = ".png" if option == "--plot" else ".xlsx"
    result = CliRunner().invoke(cli.main, [*command, option, f"to-nowhere/file{ending}"])
    assert result.exit_code == 2
    assert f"to-nowhere is a link to nowhere; choose another one with {option}" in result.stderr

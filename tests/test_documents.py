"""The commands and sample files of README.md and docs/ run as they are printed, in order, in a fresh folder.

What a fence says after its language tells what its block is:

- ``sh``: commands, run one after the other; ``# exit code 6`` behind one says how it ends, 0 where nothing is said;
- ``python run``: run in the same folder, each block of a page after the one before it, with its names;
- ``sh elsewhere``: commands for another machine or a fresh environment, of which only words and options are checked;
- ``text`` right behind commands or Python: what they print, ``...`` standing for any text;
- ``yaml NAME``, ``csv NAME`` and the like: a sample file of that name, written before the next command;
- ``yaml into NAME``: settings that take the place of those of the same name in the file NAME.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
import yaml
from openpyxl import Workbook

from scheduler.cli import main
from tests.books import change_book

HERE = Path(__file__).parents[1]
GENERATED = ("rules.md", "cli.md", "ledger.md")
README = HERE / "README.md"
README_KO = HERE / "README.ko.md"
PAGES = sorted(path for path in (HERE / "docs").glob("*.md") if path.name not in GENERATED)
OF_PYTHON = HERE / "docs" / "python.md"
SEARCH_SECONDS = 4
"""How long searches take here: the workspaces that the documents make are told so, the commands are as printed."""


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, what its fence says, and its lines without their indent."""

    page: Path
    line: int
    info: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks_of(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    found = re.finditer(r"^( *)```(.*)\n((?:.*\n)*?)\1```$", text := page.read_text(encoding="utf-8"), re.MULTILINE)
    for match in found:
        lines = [line.removeprefix(match[1]) for line in match[3].splitlines()]
        yield Block(page, text.count("\n", 0, match.start()) + 1, tuple(match[2].split()), "\n".join(lines) + "\n")


def commands_of(text: str) -> Iterator[tuple[str, int]]:
    """Each command of a block with the exit code that is said behind it."""
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        command, _, remark = line.partition("  #")
        if command.strip() and not command.startswith("#"):
            code = re.search(r"exit code (\d)", remark)
            yield command.strip(), int(code[1]) if code else 0


def pattern_of(printed: str) -> re.Pattern[str]:
    """What a text block stands for: its lines in order, ``...`` any text, white space folded."""
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in printed.split("...")]
    return re.compile(".*".join(parts), re.DOTALL)


class Reader:
    """Somebody who follows the documents in a fresh folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed = ""
        self.wrong: list[str] = []
        self._names: dict[str, object] = {}
        shim = folder / ".bin" / "scheduler"
        shim.parent.mkdir()
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scheduler "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        self._environment = {
            **os.environ,
            "PATH": f"{shim.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(HERE),
            "COLUMNS": "120",
        }

    def follow(self, block: Block) -> None:
        """Do what a block says."""
        kind = block.info[:1]
        if block.info == ("sh",):
            self.printed = ""
            for command, code in commands_of(block.text):
                self._run(block, command, code)
        elif block.info == ("python", "run"):
            self._run_python(block)
        elif block.info == ("text",):
            if not pattern_of(block.text).search(" ".join(self.printed.split())):
                self.wrong.append(f"{block}: not printed:\n{block.text}\nbut:\n{self.printed}")
        elif kind in (("yaml",), ("csv",)) and len(block.info) > 1:
            self._write(block)

    def _run(self, block: Block, command: str, code: int) -> None:
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self._environment, capture_output=True, text=True, timeout=600
        )
        self.printed += done.stdout + done.stderr
        if done.returncode != code:
            self.wrong.append(f"{block}: {command}\nended with {done.returncode}, not {code}:\n{self.printed}")
        if command.startswith("scheduler init"):
            self._search_briefly(self.folder / shlex.split(command)[2] / "workspace.yaml")
        if command.startswith("cp ") and command.endswith(" edited.xlsx"):
            change_book(self.folder / "edited.xlsx", edit_a_day)

    def _run_python(self, block: Block) -> None:
        # The lines stand where they do in the page, so that a traceback leads there.
        code = compile("\n" * block.line + block.text, str(block.page), "exec")
        printed = io.StringIO()
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(printed):
            exec(code, self._names)
        self.printed = printed.getvalue()

    def _search_briefly(self, settings: Path) -> None:
        if settings.exists():
            text = settings.read_text(encoding="utf-8")
            settings.write_text(
                re.sub(r"time_limit_seconds: \d+", f"time_limit_seconds: {SEARCH_SECONDS}", text), encoding="utf-8"
            )

    def _write(self, block: Block) -> None:
        path = self.folder / block.info[-1]
        if block.info[1] == "into":
            kept = yaml.safe_load(path.read_text(encoding="utf-8"))
            changed = yaml.safe_dump({**kept, **yaml.safe_load(block.text)}, allow_unicode=True, sort_keys=False)
            path.write_text(changed, encoding="utf-8")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def edit_a_day(book: Workbook) -> None:
    """What a reader does to a roster copied to ``edited.xlsx``: somebody who works early as well as by day works
    early once more."""
    for row in book.worksheets[0].iter_rows():
        by_day = [cell for cell in row if cell.value == "D"]
        is_person = re.fullmatch(r"E\d+", str(row[0].value))
        if is_person and by_day and any(cell.value == "E" for cell in row):
            by_day[0].value = "E"
            return
    raise AssertionError("nobody works both shifts")


def test_commands_and_sample_files_run_as_printed(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for page in (README, *PAGES):
        if page != OF_PYTHON:
            for block in blocks_of(page):
                reader.follow(block)
    assert not reader.wrong, "\n\n".join(reader.wrong)
    assert rows_under(README, "## What comes out") == made_files(tmp_path / "outputs" / "2023-11-06")


def test_python_runs_and_prints_as_printed(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for block in blocks_of(OF_PYTHON):
        reader.follow(block)
    assert not reader.wrong, "\n\n".join(reader.wrong)


def rows_under(page: Path, heading: str) -> set[str]:
    """Names of files in the first column of the table under a heading, those that are made on request left out."""
    section = page.read_text(encoding="utf-8").split(heading)[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`/]+)` \|", section, re.MULTILINE))


def made_files(run: Path) -> set[str]:
    """What lies in a run's folder, exports on request left out."""
    return {path.name for path in run.iterdir() if path.is_file()}


# ---- the README in Korean ----


def commands_between(page: Path, first: str, last: str) -> list[str]:
    """The commands of the blocks from one heading up to another, in order."""
    text = page.read_text(encoding="utf-8")
    start, end = (text.count("\n", 0, text.index(f"\n{heading}\n")) + 1 for heading in (first, last))
    blocks = [block for block in blocks_of(page) if block.info[:1] == ("sh",) and start < block.line < end]
    return [command for block in blocks for command, _ in commands_of(block.text)]


def test_the_korean_readme_has_the_commands_of_the_english_one_in_order() -> None:
    """Those of the part for people who plan rosters; one that is added to one README and not to the other is seen."""
    english = commands_between(README, "## What comes out", "## Personal data")
    assert len(english) > 10
    assert commands_between(README_KO, "## 나오는 것", "## 개인정보") == english


def test_the_korean_readme_names_the_files_of_the_english_one() -> None:
    assert rows_under(README_KO, "## 나오는 것") == rows_under(README, "## What comes out")


# ---- what is said of commands without being run ----

MENTION = re.compile(r"`(?:\.venv/bin/)?(scheduler(?: [^`]*)?)`")


def mentions() -> Iterator[tuple[str, str]]:
    """Every command that the documents name in a sentence, or in a block for elsewhere, with its place."""
    for page in (README, README_KO, *PAGES, HERE / "CONTRIBUTING.md", HERE / "CHANGELOG.md"):
        for match in MENTION.finditer(page.read_text(encoding="utf-8")):
            yield f"{page.name}: {match[1]}", match[1]
        for block in blocks_of(page):
            if block.info[:1] == ("sh",):
                for command, _ in commands_of(block.text):
                    if ours := re.match(r"(?:\S*[/\\])?(scheduler .*)", command):
                        yield f"{block}: {command}", ours[1]


@pytest.mark.parametrize(("place", "command"), list(mentions()), ids=lambda value: str(value)[:60])
def test_commands_and_options_exist(place: str, command: str) -> None:
    words = [word for word in shlex.split(command, comments=True)[1:] if word != "..."]
    group = main
    options = {name for parameter in main.params for name in parameter.opts}
    if words and not words[0].startswith("-"):
        found = group.commands.get(words[0])
        assert found is not None, place
        options |= {
            name for parameter in found.params for name in parameter.opts if isinstance(parameter, click.Option)
        }
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0] in {*options, "--help", "--version"}, place


def test_every_block_of_commands_says_what_it_is() -> None:
    for page in (README, README_KO, *PAGES):
        for block in blocks_of(page):
            assert block.info or "scheduler " not in block.text, f"{block}: commands in a fence without 'sh'"

"""In which language commands speak."""

from __future__ import annotations

import gettext
import os
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from scheduler.changes.lines import day_text
from scheduler.cli import main
from scheduler.cli.language import language_of, option_first
from scheduler.initializing import init
from scheduler.labels import Language
from tests.workspaces import write_workspace


def said(*args: str) -> tuple[int, str]:
    """Exit code and what is printed, on either stream."""
    result = CliRunner().invoke(main, args)
    return result.exit_code, result.output


@pytest.mark.parametrize("before", [True, False])
def test_the_option_stands_before_or_behind_the_command(tmp_path: Path, before: bool) -> None:
    option, command = ["--language", "ko"], ["validate", str(tmp_path)]
    code, text = said(*(option + command if before else command + option))
    assert (code, "workspace.yaml 없습니다; 그곳에 파일을 두십시오" in text) == (3, True)


def test_faults_are_in_the_language_of_the_workspace_even_where_it_cannot_be_read(tmp_path: Path) -> None:
    for language, expected in (("ko", "모르는 설정입니다"), ("en", "this setting is unknown")):
        (tmp_path / "workspace.yaml").write_text(f"language: {language}\nwrong: 1\n", encoding="utf-8")
        assert expected in said("validate", str(tmp_path))[1]


@pytest.mark.parametrize(("language", "fault"), [("en", "is unknown"), ("ko", "모르는")])
def test_faults_of_a_workbook_are_in_the_language_that_stands_in_its_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language, fault: str
) -> None:
    folder = tmp_path / "mine"
    init(folder, "xlsx", "small", language=language, today=date(2024, 5, 29))
    assert language_of(["validate", str(folder)]) == (language, None)
    settings = folder / "workspace.yaml"
    assert "\nlanguage: in workspace.xlsx" in settings.read_text(encoding="utf-8")
    with settings.open("a", encoding="utf-8") as file:
        file.write("wrong: 1\n")
    assert fault in said("validate", str(folder))[1]
    # Where the sheet cannot be read, the machine says.
    (folder / "workspace.xlsx").write_bytes(b"no workbook")
    for locale, other in (("ko_KR.UTF-8", "ko"), ("C", "en")):
        monkeypatch.setenv("LC_ALL", locale)
        assert language_of(["validate", str(folder)]) == (other, None)


def test_the_option_goes_before_the_workspace(tmp_path: Path) -> None:
    folder = write_workspace(tmp_path / "centre")
    assert "[one_shift_a_day]: 필수" in said("rules", "--workspace", str(folder), "--language=ko")[1]
    assert "[one_shift_a_day]: hard" in said("rules", "--workspace", str(folder))[1]


def test_usage_errors_of_click_are_in_korean_and_leave_nothing_behind(tmp_path: Path) -> None:
    before = gettext.textdomain(), os.environ.get("LANGUAGE")
    code, text = said("--language", "ko", "generate", str(tmp_path), "--weeks", "0")
    assert (code, "오류: '--weeks'의 값이 올바르지 않습니다" in text) == (2, True)
    assert (gettext.textdomain(), os.environ.get("LANGUAGE")) == before
    assert (
        "Error: Invalid value for '--weeks'" in said("--language", "en", "generate", str(tmp_path), "--weeks", "0")[1]
    )


def test_help_is_in_the_language_asked_for_now_whichever_was_asked_for_before() -> None:
    for _ in range(2):
        for command in ([], ["rules"]):
            assert "이 도움말을 보여 주고 끝냅니다" in said("--language", "ko", *command, "--help")[1]
            assert "Show this message and exit" in said("--language", "en", *command, "--help")[1]


def test_an_unknown_language_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    assert said("validate", str(tmp_path), "--language", "fr")[0] == 2


@pytest.mark.parametrize(
    ("args", "first"),
    [
        (["a", "--language", "ko", "b"], ["--language", "ko", "a", "b"]),
        (["a", "--language=ko"], ["--language=ko", "a"]),
        (["a", "--language"], ["--language", "a"]),
        (["a"], ["a"]),
    ],
)
def test_the_option_is_put_first(args: list[str], first: list[str]) -> None:
    assert option_first(args) == first


@pytest.mark.parametrize(("locale", "language"), [("ko_KR.UTF-8", "ko"), ("en_GB.UTF-8", "en"), ("C", "en")])
def test_without_a_workspace_the_machine_says(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert language_of(["init", "nowhere"]) == (language, None)


def test_help_is_wholly_in_korean_and_fits_the_terminal() -> None:
    """A Korean letter takes two columns."""
    for command in ([], *([name] for name in main.commands)):
        text = said(*command, "--help", "--language=ko")[1]
        lines = text.splitlines()
        assert max(cell_len(line) for line in lines) <= 80
        english = [line for line in lines if re.search(r"(?:\b[a-z]+ ){4}", line)]
        assert english == []


def test_help_in_korean_leaves_the_english_one_as_it_is() -> None:
    before = said("generate", "--help", "--language=en")[1]
    assert "근무표를" in said("generate", "--help", "--language=ko")[1]
    assert said("generate", "--help", "--language=en")[1] == before


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["generate", "{folder}", "--week", "2023-11-07"], "월요일"),
        (["generate", "{folder}", "--week", "2023-11-06", "--gap", "x"], "숫자가 아닙니다"),
        (["history", "{folder}", "--show", "1", "--revert", "1"], "함께 쓸 수 없습니다"),
        (["repair", "{folder}", "published", "--absence", "E001"], "부재"),
        (["init", "x", "--country", "DE"], "--example small에만"),
    ],
)
def test_our_own_usage_errors_are_in_korean(tmp_path: Path, args: list[str], words: str) -> None:
    code, text = said(*(word.format(folder=tmp_path) for word in args), "--language=ko")
    assert code == 2
    assert words in text


def test_a_missing_option_and_a_weekday_are_named_in_korean(tmp_path: Path) -> None:
    code, text = said("--language", "ko", "export", str(tmp_path))
    assert code == 2
    assert re.search(r"다음 (?:옵션이|인수가) 빠졌습니다: '", text), text
    assert day_text(date(2026, 12, 8), "ko") == "12월 8일(화)"
    assert day_text(date(2026, 12, 8), "en") == "2026-12-08 Tue"

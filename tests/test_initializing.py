"""New workspaces from the examples."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from scheduler import initializing
from scheduler.config import Settings
from scheduler.domain.base import clock_text
from scheduler.errors import InputError
from scheduler.labels import Language
from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.workspace import read_workspace
from tests.commands import scheduler

TODAY = date(2024, 5, 29)
"""A Wednesday: calls are known up to Sunday the 26th, and Monday, 3 June, can be planned."""
HANGUL = re.compile("[가-힣]")


def small(folder: Path, form: str = "csv", language: Language | None = None, **more: str | None) -> Path:
    initializing.init(folder, form, "small", language=language, today=TODAY, **more)  # type: ignore[arg-type]  # options by name
    return folder


def text_of(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.suffix != ".xlsx")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_small_example_is_twelve_people_one_queue_and_two_shifts(
    tmp_path: Path, form: str, language: Language
) -> None:
    workspace = read_workspace(small(tmp_path / "mine", form, language))
    settings = workspace.settings
    assert [len(workspace.employees), len(settings.queues), len(settings.shifts), len(settings.teams)] == [12, 1, 2, 1]
    assert settings.language == language
    assert workspace.inflow.last_day == date(2024, 5, 26)
    assert {absence.first_day for absence in workspace.absences} == {date(2024, 6, 3)}
    assert len(workspace.requests) == 2
    names = {path.name for path in (tmp_path / "mine").iterdir()}
    tables = {"workspace.xlsx"} if form == "xlsx" else {"staff.csv", "inflow.csv", "absences.csv", "requests.csv"}
    assert names == {"workspace.yaml", *tables}


def test_nothing_in_the_english_example_is_of_korea_or_of_dasan(tmp_path: Path) -> None:
    made = text_of(small(tmp_path / "mine"))
    assert not HANGUL.search(made)
    assert not re.search(r"(?i)dasan|seoul|korea|\bKR\b|\bwon\b|LSA", made)
    korean = text_of(small(tmp_path / "other", language="ko"))
    assert HANGUL.search(korean)
    assert not re.search(r"(?i)dasan|다산|seoul", korean)


def test_the_two_languages_differ_in_words_alone(tmp_path: Path) -> None:
    def plain(folder: Path) -> Settings:
        settings = read_workspace(folder).settings
        return settings.model_copy(
            update={
                "language": "en",
                "centre": settings.centre.model_copy(update={"name": ""}),
                "teams": (),
                "queues": tuple(queue.model_copy(update={"name": ""}) for queue in settings.queues),
                "contracts": tuple(contract.model_copy(update={"name": ""}) for contract in settings.contracts),
                "shifts": tuple(shift.model_copy(update={"name": ""}) for shift in settings.shifts),
            }
        )

    english = plain(small(tmp_path / "en"))
    assert english == plain(small(tmp_path / "ko", language="ko"))


@pytest.mark.parametrize(
    ("country", "timezone", "clock", "has_days"),
    [(None, None, "UTC", False), ("KR", None, "Asia/Seoul", True), ("DE", "Europe/Berlin", "Europe/Berlin", True)],
)
def test_the_small_example_is_of_the_country_that_is_named(
    tmp_path: Path, country: str | None, timezone: str | None, clock: str, has_days: bool
) -> None:
    settings = read_workspace(small(tmp_path / "mine", country=country, timezone=timezone)).settings
    assert (settings.centre.country, settings.centre.timezone) == (country, clock)
    assert bool(public_holidays(settings, date(2024, 1, 1), date(2024, 12, 31))) == has_days


@pytest.mark.parametrize(
    ("country", "language", "pause", "times"),
    [
        ("KR", "ko", 60, ["08:00-17:00", "11:00-20:00"]),
        ("KR", "en", 60, ["08:00-17:00", "11:00-20:00"]),
        ("DE", "en", 30, ["08:00-16:30", "11:30-20:00"]),
        (None, "ko", 30, ["08:00-16:30", "11:30-20:00"]),
    ],
)
def test_eight_hours_of_work_have_an_hours_break_in_korea(
    tmp_path: Path, country: str | None, language: Language, pause: int, times: list[str]
) -> None:
    settings = read_workspace(small(tmp_path / "mine", country=country, timezone="UTC", language=language)).settings
    assert [f"{clock_text(one.start_minute)}-{clock_text(one.end_minute)}" for one in settings.shifts] == times
    assert {(one.meal_minutes, one.paid_minutes) for one in settings.shifts} == {(pause, 480)}
    assert settings.contracts[0].paid_minutes_per_week == 5 * 480


def test_a_country_or_clock_that_is_none_is_refused_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        small(tmp_path / "mine", country="XX", timezone="Mars/Olympus")
    assert [fault.column for fault in refused.value.faults] == ["centre.timezone", "centre.country"]
    assert list(tmp_path.iterdir()) == []


def test_commands_make_a_verified_roster_of_the_small_example(tmp_path: Path) -> None:
    made = small(tmp_path / "mine", language="en")
    first_line = next(line for line in text_of(made).splitlines() if "scheduler generate" in line)
    command = first_line.split("scheduler ")[1].replace(" . ", f" {made} ").split()
    planned = scheduler(*command, "--gap", "0.3", "--output", tmp_path / "run")
    assert planned.exit_code == 0, planned.output
    assert "2024-06-03 ~ 2024-06-09" in planned.stdout
    assert scheduler("verify", made, tmp_path / "run", "--first-week").exit_code == 0


def test_the_bundled_example_speaks_the_language_that_is_asked_for(tmp_path: Path) -> None:
    assert scheduler("init", tmp_path / "mine", "--language", "en").exit_code == 0
    assert "\nlanguage: en " in (tmp_path / "mine" / "workspace.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--country", "KR"), "--country and --timezone are of --example small"),
        (("--example", "small", "--country", "DE"), "--country needs --timezone as well"),
        (("--example", "large"), "'large' is not one of"),
    ],
)
def test_options_that_do_not_go_together_are_refused(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    result = scheduler("init", tmp_path / "mine", *options)
    assert result.exit_code == 2
    assert told in result.stderr

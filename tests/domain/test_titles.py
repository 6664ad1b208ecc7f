"""What people read: a name in one language or in both."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.config import Centre, Queue, Team
from scheduler.domain.people import Contract
from scheduler.domain.shifts import Shift
from scheduler.readers.workspace import read_workspace
from tests.workspaces import SETTINGS, faults_in, write_workspace

NAMES = [
    ({"name": "Früh"}, ("Früh", "Früh")),
    ({"name_ko": "조기"}, ("조기", "조기")),
    ({"name_en": "Early"}, ("Early", "Early")),
    ({"name_ko": "조기", "name_en": "Early"}, ("조기", "Early")),
    ({"name": "Früh", "name_en": "Early"}, ("Früh", "Early")),
    ({"name": "Früh", "name_ko": "조기"}, ("조기", "Früh")),
    ({"name": "Früh", "name_ko": "조기", "name_en": "Early"}, ("조기", "Early")),
]
"""What is given, and what people read in Korean and English."""


@pytest.mark.parametrize(("given", "read"), NAMES)
def test_a_name_in_the_language_goes_first_then_the_name_then_the_other_language(
    given: dict[str, str], read: tuple[str, str]
) -> None:
    shift = Shift.model_validate({"code": "E", "start": "08:00", "end": "16:00", **given})
    centre = Centre.model_validate({"timezone": "Asia/Seoul", **given})
    for titled in (shift, centre):
        assert (titled.title("ko"), titled.title("en")) == read


def test_a_shift_without_a_name_is_read_by_its_code() -> None:
    shift = Shift.model_validate({"code": "E", "start": "08:00", "end": "16:00"})
    assert (shift.title("ko"), shift.title("en")) == ("E", "E")


@pytest.mark.parametrize(
    "titled",
    [
        Team(name="desk"),
        Queue(name="desk", aht_seconds=60),
        Contract(name="desk", days_per_week=5, paid_minutes_per_week=2400),
    ],
)
def test_what_files_name_is_read_by_that_name_where_it_has_no_other(titled: Team | Queue | Contract) -> None:
    assert (titled.title("ko"), titled.title("en")) == ("desk", "desk")
    korean = titled.model_copy(update={"name_ko": "상담"})
    assert (korean.title("ko"), korean.title("en")) == ("상담", "desk")


def test_a_centre_without_any_name_is_refused(tmp_path: Path) -> None:
    nameless = SETTINGS.replace("  name_ko: 작은 상담소\n  name_en: Small centre\n", "")
    (fault,) = faults_in(tmp_path, workspace=nameless)
    assert "centre the centre has no name; write name, or name_ko and name_en" in fault


def test_a_workspace_in_one_language_is_read(tmp_path: Path) -> None:
    made = SETTINGS.replace("name_ko: 작은 상담소\n  name_en: Small centre", "name: Kleine Auskunft")
    made = made.replace("name: day, name_ko: 주간, name_en: day", "name: day")
    made = made.replace("code: N, name_ko: 야간, name_en: night, ", "code: N, name: Nacht, ")
    made = made.replace("    name_ko: 영어\n    name_en: English\n", "")
    settings = read_workspace(write_workspace(tmp_path, workspace=made)).settings
    night = next(shift for shift in settings.shifts if shift.code == "N")
    assert [settings.centre.title("ko"), night.title("en"), settings.teams[0].title("en")] == [
        "Kleine Auskunft",
        "Nacht",
        "day",
    ]


def test_two_teams_that_one_language_calls_alike_are_refused_once(tmp_path: Path) -> None:
    made = SETTINGS.replace("{name: night, name_ko: 야간, name_en: night}", "{name: night, name_ko: day}")
    made = made.replace("{name: day, name_ko: 주간, name_en: day}", "{name: day}")
    (fault,) = faults_in(tmp_path, workspace=made)
    assert fault.startswith("workspace.yaml:teams people read 'day' for 'day' and for 'night'")

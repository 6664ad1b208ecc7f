"""Days off of a country and of a workspace."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.workspace import read_workspace
from tests.workspaces import SETTINGS, faults_in, write_workspace


def holidays(folder: Path, first: date, last: date, old: str = "", new: str = "") -> dict[date, str]:
    settings = read_workspace(write_workspace(folder, workspace=SETTINGS.replace(old, new, 1))).settings
    return public_holidays(settings, first, last)


def test_both_ends_count(tmp_path: Path) -> None:
    chuseok = date(2023, 9, 28), date(2023, 9, 30)
    assert list(holidays(tmp_path, *chuseok)) == [date(2023, 9, 28), date(2023, 9, 29), date(2023, 9, 30)]
    assert holidays(tmp_path, date(2023, 9, 27), date(2023, 9, 27)) == {}


def test_substitute_and_temporary_holidays_are_known(tmp_path: Path) -> None:
    assert date(2023, 10, 2) in holidays(tmp_path, date(2023, 10, 1), date(2023, 10, 31))
    assert date(2023, 5, 29) in holidays(tmp_path, date(2023, 5, 1), date(2023, 5, 31))


def test_names_come_in_the_language_of_the_settings(tmp_path: Path) -> None:
    christmas = date(2023, 12, 25)
    assert holidays(tmp_path, christmas, christmas) == {christmas: "Christmas Day"}
    assert holidays(tmp_path, christmas, christmas, "language: en", "language: ko") == {christmas: "기독탄신일"}


def test_the_workspace_adds_days_of_its_own(tmp_path: Path) -> None:
    founding = date(2023, 9, 15)
    added = holidays(tmp_path, founding, founding, "rules:", "extra_public_holidays: {2023-09-15: founding}\nrules:")
    assert added == {founding: "founding"}


def test_a_horizon_over_the_turn_of_the_year(tmp_path: Path) -> None:
    assert list(holidays(tmp_path, date(2023, 12, 20), date(2024, 1, 2))) == [date(2023, 12, 25), date(2024, 1, 1)]


BERLIN = "timezone: Europe/Berlin\n  country: DE"
SEOUL = "timezone: Asia/Seoul\n  country: KR"
WOMEN_S_DAY = date(2024, 3, 8)


def test_a_part_of_the_country_has_days_of_its_own(tmp_path: Path) -> None:
    assert WOMEN_S_DAY not in holidays(tmp_path, WOMEN_S_DAY, WOMEN_S_DAY, SEOUL, BERLIN)
    of_berlin = holidays(tmp_path, WOMEN_S_DAY, date(2024, 5, 1), SEOUL, f"{BERLIN}\n  subdivision: BE")
    assert list(of_berlin)[:2] == [WOMEN_S_DAY, date(2024, 3, 29)]


def test_a_part_that_no_country_has_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (fault,) = faults_in(tmp_path, workspace=SETTINGS.replace(SEOUL, f"{BERLIN}\n  subdivision: XX"))
    assert "centre no subdivision 'XX' of country DE is known; use one of BB, BE, " in fault
    (fault,) = faults_in(tmp_path, workspace=SETTINGS.replace(SEOUL, f"{SEOUL}\n  subdivision: '11'"))
    assert "no subdivision '11' of country KR is known; leave it out" in fault


def test_a_centre_without_a_country_has_the_days_that_it_names(tmp_path: Path) -> None:
    none = "timezone: Europe/Berlin\n  country: null"
    year = date(2024, 1, 1), date(2024, 12, 31)
    assert holidays(tmp_path, *year, SEOUL, none) == {}
    named = SETTINGS.replace(SEOUL, none).replace("rules:", "extra_public_holidays: {2024-06-03: party}\nrules:", 1)
    settings = read_workspace(write_workspace(tmp_path, workspace=named)).settings
    assert public_holidays(settings, *year) == {date(2024, 6, 3): "party"}


def test_only_seoul_need_not_name_its_country(tmp_path: Path) -> None:
    assert date(2023, 9, 29) in holidays(tmp_path, date(2023, 9, 29), date(2023, 9, 29), SEOUL, "timezone: Asia/Seoul")
    (fault,) = faults_in(tmp_path, workspace=SETTINGS.replace(SEOUL, "timezone: Europe/Berlin"))
    assert "centre.country this setting is missing; add it" in fault


def test_the_calendar_of_one_country_is_loaded_alone_and_the_others_are_still_to_be_had(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from scheduler.readers.workspace import read_workspace\n"
        f"read_workspace(Path({str(tmp_path)!r}))\n"
        "print(sum(name.startswith('holidays.countries.') for name in sys.modules))\n"
        "from holidays.countries import NZ, SouthKorea\n"
        "print(sum(name.startswith('holidays.countries.') for name in sys.modules) > 200, SouthKorea().country)\n"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["1", "True", "KR"]

"""Days off of a country and of a workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from scheduler.readers.public_holidays import public_holidays
from scheduler.readers.workspace import read_workspace
from tests.workspaces import SETTINGS, write_workspace


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

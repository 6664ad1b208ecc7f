"""What an hour costs, in the currency of the centre."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.config import Pay
from scheduler.labels import currency_label
from scheduler.readers.workspace import read_workspace
from scheduler.scenarios.measures import MEASURES, measure_key, measure_of
from scheduler.scenarios.pages.words import measure_label
from tests.workspaces import SETTINGS, faults_in, write_workspace


def percents(pay: Pay) -> tuple[int, int, int, int]:
    return pay.overtime_percent, pay.night_percent, pay.holiday_percent, pay.long_holiday_percent


def test_a_wage_in_won_has_the_premiums_of_the_law_unless_it_has_its_own() -> None:
    assert percents(Pay(hourly_won=10_000)) == (50, 50, 50, 100)
    assert percents(Pay(hourly_wage=10_000, currency="KRW")) == (50, 50, 50, 100)
    assert percents(Pay.model_validate({"hourly_won": 10_000, "night_percent": 30})) == (50, 30, 50, 100)


def test_a_wage_in_another_currency_has_no_premiums_but_its_own() -> None:
    assert percents(Pay(hourly_wage=18.5, currency="EUR")) == (0, 0, 0, 0)
    assert percents(Pay(hourly_wage=18.5, currency="EUR", night_percent=25)) == (0, 25, 0, 0)
    assert Pay(hourly_wage=18.5, currency="EUR").hourly == 18.5


@pytest.mark.parametrize(
    ("pay", "fault"),
    [
        ("{currency: EUR}", "pay write one of hourly_wage, with its currency, and hourly_won"),
        ("{hourly_wage: 18, hourly_won: 18}", "pay write one of hourly_wage, with its currency, and hourly_won"),
        ("{hourly_won: 18000, currency: EUR}", "pay hourly_won is in won, and the currency is EUR; write hourly_wage"),
        ("{hourly_wage: 18}", "pay hourly_wage has no currency; write currency, such as EUR"),
        ("{hourly_wage: 18, currency: euro}", "pay.currency 'euro' is not written as expected"),
        ("{hourly_wage: -1, currency: EUR}", "pay.hourly_wage '-1' is too small"),
    ],
)
def test_a_wage_that_cannot_be_is_refused_with_its_place(tmp_path: Path, pay: str, fault: str) -> None:
    (found,) = faults_in(tmp_path, workspace=SETTINGS.replace("rules:\n", f"pay: {pay}\nrules:\n", 1))
    assert fault in found


@pytest.mark.parametrize(
    ("pay", "heading", "night"),
    [
        ("{hourly_won: 18000}", "Night premium(won)", "Night work (22:00-06:00)"),
        ("{hourly_wage: 18.5, currency: EUR}", "Night premium(EUR)", "Night work (23:00-06:00)"),
    ],
)
def test_nothing_says_won_but_for_a_workspace_in_won(tmp_path: Path, pay: str, heading: str, night: str) -> None:
    hours = "" if "won" in pay else 'working_time: {night_from: "23:00"}\n'
    text = SETTINGS.replace("rules:\n", f"pay: {pay}\n{hours}rules:\n", 1)
    settings = read_workspace(write_workspace(tmp_path, workspace=text)).settings
    assert measure_label(MEASURES["night_pay"], settings) == heading
    assert measure_label(MEASURES["night_hours"], settings).startswith(night)
    assert currency_label("KRW", "ko") == "원"


def test_the_names_that_measures_had_in_won_are_still_known() -> None:
    assert measure_of("premium_won") is MEASURES["premium_pay"]
    assert measure_key("premium_won") == "premium_pay"
    assert measure_of("other_won") is None

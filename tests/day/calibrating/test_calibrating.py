"""``scheduler calibrate --from-actuals``: from the store to what is printed."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler import cli
from scheduler.day.calibrating.calibrating import measure_settings
from scheduler.errors import InputError
from tests.constraints.agreement import MONDAY
from tests.day.happenings import Centre
from tests.day.known_errors import PEOPLE, inputs, settings_text
from tests.publishing.offices import Office

WORKDAYS = [MONDAY + timedelta(days=day) for day in (*range(5), *range(7, 12))]
HEADER = (
    "date,time,queue,entered,answered,wait_seconds,handling_seconds,abandoned,abandoned_wait_seconds,answered_home,"
    "handling_home_seconds"
)


def phone() -> str:
    """Half hours in which 80 of 100 calls are answered, half of them at home, a tenth faster than in the office."""
    rows = [
        f"{on},{half // 2:02}:{30 * (half % 2):02},general,100,80,20,{200 + day % 3},20,{30 + day % 2},40,"
        f"{190 + day % 3}"
        for day, on in enumerate(WORKDAYS)
        for half in range(18, 36)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def doors() -> str:
    """Check-ins of all but three people a day, others each day; five on Mondays."""
    rows = [
        f"E{who:03},{on},08:55,18:05"
        for day, on in enumerate(WORKDAYS)
        for who in range(1, PEOPLE + 1)
        if (who + 7 * day) % PEOPLE >= (5 if on.weekday() == 0 else 3)
    ]
    return "employee_id,date,check_in,check_out\n" + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Centre:
    """Two published weeks of which everything is known."""
    root = tmp_path_factory.mktemp("calibrating")
    made = Centre.at(root, **inputs())
    (made.folder / "workspace.yaml").write_text(settings_text(), encoding="utf-8")
    office = Office(root, made.folder)
    days = [(on - MONDAY).days for on in WORKDAYS]
    office.publish(office.run({(f"E{n:03}", day): "D" for n in range(1, PEOPLE + 1) for day in days}, days=14))
    made.take_all(phone(), doors())
    return made


def calibrate(centre: Centre, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["calibrate", str(centre.folder), *arguments])


def test_everything_is_measured_from_the_store(centre: Centre) -> None:
    found = measure_settings(centre.folder)
    assert (found.first_day, found.last_day) == (WORKDAYS[0], WORKDAYS[-1])
    (patience,) = found.of("patience_seconds", "general")
    assert patience.value == pytest.approx((80 * 20 + 20 * 30.5) / 20)
    assert patience.low < patience.value < patience.high
    by_place = {one.place: one.value for one in found.of("aht_seconds", "general") if not one.at}
    assert by_place["home"] == pytest.approx(by_place["office"] - 20, abs=0.2)
    absences = {one.at: one for one in found.of("unplanned_absence")}
    assert absences["mon"].value == pytest.approx(5 / PEOPLE)
    assert absences["tue"].value == pytest.approx(3 / PEOPLE)
    assert absences[""].events == PEOPLE * len(WORKDAYS)


def test_it_says_what_is_set_and_what_was_measured_and_changes_nothing(centre: Centre) -> None:
    before = (centre.folder / "workspace.yaml").read_bytes()
    result = calibrate(centre, "--from-actuals", "--language", "en")
    assert result.exit_code == 0, result.output
    lines = {line.split("  ")[0]: line.split() for line in result.output.splitlines()}
    assert lines["Patience (s), general"][3:5] == ["150.0", "*"]
    assert "5.7%" in lines["Unplanned absence"]
    assert "Not enough to tell:" in result.output
    assert "redials" in result.output
    assert (centre.folder / "workspace.yaml").read_bytes() == before


def test_it_speaks_korean(centre: Centre) -> None:
    result = calibrate(centre, "--from-actuals", "--language", "ko")
    assert result.exit_code == 0, result.output
    assert "갑작스러운 결근, 월" in result.output
    assert "Measured" not in result.output


def test_programs_read_the_same(centre: Centre) -> None:
    told = json.loads(calibrate(centre, "--from-actuals", "--json").output)
    assert told["first_day"] == WORKDAYS[0].isoformat()
    patience = next(one for one in told["estimates"] if one["of"] == "patience_seconds" and one["queue"] == "general")
    assert (patience["now"], patience["differs"], patience["why_not"]) == (150.0, True, None)
    unknown = next(one for one in told["estimates"] if one["of"] == "redial_share" and one["queue"] == "general")
    assert unknown["value"] is None
    assert "redials" in unknown["why_not"]


def test_days_can_be_chosen_and_too_few_are_not_told(centre: Centre) -> None:
    found = measure_settings(centre.folder, WORKDAYS[0], WORKDAYS[4])
    assert not any(one.is_known for one in found.estimates)
    assert calibrate(centre, "--from-actuals", "--from", "2024-03-04", "--to", "2024-03-10").exit_code == 3
    with pytest.raises(InputError, match="comes before the first"):
        measure_settings(centre.folder, WORKDAYS[4], WORKDAYS[0])


def test_options_of_the_other_source_are_refused(centre: Centre) -> None:
    for arguments in (["--json"], ["--from", "2023-11-06"], ["--from-actuals", "--roster", str(centre.folder)]):
        assert calibrate(centre, *arguments).exit_code == 2, arguments


def test_a_workspace_without_either_says_what_there_is(tmp_path: Path) -> None:
    centre = Centre.at(tmp_path)
    result = calibrate(centre, "--language", "en")
    assert result.exit_code == 3
    assert "--from-actuals" in result.output
    result = calibrate(centre, "--from-actuals", "--language", "en")
    assert result.exit_code == 3
    assert "scheduler actuals" in result.output

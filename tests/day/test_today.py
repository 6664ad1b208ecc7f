"""The rest of a day: what is still to come, and how it will fare."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main
from scheduler.day.counted_today import counted_in
from scheduler.day.today import Today, today
from scheduler.day.today_lines import today_lines
from scheduler.domain.people import Absence
from scheduler.errors import InputError
from scheduler.readers.workspace import read_workspace
from scheduler.store.opening import open_store
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.runs import WORKED

ELEVEN = datetime(2023, 11, 6, 11, 0)


def command(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def counted(tmp_path: Path, calls: dict[int, int]) -> Path:
    """A file of calls of Monday by hour; all queues but the general one have none."""
    rows = [
        f"2023-11-06,{hour},{queue},{count if queue == 'general' else 0}"
        for hour, count in calls.items()
        for queue in ("general", "english", "text")
    ]
    path = tmp_path / "phone.csv"
    path.write_text("\n".join(["date,hour,queue,entered", *rows, ""]), encoding="utf-8")
    return path


def take(office: Office, tmp_path: Path, calls: dict[int, int]) -> None:
    """Take in such calls."""
    ended = command("actuals", office.workspace, counted(tmp_path, calls))
    assert ended.exit_code == 0, ended.output


def at(office: Office, now: datetime = ELEVEN, *absences: Absence) -> Today:
    return today(office.workspace, now=now, absences=absences, replications=4)


@pytest.fixture
def published(published_office: Office) -> Office:
    return published_office


def test_without_counts_the_rest_is_as_forecast(published: Office) -> None:
    found = at(published)
    for rest in found.queues:
        assert (rest.counted_so_far, rest.weight) == (0.0, 0.0)
        assert rest.expected == rest.forecast
        # Time off has to hold on a day that is busier than that.
        assert rest.at_most > rest.expected
    assert [rest.from_hour for rest in found.queues] == [0, 9, 0]  # before it opens nobody counts
    assert found.absent == ()
    assert found.as_json()["service"]["as_planned"] == found.as_json()["service"]["as_expected"]


def test_counted_hours_are_held_against_the_forecast(published: Office, tmp_path: Path) -> None:
    without = at(published).queues[0]
    take(published, tmp_path, dict.fromkeys(range(9), 0) | {9: 30, 10: 40})
    general = at(published).queues[0]
    assert (general.from_hour, general.counted_so_far) == (11, 70.0)
    assert general.forecast_so_far > 0
    # Hours that are over are still to come for nobody, whether anything was counted of them or not.
    assert general.forecast == without.forecast
    # Three weeks of history teach nothing, so the forecast stands, and has no band.
    assert general.expected == general.forecast
    assert np.isnan(general.high)


def test_counts_of_a_file_hold_in_place_of_those_of_the_store_and_are_not_taken_in(
    published: Office, tmp_path: Path
) -> None:
    take(published, tmp_path, dict.fromkeys(range(9), 0) | {9: 30, 10: 40})
    file = counted(tmp_path, {10: 50})
    found = today(published.workspace, now=ELEVEN, actuals=[file], replications=4)
    assert (found.queues[0].from_hour, found.queues[0].counted_so_far) == (11, 80.0)
    assert at(published).queues[0].counted_so_far == 70.0


def of_day(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "phone.csv"
    path.write_text("\n".join(["date,hour,queue,entered", *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        # The file of yesterday.
        (("2023-11-05,9,general,30", "2023-11-05,10,general,40"), "phone.csv:3 counts nothing of 2023-11-06"),
        # The whole day, of which --now is in the middle.
        (tuple(f"2023-11-06,{hour},general,30" for hour in range(9, 14)), "phone.csv:4 counts what is still to"),
        # Tomorrow.
        (("2023-11-06,9,general,30", "2023-11-07,9,general,30"), "(1 count from 2023-11-07T09:00 on)"),
    ],
)
def test_a_file_of_another_day_or_of_hours_to_come_is_refused(
    published: Office, tmp_path: Path, rows: tuple[str, ...], fault: str
) -> None:
    ended = command("today", published.workspace, "--now", "2023-11-06T11:00", "--actuals", of_day(tmp_path, *rows))
    assert ended.exit_code == 3
    assert fault in ended.output
    assert "--now" in ended.output


def test_what_is_still_to_come_is_judged_by_now_and_not_by_the_clock_of_the_machine(
    published: Office, tmp_path: Path
) -> None:
    workspace = read_workspace(published.workspace)
    file = of_day(tmp_path, "2099-11-06,9,general,30", "2099-11-06,10,general,40")
    with open_store(published.workspace, workspace.settings).reading() as store:
        rows, _ = counted_in(workspace, store, [file], datetime(2099, 11, 6, 11), date(2099, 11, 6))
        assert [row.entered for row in rows] == [30, 40]
        with pytest.raises(InputError, match="still to come at 2099-11-06T10:00"):
            counted_in(workspace, store, [file], datetime(2099, 11, 6, 10), date(2099, 11, 6))


def test_nothing_of_a_day_ahead_is_counted(published: Office, tmp_path: Path) -> None:
    file = of_day(tmp_path, "2023-11-06,9,general,30")
    ahead = ("--now", "2023-11-06T11:00", "--date", "2023-11-07", "--actuals", file)
    ended = command("today", published.workspace, *ahead)
    assert ended.exit_code == 3
    assert "leave out --actuals" in ended.output


def test_rows_of_days_before_beside_those_of_the_day_are_told_and_change_nothing(
    published: Office, tmp_path: Path
) -> None:
    rows = ("2023-11-06,9,general,30", "2023-11-06,10,general,40")
    alone = today(published.workspace, now=ELEVEN, actuals=[of_day(tmp_path, *rows)], replications=4)
    file = of_day(tmp_path, "2023-11-04,9,general,99", "2023-11-05,9,general,99", *rows)
    arguments = ("today", published.workspace, "--now", "2023-11-06T11:00", "--replications", 4, "--actuals", file)
    assert "2 rows of --actuals are of other days and are not used." in command(*arguments).stdout
    told = json.loads(command(*arguments, "--json").stdout)
    assert told == alone.as_json() | {"rows_of_other_days": 2}


def test_a_file_of_counts_is_read_with_all_its_faults(published: Office, tmp_path: Path) -> None:
    wrong, present = tmp_path / "phone.csv", tmp_path / "door.csv"
    wrong.write_text("date,hour,queue,entered\n2023-11-06,9,general,-3\n2023-11-06,10,sales,5\n", encoding="utf-8")
    present.write_text("employee_id,check_in,check_out\nE003,2023-11-06 09:00,\n", encoding="utf-8")
    ended = command("today", published.workspace, "--now", "2023-11-06T11:00", "--actuals", wrong, "--actuals", present)
    assert ended.exit_code == 3
    for part in ("-3", "sales", "only counted calls are read here"):
        assert part in ended.output


def test_counts_after_an_hour_that_is_missing_are_told_to_be_of_no_use(published: Office, tmp_path: Path) -> None:
    arguments = ("today", published.workspace, "--now", "2023-11-06T13:00", "--replications", 4, "--actuals")
    for gap in ((), (11,)):
        calls = {hour: 30 for hour in range(13) if hour not in gap}
        told = command(*arguments, counted(tmp_path, calls)).stdout
        assert ("general: counts from 11:00 on are not used, since that hour was not counted." in told) == bool(gap)


def test_a_day_that_has_turned_is_said(published: Office) -> None:
    found = at(published)
    general = replace(found.queues[0], turned_from=10)
    lines = [str(line) for line in today_lines(replace(found, queues=(general, *found.queues[1:])))]
    assert sum("since 10:00 the calls are so far off" in line for line in lines) == 1
    assert (
        sum(
            "midway between how past days went on after such a beginning and how it goes since" in line
            for line in lines
        )
        == 1
    )


def test_an_hour_that_is_not_over_does_not_count_yet(published: Office, tmp_path: Path) -> None:
    take(published, tmp_path, dict.fromkeys(range(24), 5))
    assert at(published, ELEVEN.replace(minute=30)).queues[0].from_hour == 11


def test_service_is_told_from_the_next_interval_on(published: Office) -> None:
    found = at(published, ELEVEN.replace(minute=10))
    assert found.since == ELEVEN.replace(minute=30)
    starts = {part.start for part in found.as_expected.of("interval", "general")}
    assert min(start for start in starts if start is not None) == found.since
    assert {start.date() for start in starts if start is not None} == {MONDAY}


def test_calls_that_came_keep_people_busy_later(published: Office, tmp_path: Path) -> None:
    take(published, tmp_path, dict.fromkeys(range(10), 0) | {10: 400})
    found = at(published)
    planned, expected = (one.of("interval", "general")[0] for one in (found.as_planned, found.as_expected))
    assert planned.calls == expected.calls
    assert expected.figures["asa_seconds"].simulated > planned.figures["asa_seconds"].simulated


def test_whoever_is_missing_answers_nobody(published: Office) -> None:
    ill = Absence(employee_id="E003", first_day=MONDAY, last_day=MONDAY, kind="sick_leave")
    found = at(published, ELEVEN, ill)
    assert found.absent == ("E003",)
    before, now = (
        one.of("all", "general")[0].figures["service_level"] for one in (found.as_planned, found.as_expected)
    )
    assert now.simulated < before.simulated


def test_a_day_that_is_not_published_is_refused(small_office: Office) -> None:
    with pytest.raises(InputError, match="1 day from 2023-11-06 to 2023-11-06 is not published"):
        at(small_office)
    small_office.publish(small_office.run(WORKED))
    with pytest.raises(InputError, match="is not published"):
        at(small_office, datetime(2023, 11, 20, 11, 0))


def test_the_last_interval_has_no_rest(published: Office) -> None:
    with pytest.raises(InputError, match="23:40 is in the last interval of the day"):
        at(published, ELEVEN.replace(hour=23, minute=40))


def test_somebody_who_does_not_exist_cannot_be_missing(published: Office) -> None:
    ended = command("today", published.workspace, "--now", "2023-11-06T11:00", "--absence", "E999:2023-11-06")
    assert ended.exit_code == 3
    assert "E999" in ended.output


def test_the_command_prints_both_and_json(published: Office) -> None:
    arguments = ("today", published.workspace, "--now", "2023-11-06T11:00", "--replications", 3)
    ended = command(*arguments, "--absence", "E003:2023-11-06")
    assert ended.exit_code == 0, ended.output
    assert "Service from 11:00 until midnight" in ended.stdout
    assert "1 person" in ended.stdout
    assert "tell it with --lent" not in ended.stdout
    assert "tell it with --lent" in command(*arguments, "--propose").stdout
    off = command(*arguments, "--absence", "E004:2023-11-06").stdout
    assert "0 people" in off
    assert "E004 Agent 4 has no shift then, so the absence changes nothing." in off
    told = json.loads(command(*arguments, "--json").stdout)
    assert [rest["queue"] for rest in told["queues"]] == ["general", "english", "text"]
    assert told["service"]["as_expected"][0]["measures"]["service_level"]["simulated"] is not None

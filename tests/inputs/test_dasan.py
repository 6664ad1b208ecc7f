"""The bundled workspace: its script, its totals, and the facts that the rest of the project builds on."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import holidays
import pytest
import yaml

from inputs import make_dasan
from scheduler.config import Settings

WORKSPACE = Path(__file__).parents[2] / "inputs" / "dasan"
DATA_FILES = ("inflow.csv", "staff.csv", "absences.csv", "requests.csv", "history.csv", "previous_roster.csv")
DAYS = 182

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (WORKSPACE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings.model_validate(yaml.safe_load((WORKSPACE / "workspace.yaml").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def staff() -> dict[str, Row]:
    return {row["employee_id"]: row for row in rows("staff.csv")}


@pytest.fixture(scope="module")
def inflow() -> list[tuple[date, int, str, int]]:
    return [
        (date.fromisoformat(row["date"]), int(row["hour"]), row["queue"], int(row["calls"]))
        for row in rows("inflow.csv")
    ]


def absent_dates() -> dict[str, list[date]]:
    away: dict[str, list[date]] = defaultdict(list)
    for row in rows("absences.csv"):
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
        away[row["employee_id"]] += [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return away


def test_the_script_reproduces_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    make_dasan.main(tmp_path)
    for name in DATA_FILES:
        assert (tmp_path / name).read_bytes() == (WORKSPACE / name).read_bytes(), name


@pytest.mark.parametrize("name", [*DATA_FILES, "workspace.yaml", "SOURCES.md"])
def test_files_are_utf_8_with_line_feeds(name: str) -> None:
    content = (WORKSPACE / name).read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8").endswith("\n")


def test_staff_are_416_people_split_as_assumed(staff: dict[str, Row]) -> None:
    assert len(staff) == 416
    assert Counter(row["team"] for row in staff.values()) == {
        "day": 236,
        "afternoon": 7,
        "night": 63,
        "specialised": 60,
        "part_time": 20,
        "office": 30,
    }
    homes = Counter(row["queues"].split("|")[0] for row in staff.values() if row["team"] == "specialised")
    assert homes["text"] + homes["app"] == 36
    assert sum(homes[language] for language in make_dasan.LANGUAGE_SHARE) == 14
    assert homes["sign"] == 10


def test_staff_names_only_what_the_settings_know(staff: dict[str, Row], settings: Settings) -> None:
    assert {row["team"] for row in staff.values()} == {team.name for team in settings.teams}
    assert {row["contract"] for row in staff.values()} == {contract.name for contract in settings.contracts}
    assert {code for row in staff.values() for code in row["shifts"].split("|")} == {s.code for s in settings.shifts}
    queues = {queue for row in staff.values() for queue in row["queues"].split("|") if queue}
    assert queues == {queue.name for queue in settings.queues}


def test_remote_groups_are_even_and_leave_out_office_and_ultra_short_time_staff(staff: dict[str, Row]) -> None:
    groups = Counter(row["remote_group"] for row in staff.values() if row["team"] not in ("office", "part_time"))
    assert set(groups) == {"1", "2", "3", "4", "5"}
    assert max(groups.values()) - min(groups.values()) <= 1
    assert {row["remote_group"] for row in staff.values() if row["team"] in ("office", "part_time")} == {""}


def test_nights_are_worked_only_with_consent(staff: dict[str, Row], settings: Settings) -> None:
    nightly = {shift.code for shift in settings.shifts if shift.night_minutes}
    assert nightly == {"V", "N"}
    for row in staff.values():
        assert row["may_work_nights"] == ("yes" if nightly & set(row["shifts"].split("|")) else "no")


def test_overtime_volunteers_can_work_overtime(staff: dict[str, Row]) -> None:
    volunteers = [row for row in staff.values() if row["overtime_volunteer"] == "yes"]
    assert 0.25 < len(volunteers) / 236 < 0.42
    assert all("O" in row["shifts"].split("|") for row in volunteers)


def test_two_long_and_one_short_day_make_fourteen_and_a_half_hours(settings: Settings) -> None:
    paid = {shift.code: shift.paid_minutes for shift in settings.shifts}
    assert 2 * paid["P1"] + paid["P2"] == 2 * paid["P3"] + paid["P4"] == 14.5 * 60


def test_inflow_has_every_hour_of_every_queue_once(
    inflow: list[tuple[date, int, str, int]], settings: Settings
) -> None:
    assert len(inflow) == DAYS * 24 * len(settings.queues) == len({row[:3] for row in inflow})
    assert (inflow[0][0], inflow[-1][0]) == (date(2023, 5, 8), date(2023, 11, 5))
    assert min(calls for *_, calls in inflow) == 0


@pytest.mark.parametrize(
    ("queues", "per_day"),
    [
        ({"general"}, 2_891_624 / 273),
        ({"text"}, 2_453),
        ({"app"}, 2_946),
        ({"english", "japanese", "chinese", "vietnamese", "mongolian"}, 16_912 / 273),
        ({"sign"}, 15_480 / 273),
    ],
)
def test_nine_months_at_this_level_give_the_volume_of_the_report(
    inflow: list[tuple[date, int, str, int]], queues: set[str], per_day: float
) -> None:
    total = sum(calls for _, _, queue, calls in inflow if queue in queues)
    assert total == pytest.approx(per_day * DAYS, abs=len(queues))


def test_nobody_arrives_at_a_closed_queue(inflow: list[tuple[date, int, str, int]]) -> None:
    free = holidays.country_holidays("KR", years=2023)
    for day, hour, queue, calls in inflow:
        if queue in ("text", "app"):
            assert calls == 0 or 8 <= hour < 20
        elif queue != "general":
            assert calls == 0 or (9 <= hour < 18 and day.weekday() < 5 and day not in free)


def test_mondays_are_highest_and_weekends_and_holidays_lowest(inflow: list[tuple[date, int, str, int]]) -> None:
    free = holidays.country_holidays("KR", years=2023)
    by_day: Counter[date] = Counter()
    for day, _, queue, calls in inflow:
        if queue == "general":
            by_day[day] += calls
    means = []
    for weekday in range(7):
        levels = [calls for day, calls in by_day.items() if day.weekday() == weekday and day not in free]
        means.append(sum(levels) / len(levels))
    assert means[0] == max(means)
    assert max(means[5:]) < 0.6 * min(means[:5])
    holidays_on_weekdays = [calls for day, calls in by_day.items() if day in free and day.weekday() < 5]
    assert len(holidays_on_weekdays) == 8
    assert sum(holidays_on_weekdays) / 8 == pytest.approx(means[6], rel=0.1)


def test_prime_hours_have_most_calls_and_lunch_dips(inflow: list[tuple[date, int, str, int]]) -> None:
    by_hour: Counter[int] = Counter()
    for day, hour, queue, calls in inflow:
        if queue == "general" and day.weekday() < 5:
            by_hour[hour] += calls
    prime = [*range(9, 12), *range(13, 18)]
    assert min(by_hour[hour] for hour in prime) > max(by_hour[hour] for hour in range(24) if hour not in prime)
    assert by_hour[12] > by_hour[18] > by_hour[22] > by_hour[3]


def test_about_eight_percent_of_contract_days_are_lost_to_absences(staff: dict[str, Row]) -> None:
    weeks: Counter[tuple[str, date]] = Counter()
    for employee, days in absent_dates().items():
        weeks.update((employee, make_dasan.monday_of(day)) for day in days)
    lost = sum(min(days, 5) for days in weeks.values())
    assert lost / (396 * 20) == pytest.approx(0.08, abs=0.002)


def test_annual_leave_clusters_on_mondays_and_fridays() -> None:
    days: Counter[int] = Counter()
    for row in rows("absences.csv"):
        if row["kind"] == "annual_leave":
            first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
            days.update((first + timedelta(days=n)).weekday() for n in range((last - first).days + 1))
    assert min(days[0], days[4]) > 1.3 * max(days[1], days[2], days[3])


def test_absences_are_known_people_in_the_planned_weeks_without_overlap(staff: dict[str, Row]) -> None:
    away = absent_dates()
    assert set(away) <= set(staff)
    for employee, days in away.items():
        assert len(days) == len(set(days))
        assert min(days) >= date(2023, 11, 6)
        assert max(days) <= date(2023, 12, 3)
        assert staff[employee]["team"] != "part_time"


def test_every_home_queue_keeps_most_of_its_people_on_every_day(staff: dict[str, Row]) -> None:
    home = {employee: (row["team"], row["queues"].split("|")[0]) for employee, row in staff.items()}
    size = Counter(home.values())
    away = Counter((home[employee], day) for employee, days in absent_dates().items() for day in days)
    for (group, _), count in away.items():
        assert count <= max(1, round(0.15 * size[group]))
        assert count < size[group]


def test_absences_leave_every_contract_possible(staff: dict[str, Row], settings: Settings) -> None:
    contracts = {contract.name: contract for contract in settings.contracts}
    for employee, days in absent_dates().items():
        contract = contracts[staff[employee]["contract"]]
        for monday in {make_dasan.monday_of(day) for day in days}:
            week = {monday + timedelta(days=n) for n in range(7)}
            present = sorted(week - set(days))
            if not present:
                continue
            still_owed = contract.days_per_week - (7 - len(present))
            assert 0 <= still_owed <= sum(day.weekday() in contract.weekdays for day in present)
            assert sum(day.weekday() >= 5 for day in present) >= contract.weekend_days_per_week


def test_a_third_of_the_staff_ask_for_days_that_they_can_have(staff: dict[str, Row], settings: Settings) -> None:
    requests = rows("requests.csv")
    assert 0.3 < len({row["employee_id"] for row in requests}) / 416 < 0.36
    assert sum(row["shift"] == "OFF" for row in requests) > 0.6 * len(requests)
    assert any(int(row["weight"]) < 0 for row in requests)
    away = absent_dates()
    weekdays = {shift.code: shift.weekdays for shift in settings.shifts}
    for row in requests:
        day = date.fromisoformat(row["date"])
        assert date(2023, 11, 6) <= day <= date(2023, 12, 3)
        assert day not in away[row["employee_id"]]
        assert 1 <= abs(int(row["weight"])) <= 3
        if row["shift"] != "OFF":
            assert row["shift"] in staff[row["employee_id"]]["shifts"].split("|")
            assert day.weekday() in weekdays[row["shift"]]
    assert len({(row["employee_id"], row["date"]) for row in requests}) == len(requests)


def test_the_week_before_is_a_legal_roster_of_everybody(staff: dict[str, Row], settings: Settings) -> None:
    contracts = {contract.name: contract for contract in settings.contracts}
    shifts = {shift.code: shift for shift in settings.shifts}
    weeks: dict[str, list[Row]] = defaultdict(list)
    for row in rows("previous_roster.csv"):
        weeks[row["employee_id"]].append(row)
    assert set(weeks) == set(staff)
    for employee, week in weeks.items():
        person, contract = staff[employee], contracts[staff[employee]["contract"]]
        days = [date.fromisoformat(row["date"]) for row in week]
        assert len(set(days)) == len(days) == contract.days_per_week <= 6
        assert all(date(2023, 10, 30) <= day <= date(2023, 11, 5) for day in days)
        assert {day.weekday() for day in days} >= contract.required_weekdays
        assert sum(day.weekday() >= 5 for day in days) >= contract.weekend_days_per_week
        assert {row["shift"] for row in week} <= set(person["shifts"].split("|"))
        assert all(day.weekday() in shifts[row["shift"]].weekdays for day, row in zip(days, week, strict=True))
        regular = sum(int(row["paid_minutes"]) - shifts[row["shift"]].overtime_minutes for row in week)
        assert regular == contract.paid_minutes_per_week
        assert sum(shifts[row["shift"]].overtime_minutes for row in week) <= 12 * 60
        for earlier, later in pairwise(week):
            rest = datetime.fromisoformat(later["start"]) - datetime.fromisoformat(earlier["end"])
            assert rest >= timedelta(hours=11)


def test_sunday_evening_reaches_into_the_first_planned_monday() -> None:
    ends = [datetime.fromisoformat(row["end"]) for row in rows("previous_roster.csv") if row["date"] == "2023-11-05"]
    assert sum(end == datetime(2023, 11, 6, 1) for end in ends) >= 20


def test_one_remote_group_is_on_site_in_the_week_before(staff: dict[str, Row]) -> None:
    on_site = {
        staff[row["employee_id"]]["remote_group"] for row in rows("previous_roster.csv") if row["work_mode"] == "office"
    }
    assert on_site == {"", "2"}


def test_history_has_everybody_once(staff: dict[str, Row]) -> None:
    assert [row["employee_id"] for row in rows("history.csv")] == list(staff)

"""The ledger agrees to the minute with one that is counted minute by minute, and refuses what it cannot know."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from benchmarks.ledger_by_minutes import differences
from scheduler.config import Pay, WorkingTime
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.people import Absence
from scheduler.domain.roster import Assignment, Roster
from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.ledger.columns import COLUMNS
from scheduler.ledger.ledger import ledger
from scheduler.readers.workspace import read_workspace
from tests.ledger.rosters import DAY, PLACES, in_weeks, random_rows, random_workspace, that_can_be, with_other_rows
from tests.workspaces import write_workspace

MONDAY = date(2023, 11, 6)
KOREAN = WorkingTime(
    regular_minutes_per_day=480,
    regular_minutes_per_week=2400,
    most_minutes_per_week=3120,
    weekly_day_off="rostered",
    day_in_lieu_for=("public_holidays", "sundays"),
    day_in_lieu_within_days=30,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return read_workspace(write_workspace(tmp_path_factory.mktemp("small"), previous_roster=None))


@pytest.fixture
def korean(small: Workspace) -> Workspace:
    changed = small.settings.model_copy(update={"working_time": KOREAN, "pay": Pay(hourly_won=10_000)})
    return replace(small, settings=changed, absences=(), previous=Roster())


def worked(on: date, start: str, hours: float, shift: str = "D", *, rest: tuple[str, int] | None = None) -> Assignment:
    """A shift of E001 that begins on a day at a time of the clock, with a break of some minutes."""
    begins = datetime.fromisoformat(f"{on}T{start}")
    pause = None if rest is None else datetime.fromisoformat(f"{on}T{rest[0]}")
    minutes = 0 if rest is None else rest[1]
    return Assignment(
        employee_id="E001",
        date=on,
        shift=shift,
        start=begins,
        end=begins + timedelta(hours=hours),
        break_start=pause,
        break_end=None if pause is None else pause + timedelta(minutes=minutes),
        work_mode="office",
        queue="",
        paid_minutes=round(hours * 60) - minutes,
    )


def days_of(workspace: Workspace, *rows: Assignment, weeks: int = 1) -> pd.DataFrame:
    """E001's ledger of weeks from `MONDAY` on, by date."""
    known = in_weeks(rows, MONDAY, 7 * weeks)
    made = ledger(workspace, known, MONDAY, MONDAY + (7 * weeks - 1) * DAY).days
    return made[made["employee_id"] == "E001"].set_index("date")


@pytest.mark.parametrize("zone", PLACES)
@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_with_the_minutes_counted_one_by_one(small: Workspace, zone: str, seed: int) -> None:
    draw = random.Random(f"{zone} {seed}")
    workspace = random_workspace(draw, replace(small, employees=small.employees[5:9]), zone)
    monday = PLACES[zone][1]
    rows = that_can_be(workspace, random_rows(draw, workspace, monday, 14))
    made = ledger(workspace, in_weeks(rows, monday, 14), monday + 2 * DAY, monday + 11 * DAY)
    assert made.days["paid_minutes"].sum() > 0
    assert differences(workspace, rows, made) == []


@pytest.mark.parametrize("seed", range(12))
def test_it_agrees_on_people_who_join_leave_and_change_their_contract(small: Workspace, seed: int) -> None:
    draw = random.Random(seed)
    zone, (_, monday) = draw.choice(list(PLACES.items()))
    workspace = random_workspace(draw, replace(small, employees=small.employees[3:9]), zone)
    workspace = with_other_rows(draw, workspace, monday)
    rows = that_can_be(workspace, random_rows(draw, workspace, monday, 14))
    made = ledger(workspace, in_weeks(rows, monday, 14), monday + 2 * DAY, monday + 11 * DAY)
    assert made.days["paid_minutes"].sum() > 0
    assert differences(workspace, rows, made) == []


def test_a_night_over_midnight_stands_on_the_day_it_begins_and_counts_from_ten_to_six(korean: Workspace) -> None:
    row = days_of(korean, worked(MONDAY, "20:00", 11, "V")).loc[str(MONDAY)]
    assert (row["paid_minutes"], row["night_minutes"]) == (660, 480)
    # Beyond the 390 minutes of the shift; the last 270 minutes, from 02:30 to 07:00, of which 210 are night.
    assert (row["overtime_minutes"], row["overtime_night_minutes"]) == (270, 210)
    assert row["premium_minutes"] == (480 + 270) / 2


def test_a_break_at_night_is_no_night_work(korean: Workspace) -> None:
    row = days_of(korean, worked(MONDAY, "01:00", 7, "N", rest=("03:30", 30))).loc[str(MONDAY)]
    assert (row["scheduled_minutes"], row["paid_minutes"], row["night_minutes"]) == (420, 390, 270)


def test_eight_hours_are_no_overtime_and_a_minute_more_is_one(korean: Workspace) -> None:
    found = days_of(korean, worked(MONDAY, "09:00", 8), worked(MONDAY + DAY, "09:00", 8 + 1 / 60))
    assert found["overtime_minutes"].to_list() == [0, 1]


def test_forty_hours_are_no_overtime_and_the_sixth_day_is(korean: Workspace) -> None:
    found = days_of(korean, *(worked(MONDAY + n * DAY, "09:00", 8) for n in range(6)))
    assert found["overtime_minutes"].to_list() == [0, 0, 0, 0, 0, 480]
    assert found["week_minutes"].to_list() == [2880] * 6
    assert not found["above_week_limit"].any()


def test_fifty_two_hours_are_within_the_week_and_a_minute_more_is_above(korean: Workspace) -> None:
    rows = [worked(MONDAY + n * DAY, "09:00", 10.4) for n in range(5)]
    assert not days_of(korean, *rows)["above_week_limit"].any()
    rows[4] = worked(MONDAY + 4 * DAY, "09:00", 10.4 + 1 / 60)
    assert days_of(korean, *rows)["above_week_limit"].all()


def test_overtime_is_that_of_the_rule_about_it(korean: Workspace) -> None:
    """Where no day and week has more regular minutes than the law allows, R07 counts the same."""
    rows = [worked(MONDAY + n * DAY, "18:00", 6.5 + n / 4, "V") for n in range(5)]
    facts: Any = SimpleNamespace(shifts={shift.code: shift for shift in korean.settings.shifts})
    expected = OvertimeCap._overtime(facts, rows)
    assert expected > 0
    assert days_of(korean, *rows)["overtime_minutes"].sum() == expected


def test_work_on_a_public_holiday_has_half_more_and_beyond_eight_hours_as_much_again(korean: Workspace) -> None:
    settings = korean.settings.model_copy(update={"extra_public_holidays": {MONDAY: "own"}})
    row = days_of(replace(korean, settings=settings), worked(MONDAY, "08:00", 10)).loc[str(MONDAY)]
    assert (row["holiday_minutes"], row["long_holiday_minutes"], row["overtime_holiday_minutes"]) == (600, 120, 120)
    assert row["premium_minutes"] == 480 * 0.5 + 120 * 1.0 + 120 * 0.5
    apart = KOREAN.model_copy(update={"overtime_stacks_on_holidays": False})
    settings = settings.model_copy(update={"working_time": apart})
    row = days_of(replace(korean, settings=settings), worked(MONDAY, "08:00", 10)).loc[str(MONDAY)]
    assert row["premium_minutes"] == 480 * 0.5 + 120 * 1.0


def test_a_shift_over_midnight_belongs_to_the_holiday_by_its_start_or_by_the_clock(korean: Workspace) -> None:
    settings = korean.settings.model_copy(update={"extra_public_holidays": {MONDAY + DAY: "own"}})
    rows = (worked(MONDAY, "20:00", 8, "V"), worked(MONDAY + DAY, "20:00", 8, "V"))
    by_shift = days_of(replace(korean, settings=settings), *rows)
    by_clock = days_of(
        replace(
            korean,
            settings=settings.model_copy(update={"working_time": KOREAN.model_copy(update={"holiday_by": "clock"})}),
        ),
        *rows,
    )
    own = [str(MONDAY), str(MONDAY + DAY)]
    assert by_shift.loc[own[0] : own[1], "holiday_minutes"].to_list() == [0, 480]
    assert by_clock.loc[own[0] : own[1], "holiday_minutes"].to_list() == [240, 240]


def test_the_seventh_day_of_a_week_without_a_day_off_is_holiday_work(korean: Workspace) -> None:
    six = days_of(korean, *(worked(MONDAY + n * DAY, "09:00", 4) for n in range(1, 7)))
    seven = days_of(korean, *(worked(MONDAY + n * DAY, "09:00", 4) for n in range(7)))
    assert six["holiday_minutes"].sum() == 0
    assert seven["holiday_minutes"].to_list() == [0] * 6 + [240]


def test_a_sunday_worked_is_owed_a_day_within_the_term(korean: Workspace) -> None:
    sunday = MONDAY + 6 * DAY
    row = days_of(korean, worked(sunday, "09:00", 8)).loc[str(sunday)]
    assert (row["days_in_lieu"], row["days_in_lieu_due"].date()) == (1, sunday + 30 * DAY)


def test_without_settings_nothing_is_paid_more(small: Workspace) -> None:
    """Defaults are those of no country: minutes are counted, and nothing is derived from them."""
    found = days_of(replace(small, absences=()), *(worked(MONDAY + n * DAY, "20:00", 8, "D") for n in range(7)))
    assert found["night_minutes"].sum() == 7 * 360
    for name in ("overtime_minutes", "premium_minutes", "holiday_minutes", "days_in_lieu"):
        assert found[name].sum() == 0, name


def test_a_day_that_nobody_knows_is_refused_and_named(korean: Workspace) -> None:
    known = in_weeks([], MONDAY, 14)
    with pytest.raises(InputError, match=r"7 of the days .*2023-11-20.*2023-11-26"):
        ledger(korean, known, MONDAY, MONDAY + 20 * DAY)
    with pytest.raises(InputError, match="2 of the days from 2023-10-30"):
        ledger(korean, [KnownRoster(Roster(), MONDAY - 5 * DAY, MONDAY, "one")], MONDAY - 5 * DAY, MONDAY)


def test_days_after_the_last_need_not_be_known_and_the_week_says_so(korean: Workspace) -> None:
    known = [KnownRoster(Roster.of([worked(MONDAY, "09:00", 8)]), MONDAY, MONDAY + DAY, "two days")]
    assert ledger(korean, known, MONDAY, MONDAY).days["week_known"].to_list() == [False]


def test_a_row_that_contradicts_itself_is_refused_with_person_and_day(korean: Workspace) -> None:
    wrong = replace(worked(MONDAY, "09:00", 8), paid_minutes=479)
    stranger = replace(worked(MONDAY, "09:00", 8), employee_id="E999", shift="X")
    with pytest.raises(InputError) as refused:
        ledger(korean, in_weeks([wrong, stranger], MONDAY, 7), MONDAY, MONDAY)
    text = str(refused.value)
    assert "E001 has 479 paid minutes on 2023-11-06, but works 480" in text
    assert "E999 is not in staff.csv" in text
    assert "shift X is unknown" in text


def test_two_rosters_of_one_day_are_refused(korean: Workspace) -> None:
    with pytest.raises(InputError, match="two rosters speak of 2023-11-06"):
        ledger(korean, in_weeks([], MONDAY, 7) * 2, MONDAY, MONDAY)


def test_the_columns_are_those_of_the_record_and_the_csv_file_has_them(korean: Workspace, tmp_path: Path) -> None:
    known = in_weeks([worked(MONDAY, "22:00", 7.5, "N", rest=("23:00", 30))], MONDAY, 7)
    made = ledger(korean, known, MONDAY, MONDAY + 6 * DAY)
    assert list(made.days) == [column.name for column in COLUMNS]
    made.write(tmp_path / "ledger.csv")
    lines = (tmp_path / "ledger.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == [column.name for column in COLUMNS]
    assert lines[1].startswith("E001,Agent 1,day,2023-11-06,N,450,420,30,420,0,0,30,0,0,225,645,")


SPLITS = [
    ("morning", "afternoon"),
    ("quarter1", "quarter2", "afternoon"),
    ("quarter4", "quarter2", "quarter1", "quarter3"),
    ("quarter1", "quarter4"),
    ("quarter3", "quarter4"),
    ("quarter2",),
]
"""Parts of a day, of which some leave work."""


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("parts", SPLITS)
@pytest.mark.parametrize("with_dates", [False, True])
def test_each_part_of_a_day_is_paid_by_its_own_kind_in_whatever_order_the_rows_are(
    korean: Workspace, parts: tuple[str, ...], seed: int, with_dates: bool
) -> None:
    draw = random.Random(seed)
    kinds = [draw.choice(["annual_leave", "sick_leave", "parental_leave"]) for _ in parts]
    day = {"employee_id": "E001", "first_day": MONDAY, "last_day": MONDAY}
    absences = [
        Absence.model_validate({**day, "kind": kind, "part": part}) for kind, part in zip(kinds, parts, strict=True)
    ]
    if with_dates:  # whose days are counted contract by contract
        first, *others = korean.employees
        korean = replace(korean, employees=(first.model_copy(update={"last_day": MONDAY + DAY}), *others))
    minutes = {"morning": 240, "afternoon": 240, **{f"quarter{n}": 120 for n in range(1, 5)}}
    made = []
    for order in (absences, absences[::-1]):
        workspace = replace(korean, absences=tuple(order))
        shift = [worked(MONDAY, "09:00", 9, rest=("12:00", 60))]
        rows = that_can_be(workspace, shift) if sum(minutes[part] for part in parts) < 480 else []
        made.append(days_of(workspace, *rows).loc[str(MONDAY)])
    paid = sum(minutes[part] for kind, part in zip(kinds, parts, strict=True) if kind != "parental_leave")
    assert [one["leave_minutes"] for one in made] == [paid, paid]
    assert made[0]["leave"] == made[1]["leave"]
    assert (made[0]["leave"] == "parental_leave") == (not paid)


def test_each_day_of_training_is_paid_however_many_the_week_has(korean: Workspace) -> None:
    absence = Absence(employee_id="E001", first_day=MONDAY, last_day=MONDAY + 6 * DAY, kind="training")
    assert days_of(replace(korean, absences=(absence,)))["leave_minutes"].tolist() == [480] * 7
    leave = absence.model_copy(update={"kind": "annual_leave"})
    assert days_of(replace(korean, absences=(leave,)))["leave_minutes"].tolist() == [480] * 5 + [0, 0]

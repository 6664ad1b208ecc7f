"""Random centres and rosters for the ledger: any times, in zones whose clocks change, over ends of months and years."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.config import Pay, WorkingTime
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import as_shown
from scheduler.domain.employment import latest
from scheduler.domain.known_days import KnownRoster
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.roster import Assignment, Roster, assignment_of
from scheduler.inputs import Workspace
from scheduler.readers.known_roster import KnownShifts

DAY = timedelta(days=1)

PLACES = {
    "Asia/Seoul": ("KR", date(2023, 12, 18)),
    "Europe/Berlin": ("DE", date(2024, 3, 25)),
    "Europe/Dublin": ("IE", date(2024, 10, 21)),
    "America/New_York": ("US", date(2024, 10, 28)),
    "America/Santiago": ("CL", date(2024, 9, 2)),
    "Australia/Lord_Howe": ("AU", date(2024, 4, 1)),
}
"""Zones with their country and a Monday two weeks around which hold a change of the clock, or the end of a year."""


def random_workspace(draw: random.Random, base: Workspace, zone: str) -> Workspace:
    """A workspace with other holidays, contracts, absences, and settings of the ledger.

    Parameters
    ----------
    draw
        Where chance comes from.
    base
        The workspace whose people it takes.
    zone
        One of `PLACES`.
    """
    country, monday = PLACES[zone]
    settings = base.settings
    contracts = tuple(
        contract.model_copy(
            update={
                "public_holidays_paid_off": draw.random() < 0.8,
                "absence_counts_as_work": draw.random() < 0.8,
                "paid_minutes_per_week": draw.choice([2400, 1950, 871]),
            }
        )
        for contract in settings.contracts
    )
    begins, ends = draw.choice([("22:00", "30:00"), ("23:30", "29:30"), ("20:00", "24:00"), ("00:00", "05:00")])
    working_time = WorkingTime.model_validate(
        {
            "night_from": begins,
            "night_to": ends,
            "regular_minutes_per_day": draw.choice([None, 480, 420]),
            "regular_minutes_per_week": draw.choice([None, 2400, 1500]),
            "most_minutes_per_week": draw.choice([None, 3120, 2000]),
            "public_holidays": draw.random() < 0.8,
            "weekly_day_off": draw.choice([None, "rostered", "rostered", "sun", "wed"]),
            "holiday_by": draw.choice(["shift", "clock"]),
            "long_holiday_after_minutes": draw.choice([480, 300]),
            "overtime_stacks_on_holidays": draw.random() < 0.5,
            "day_in_lieu_for": draw.choice([[], ["sundays"], ["public_holidays", "sundays"]]),
            "day_in_lieu_within_days": draw.choice([None, 30]),
            "day_in_lieu_kind": "day_in_lieu",
        }
    )
    pay = draw.choice([None, Pay(hourly_won=10_000), Pay(hourly_won=1, night_percent=33, overtime_percent=25)])
    centre = settings.centre.model_copy(update={"timezone": zone, "country": country})
    extra = {monday + draw.randrange(14) * DAY: "own" for _ in range(2)}
    absences = []
    for person in base.employees:
        first = monday + draw.randrange(-9, 20) * DAY
        kind = draw.choice(["annual_leave", "sick_leave", "day_in_lieu"])
        absences.append(
            Absence(
                employee_id=person.employee_id, first_day=first, last_day=first + draw.randrange(9) * DAY, kind=kind
            )
        )
        # Neither leaves a day without a shift that could be worked.
        part = draw.choice([{"part": "quarter1"}, {"from_minute": 780, "to_minute": 840}])
        first = monday + draw.randrange(-3, 14) * DAY
        of_part = {"employee_id": person.employee_id, "first_day": first, "last_day": first + draw.randrange(4) * DAY}
        absences.append(Absence.model_validate({**of_part, "kind": draw.choice(["annual_leave", "doctor"]), **part}))
    kinds = []
    for kind in ("annual_leave", "sick_leave", "day_in_lieu", "doctor"):
        counts = draw.random() < 0.7
        kinds.append(
            AbsenceKind(
                name=kind,
                name_ko=kind,
                name_en=kind,
                counts_as_work=counts,
                paid=(paid := counts and draw.random() < 0.7),
                on_duty=paid and draw.random() < 0.3,
                owed_again=draw.random() < 0.3,
            )
        )
    changed = settings.model_copy(
        update={
            "centre": centre,
            "contracts": contracts,
            "working_time": working_time,
            "pay": pay,
            "extra_public_holidays": extra,
            "absence_kinds": tuple(kinds),
        }
    )
    return replace(base, settings=changed, absences=tuple(absences))


def with_other_rows(draw: random.Random, workspace: Workspace, monday: date) -> Workspace:
    """The workspace whose people join, leave, come back or change their contract and team within two weeks."""
    contracts = [contract.name for contract in workspace.settings.contracts]
    teams = [team.name for team in workspace.settings.teams]
    employees = []
    for person in workspace.employees:
        on, gap = monday + draw.randrange(14) * DAY, draw.randrange(5) * DAY
        before = person.model_copy(update={"last_day": on})
        after = {"first_day": on + DAY + gap, "contract": draw.choice(contracts), "team": draw.choice(teams)}
        kept = draw.choice([(before,), (before, person.model_copy(update=after)), (person.model_copy(update=after),)])
        employees += kept
    return replace(workspace, employees=tuple(employees))


def that_can_be(workspace: Workspace, rows: Sequence[Assignment]) -> list[Assignment]:
    """The rows of people who are employed and not absent all day; who is away for a part works what that leaves.

    Parts are of a shift as the settings have it, so such a day has one row, which may be of another length.
    """
    shifts = KnownShifts(workspace.settings, workspace.absences)
    absent = {(one.employee_id, on) for one in workspace.absences if not one.is_partial for on in one.days()}
    seen: set[tuple[str, date]] = set()
    kept = []
    for row in rows:
        place = row.employee_id, row.date
        employed = any(
            one.is_employed_on(row.date) for one in workspace.employees if one.employee_id == row.employee_id
        )
        shift = shifts.shortened(*place, row.shift)
        if place in absent or not employed or (shift is not None and place in seen):
            continue
        if shift is not None:
            settings = workspace.settings
            horizon = Horizon(row.date, 1, settings.interval_minutes, settings.centre.zone)
            row = assignment_of(
                horizon,
                0,
                shift,
                row.employee_id,
                meal_minute=shift.meal_starts(settings.interval_minutes)[0] if shift.meal_minutes else None,
                work_mode=row.work_mode,
                queue=row.queue,
            )
        seen.add(place)
        kept.append(row)
    return kept


def random_rows(draw: random.Random, workspace: Workspace, monday: date, n_days: int) -> list[Assignment]:
    """Shifts of any times on most days; a tenth of the days has two."""
    zone = workspace.settings.centre.zone
    codes = [shift.code for shift in workspace.settings.shifts]
    rows = []
    for person in latest(workspace.employees):
        eagerness = draw.choice([0.5, 0.8, 1.0])
        for n in range(n_days):
            on = monday + n * DAY
            minute = draw.randrange(0, 600, 15)
            for _ in range((draw.random() < eagerness) * (1 + (draw.random() < 0.1))):
                rows.append(_row(draw, person.employee_id, on, minute, draw.choice(codes), zone))
                minute += 840
    return rows


def _row(draw: random.Random, employee: str, on: date, minute: int, code: str, zone: ZoneInfo) -> Assignment:
    local = as_shown(datetime.combine(on, time()) + timedelta(minutes=min(minute + draw.randrange(0, 120), 1439)), zone)
    start = local.replace(tzinfo=zone, fold=draw.randrange(2)).astimezone(UTC)
    length = draw.randrange(60, 780, 5)
    rest = draw.choice([0, 0, 30, 60]) if length > 120 else 0
    begins = start + timedelta(minutes=draw.randrange(0, length - rest + 1))

    def shown(at: datetime) -> datetime:
        return at.astimezone(zone).replace(tzinfo=None)

    return Assignment(
        employee_id=employee,
        date=shown(start).date(),
        shift=code,
        start=shown(start),
        end=shown(start + timedelta(minutes=length)),
        break_start=shown(begins) if rest else None,
        break_end=shown(begins + timedelta(minutes=rest)) if rest else None,
        work_mode="office",
        queue="",
        paid_minutes=length - rest,
    )


def in_weeks(rows: Sequence[Assignment], monday: date, n_days: int) -> list[KnownRoster]:
    """Rosters of a week each."""
    return [
        KnownRoster(
            Roster.of(row for row in rows if first <= row.date < first + 7 * DAY),
            first,
            first + 6 * DAY,
            f"week {first}",
        )
        for first in (monday + n * DAY for n in range(0, n_days, 7))
    ]

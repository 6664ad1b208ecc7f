"""The ledger once more, minute by minute on real datetimes: slow, simple, sharing nothing with the package's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pandas as pd

from scheduler.config import Settings
from scheduler.domain.people import Absence, Contract, Employee
from scheduler.domain.roster import Assignment
from scheduler.inputs import Workspace
from scheduler.ledger.ledger import PayLedger
from scheduler.readers.public_holidays import public_holidays

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def differences(workspace: Workspace, rows: Sequence[Assignment], made: PayLedger) -> list[str]:
    """Where the ledger and the second implementation say different things."""
    holidays = public_holidays(workspace.settings, made.first_day - 9 * DAY, made.last_day + 9 * DAY)
    expected = ledger_by_minutes(
        workspace.settings, workspace.employees, workspace.absences, holidays, rows, made.first_day, made.last_day
    )
    found = {(row["employee_id"], row["date"].date()): row for row in made.days.to_dict("records")}
    said = [f"{key} is only in one" for key in sorted(expected.keys() ^ found.keys())]
    for key in expected.keys() & found.keys():
        for name, value in expected[key].items():
            other = found[key][name]
            if isinstance(other, pd.Timestamp):
                other = other.date()
            if not (other == value or (value is None and pd.isna(other))):
                said.append(f"{key} {name}: {other}, minute by minute {value}")
    return said


def ledger_by_minutes(
    settings: Settings,
    employees: Iterable[Employee],
    absences: Iterable[Absence],
    holidays: Mapping[date, str],
    rows: Iterable[Assignment],
    first_day: date,
    last_day: date,
) -> dict[tuple[str, date], dict[str, Any]]:
    """Figures of each person and day that has any, by the names of the ledger's columns."""
    time, zone = settings.working_time, settings.centre.zone
    contracts = {contract.name: contract for contract in settings.contracts}
    regular = {shift.code: shift.regular_minutes for shift in settings.shifts}
    worked: defaultdict[str, defaultdict[date, list[Assignment]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        worked[row.employee_id][row.date].append(row)
    found: dict[tuple[str, date], dict[str, Any]] = {}
    rows_of: defaultdict[str, list[Employee]] = defaultdict(list)
    for person in employees:
        rows_of[person.employee_id].append(person)
    for employee, held in rows_of.items():

        def contract_on(on: date, held: Sequence[Employee] = held) -> Contract | None:
            for row in held:
                if (row.first_day or on) <= on <= (row.last_day or on):
                    return contracts[row.contract]
            return None

        own = worked[employee]
        kinds: dict[date, str] = {}
        parts: dict[date, str] = {}
        for absence in absences:
            if absence.employee_id == employee:
                on = absence.first_day
                while on <= absence.last_day:
                    if absence.is_partial:
                        parts.setdefault(on, absence.kind)
                    else:
                        kinds[on] = absence.kind
                    on += DAY
        monday = first_day
        while monday.weekday():
            monday -= DAY
        while monday <= last_day:
            week = [monday + n * DAY for n in range(7)]
            works_every_day = all(on in own for on in week)
            asked = _contract_days([contract_on(on) for on in week])
            credits: defaultdict[str, int] = defaultdict(int)
            regular_so_far = 0
            week_minutes = 0
            of_week = {}
            for on in week:
                contract = contract_on(on)
                shifts = sorted(own.get(on, []), key=lambda row: row.start)
                minutes: list[datetime] = []
                scheduled = beyond_shift = 0
                for row in shifts:
                    before = len(minutes)
                    start, end = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in (row.start, row.end))
                    rest = [
                        moment.replace(tzinfo=zone).astimezone(UTC)
                        for moment in (row.break_start, row.break_end)
                        if moment is not None
                    ]
                    while start < end:
                        scheduled += 1
                        if not (rest and rest[0] <= start < rest[1]):
                            minutes.append(start)
                        start += MINUTE
                    beyond_shift += max(0, len(minutes) - before - regular[row.shift])
                overtime = beyond_shift
                while time.regular_minutes_per_day is not None and (
                    len(minutes) - overtime > time.regular_minutes_per_day
                ):
                    overtime += 1
                while (
                    time.regular_minutes_per_week is not None
                    and overtime < len(minutes)
                    and (regular_so_far + len(minutes) - overtime > time.regular_minutes_per_week)
                ):
                    overtime += 1
                regular_so_far += len(minutes) - overtime
                week_minutes += len(minutes)
                figures = defaultdict(int)
                for n, moment in enumerate(minutes):
                    local = moment.astimezone(zone)
                    is_night = _is_night(local, settings)
                    if time.holiday_by == "shift":
                        is_holiday = _is_holiday(
                            settings, contract, holidays, on, on.weekday() == 6 and works_every_day
                        )
                    else:
                        sunday = local.date()
                        that_week = [sunday - (6 - k) * DAY for k in range(7)]
                        is_holiday = _is_holiday(
                            settings,
                            contract_on(local.date()),
                            holidays,
                            local.date(),
                            sunday.weekday() == 6 and all(day in own for day in that_week),
                        )
                    is_overtime = n >= len(minutes) - overtime
                    figures["paid_minutes"] += 1
                    figures["overtime_minutes"] += is_overtime
                    figures["night_minutes"] += is_night
                    figures["holiday_minutes"] += is_holiday
                    figures["overtime_night_minutes"] += is_overtime and is_night
                    figures["overtime_holiday_minutes"] += is_overtime and is_holiday
                    figures["night_holiday_minutes"] += is_night and is_holiday
                    is_long = is_holiday and figures["holiday_minutes"] > time.long_holiday_after_minutes
                    figures["long_holiday_minutes"] += is_long
                    if settings.pay is not None:
                        pay = settings.pay
                        if is_overtime and (time.overtime_stacks_on_holidays or not is_holiday):
                            figures["hundredths"] += pay.overtime_percent
                        figures["hundredths"] += pay.night_percent * is_night
                        figures["hundredths"] += pay.holiday_percent * (is_holiday and not is_long)
                        figures["hundredths"] += pay.long_holiday_percent * is_long
                premium = Fraction(figures.pop("hundredths", 0), 100)
                in_contract = contract is not None and on.weekday() in contract.weekdays
                kind = settings.kind_of_absence(kinds[on]) if on in kinds and contract is not None else None
                is_counted = (
                    kind is not None
                    and contract is not None
                    and in_contract
                    and (kind.on_duty or (kind.counts_as_work and contract.absence_counts_as_work))
                )
                is_not_owed = kind is not None and in_contract and not is_counted and not kind.owed_again
                is_leave = is_counted and kind is not None and kind.paid
                by_paper = sum(max(0, regular[row.shift] - row.paid_minutes) for row in shifts)
                part = parts.get(on, "") if by_paper and on not in kinds and contract is not None else ""
                part_kind = settings.kind_of_absence(part) if part else None
                is_part_paid = (
                    part_kind is not None
                    and contract is not None
                    and in_contract
                    and part_kind.paid
                    and (part_kind.on_duty or (part_kind.counts_as_work and contract.absence_counts_as_work))
                )
                is_paid_holiday = (
                    on in holidays
                    and on not in kinds
                    and contract is not None
                    and in_contract
                    and contract.public_holidays_paid_off
                )
                credit = 0
                if (
                    contract is not None
                    and (is_counted or is_not_owed or is_paid_holiday)
                    and credits[contract.name] < asked[contract.name]
                ):
                    average = Fraction(contract.paid_minutes_per_week, contract.days_per_week)
                    before = credits[contract.name]
                    credit = ceil((before + 1) * average) - ceil(before * average)
                    credits[contract.name] += 1
                leave = credit if is_leave else by_paper if is_part_paid else 0
                if kind is not None and kind.on_duty and contract is not None and contract.days_per_week and not credit:
                    leave = ceil(Fraction(contract.paid_minutes_per_week, contract.days_per_week))
                owed = int(
                    bool(shifts)
                    and contract is not None
                    and contract.public_holidays_paid_off
                    and (
                        ("sundays" in time.day_in_lieu_for and on.weekday() == 6)
                        or ("public_holidays" in time.day_in_lieu_for and on in holidays)
                    )
                )
                due = on + time.day_in_lieu_within_days * DAY if owed and time.day_in_lieu_within_days else None
                names = (
                    *("paid_minutes", "overtime_minutes", "night_minutes", "holiday_minutes", "long_holiday_minutes"),
                    *("overtime_night_minutes", "overtime_holiday_minutes", "night_holiday_minutes"),
                )
                of_week[on] = {name: int(figures[name]) for name in names} | {
                    "shift": "+".join(row.shift for row in shifts),
                    "scheduled_minutes": scheduled,
                    "premium_minutes": float(premium),
                    "pay_minutes": float(len(minutes) + premium),
                    "leave": kinds.get(on, part) if contract is not None else "",
                    "leave_minutes": leave,
                    "holiday_off_minutes": credit if is_paid_holiday else 0,
                    "days_in_lieu": owed,
                    "days_in_lieu_due": due,
                    "days_in_lieu_taken": int(kind is not None and kinds[on] == time.day_in_lieu_kind),
                    "week": monday,
                }
            for on, figures_of_day in of_week.items():
                has_row = figures_of_day["shift"] or figures_of_day["leave"] or figures_of_day["holiday_off_minutes"]
                if first_day <= on <= last_day and has_row:
                    figures_of_day["week_minutes"] = week_minutes
                    most = time.most_minutes_per_week
                    figures_of_day["above_week_limit"] = most is not None and week_minutes > most
                    found[employee, on] = figures_of_day
            monday += 7 * DAY
    return found


def _contract_days(by_day: Sequence[Contract | None]) -> dict[str, int]:
    """Days that each contract of a week asks for: in proportion, a half up, a later one no more than there is left."""
    in_order = {contract.name: contract for contract in by_day if contract is not None}
    days_left = max((contract.days_per_week for contract in in_order.values()), default=0)
    minutes_left = max((contract.paid_minutes_per_week for contract in in_order.values()), default=0)
    asked = {}
    for name, contract in in_order.items():
        here = [n for n, other in enumerate(by_day) if other is not None and other.name == name]
        share = Fraction(len(contract.weekdays.intersection(here)), len(contract.weekdays) or 1)
        days = floor(contract.days_per_week * share + Fraction(1, 2))
        while days and (days > days_left or _minutes_of(contract, days) > minutes_left):
            days -= 1
        asked[name] = days
        days_left -= days
        minutes_left -= _minutes_of(contract, days)
    return asked


def _minutes_of(contract: Contract, days: int) -> int:
    return floor(Fraction(contract.paid_minutes_per_week * days, contract.days_per_week or 1))


def _is_night(local: datetime, settings: Settings) -> bool:
    """By what the clock shows; the edges of the night must not be times that a change skips or repeats."""
    minute = local.hour * 60 + local.minute
    begins, ends = settings.working_time.night_from_minute, settings.working_time.night_to_minute
    return begins <= minute < ends or begins <= minute + 24 * 60 < ends


def _is_holiday(
    settings: Settings, contract: Contract | None, holidays: Mapping[date, str], on: date, is_last_of_seven: bool
) -> bool:
    time = settings.working_time
    if contract is None or not contract.public_holidays_paid_off:
        return False
    return (
        (time.public_holidays and on in holidays)
        or (time.weekly_day_off == "rostered" and is_last_of_seven)
        or time.weekly_day_off == WEEKDAYS[on.weekday()]
    )

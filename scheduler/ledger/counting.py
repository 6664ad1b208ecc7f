"""Counts the ledger: arrays of shifts in, arrays of person and day out.

Days have numbers from the first known one on; a person's day has the key ``person * n_days + day``, so that sorted keys
are in order of person, then of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.arrays import IntArray
from scheduler.domain.base import MINUTES_PER_DAY, WEEKDAYS
from scheduler.frames.columns import LOCAL, local_times, words
from scheduler.ledger.columns import COLUMNS
from scheduler.ledger.known import LedgerBasis
from scheduler.ledger.stretches import Stretches, Windows, utc_minutes
from scheduler.ledger.time_off import count_time_off

SUNDAY = 6


def count(known: LedgerBasis, first_day: date, last_day: date) -> pd.DataFrame:
    """The ledger of some days, both included: a row for each person and day with work, leave or a paid holiday off."""
    work = _count_work(known)
    off = count_time_off(known)
    n_keys = known.n_people * known.n_days
    first, last = known.day_of(first_day), known.day_of(last_day)
    has_row = work.has_shift | (off.leave >= 0) | (off.holiday_minutes > 0)
    has_row.reshape(known.n_people, known.n_days)[:, :first] = False
    has_row.reshape(known.n_people, known.n_days)[:, last + 1 :] = False
    keys = np.flatnonzero(has_row)
    assert len(has_row) == n_keys
    person, day = np.divmod(keys, known.n_days)
    dates = np.datetime64(known.monday, "D") + day
    week = person * (known.n_days // 7) + day // 7
    time = known.settings.working_time
    lieu = work.is_owed_day_off[keys]
    due = np.full(len(keys), np.datetime64("NaT"), dtype="datetime64[D]")
    if time.day_in_lieu_within_days is not None:
        due[lieu] = dates[lieu] + time.day_in_lieu_within_days
    week_minutes = work.week_minutes[week]
    whole_weeks: NDArray[np.bool_] = np.all(known.is_known.reshape(-1, 7), axis=1)
    most = time.most_minutes_per_week
    kinds = np.array([*off.kinds, ""], dtype=object)
    leave = words(kinds[off.leave[keys]])
    frame = {
        "employee_id": words(np.array([one.employee_id for one in known.people], dtype=object)[person]),
        "name": words(np.array([one.name for one in known.people], dtype=object)[person]),
        "team": words(_teams(known, person, dates)),
        "date": pd.Series(dates.astype(LOCAL)),
        "shift": words(work.shifts[keys]),
        **{name: pd.Series(minutes[keys]) for name, minutes in work.minutes.items()},
        "premium_minutes": pd.Series(work.premium_hundredths[keys] / 100),
        "pay_minutes": pd.Series((work.minutes["paid_minutes"][keys] * 100 + work.premium_hundredths[keys]) / 100),
        "leave": leave,
        "leave_minutes": pd.Series(off.leave_minutes[keys]),
        "holiday_off_minutes": pd.Series(off.holiday_minutes[keys]),
        "days_in_lieu": pd.Series(lieu.astype(np.int64)),
        "days_in_lieu_due": pd.Series(due.astype(LOCAL)),
        "days_in_lieu_taken": (kinds[off.whole_leave[keys]] == (time.day_in_lieu_kind or "-")).astype(np.int64),
        "week": pd.Series((dates - (day % 7)).astype(LOCAL)),
        "week_minutes": pd.Series(week_minutes),
        "above_week_limit": pd.Series(week_minutes > (np.inf if most is None else most)),
        "week_known": pd.Series(whole_weeks[day // 7]),
    }
    return pd.DataFrame({column.name: frame[column.name] for column in COLUMNS})


@dataclass(frozen=True)
class _Work:
    """What was worked; arrays by key, but for `week_minutes`, which is by person and week."""

    has_shift: NDArray[np.bool_]
    shifts: NDArray[np.object_]
    minutes: Mapping[str, IntArray]
    premium_hundredths: IntArray
    is_owed_day_off: NDArray[np.bool_]
    week_minutes: IntArray


def _count_work(known: LedgerBasis) -> _Work:
    settings, time = known.settings, known.settings.working_time
    zone = settings.centre.zone
    number = {one.employee_id: n for n, one in enumerate(known.people)}
    rows = sorted(known.rows, key=lambda row: (number[row.employee_id], row.date, row.start))
    person = np.array([number[row.employee_id] for row in rows], dtype=np.int64)
    day = np.array([row.date.toordinal() for row in rows], dtype=np.int64) - known.monday.toordinal()
    key = person * known.n_days + day
    n_keys = known.n_people * known.n_days

    start, end = (utc_minutes(local_times(times, zone)) for times in ((r.start for r in rows), (r.end for r in rows)))
    has_break = np.array([row.break_start is not None and row.break_end is not None for row in rows], dtype=np.bool_)
    breaks = (
        utc_minutes(local_times((getattr(row, name) or row.start for row in rows), zone))
        for name in ("break_start", "break_end")
    )
    break_start, break_end = (np.where(has_break, moment, start) for moment in breaks)
    shifts = Stretches(day, start, end, break_start, break_end)

    def by_day(minutes: IntArray) -> IntArray:
        return np.bincount(key, weights=minutes, minlength=n_keys).astype(np.int64)

    worked = shifts.minutes()
    paid = by_day(worked)
    regular = {shift.code: shift.regular_minutes for shift in settings.shifts}
    # Of rule R07: what is paid beyond the regular minutes of the shift.
    beyond_shift = np.maximum(0, worked - np.array([regular[row.shift] for row in rows], dtype=np.int64))
    overtime = _overtime(known, paid, by_day(beyond_shift))
    # The last minutes of a day are its overtime, be they of one shift or of two.
    later = np.zeros(len(rows), dtype=np.int64)
    for n in range(len(rows) - 2, -1, -1) if len(np.unique(key)) < len(rows) else ():
        later[n] = later[n + 1] + worked[n + 1] if key[n] == key[n + 1] else 0
    overtime_of_shift = shifts.last(np.clip(overtime[key] - later, 0, worked))

    days = (known.monday, known.n_days)
    nights = Windows.of_days(*days, time.night_from_minute, time.night_to_minute, zone)
    midnights = Windows.of_days(*days, 0, MINUTES_PER_DAY, zone)
    has_shift = np.zeros(n_keys, dtype=np.bool_)
    has_shift[key] = True
    is_holiday, is_public = _holidays(known, has_shift, midnights)

    def holiday_parts(of: Stretches) -> tuple[Stretches, ...]:
        if time.holiday_by == "clock":
            return of.within_marked(midnights, is_holiday, person)
        return (of.clipped(of.start, np.where(is_holiday[person, day + midnights.first], of.end, of.start)),)

    def total(parts: tuple[Stretches, ...], windows: Windows | None = None) -> IntArray:
        minutes = [part.minutes() if windows is None else part.within(windows) for part in parts]
        return by_day(np.sum(minutes, axis=0))

    holiday = total(holiday_parts(shifts))
    long_holiday = np.maximum(0, holiday - time.long_holiday_after_minutes)
    minutes = {
        "scheduled_minutes": by_day(end - start),
        "paid_minutes": paid,
        "overtime_minutes": overtime,
        "night_minutes": by_day(shifts.within(nights)),
        "holiday_minutes": holiday,
        "long_holiday_minutes": long_holiday,
        "overtime_night_minutes": by_day(overtime_of_shift.within(nights)),
        "overtime_holiday_minutes": total(holiday_parts(overtime_of_shift)),
        "night_holiday_minutes": total(holiday_parts(shifts), nights),
    }
    codes = np.full(n_keys, "", dtype=object)
    for at, row in zip(key.tolist(), rows, strict=True):
        codes[at] = f"{codes[at]}+{row.shift}" if codes[at] else row.shift
    return _Work(
        has_shift=has_shift,
        shifts=codes,
        minutes=minutes,
        premium_hundredths=sum(premium_hundredths(settings, minutes).values(), np.zeros(n_keys, dtype=np.int64)),
        is_owed_day_off=has_shift & _owed_days(known, is_public).ravel(),
        week_minutes=paid.reshape(known.n_people, -1, 7).sum(axis=2).ravel(),
    )


def _overtime(known: LedgerBasis, paid: IntArray, beyond_shift: IntArray) -> IntArray:
    """Overtime of each day: beyond the shifts, then beyond the regular day, then beyond the regular week."""
    time = known.settings.working_time
    overtime = beyond_shift
    if time.regular_minutes_per_day is not None:
        overtime = overtime + np.maximum(0, paid - overtime - time.regular_minutes_per_day)
    if time.regular_minutes_per_week is not None:
        regular = (paid - overtime).reshape(known.n_people, -1, 7)
        so_far = regular.cumsum(axis=2)
        overtime = overtime + np.clip(so_far - time.regular_minutes_per_week, 0, regular).ravel()
    return overtime


def premium_hundredths(settings: Settings, minutes: Mapping[str, IntArray]) -> Mapping[str, IntArray]:
    """Hundredths of minutes of ordinary pay on top of the paid ones, by what they are paid for; none without `pay`."""
    pay = settings.pay
    if pay is None:
        return {}
    overtime = minutes["overtime_minutes"]
    if not settings.working_time.overtime_stacks_on_holidays:
        overtime = overtime - minutes["overtime_holiday_minutes"]
    long_holiday = minutes["long_holiday_minutes"]
    return {
        "overtime": overtime * pay.overtime_percent,
        "night": minutes["night_minutes"] * pay.night_percent,
        "holiday": (minutes["holiday_minutes"] - long_holiday) * pay.holiday_percent
        + long_holiday * pay.long_holiday_percent,
    }


def _teams(known: LedgerBasis, person: IntArray, dates: NDArray[np.datetime64]) -> NDArray[np.object_]:
    """The team of each row of the ledger: that of the day, or the last one."""
    teams = np.array([one.team for one in known.people], dtype=object)[person]
    for place in np.flatnonzero(np.isin(person, list(known.rows_with_dates))).tolist():
        then = known.as_on(int(person[place]), dates[place].astype(date))
        if then is not None:
            teams[place] = then.team
    return teams


def _holidays(
    known: LedgerBasis, has_shift: NDArray[np.bool_], windows: Windows
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which days are holidays for whom, shape (people, windows), and which are public holidays, shape (n_days,)."""
    time = known.settings.working_time
    around = [known.monday + timedelta(days=n - windows.first) for n in range(len(windows.starts))]
    public = np.array([on in known.holidays for on in around], dtype=np.bool_)
    marked = np.zeros((known.n_people, len(around)), dtype=np.bool_)
    if time.public_holidays:
        marked |= public
    if time.weekly_day_off == "rostered":
        every_day = has_shift.reshape(known.n_people, -1, 7).all(axis=2)
        marked[:, windows.first : windows.first + known.n_days].reshape(known.n_people, -1, 7)[:, :, SUNDAY] |= (
            every_day
        )
    elif time.weekly_day_off is not None:
        marked |= np.array([WEEKDAYS[on.weekday()] == time.weekly_day_off for on in around], dtype=np.bool_)
    marked &= known.has_days_off(around)
    return marked, public[windows.first : windows.first + known.n_days]


def _owed_days(known: LedgerBasis, is_public: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """On which days work is owed a day off, shape (people, n_days)."""
    kinds = known.settings.working_time.day_in_lieu_for
    owed = np.zeros(known.n_days, dtype=np.bool_)
    if "public_holidays" in kinds:
        owed |= is_public
    if "sundays" in kinds:
        owed[SUNDAY::7] = True
    return owed & known.has_days_off(known.dates)

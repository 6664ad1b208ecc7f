"""Counts the ledger: arrays of shifts in, arrays of person and day out.

Days have numbers from the first known one on; a person's day has the key ``person * n_days + day``, so that sorted keys
are in order of person, then of time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.base import MINUTES_PER_DAY, WEEKDAYS
from scheduler.domain.calendar import Horizon
from scheduler.domain.employment import latest, rows_by_person, week_shares, with_dates
from scheduler.domain.people import Absence, Employee
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts_as_worked import ShiftsAsWorked
from scheduler.frames.columns import LOCAL, local_times, words
from scheduler.ledger.columns import COLUMNS
from scheduler.ledger.stretches import Ints, Stretches, Windows, utc_minutes

SUNDAY = 6


@dataclass(frozen=True)
class Known:
    """What the ledger is counted from.

    Attributes
    ----------
    monday, n_days
        Whole calendar weeks, of which not all days need be known.
    is_known
        Which of these days are, shape (n_days,).
    rows
        Every shift that starts on a known day, of people and with codes that exist.
    holidays
        Public holidays.
    """

    settings: Settings
    employees: tuple[Employee, ...]
    absences: tuple[Absence, ...]
    monday: date
    n_days: int
    is_known: NDArray[np.bool_]
    rows: Sequence[Assignment]
    holidays: Mapping[date, str]

    @cached_property
    def people(self) -> tuple[Employee, ...]:
        """Everybody of the staff file once, as last."""
        return latest(self.employees)

    @cached_property
    def rows_with_dates(self) -> Mapping[int, Sequence[Employee]]:
        """The rows of those who are not the same on all days, by the number of the person."""
        number = {one.employee_id: n for n, one in enumerate(self.people)}
        return {number[employee]: rows for employee, rows in rows_by_person(with_dates(self.employees)).items()}

    def as_on(self, person: int, on: date) -> Employee | None:
        """A person by number as on a date; None for whoever is not employed on it."""
        rows = self.rows_with_dates.get(person)
        return self.people[person] if rows is None else next((row for row in rows if row.is_employed_on(on)), None)

    @property
    def n_people(self) -> int:
        """People in the staff file."""
        return len(self.people)

    def day_of(self, on: date) -> int:
        """The number of a date."""
        return (on - self.monday).days


def count(known: Known, first_day: date, last_day: date) -> pd.DataFrame:
    """The ledger of some days, both included: a row for each person and day with work, leave or a paid holiday off."""
    work = _count_work(known)
    off = _count_time_off(known)
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
    minutes: Mapping[str, Ints]
    premium_hundredths: Ints
    is_owed_day_off: NDArray[np.bool_]
    week_minutes: Ints


def _count_work(known: Known) -> _Work:
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

    def by_day(minutes: Ints) -> Ints:
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

    def total(parts: tuple[Stretches, ...], windows: Windows | None = None) -> Ints:
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
        premium_hundredths=_premium_hundredths(settings, minutes),
        is_owed_day_off=has_shift & _owed_days(known, is_public).ravel(),
        week_minutes=paid.reshape(known.n_people, -1, 7).sum(axis=2).ravel(),
    )


def _overtime(known: Known, paid: Ints, beyond_shift: Ints) -> Ints:
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


def _premium_hundredths(settings: Settings, minutes: Mapping[str, Ints]) -> Ints:
    """Hundredths of minutes of ordinary pay on top of the paid ones."""
    pay = settings.pay
    if pay is None:
        return np.zeros(len(minutes["paid_minutes"]), dtype=np.int64)
    overtime = minutes["overtime_minutes"]
    if not settings.working_time.overtime_stacks_on_holidays:
        overtime = overtime - minutes["overtime_holiday_minutes"]
    return (
        overtime * pay.overtime_percent
        + minutes["night_minutes"] * pay.night_percent
        + (minutes["holiday_minutes"] - minutes["long_holiday_minutes"]) * pay.holiday_percent
        + minutes["long_holiday_minutes"] * pay.long_holiday_percent
    )


def _teams(known: Known, person: Ints, dates: NDArray[np.datetime64]) -> NDArray[np.object_]:
    """The team of each row of the ledger: that of the day, or the last one."""
    teams = np.array([one.team for one in known.people], dtype=object)[person]
    for place in np.flatnonzero(np.isin(person, list(known.rows_with_dates))).tolist():
        then = known.as_on(int(person[place]), dates[place].astype(date))
        if then is not None:
            teams[place] = then.team
    return teams


def _has_days_off(known: Known, dates: Sequence[date]) -> NDArray[np.bool_]:
    """Who has paid days off at all (LSA Art. 55; not below 15 hours a week, Art. 18(3)), shape (people, dates)."""
    contracts = {contract.name: contract.public_holidays_paid_off for contract in known.settings.contracts}
    has = np.array([contracts[one.contract] for one in known.people], dtype=np.bool_)
    by_day = np.repeat(has[:, np.newaxis], len(dates), axis=1)
    for person in known.rows_with_dates:
        as_on = (known.as_on(person, on) for on in dates)
        by_day[person] = [then is not None and contracts[then.contract] for then in as_on]
    return by_day


def _holidays(
    known: Known, has_shift: NDArray[np.bool_], windows: Windows
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
    marked &= _has_days_off(known, around)
    return marked, public[windows.first : windows.first + known.n_days]


def _dates(known: Known) -> list[date]:
    return [known.monday + timedelta(days=n) for n in range(known.n_days)]


def _owed_days(known: Known, is_public: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """On which days work is owed a day off, shape (people, n_days)."""
    kinds = known.settings.working_time.day_in_lieu_for
    owed = np.zeros(known.n_days, dtype=np.bool_)
    if "public_holidays" in kinds:
        owed |= is_public
    if "sundays" in kinds:
        owed[SUNDAY::7] = True
    return owed & _has_days_off(known, _dates(known))


@dataclass(frozen=True)
class _TimeOff:
    """Absences and paid holidays off, by key; `leave` is the number of the kind, -1 for none.

    `leave` has absences of a part of a day as well, of which something was not worked; `whole_leave` has not.
    """

    kinds: tuple[str, ...]
    leave: Ints
    whole_leave: Ints
    leave_minutes: Ints
    holiday_minutes: Ints


def _worked(known: Known) -> ShiftsAsWorked:
    settings = known.settings
    horizon = Horizon(known.monday, known.n_days, settings.interval_minutes, settings.centre.zone)
    shifts = {shift.code: shift for shift in settings.shifts}
    return ShiftsAsWorked(horizon, shifts, known.absences, settings.shortened_shifts)


def _count_parts(known: Known, is_open: NDArray[np.bool_], kinds: dict[str, int]) -> tuple[Ints, Ints]:
    """The kind of absences of a part of a day that was worked, and by how much its shifts were shorter.

    Parameters
    ----------
    is_open
        Days that are no days of absence, shape (people, n_days).
    kinds
        Numbers of the kinds; takes those that it does not have.
    """
    regular = {shift.code: shift.regular_minutes for shift in known.settings.shifts}
    leave = np.full((known.n_people, known.n_days), -1, dtype=np.int64)
    missing = np.zeros_like(leave)
    parts = [absence for absence in known.absences if absence.is_partial]
    away = {absence.employee_id for absence in parts}
    not_worked: Counter[tuple[str, date]] = Counter()
    for row in known.rows:
        if row.employee_id in away:
            not_worked[row.employee_id, row.date] += max(0, regular[row.shift] - row.paid_minutes)
    number = {one.employee_id: n for n, one in enumerate(known.people)}
    for absence in parts:
        for on in absence.days():
            minutes, day = not_worked[absence.employee_id, on], known.day_of(on)
            person = number.get(absence.employee_id)
            if minutes and person is not None and is_open[person, day] and leave[person, day] < 0:
                leave[person, day] = kinds.setdefault(absence.kind, len(kinds))
                missing[person, day] = minutes
    return leave, missing


def _count_time_off(known: Known) -> _TimeOff:
    """What R02 and R06 credit the contract for absences and public holidays: in a week at most its days."""
    contracts = {contract.name: contract for contract in known.settings.contracts}
    of_person = [contracts[one.contract] for one in known.people]
    number = {one.employee_id: n for n, one in enumerate(known.people)}
    shape = (known.n_people, known.n_days)
    leave = np.full(shape, -1, dtype=np.int64)
    kinds: dict[str, int] = {}

    def as_on(employee: str, on: date) -> Employee | None:
        return known.as_on(number[employee], on)

    for employee, dates in _worked(known).absent_dates(known.people, as_on).items():
        for on, kind in dates.items() if employee in number else ():
            if 0 <= known.day_of(on) < known.n_days:
                leave[number[employee], known.day_of(on)] = kinds.setdefault(kind, len(kinds))
    part_leave, part_minutes = _count_parts(known, leave < 0, kinds)
    weekdays = np.zeros((known.n_people, 7), dtype=np.bool_)
    for n, contract in enumerate(of_person):
        weekdays[n, list(contract.weekdays)] = True
    in_contract = np.tile(weekdays, known.n_days // 7)
    # By contract and kind, the last column for no absence: whether a day counts as worked, is paid, or is not owed.
    records = [known.settings.kind_of_absence(kind) for kind in kinds]
    counts = np.array([[*(kind.counts_for(one) for kind in records), False] for one in of_person], dtype=np.bool_)
    excused = counts | np.array([*(not kind.owed_again for kind in records), False], dtype=np.bool_)
    paid = np.array([*(kind.paid for kind in records), False], dtype=np.bool_)
    is_public = np.array([known.monday + timedelta(days=n) in known.holidays for n in range(known.n_days)])
    is_absent = leave >= 0
    person = np.arange(known.n_people)[:, np.newaxis]
    pays_leave = is_absent & in_contract & counts[person, leave] & paid[leave]
    is_excused = is_absent & in_contract & excused[person, leave]
    credits_holiday = ~is_absent & in_contract & is_public & _has_days_off(known, _dates(known))
    days = np.array([contract.days_per_week for contract in of_person], dtype=np.int64)[:, np.newaxis, np.newaxis]
    a_week = np.array([c.paid_minutes_per_week for c in of_person], dtype=np.int64)[:, np.newaxis, np.newaxis]
    credited = (is_excused | credits_holiday).reshape(known.n_people, -1, 7)
    so_far = np.minimum(credited.cumsum(axis=2), days)
    # What is owed is rounded down to a whole minute, so what is credited is rounded up.
    value = -(-(so_far * a_week) // np.maximum(days, 1))
    minutes = np.diff(value, axis=2, prepend=0).reshape(shape)
    pays_part = (part_leave >= 0) & in_contract & counts[person, part_leave] & paid[part_leave]
    leave_minutes = np.where(pays_leave, minutes, 0) + np.where(pays_part, part_minutes, 0)
    holiday_minutes = np.where(credits_holiday, minutes, 0)
    for n in known.rows_with_dates:
        _credit_by_day(known, n, list(kinds), (leave, part_leave, part_minutes), (leave_minutes, holiday_minutes))
    return _TimeOff(
        kinds=tuple(kinds),
        leave=np.where(part_leave >= 0, part_leave, leave).ravel(),
        whole_leave=leave.ravel(),
        leave_minutes=leave_minutes.ravel(),
        holiday_minutes=holiday_minutes.ravel(),
    )


def _credit_by_day(
    known: Known, person: int, kinds: Sequence[str], absent: tuple[Ints, Ints, Ints], credited: tuple[Ints, Ints]
) -> None:
    """Count the credits of somebody who is not the same on all days, contract by contract in each week, as R02 does.

    Parameters
    ----------
    known, person
        Number of the person.
    kinds
        The kinds of absence by their numbers.
    absent
        Kinds of whole days and of parts, and minutes of these, each of shape (people, n_days); days without employment
        lose theirs.
    credited
        Minutes of leave and of holidays off, of the same shape, which are set.
    """
    leave, part_leave, part_minutes = absent
    leave_minutes, holiday_minutes = credited
    contracts = {contract.name: contract for contract in known.settings.contracts}
    leave_minutes[person] = 0
    holiday_minutes[person] = 0
    for monday in range(0, known.n_days, 7):
        dates = [known.monday + timedelta(days=monday + n) for n in range(7)]
        as_on = [known.as_on(person, on) for on in dates]
        for n, then in enumerate(as_on):
            if then is None:
                leave[person, monday + n] = part_leave[person, monday + n] = -1
        for share in week_shares([None if then is None else contracts[then.contract] for then in as_on]):
            contract, credits = share.contract, 0
            for n in sorted(share.days & contract.weekdays):
                place = person, monday + n
                if part_leave[place] >= 0:
                    kind = known.settings.kind_of_absence(kinds[part_leave[place]])
                    leave_minutes[place] = part_minutes[place] if kind.counts_for(contract) and kind.paid else 0
                whole = known.settings.kind_of_absence(kinds[leave[place]]) if leave[place] >= 0 else None
                is_holiday = whole is None and dates[n] in known.holidays and contract.public_holidays_paid_off
                is_excused = whole is not None and (whole.counts_for(contract) or not whole.owed_again)
                if not (is_holiday or is_excused) or credits == share.contract_days:
                    continue
                before, after = (
                    -(-count * contract.paid_minutes_per_week // contract.days_per_week)
                    for count in (credits, credits + 1)
                )
                credits += 1
                if is_holiday:
                    holiday_minutes[place] = after - before
                elif whole is not None and whole.counts_for(contract) and whole.paid:
                    leave_minutes[place] = after - before

"""What absences and paid holidays off are worth, by person and day, as R02 and R06 credit them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.domain.arrays import IntArray
from scheduler.domain.calendar import Horizon
from scheduler.domain.employment import week_shares
from scheduler.domain.part_of_day import QUARTERS_OF
from scheduler.domain.people import Absence, Employee
from scheduler.domain.shifts_as_worked import ShiftsAsWorked
from scheduler.ledger.known import LedgerBasis


@dataclass(frozen=True)
class TimeOff:
    """Absences and paid holidays off, by key; `leave` is the number of the kind, -1 for none.

    `leave` has absences of a part of a day as well, of which something was not worked; `whole_leave` has not.
    """

    kinds: tuple[str, ...]
    leave: IntArray
    whole_leave: IntArray
    leave_minutes: IntArray
    holiday_minutes: IntArray


def _worked(known: LedgerBasis) -> ShiftsAsWorked:
    settings = known.settings
    horizon = Horizon(known.monday, known.n_days, settings.interval_minutes, settings.centre.zone)
    shifts = {shift.code: shift for shift in settings.shifts}
    return ShiftsAsWorked(horizon, shifts, known.absences, settings.shortened_shifts)


class _OfParts(NamedTuple):
    """What absences of parts of a day are together: the kind that stands for them, and the share that is paid."""

    kind: str
    paid: Fraction


def _by_parts(known: LedgerBasis) -> Mapping[tuple[int, int], _OfParts]:
    """The days of which people are away for parts, by the numbers of person and day.

    A kind that is paid stands for the day before one that is not, and the earlier part before the later, in whatever
    order the rows are.
    """
    number = {one.employee_id: n for n, one in enumerate(known.people)}
    of_day: defaultdict[tuple[int, int], list[Absence]] = defaultdict(list)
    for absence in known.absences:
        for on in absence.days() if absence.employee_id in number else ():
            of_day[number[absence.employee_id], known.day_of(on)].append(absence)

    def is_paid(absence: Absence) -> bool:
        return known.settings.kind_of_absence(absence.kind).paid

    def place(absence: Absence) -> tuple[bool, int, int, str]:
        quarter = 4 if absence.part is None else min(QUARTERS_OF[absence.part])
        return not is_paid(absence), quarter, absence.from_minute or 0, absence.kind

    found = {}
    for at, parts in of_day.items():
        if all(one.is_partial for one in parts):
            quarters = [(len(QUARTERS_OF[one.part]), is_paid(one)) for one in parts if one.part is not None]
            paid = sum(count for count, of_paid in quarters if of_paid)
            share = Fraction(paid, sum(count for count, _ in quarters)) if quarters else Fraction(1)
            found[at] = _OfParts(min(parts, key=place).kind, share)
    return found


def _count_parts(
    known: LedgerBasis,
    is_open: NDArray[np.bool_],
    kinds: dict[str, int],
    by_parts: Mapping[tuple[int, int], _OfParts],
) -> tuple[IntArray, IntArray]:
    """The kind of absences of a part of a day that was worked, and by how much its shifts were shorter.

    Parameters
    ----------
    is_open
        Days that are no days of absence, shape (people, n_days).
    kinds
        Numbers of the kinds; takes those that it does not have.
    by_parts
        What stands for the parts of a day.
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
                leave[person, day] = kinds.setdefault(by_parts[person, day].kind, len(kinds))
                missing[person, day] = minutes
    return leave, missing


def count_time_off(known: LedgerBasis) -> TimeOff:
    """What R02 and R06 credit the contract for absences and public holidays: in a week at most its days.

    A day that is on duty, such as training, is work: it is paid beyond them as well, whatever its weekday.
    """
    contracts = {contract.name: contract for contract in known.settings.contracts}
    of_person = [contracts[one.contract] for one in known.people]
    number = {one.employee_id: n for n, one in enumerate(known.people)}
    shape = (known.n_people, known.n_days)
    leave = np.full(shape, -1, dtype=np.int64)
    kinds: dict[str, int] = {}
    by_parts = _by_parts(known)

    def as_on(employee: str, on: date) -> Employee | None:
        return known.as_on(number[employee], on)

    for employee, dates in _worked(known).absent_dates(known.people, as_on).items():
        for on, kind in dates.items() if employee in number else ():
            at = number[employee], known.day_of(on)
            if 0 <= at[1] < known.n_days:
                leave[at] = kinds.setdefault(by_parts[at].kind if at in by_parts else kind, len(kinds))
    part_leave, part_minutes = _count_parts(known, leave < 0, kinds, by_parts)
    weekdays = np.zeros((known.n_people, 7), dtype=np.bool_)
    for n, contract in enumerate(of_person):
        weekdays[n, list(contract.weekdays)] = True
    in_contract = np.tile(weekdays, known.n_days // 7)
    # By contract and kind, the last column for no absence: whether a day counts as worked, is paid, or is not owed.
    records = [known.settings.kind_of_absence(kind) for kind in kinds]
    counts = np.array([[*(kind.counts_for(one) for kind in records), False] for one in of_person], dtype=np.bool_)
    excused = counts | np.array([*(not kind.owed_again for kind in records), False], dtype=np.bool_)
    paid = np.array([*(kind.paid for kind in records), False], dtype=np.bool_)
    on_duty = np.array([*(kind.on_duty for kind in records), False], dtype=np.bool_)
    is_public = np.array([known.monday + timedelta(days=n) in known.holidays for n in range(known.n_days)])
    is_absent = leave >= 0
    person = np.arange(known.n_people)[:, np.newaxis]
    pays_leave = is_absent & in_contract & counts[person, leave] & paid[leave]
    is_excused = is_absent & in_contract & excused[person, leave]
    credits_holiday = ~is_absent & in_contract & is_public & known.has_days_off(known.dates)
    days = np.array([contract.days_per_week for contract in of_person], dtype=np.int64)[:, np.newaxis, np.newaxis]
    a_week = np.array([c.paid_minutes_per_week for c in of_person], dtype=np.int64)[:, np.newaxis, np.newaxis]
    credited = (is_excused | credits_holiday).reshape(known.n_people, -1, 7)
    so_far = np.minimum(credited.cumsum(axis=2), days)
    # What is owed is rounded down to a whole minute, so what is credited is rounded up.
    value = -(-(so_far * a_week) // np.maximum(days, 1))
    minutes = np.diff(value, axis=2, prepend=0).reshape(shape)
    pays_part = (part_leave >= 0) & in_contract & counts[person, part_leave] & paid[part_leave]
    leave_minutes = np.where(pays_leave, minutes, 0) + np.where(pays_part, part_minutes, 0)
    average = np.where(days > 0, -(-a_week // np.maximum(days, 1)), 0)[:, :, 0]
    leave_minutes = np.where(is_absent & on_duty[leave] & (leave_minutes == 0), average, leave_minutes)
    holiday_minutes = np.where(credits_holiday, minutes, 0)
    for n in known.rows_with_dates:
        _credit_by_day(known, n, list(kinds), (leave, part_leave, part_minutes), (leave_minutes, holiday_minutes))
    for (n, day), parts in by_parts.items():
        if 0 <= day < known.n_days and 0 < parts.paid < 1:
            leave_minutes[n, day] = ceil(int(leave_minutes[n, day]) * parts.paid)
    return TimeOff(
        kinds=tuple(kinds),
        leave=np.where(part_leave >= 0, part_leave, leave).ravel(),
        whole_leave=leave.ravel(),
        leave_minutes=leave_minutes.ravel(),
        holiday_minutes=holiday_minutes.ravel(),
    )


def _credit_by_day(
    known: LedgerBasis,
    person: int,
    kinds: Sequence[str],
    absent: tuple[IntArray, IntArray, IntArray],
    credited: tuple[IntArray, IntArray],
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
            for n in share.days if contract.days_per_week else ():
                place = person, monday + n
                is_duty = leave[place] >= 0 and known.settings.kind_of_absence(kinds[leave[place]]).on_duty
                if is_duty and not leave_minutes[place]:
                    leave_minutes[place] = -(-contract.paid_minutes_per_week // contract.days_per_week)

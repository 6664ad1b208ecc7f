"""Rosters that are taken as known: what is planned has to fit to them, so they are checked like what is planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo
from itertools import pairwise

from scheduler.domain.clock import as_shown, local_text, minutes_between, moment
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import Shift
from scheduler.messages import Message
from scheduler.readers.faults import Faults

MOST_DAYS_APART = 14
"""Between two days of a roster; a row that is farther from all others has a wrong year or month."""

PlacedRow = tuple[int, Assignment]
"""The number of a row in its file, and what it says."""


def refuse_far_rows(file: str, rows: Sequence[PlacedRow], faults: Faults) -> None:
    """Report the rows whose dates lie far from those of most others."""
    if not rows:
        return
    dates = sorted({row.date for _, row in rows})
    groups = [[dates[0]]]
    for earlier, later in pairwise(dates):
        if (later - earlier).days > MOST_DAYS_APART:
            groups.append([])
        groups[-1].append(later)
    if len(groups) == 1:
        return
    heads = dict.fromkeys(dates, 0)
    for _, row in rows:
        heads[row.date] += 1
    most = max(groups, key=lambda days: sum(heads[on] for on in days))
    far = set(dates).difference(most)
    for number, row in rows:
        if row.date in far:
            faults.add(
                file,
                number,
                "date",
                Message(
                    "{day} is more than {apart} days away from the other days of this roster, {first} to {last}",
                    day=row.date,
                    apart=MOST_DAYS_APART,
                    first=most[0],
                    last=most[-1],
                ),
                "correct the date, or take the row out",
            )


def refuse_impossible_rows(
    file: str, rows: Iterable[PlacedRow], shifts: Mapping[str, Shift], zone: tzinfo | None, faults: Faults
) -> None:
    """Report rows that nobody can have worked: other times than their shift has, or two at the same time.

    Paid minutes that are not the shift's are refused as well: they would count as worked where the plan is joined.

    Parameters
    ----------
    file
        Name to report faults with.
    rows
        The roster's.
    shifts
        By code; all codes of the rows are among them.
    zone
        Where the rows' times are local.
    faults
        Takes what is wrong.
    """
    rows_of: dict[str, list[PlacedRow]] = {}
    for number, row in rows:
        _refuse_other_times(file, number, row, shifts[row.shift], zone, faults)
        rows_of.setdefault(row.employee_id, []).append((number, row))
    for employee, found in rows_of.items():
        for (earlier, first), (later, second) in pairwise(sorted(found, key=lambda item: (item[1].date, item[0]))):
            if first.date == second.date:
                message = Message("employee '{employee}' has a second row on {day}", employee=employee, day=first.date)
            elif first.date < second.date and second.start < first.end:
                message = Message(
                    "employee '{employee}' begins {later} on {day} before the end of {earlier} on {before}",
                    employee=employee,
                    later=second.shift,
                    day=second.date,
                    earlier=first.shift,
                    before=first.date,
                )
            else:
                continue
            faults.add(file, later, "date", message, Message("see row {row}; keep one of the two", row=earlier))


def _refuse_other_times(
    file: str, number: int, row: Assignment, shift: Shift, zone: tzinfo | None, faults: Faults
) -> None:
    midnight = datetime.combine(row.date, time())
    expected = {
        "start": (row.start, as_shown(midnight + timedelta(minutes=shift.start_minute), zone)),
        "end": (row.end, as_shown(midnight + timedelta(minutes=shift.end_minute), zone)),
    }
    for column, (found, right) in expected.items():
        if minutes_between(found, right, zone):
            faults.add(
                file,
                number,
                column,
                Message(
                    "{found} is not when {shift} on {day} {does}",
                    found=local_text(found, zone),
                    shift=row.shift,
                    day=row.date,
                    does="starts" if column == "start" else "ends",
                ),
                Message("by its shift it is {right}; correct the row, or the shift", right=local_text(right, zone)),
            )
    lasts = minutes_between(expected["start"][1], expected["end"][1], zone)
    paid = max(0, lasts - shift.meal_minutes)
    if row.paid_minutes != paid:
        faults.add(
            file,
            number,
            "paid_minutes",
            Message("{found} is not what {shift} on {day} pays", found=row.paid_minutes, shift=row.shift, day=row.date),
            Message("by its shift it is {right}; correct the row, or the shift", right=paid),
        )
    if any(found != right for found, right in expected.values()) or (row.break_start is None and row.break_end is None):
        return  # The fault is told already, or it is a roster from elsewhere that does not tell when people ate.
    times = [moment(at, zone) for at in (row.start, row.break_start, row.break_end, row.end) if at is not None]
    if len(times) < 4 or times != sorted(times):
        faults.add(
            file,
            number,
            "break_start",
            "the break does not lie inside the shift",
            "correct both, or leave both empty",
        )
    elif (meal := round((times[2] - times[1]).total_seconds() / 60)) != shift.meal_minutes:
        faults.add(
            file,
            number,
            "break_end",
            Message(
                "the break has {found} minutes, and that of {shift} has {right}",
                found=meal,
                shift=row.shift,
                right=shift.meal_minutes,
            ),
            "correct both, or leave both empty",
        )

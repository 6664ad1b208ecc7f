"""Rosters that are taken as known: what is planned has to fit to them, so they are checked like what is planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.clock import as_shown, local_text, minutes_between, moment
from scheduler.domain.people import Absence
from scheduler.domain.roster import Assignment, assignment_of
from scheduler.domain.shifts import Shift
from scheduler.domain.shifts_as_worked import ShiftsAsWorked
from scheduler.messages import Message
from scheduler.readers.faults import Faults

MOST_DAYS_APART = 14
"""Between two days of a roster; a row that is farther from all others has a wrong year or month."""

PlacedRow = tuple[int, Assignment]
"""The number of a row in its file, and what it says."""


class KnownShifts:
    """The shifts of a workspace as people can have worked them.

    Parameters
    ----------
    settings
        Have the shifts, and what is made of one of which somebody is away for a part.
    absences
        Whose parts of days shorten shifts.
    """

    def __init__(self, settings: Settings, absences: Iterable[Absence] = ()) -> None:
        self._settings = settings
        self.by_code: Mapping[str, Shift] = {shift.code: shift for shift in settings.shifts}
        self._parts: dict[str, list[Absence]] = {}
        for absence in absences:
            if absence.is_partial:
                self._parts.setdefault(absence.employee_id, []).append(absence)

    def shortened(self, employee: str, on: date, code: str) -> Shift | None:
        """What an absence of a part of the day leaves of a shift; None where none does, or leaves too little."""
        if employee not in self._parts:
            return None
        settings = self._settings
        horizon = Horizon(on, 1, settings.interval_minutes, settings.centre.zone)
        worked = ShiftsAsWorked(horizon, self.by_code, self._parts[employee], settings.shortened_shifts)
        away = worked.away_on(employee, 0)
        shift = worked.shifts_on(0, away)[code]
        return None if code in worked.unfit(0, away) or shift is worked.shifts_on(0, None)[code] else shift

    def is_shortened(self, row: Assignment) -> bool:
        """Whether a row has the times that an absence of a part of the day leaves of its shift."""
        shift = self.shortened(row.employee_id, row.date, row.shift)
        if shift is None:
            return False
        zone = self._settings.centre.zone
        horizon = Horizon(row.date, 1, self._settings.interval_minutes, zone)
        pause = None if row.break_start is None or row.break_end is None else (row.break_start, row.break_end)
        meal = shift.start_minute if pause is None else round(horizon.elapsed_at(pause[0]))
        meant = assignment_of(
            horizon,
            0,
            shift,
            row.employee_id,
            meal_minute=meal if shift.meal_minutes and pause is not None else None,
            work_mode=row.work_mode,
            queue=row.queue,
        )
        return meant == row and (
            pause is None or shift.start_minute <= meal <= meal + shift.meal_minutes <= shift.end_minute
        )


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
                Message("correct the date, or take the row out"),
            )


def refuse_impossible_rows(
    file: str, rows: Iterable[PlacedRow], shifts: KnownShifts, zone: tzinfo | None, faults: Faults
) -> None:
    """Report rows that nobody can have worked: other times than their shift has, or two at the same time.

    Who is away for a part of the day may have worked what that leaves of the shift, or all of it: absences come after
    rosters. Paid minutes that are not the shift's are refused as well: they would count as worked where the plan is
    joined.

    Parameters
    ----------
    file
        Name to report faults with.
    rows
        The roster's.
    shifts
        All codes of the rows are among them.
    zone
        Where the rows' times are local.
    faults
        Takes what is wrong.
    """
    rows_of: dict[str, list[PlacedRow]] = {}
    for number, row in rows:
        if not shifts.is_shortened(row):
            _refuse_other_times(file, number, row, shifts.by_code[row.shift], zone, faults)
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
    start, end = (as_shown(midnight + timedelta(minutes=at), zone) for at in (shift.start_minute, shift.end_minute))
    expected = {"start": (row.start, start), "end": (row.end, end)}
    for column, (found, right) in expected.items():
        if minutes_between(found, right, zone):
            faults.add(
                file,
                number,
                column,
                Message(
                    "{found} is not when {shift} on {day} starts"
                    if column == "start"
                    else "{found} is not when {shift} on {day} ends",
                    found=local_text(found, zone),
                    shift=row.shift,
                    day=row.date,
                ),
                Message("by its shift it is {right}; correct the row, or the shift", right=local_text(right, zone)),
            )
    lasts = minutes_between(start, end, zone)
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
            Message("the break does not lie inside the shift"),
            Message("correct both, or leave both empty"),
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
            Message("correct both, or leave both empty"),
        )

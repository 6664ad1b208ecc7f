"""Hours that cost more than others, by LSA Art. 56, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from scheduler.config import Pay
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.clock import moment
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import NIGHT_WORK_ENDS_MINUTE, NIGHT_WORK_STARTS_MINUTE

_LONG_HOLIDAY_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True)
class Premiums:
    """Minutes that are paid more.

    Attributes
    ----------
    overtime
        Beyond the contracts' days.
    night
        Worked between 22:00 and 06:00, meal breaks left out.
    holiday, long_holiday
        Of shifts that begin on a public holiday: up to 8 hours a day, and beyond.
    """

    overtime: float = 0.0
    night: float = 0.0
    holiday: float = 0.0
    long_holiday: float = 0.0

    def plus(self, other: Premiums, times: float = 1.0) -> Premiums:
        """The sum of both, the other one taken so many times."""
        return Premiums(
            self.overtime + times * other.overtime,
            self.night + times * other.night,
            self.holiday + times * other.holiday,
            self.long_holiday + times * other.long_holiday,
        )

    def overtime_won(self, pay: Pay) -> float:
        """What overtime costs: the hours themselves, which no contract pays, and their premium."""
        return self.overtime / 60 * pay.hourly_won * (100 + pay.overtime_percent) / 100

    def night_won(self, pay: Pay) -> float:
        """The premium of night work, on top of what is paid anyway."""
        return self.night / 60 * pay.hourly_won * pay.night_percent / 100

    def holiday_won(self, pay: Pay) -> float:
        """The premium of work on public holidays."""
        percent_minutes = self.holiday * pay.holiday_percent + self.long_holiday * pay.long_holiday_percent
        return percent_minutes / 60 * pay.hourly_won / 100

    def won(self, pay: Pay) -> float:
        """All of it: they add up where an hour is several of these."""
        return self.overtime_won(pay) + self.night_won(pay) + self.holiday_won(pay)


def premiums_of(problem: Problem, roster: Roster) -> Premiums:
    """The minutes of a roster that are paid more."""
    total = Premiums()
    for row in roster.assignments:
        shift = problem.shifts_on(problem.horizon.day_of(row.date)).get(row.shift)
        is_holiday = problem.is_public_holiday(row.date)
        total = total.plus(
            Premiums(
                overtime=shift.overtime_minutes if shift else 0,
                night=_night_minutes(row, problem.horizon.zone),
                holiday=min(row.paid_minutes, _LONG_HOLIDAY_MINUTES) if is_holiday else 0,
                long_holiday=max(0, row.paid_minutes - _LONG_HOLIDAY_MINUTES) if is_holiday else 0,
            )
        )
    return total


def _night_minutes(row: Assignment, zone: tzinfo | None) -> float:
    worked = night_minutes(row.start, row.end, zone)
    if row.break_start is not None and row.break_end is not None:
        worked -= night_minutes(row.break_start, row.break_end, zone)
    return worked


def night_minutes(start: datetime, end: datetime, zone: tzinfo | None = None) -> float:
    """Minutes that pass in a span between 22:00 and 06:00 of the zone's clock."""
    midnight = datetime.combine(start.date(), time()) - timedelta(days=1)
    total = 0.0
    while midnight < end:
        evening = midnight + timedelta(minutes=NIGHT_WORK_STARTS_MINUTE)
        morning = midnight + timedelta(minutes=MINUTES_PER_DAY + NIGHT_WORK_ENDS_MINUTE)
        begins = max(moment(start, zone), moment(evening, zone))
        ends = min(moment(end, zone), moment(morning, zone))
        total += max(0.0, (ends - begins).total_seconds() / 60)
        midnight += timedelta(days=1)
    return total


def premiums_of_shift(problem: Problem, day: int, code: str) -> Premiums:
    """The minutes that one person on a shift brings, the meal break not yet taken off the night."""
    shift = problem.shifts_on(day)[code]
    is_holiday = problem.is_public_holiday(problem.horizon.date_of(day))
    return Premiums(
        overtime=shift.overtime_minutes,
        night=shift.night_minutes,
        holiday=min(shift.paid_minutes, _LONG_HOLIDAY_MINUTES) if is_holiday else 0,
        long_holiday=max(0, shift.paid_minutes - _LONG_HOLIDAY_MINUTES) if is_holiday else 0,
    )

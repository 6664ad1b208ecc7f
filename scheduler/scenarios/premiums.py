"""Hours that cost more than others, by the settings `working_time` and `pay`, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.config import Pay, WorkingTime
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster


@dataclass(frozen=True, slots=True)
class Premiums:
    """Minutes that are paid more.

    Attributes
    ----------
    overtime
        Paid minutes beyond the regular ones of their shifts, as the rule of overtime counts them.
    night
        Night work, meal breaks left out.
    holiday, long_holiday
        Of shifts that begin on a public holiday: up to as many minutes a day as the settings say, and beyond.
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

    def overtime_pay(self, pay: Pay) -> float:
        """What overtime costs: the hours themselves, which no contract pays, and their premium."""
        return self.overtime / 60 * pay.hourly * (100 + pay.overtime_percent) / 100

    def night_pay(self, pay: Pay) -> float:
        """The premium of night work, on top of what is paid anyway."""
        return self.night / 60 * pay.hourly * pay.night_percent / 100

    def holiday_pay(self, pay: Pay) -> float:
        """The premium of work on public holidays."""
        percent_minutes = self.holiday * pay.holiday_percent + self.long_holiday * pay.long_holiday_percent
        return percent_minutes / 60 * pay.hourly / 100

    def pay(self, pay: Pay) -> float:
        """All of it: they add up where an hour is several of these."""
        return self.overtime_pay(pay) + self.night_pay(pay) + self.holiday_pay(pay)


def premiums_of(problem: Problem, roster: Roster, time: WorkingTime) -> Premiums:
    """The minutes of a roster that are paid more; `time` says what counts as holiday work."""
    total = Premiums()
    for row in roster.assignments:
        shift = problem.shifts_on(problem.horizon.day_of(row.date)).get(row.shift)
        total = total.plus(
            Premiums(
                overtime=shift.overtime_minutes if shift else 0,
                night=_night_minutes(problem, row),
                **_of_holiday(problem, row.date, row.paid_minutes, time),
            )
        )
    return total


def _night_minutes(problem: Problem, row: Assignment) -> int:
    zone = problem.horizon.zone
    worked = problem.night.minutes(row.start, row.end, zone)
    if row.break_start is not None and row.break_end is not None:
        worked -= problem.night.minutes(row.break_start, row.break_end, zone)
    return worked


def _of_holiday(problem: Problem, on: date, paid_minutes: int, time: WorkingTime) -> dict[str, float]:
    """The minutes of a day's work that are paid as a holiday's, by the name of the field that takes them."""
    if not (time.public_holidays and problem.is_public_holiday(on)):
        return {}
    most = time.long_holiday_after_minutes
    return {"holiday": min(paid_minutes, most), "long_holiday": max(0, paid_minutes - most)}


def premiums_of_shift(problem: Problem, day: int, code: str, time: WorkingTime) -> Premiums:
    """The minutes that one person on a shift brings, the meal break not yet taken off the night.

    Parameters
    ----------
    problem, day, code
        The shift on the day of this number.
    time
        What counts as holiday work.
    """
    shift = problem.shifts_on(day)[code]
    return Premiums(
        overtime=shift.overtime_minutes,
        night=shift.night_minutes,
        **_of_holiday(problem, problem.horizon.date_of(day), shift.paid_minutes, time),
    )

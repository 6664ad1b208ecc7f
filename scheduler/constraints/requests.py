"""R22 - wishes for shifts and days off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.constraints.base import Rule, Violation
from scheduler.domain.base import clock_text
from scheduler.domain.clock import as_shown, moment
from scheduler.domain.people import Request
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import OFF
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid

if TYPE_CHECKING:
    from scheduler.variables import Build


class Wishes(Rule):
    """A rule of wishes: all that share it look at other rows of the same file."""

    units: ClassVar[tuple[Unit, ...]] = (Unit("point of the request's weight", "points of the request's weight"),)

    def apply(self, build: Build) -> None:
        """Charge the choices themselves, without any further variable."""
        problem = build.problem
        for request in problem.requests:
            day = problem.horizon.day_of(request.date)
            if (
                not request.weight
                or request.is_must != self.has_must
                or request.employee_id not in problem.employee
                or day not in range(problem.horizon.days)
            ):
                continue
            codes = self._about(problem, request, day)
            about = [var for code, var in build.works.on_day(request.employee_id, day).items() if code in codes]
            chosen = build.sum(about)
            wants_one = self._wants_one(request)
            if self.weight is None:
                build.model.add(chosen == int(wants_one))
            else:
                build.ledger.charge(
                    self.number,
                    self.weight * abs(request.weight),
                    # Without a choice the request is met, or unmet, in every roster.
                    (1 - chosen if wants_one else chosen) if about else int(wants_one),
                    employee=request.employee_id,
                    date=request.date,
                )

    @classmethod
    def ways_to_meet(cls, problem: Problem, request: Request) -> set[str]:
        """Which shifts of its date, or ``OFF``, meet a request."""
        day = problem.horizon.day_of(request.date)
        about = cls._about(problem, request, day)
        return about if cls._wants_one(request) else {OFF, *problem.shifts_of(request.employee_id, day)} - about

    @staticmethod
    def _wants_one(request: Request) -> bool:
        """Whether one of the shifts that it is about meets it; to want a day off is to want none of them."""
        return (request.weight > 0) != (request.shift == OFF)

    @classmethod
    def _about(cls, problem: Problem, request: Request, day: int) -> set[str]:
        """The shifts of a day that a request is about."""
        first, last = cls._within(problem, request, day)
        return {
            code
            for code, shift in problem.shifts_of(request.employee_id, day).items()
            if request.shift in (OFF, code) and shift.start_minute < last and first < shift.end_minute
        }

    @staticmethod
    def _within(problem: Problem, request: Request, day: int) -> tuple[float, float]:
        """Between which minutes after midnight of the day the request is."""
        if request.times is None:
            return float("-inf"), float("inf")
        start, end = (problem.horizon.elapsed(day, minute) for minute in request.times)
        return start - problem.horizon.midnight(day), end - problem.horizon.midnight(day)

    @staticmethod
    def is_met(request: Request, rows: Iterable[Assignment], zone: tzinfo | None) -> bool:
        """Whether a request is met by the rows of its person and date."""
        worked = list(rows)
        if request.times is not None:
            midnight = datetime.combine(request.date, time())
            start, end = (
                moment(as_shown(midnight + timedelta(minutes=minute), zone), zone) for minute in request.times
            )
            worked = [row for row in worked if moment(row.start, zone) < end and start < moment(row.end, zone)]
        has_it = not worked if request.shift == OFF else any(row.shift == request.shift for row in worked)
        return has_it == (request.weight >= 0)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Compare each request with what the person works on that date."""
        found: list[Violation] = []
        for request in problem.requests:
            if (
                request.is_must != self.has_must
                or request.employee_id not in problem.employee
                or not problem.horizon.start.date() <= request.date < problem.horizon.end.date()
            ):
                continue
            of_day = roster.by_day.get((request.employee_id, request.date), ())
            if request.weight and not self.is_met(request, of_day, problem.horizon.zone):
                wish: object = Message("OFF") if request.shift == OFF else request.shift
                if request.times is not None:
                    wish = Message("{shift} {times}", shift=wish, times="-".join(map(clock_text, request.times)))
                has = Message("works {shift}", shift=of_day[0].shift) if of_day else Message("is off")
                found.append(
                    self.violation(
                        Message(
                            "{employee} asked for {wish} on {on} and {has}"
                            if request.weight > 0
                            else "{employee} asked not to have {wish} on {on} and {has}",
                            employee=request.employee_id,
                            wish=wish,
                            on=request.date,
                            has=has,
                        ),
                        amount=abs(request.weight),
                        employee=request.employee_id,
                        date=request.date,
                    )
                )
        return found


class Requests(Wishes):
    """R22: people get the shifts and the days off that they ask for.

    A request with a positive weight is unmet when the person does not have that shift (``OFF``: works); one with a
    negative weight is unmet when the person has it (``OFF``: is off). ``OFF`` between two times is about the shifts of
    the date of which some time lies between them. Requests for dates outside the horizon are ignored, and those whose
    weight is ``must`` are R19's. Soft unit: a point of the weight of an unmet request. Hard: every request is met,
    whatever its weight.
    """

    number: ClassVar[str] = "R22"
    title_en: ClassVar[str] = msgid("Requests for shifts and days off")
    blame_points: ClassVar[int] = 1  # times the weight of the request: a wish gives way before a decision
    reads_input: ClassVar[str] = "requests"

    rule: Literal["requests"] = "requests"

"""R39 - two people together or apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.days_before import too_few_at_work
from scheduler.constraints.known_rows import known_rows
from scheduler.constraints.outside_rows import outside_rows
from scheduler.domain.base import EmployeeId, Frozen
from scheduler.domain.clock import minutes_between
from scheduler.domain.limits import Day, Minutes
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

    from scheduler.variables import Build


class Pair(Frozen):
    """Two people, and how they work to one another."""

    how: Literal["together", "apart"] = Field(description="whether their work meets, or never does")
    person: EmployeeId = Field(description="whose shifts are looked at: of mentor and newcomer the newcomer")
    partner: EmployeeId = Field(description="whom these shifts meet or do not meet")
    least_minutes: Minutes = Field(
        default=60,
        ge=1,
        description="together: how long one shift of the partner is to meet each; or all of a shorter one",
    )
    first_day: Day | None = Field(default=None, alias="from", description="first day of the shifts; null: any")
    last_day: Day | None = Field(default=None, alias="to", description="last day of the shifts; null: any")

    @model_validator(mode="after")
    def _two_people_and_some_days(self) -> Self:
        if self.person == self.partner:
            raise ValueError(Message("{person} cannot be a pair alone; name two people", person=self.person))
        if self.first_day is not None and self.last_day is not None and self.first_day > self.last_day:
            raise ValueError(
                Message(
                    "the days from {first} to {last} end before they begin; exchange the two dates",
                    first=self.first_day,
                    last=self.last_day,
                )
            )
        return self

    def meets(self, other: Pair) -> bool:
        """Whether both hold on one day or more."""
        first, last = (one or date.min for one in (self.first_day, other.first_day)), (self.last_day, other.last_day)
        return max(first) <= min(one or date.max for one in last)

    def holds_on(self, on: date) -> bool:
        """Whether it is about shifts that start on a date."""
        return (self.first_day is None or self.first_day <= on) and (self.last_day is None or on <= self.last_day)


class _Shift(NamedTuple):
    """A shift that somebody may work, or works in any case outside the planned days."""

    start: int
    end: int
    works: LinearExpr | int


class Pairs(Rule):
    """R39: people of a pair that is `together` meet at work, those of one that is `apart` do not.

    An entry of `pairs` is as ``{how: together, person: E101, partner: E005, least_minutes: 240, from: 2023-11-06,
    to: 2023-12-03}`` for the newcomer E101 and the mentor E005, or as ``{how: apart, person: E101, partner: E007}``.

    Together: each shift of `person` is met, for `least_minutes` (60 where none are written) or all of it, by one
    shift of `partner`. Apart: no shift of the two shares time. Shifts count from their start to their end, meal
    breaks included, wherever they are worked, and on the days from `from` to `to` on which those of `person` start.
    Shifts before the horizon and after it count where they are known; two of them are not judged. Who has left or
    does not work leaves the partner without company: a pair that is `together` then keeps that one off. Soft unit:
    each shift without its partner, and each two shifts that should not meet. Counts on R01.
    """

    number: ClassVar[str] = "R39"
    title_en: ClassVar[str] = msgid("Two people together or apart")
    units: ClassVar[tuple[Unit, ...]] = (Unit("shift", "shifts"),)
    couples_people: ClassVar[bool] = True

    rule: Literal["pairs"] = "pairs"
    pairs: tuple[Pair, ...] = Field(min_length=1, description="pairs of people")

    @model_validator(mode="after")
    def _not_together_and_apart(self) -> Self:
        for one, other in combinations(self.pairs, 2):
            if {one.person, one.partner} == {other.person, other.partner} and one.how != other.how and one.meets(other):
                raise ValueError(
                    Message(
                        "{person} and {partner} are a pair that is together, and one that is apart, on the same days; "
                        "keep one of the two, or give them other days",
                        person=one.person,
                        partner=one.partner,
                    )
                )
        return self

    def marks(self, problem: Problem) -> Mapping[str, str]:
        """Everybody of a pair, apart from all others."""
        return {employee: employee for pair in self.pairs for employee in (pair.person, pair.partner)}

    def apply(self, build: Build) -> None:
        """Hold or charge each day's shifts of the one against those of the other that meet them."""
        for number, pair in enumerate(self.pairs):
            mine, others = self._shifts(build, pair.person), self._shifts(build, pair.partner)
            for day, shifts in mine.items():
                if not pair.holds_on(build.problem.horizon.date_of(day)):
                    continue
                if pair.how == "apart":
                    self._keep_apart(build, number, pair, day, shifts, others)
                elif 0 <= day < build.problem.horizon.days:
                    self._keep_together(build, number, pair, day, shifts, others)

    @staticmethod
    def _shifts(build: Build, employee: str) -> dict[int, list[_Shift]]:
        """By day, what somebody may work on it, and what is known of the days around."""
        problem, horizon = build.problem, build.problem.horizon
        found: dict[int, list[_Shift]] = {}
        for day, row in outside_rows(problem, employee):
            start, end = horizon.elapsed_at(row.start), horizon.elapsed_at(row.end)
            found.setdefault(day, []).append(_Shift(int(start), int(end), 1))
        for day in range(horizon.days) if employee in problem.employee else ():
            shifts, midnight = problem.shifts_of(employee, day), horizon.midnight(day)
            for code, choice in build.works.on_day(employee, day).items():
                found.setdefault(day, []).append(
                    _Shift(midnight + shifts[code].start_minute, midnight + shifts[code].end_minute, choice)
                )
        return found

    def _keep_together(
        self, build: Build, number: int, pair: Pair, day: int, shifts: list[_Shift], others: dict[int, list[_Shift]]
    ) -> None:
        # Shifts that the same ones meet are one row: of all of a day only one is worked.
        rows: dict[tuple[int, ...], list[LinearExpr | int]] = {}
        theirs = [other for of_day in others.values() for other in of_day]
        for shift in shifts:
            least = min(pair.least_minutes, shift.end - shift.start)
            meets = (
                place
                for place, other in enumerate(theirs)
                if min(shift.end, other.end) - max(shift.start, other.start) >= least
            )
            rows.setdefault(tuple(meets), []).append(shift.works)
        for place, (met, works) in enumerate(rows.items()):
            terms = [*works, *(-theirs[other].works for other in met)]
            self._at_most(build, pair, f"{number},{day},{place}", terms, 0, day)

    def _keep_apart(
        self, build: Build, number: int, pair: Pair, day: int, shifts: list[_Shift], others: dict[int, list[_Shift]]
    ) -> None:
        planned = range(build.problem.horizon.days)
        for other_day, theirs in others.items():
            if day not in planned and other_day not in planned:
                continue
            rows: dict[tuple[int, ...], list[LinearExpr | int]] = {}
            for shift in shifts:
                meets = (
                    place
                    for place, other in enumerate(theirs)
                    if max(shift.start, other.start) < min(shift.end, other.end)
                )
                rows.setdefault(tuple(meets), []).append(shift.works)
            for place, (met, works) in enumerate(rows.items()):
                if met:
                    terms = [*works, *(theirs[other].works for other in met)]
                    on = day if day in planned else other_day
                    self._at_most(build, pair, f"{number},{day},{other_day},{place}", terms, 1, on)

    def _at_most(self, build: Build, pair: Pair, name: str, terms: list[LinearExpr | int], most: int, day: int) -> None:
        if self.weight is None:
            build.model.add(build.sum(terms) <= most)
            return
        broken = build.model.new_bool_var(f"pair_broken[{name}]")
        build.model.add(build.sum([*terms, -broken]) <= most)
        on = build.problem.horizon.date_of(day)
        build.ledger.charge(self.number, self.weight, broken, employee=pair.person, date=on)

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Somebody who came the evening before may still be there."""
        return too_few_at_work(self.number, problem, known_from)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Lay the rows of the two beside each other."""
        first, after = problem.horizon.first_day, problem.horizon.end.date()

        def shared(one: Assignment, other: Assignment) -> int:
            zone = problem.horizon.zone
            begins = one if minutes_between(one.start, other.start, zone) < 0 else other
            ends = one if minutes_between(one.end, other.end, zone) > 0 else other
            return minutes_between(begins.start, ends.end, zone)

        found: list[Violation] = []
        for pair in self.pairs:
            theirs = known_rows(problem, roster, pair.partner)
            for row in known_rows(problem, roster, pair.person):
                if not pair.holds_on(row.date):
                    continue
                is_planned = first <= row.date < after
                if pair.how == "apart":
                    found += (
                        self._met(row, other, first, after)
                        for other in theirs
                        if shared(row, other) > 0 and (is_planned or first <= other.date < after)
                    )
                    continue
                length = minutes_between(row.start, row.end, problem.horizon.zone)
                least = min(pair.least_minutes, length)
                if is_planned and max((shared(row, other) for other in theirs), default=0) < least:
                    found.append(self._alone(row, pair, least))
        return found

    def _met(self, row: Assignment, other: Assignment, first: date, after: date) -> Violation:
        return self.violation(
            Message(
                "{person} ({shift} on {day}) and {partner} ({other_shift} on {other_day}) work at the same time; "
                "they are to be apart",
                person=row.employee_id,
                shift=row.shift,
                day=row.date,
                partner=other.employee_id,
                other_shift=other.shift,
                other_day=other.date,
            ),
            employee=row.employee_id,
            date=row.date if first <= row.date < after else other.date,
        )

    def _alone(self, row: Assignment, pair: Pair, least: int) -> Violation:
        return self.violation(
            Message(
                "{employee} works {shift} on {day} without {count} minute together with {partner}",
                "{employee} works {shift} on {day} without {count} minutes together with {partner}",
                employee=row.employee_id,
                shift=row.shift,
                day=row.date,
                count=least,
                partner=pair.partner,
            ),
            employee=row.employee_id,
            date=row.date,
        )

"""R37 - shifts of a kind in a row, and the days off after them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.conflict import Conflict
from scheduler.constraints.days_before import known_days, too_few_for
from scheduler.constraints.known_rows import known_rows
from scheduler.constraints.outside_rows import outside_rows
from scheduler.domain.base import Frozen, ShiftCodes
from scheduler.domain.limits import DayCount
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message, joined, msgid

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr

    from scheduler.variables import Build


class ShiftKind(Frozen):
    """Shifts that count together, and how many days of them may follow one another."""

    shifts: ShiftCodes = Field(
        default=(),
        description="codes of the kind; none: the centre's nights, those of `fair_nights` or by `night_shift_minutes`",
    )
    most: DayCount | None = Field(default=None, description="days in a row with a shift of the kind; null: no limit")
    days_off_after: dict[DayCount, DayCount] = Field(
        default_factory=dict,
        description="least days off after so many in a row: {2: 1, 4: 2} is one after two or three, two after more",
    )

    @model_validator(mode="after")
    def _more_days_ask_for_no_less(self) -> Self:
        for (fewer, off), (more, less) in pairwise(sorted(self.days_off_after.items())):
            if less < off:
                raise ValueError(
                    Message(
                        "{less} days off after {more} days in a row are fewer than the {off} after {fewer}; "
                        "write {off} or more",
                        less=less,
                        more=more,
                        off=off,
                        fewer=fewer,
                    )
                )
        return self

    def text(self, problem: Problem) -> str:
        """The codes of the kind."""
        return ", ".join(self.shifts or sorted(problem.night_codes))


class ShiftsOfAKind(Rule):
    """R37: shifts of a kind, such as nights, come at most so many days in a row, and so many days off come after them.

    An entry of `kinds` is as ``{shifts: [N], most: 4, days_off_after: {2: 1, 4: 2}}``: at most four in a row, a day off
    after two or three, two days off after four; without `shifts` the nights of the centre are meant.

    A run are days in a row with a shift of the kind, wherever it began; it ends before a day off or another shift, and
    the days off are those right after it. Days before the horizon count where they are known, and those after it that
    are published; what was decided there alone is not judged. Soft unit: each day of a run beyond the most, and each
    day worked too soon after a run. Counts on R01.
    """

    number: ClassVar[str] = "R37"
    title_en: ClassVar[str] = msgid("Shifts of a kind in a row and days off after them")
    units: ClassVar[tuple[Unit, ...]] = (Unit("day", "days"),)

    rule: Literal["shifts_of_a_kind"] = "shifts_of_a_kind"
    kinds: tuple[ShiftKind, ...] = Field(min_length=1, description="kinds of shifts with their limits")

    def disagreements(self, teams: Collection[str], nights: Collection[str]) -> Iterable[tuple[Message, Message]]:
        """Kinds without a limit, or without shifts, and days off after more in a row than there may be."""
        for kind in self.kinds:
            if kind.most is None and not kind.days_off_after:
                yield (
                    Message("an entry of kinds has no limit and counts for nothing"),
                    Message("give it most or days_off_after, or delete it"),
                )
            if not (kind.shifts or nights):
                yield (
                    Message("an entry of kinds names no shifts, and no shift is a night: it counts for nothing"),
                    Message("write the codes of its shifts, or delete it"),
                )
            beyond = [run for run in kind.days_off_after if self.weight is None and run > (kind.most or run)]
            if beyond:
                yield (
                    Message(
                        "days_off_after has {runs} in a row, and most allows {most}: it counts for nothing",
                        runs=", ".join(map(str, sorted(beyond))),
                        most=kind.most,
                    ),
                    Message("raise most, or delete these entries of days_off_after"),
                )

    def apply(self, build: Build) -> None:
        """Leave another day in every window that is too long, and what follows on a run empty."""
        for number, kind in enumerate(self.kinds):
            codes = frozenset(kind.shifts) or build.problem.night_codes
            for person in build.problem.employees:
                employee = person.employee_id
                outside = {day for day, row in outside_rows(build.problem, employee) if row.shift in codes}
                days = _Days(build, employee, codes, outside)
                self._limit(build, kind, days)
                self._keep_free(build, number, kind, days)

    def _limit(self, build: Build, kind: ShiftKind, days: _Days) -> None:
        horizon = build.problem.horizon
        if kind.most is None:
            return
        for last in range(horizon.days + kind.most):
            window = range(last - kind.most, last + 1)
            if days.may_all_be(window):
                planned = [day for day in window if 0 <= day < horizon.days]
                build.at_most(
                    self.number,
                    self.weight,
                    build.sum([days.of_kind(day) for day in window]),
                    kind.most,
                    1,
                    employee=days.employee,
                    date=horizon.date_of(planned[-1]),
                )

    def _keep_free(self, build: Build, number: int, kind: ShiftKind, days: _Days) -> None:
        horizon = build.problem.horizon
        for day in build.worked_days.known if kind.days_off_after else ():
            rows = [*self._too_soon(build, kind, days, day)] if day >= 0 else []
            if not rows:
                continue
            if self.weight is None:
                for terms, most in rows:
                    build.model.add(build.sum(terms) <= most)
                continue
            # One variable for the day, however many runs and numbers it comes too soon after.
            too_soon = build.model.new_bool_var(f"too_soon[{days.employee},{number},{day}]")
            for terms, most in rows:
                build.model.add(build.sum([*terms, -too_soon]) <= most)
            on = horizon.date_of(min(day, horizon.days - 1))
            build.ledger.charge(self.number, self.weight, too_soon, employee=days.employee, date=on)

    def _too_soon(
        self, build: Build, kind: ShiftKind, days: _Days, day: int
    ) -> Iterator[tuple[list[LinearExpr | int], int]]:
        """Terms, and what they may add up to, for each run that may end so shortly before a day that it stays free."""
        if not build.worked_days.is_possible(days.employee, day):
            return
        for run, off in kind.days_off_after.items():
            for end in range(day - off, day):
                window = range(end - run + 1, end + 1)
                if window.start < build.problem.horizon.days and days.may_all_be(window):
                    # Where the day after is of the kind as well, the run ends later.
                    terms = [
                        *map(days.of_kind, window),
                        build.worked_days.on(days.employee, day),
                        -days.of_kind(end + 1),
                    ]
                    yield terms, run

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """A run that was on the way on the first known day, or had just ended, may have begun long before."""
        first, known = problem.horizon.first_day, known_days(problem, known_from)
        looked_back: dict[str, int] = {}
        for kind in self.kinds:
            codes = frozenset(kind.shifts) or problem.night_codes
            longest = max((kind.most or 0, *kind.days_off_after))
            off = max(kind.days_off_after.values(), default=0)
            for person in problem.employees:
                on = {row.date for row in problem.previous.of_employee(person.employee_id) if row.shift in codes}
                run = 0
                while run < known and known_from + timedelta(days=run) in on:
                    run += 1
                since = (first - known_from).days - run
                if run < longest and (since < off or not since):
                    looked_back[person.employee_id] = max(longest + off, looked_back.get(person.employee_id, 0))
        if not looked_back:
            return None
        why = Message("of the days before these nobody says what was worked")
        return too_few_for(self.number, problem, known_from, max(looked_back.values()), why, [*looked_back])

    def meaning(self, conflict: Conflict) -> Message:
        """The limits of each kind."""
        limits = []
        for kind in self.kinds:
            codes = kind.text(conflict.problem)
            if kind.most is not None:
                limits.append(Message("at most {most} of {shifts} in a row", most=kind.most, shifts=codes))
            limits += [
                Message(
                    "{count} day off after {run} of {shifts} in a row",
                    "{count} days off after {run} of {shifts} in a row",
                    count=off,
                    run=run,
                    shifts=codes,
                )
                for run, off in sorted(kind.days_off_after.items())
            ]
        return self.numbered(joined(", ", limits))

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Cut each person's dates of the kind into runs, and look at their length and at the dates after them."""
        return [
            found
            for kind in self.kinds
            for person in problem.employees
            for found in self._check_one(problem, roster, kind, person.employee_id)
        ]

    def _check_one(self, problem: Problem, roster: Roster, kind: ShiftKind, employee: str) -> Iterator[Violation]:
        one_day = timedelta(days=1)
        first, last = problem.horizon.first_day, problem.horizon.end.date() - one_day
        codes: Collection[str] = kind.shifts or [
            code for code, shift in problem.shifts.items() if problem.night.is_night(shift)
        ]
        rows = known_rows(problem, roster, employee)
        worked, nights = {row.date for row in rows}, sorted({row.date for row in rows if row.shift in codes})
        named = ", ".join(sorted(codes))
        too_soon: set[date] = set()
        for start in (on for on in nights if on - one_day not in nights):
            end = start
            while end + one_day in nights:
                end += one_day
            length = (end - start).days + 1
            if kind.most is not None:
                # Days that are one too many, as far as a planned day is among those that make them so.
                reach = kind.most * one_day
                beyond = (min(end, last + reach) - max(start + reach, first)).days + 1
                if beyond > 0:
                    yield self.violation(
                        Message(
                            "{employee} works {shifts} on {count} days in a row from {since}; at most {most}",
                            employee=employee,
                            shifts=named,
                            count=length,
                            since=start,
                            most=kind.most,
                        ),
                        amount=beyond,
                        employee=employee,
                        date=min(max(start, first), last),
                    )
            for run, off in kind.days_off_after.items():
                if length < run or end - (run - 1) * one_day > last:
                    continue
                too_soon |= {on for n in range(1, off + 1) if (on := end + n * one_day) in worked and on >= first}
        for on in sorted(too_soon):
            yield self.violation(
                Message(
                    "{employee} works on {on}, too soon after days of {shifts} in a row; days off after so many: "
                    "{days_off}",
                    employee=employee,
                    on=on,
                    shifts=named,
                    days_off=", ".join(f"{run}: {off}" for run, off in sorted(kind.days_off_after.items())),
                ),
                employee=employee,
                date=min(on, last),
            )


class _Days:
    """On which days somebody works, or can work, a shift of a kind."""

    def __init__(self, build: Build, employee: str, codes: AbstractSet[str], outside: Collection[int]) -> None:
        self.employee = employee
        self._build, self._codes, self._outside = build, codes, outside

    def of_kind(self, day: int) -> LinearExpr | int:
        """How many shifts of the kind start on a day: 0 or 1 once rule R01 holds."""
        if not 0 <= day < self._build.problem.horizon.days:
            return int(day in self._outside)
        choices = self._build.works.on_day(self.employee, day)
        return self._build.sum([choice for code, choice in choices.items() if code in self._codes])

    def may_all_be(self, days: range) -> bool:
        """Whether each of these days can be one of the kind."""
        n_days = self._build.problem.horizon.days
        return all(
            not self._codes.isdisjoint(self._build.works.on_day(self.employee, day))
            if 0 <= day < n_days
            else day in self._outside
            for day in days
        )

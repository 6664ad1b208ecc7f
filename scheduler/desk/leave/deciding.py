"""Requests for leave, decided one by one: each on what stands after those granted before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.config import Settings
from scheduler.constraints.base import Rule
from scheduler.desk.leave.balances import Balances, is_enough
from scheduler.desk.leave.mending import with_leave
from scheduler.desk.leave.proofs import Proofs
from scheduler.diagnose import explain
from scheduler.domain.base import clock_text
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.leave import LeaveRequest
from scheduler.domain.people import Absence, Lock
from scheduler.domain.roster import Assignment
from scheduler.domain.shifts import OFF
from scheduler.messages import Message
from scheduler.readers.absences import WRITTEN_PARTS, may_share_a_day, share_time
from scheduler.result import Status

_EXPLAIN_SECONDS = 5.0
_MOST_NEAR, _MOST_TRIES = 3, 14
"""How many of the nearest days that would do are shown, and how many are tried at most, of those on which the person's
own shift or week does not show it at once."""


class Against(StrEnum):
    """What stands against a request."""

    NOT_EMPLOYED = "not_employed"
    OWN_ABSENCE = "own_absence"
    ALREADY_OFF = "already_off"
    NOT_AT_WORK = "not_at_work"
    BALANCE = "balance"
    BALANCE_UNKNOWN = "balance_unknown"
    RULE = "rule"
    TARGET = "target"
    NOT_FOUND = "not_found"

    @property
    def waits(self) -> bool:
        """Whether the request could be granted if others gave way."""
        return self in (Against.RULE, Against.TARGET, Against.NOT_FOUND)


@dataclass(frozen=True)
class Decision:
    """A request, and what was decided.

    Attributes
    ----------
    request
        What was asked.
    entered
        The absences that it makes where it is granted.
    days
        Of the balance that it takes, or would.
    points
        What these days cost, by the settings.
    left
        Days of this kind that are left then; None: not counted.
    against
        What stands against it; None: it is granted.
    reasons
        Sentences for that.
    rules
        Numbers of the rules that stand against it, as far as they are known.
    waiting
        Its place on the wait list; None: it does not wait.
    nearest
        First and last day of the nearest leave that would do, the nearest first, on what stands at the end.
    """

    request: LeaveRequest
    entered: tuple[Absence, ...] = ()
    days: float = 0.0
    points: float = 0.0
    left: float | None = None
    against: Against | None = None
    reasons: tuple[Message, ...] = ()
    rules: tuple[str, ...] = ()
    waiting: int | None = None
    nearest: tuple[tuple[date, date], ...] = ()

    @property
    def is_granted(self) -> bool:
        """Whether it is."""
        return self.against is None


@dataclass(frozen=True)
class Refusal:
    """What stands against a request, and sentences for it."""

    against: Against
    reasons: tuple[Message, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass
class Deciding:
    """Decides requests in the order of the settings.

    Attributes
    ----------
    proofs
        Rosters that prove what stands.
    balances
        What people have left.
    first_day, last_day
        Days on which leave may be.
    today
        Days before it are past.
    """

    proofs: Proofs
    settings: Settings
    rules: Sequence[Rule]
    balances: Balances
    absences: tuple[Absence, ...]
    first_day: date
    last_day: date
    today: date
    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _rows: dict[Absence, int] = field(default_factory=dict)
    """Of what was granted, the rows of the file that asked for it."""

    def decide(self, requests: Sequence[LeaveRequest]) -> list[Decision]:
        """Decide all of them.

        Returns
        -------
        list
            In the order in which they were decided.
        """
        kinds = {request.absence.kind for request in requests}
        for absence in self.absences:
            if absence.kind in kinds:
                for (on, kind), days in self.balances.taken(absence.employee_id, [absence]).items():
                    if kind in kinds and self.first_day <= on <= self.last_day:
                        self.spent[absence.employee_id] += days * self.settings.leave.points_on(on)
        decided = [self._decided(request) for request in self._in_order(requests)]
        waiting = 0
        for n, one in enumerate(decided):
            if one.against is not None and one.against.waits:
                waiting += 1
                decided[n] = replace(one, waiting=waiting)
        return [one if one.is_granted else replace(one, nearest=self._nearest(one)) for one in decided]

    def _in_order(self, requests: Sequence[LeaveRequest]) -> Iterator[LeaveRequest]:
        """Whoever is next, as the settings say; among equals by when it was asked, then by the row of the file."""

        def asked(request: LeaveRequest) -> tuple[datetime, int]:
            return request.asked or datetime.min, request.row

        order = self.settings.leave.order
        if order == "first_come":
            yield from sorted(requests, key=asked)
        elif order == "seniority":
            yield from sorted(requests, key=lambda request: (request.rank or 0, *asked(request)))
        else:
            left = sorted(requests, key=asked)
            while left:
                # What was granted meanwhile counts, so the order is found anew each time.
                following = min(left, key=lambda request: self.spent[request.absence.employee_id])
                left.remove(following)
                yield following

    def _decided(self, request: LeaveRequest) -> Decision:
        absence = request.absence
        entered, locks = self._entered(absence)
        taken = self._taken(entered)
        points = sum(days * self.settings.leave.points_on(on) for on, days in taken)
        left = self._left(absence, entered)
        found = Decision(request, days=sum(days for _, days in taken), points=points, left=left)
        refusal = self._own_reason(absence, entered, left)
        if refusal is None:
            status, then = with_leave(self.proofs, entered, locks)
            if then is not None:
                self.proofs = then
                self.absences = (*self.absences, *entered)
                self._rows.update(dict.fromkeys(entered, request.row))
                self.spent[absence.employee_id] += points
                return replace(found, entered=tuple(entered))
            refusal = self._impossible(status, entered, locks)
        if refusal.against is Against.BALANCE_UNKNOWN:
            found = replace(found, left=None)
        return replace(found, against=refusal.against, reasons=refusal.reasons, rules=refusal.rules)

    def _entered(self, absence: Absence) -> tuple[list[Absence], list[Lock]]:
        """The absences that a request makes, and days off that stay.

        A day off of a published roster stays one and is no day of leave, as in a repair; nor are times of a day that
        take nothing away from the shift, or from any that the person could work where none is published.
        """
        days: list[date] = []
        locks: list[Lock] = []
        for on in absence.days():
            is_published = self.proofs.published[self.proofs.week_of(on)]
            row = self.proofs.row_on(absence.employee_id, on) if is_published else None
            if not is_published or row is not None:
                if absence.times is None or self._takes_time(absence, on, row):
                    days.append(on)
            else:
                locks.append(Lock(employee_id=absence.employee_id, date=on, shift=OFF))
        return list(_spans(absence, days)), locks

    def _takes_time(self, absence: Absence, on: date, row: Assignment | None) -> bool:
        """Whether times of a day take anything away from a shift; without one, from any that the person could work."""
        before = self.proofs.problem
        day, person = before.horizon.day_of(on), before.employee_on(absence.employee_id, on)
        if person is None:
            return True  # and so refused
        after = before.replace(absences=(*before.absences, absence))
        codes = person.shifts if row is None else (row.shift,)
        was, then = (problem.shifts_of(person.employee_id, day) for problem in (before, after))
        unfit = after.unfit_shifts(person.employee_id, day) - before.unfit_shifts(person.employee_id, day)
        return any(code in unfit or was.get(code) != then.get(code) for code in codes)

    def _taken(self, entered: Sequence[Absence]) -> list[tuple[date, float]]:
        """The days of the balance that absences take beside those that there are."""
        if not entered:
            return []
        employee = entered[0].employee_id
        own = [one for one in self.absences if one.employee_id == employee]
        before, after = self.balances.taken(employee, own), self.balances.taken(employee, [*own, *entered])
        more = Counter(after)
        more.subtract(before)
        return [(on, days) for (on, _), days in more.items() if days > 0]

    def _left(self, absence: Absence, entered: Sequence[Absence]) -> float | None:
        return self.balances.left(absence.employee_id, absence.kind, [*self.absences, *entered])

    def _own_reason(self, absence: Absence, entered: Sequence[Absence], left: float | None) -> Refusal | None:
        """What stands against a request whatever anybody else works."""
        employee, problem = absence.employee_id, self.proofs.problem
        unemployed = [on for on in absence.days() if problem.employee_on(employee, on) is None]
        if unemployed:
            said = Message("{employee} is not employed on {day}", employee=employee, day=unemployed[0])
            return Refusal(Against.NOT_EMPLOYED, (said,))
        for one in self.absences:
            if (
                one.employee_id == employee
                and one.first_day <= absence.last_day
                and absence.first_day <= one.last_day
                and (share_time(one, absence) or not may_share_a_day(one, absence, self.settings))
            ):
                said = Message(
                    "{employee} is absent {when} already ({kind})",
                    employee=employee,
                    when=_when(one),
                    kind=problem.kind_of_absence(one.kind),
                )
                if not share_time(one, absence):
                    said = Message("{said}, which does not count or is not paid as this kind is", said=said)
                if one in self._rows:
                    said = Message("{said}, as row {row} of the requests was granted", said=said, row=self._rows[one])
                return Refusal(Against.OWN_ABSENCE, (said,))
        if not entered:
            # Not of a part: somebody who is off all day is off in each of its parts.
            whole = absence.model_copy(update={"part": None, "from_minute": None, "to_minute": None})
            if absence.times is None or not self._entered(whole)[0]:
                said = Message(
                    "{employee} is off {when} in the published roster, and needs no leave",
                    employee=employee,
                    when=_when(whole),
                )
                return Refusal(Against.ALREADY_OFF, (said,))
            said = Message(
                "{employee} does not work {when}, and needs no leave", employee=employee, when=_when(absence)
            )
            return Refusal(Against.NOT_AT_WORK, (said,))
        if not self.balances.is_counted(absence.kind):
            return None
        kind = problem.kind_of_absence(absence.kind)
        if left is None:
            said = Message("leave_balances.csv has no balance of {employee} for {kind}", employee=employee, kind=kind)
            return Refusal(Against.BALANCE_UNKNOWN, (said,))
        known_from = self.balances.known_from(employee, absence.kind)
        if known_from is not None and any(on < known_from for on, _ in self._taken(entered)):
            said = Message(
                "the balance of {employee} for {kind} in leave_balances.csv holds from {day} on, and what was left "
                "before is not known",
                employee=employee,
                kind=kind,
                day=known_from,
            )
            return Refusal(Against.BALANCE_UNKNOWN, (said,))
        if not is_enough(left):
            needed = sum(days for _, days in self._taken(entered))
            said = Message(
                "{employee} has {count:g} day of {kind} left, and this takes {needed:g}",
                "{employee} has {count:g} days of {kind} left, and this takes {needed:g}",
                employee=employee,
                count=round(left + needed, 2),
                kind=kind,
                needed=round(needed, 2),
            )
            return Refusal(Against.BALANCE, (said,))
        return None

    def _impossible(self, status: Status, entered: Sequence[Absence], locks: Sequence[Lock]) -> Refusal:
        """Why no rosters with a request were found."""
        days = [on for one in entered for on in one.days()]
        share = self.proofs.limits.share
        if share is not None:
            free = self.proofs.copy()
            free.limits = replace(free.limits, share=None)
            without, _ = with_leave(free, entered, locks)
            if without is Status.FEASIBLE:
                said = Message(
                    "the target does not hold with it: on a day of leave at most {share:.1%} of the agent hours that "
                    "the callers need may be missing",
                    share=share,
                )
                if status is Status.INFEASIBLE:
                    return Refusal(Against.TARGET, (said,))
                return Refusal(Against.TARGET, (said, self._not_proven()))
            status = without
        if status is not Status.INFEASIBLE:
            return Refusal(Against.NOT_FOUND, (self._not_proven(),))
        reasons = []
        for week in sorted({self.proofs.week_of(on) for on in days}):
            problem = self.proofs.problem_of(week, week)
            problem = problem.replace(
                absences=(*problem.absences, *entered),
                locks=(*problem.locks, *(lock for lock in locks if self.proofs.week_of(lock.date) == week)),
            )
            workers = self.settings.solve.workers
            reasons += explain(problem, self.proofs.rules, time_limit_seconds=_EXPLAIN_SECONDS, workers=workers)
        if not reasons:
            held = [on for on in days if self.proofs.published[self.proofs.week_of(on)]]
            said = Message("with it no rosters of these weeks keep every hard rule, whoever else works what")
            if held and min(held) < self.proofs.limits.first_open + timedelta(days=7):
                said = Message(
                    "with it no rosters of these weeks keep every hard rule while other people's published days before "
                    "{day} stay as they are",
                    day=self.proofs.limits.first_open,
                )
            return Refusal(Against.RULE, (said,))
        rules = sorted({number for reason in reasons for number in reason.rules})
        return Refusal(Against.RULE, tuple(reason.said for reason in reasons), tuple(rules))

    def _not_proven(self) -> Message:
        return Message(
            "no roster with it was found within {seconds:g} s, and none was proven impossible: set "
            "leave.search_seconds higher to look longer",
            seconds=self.proofs.limits.seconds,
        )

    def _nearest(self, one: Decision) -> tuple[tuple[date, date], ...]:
        """The nearest days on which as much leave could be had, on what stands now."""
        if one.against in (Against.BALANCE, Against.BALANCE_UNKNOWN):
            return ()
        asked, found, tries = one.request.absence, [], 0
        needed = one.days
        if one.against is Against.OWN_ABSENCE:
            # Where a part of the day is taken already, the rest of it takes less than the day elsewhere.
            needed = sum(self.balances.taken(asked.employee_id, self._entered(asked)[0]).values())
        earliest, latest = max(self.first_day, self.today), self.last_day
        for days in range(1, (latest - earliest).days + 1):
            for offset in (days * ONE_DAY, -days * ONE_DAY):
                first, last = asked.first_day + offset, asked.last_day + offset
                if first < earliest or last > latest:
                    continue
                moved = asked.model_copy(update={"first_day": first, "last_day": last})
                entered, locks = self._entered(moved)
                if locks or self._own_reason(moved, entered, self._left(moved, entered)) is not None:
                    continue
                if abs(sum(taken for _, taken in self._taken(entered)) - needed) > 1e-9 and needed:
                    continue
                tries += 1
                status, _ = with_leave(self.proofs, entered, locks, is_thorough=self.proofs.is_small)
                if status is Status.FEASIBLE:
                    found.append((first, last))
                if len(found) == _MOST_NEAR or (tries == _MOST_TRIES and not self.proofs.is_small):
                    return tuple(found)
        return tuple(found)


def _when(absence: Absence) -> Message:
    """On which days an absence is, and in which part of them."""
    days = Message("from {first} to {last}", first=absence.first_day, last=absence.last_day)
    if absence.first_day == absence.last_day:
        days = Message("on {day}", day=absence.first_day)
    if absence.part is not None:
        return Message("{when}, {part}", when=days, part=WRITTEN_PARTS[absence.part])
    if absence.times is not None:
        start, end = map(clock_text, absence.times)
        return Message("{when}, {start} to {end}", when=days, start=start, end=end)
    return days


def _spans(absence: Absence, days: Sequence[date]) -> Iterator[Absence]:
    """An absence on some of its days."""
    first = last = None
    for on in days:
        if last is not None and first is not None and on - last > ONE_DAY:
            yield absence.model_copy(update={"first_day": first, "last_day": last})
            first = on
        first, last = first or on, on
    if first is not None:
        yield absence.model_copy(update={"first_day": first, "last_day": last})

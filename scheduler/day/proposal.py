"""What would help the rest of a day: numbered steps, in the order in which such rooms work.

First what costs nobody anything: trainings and meals that have not begun begin at another time, and people who could
take other callers do. Then overtime, volunteers first, other shifts of later today, and people who are off. Where
nobody is asked for that and every promise is kept, time off.

A step that changes the roster keeps every rule that it keeps, and lowers its cost by the rules' own prices, that of
leaving what is published included. And of every step it is simulated, with the same callers, that it brings more of
them in time than chance alone may, and that no queue pays for that; the first that does not ends its kind. Nobody is in
two steps, so that each can be accepted without the others.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

import numpy as np

from scheduler.day.calls_to_come import QueueRest, with_needs_of_now
from scheduler.day.moves import Move, Now, best_move, best_session, other_meals, other_shifts
from scheduler.day.promises import promised_levels
from scheduler.day.published_day import PublishedDay
from scheduler.day.rehearsal import AS_IT_IS, Case, Rehearsal, Rehearsed
from scheduler.day.steps import Span, Step, StepKind, Way
from scheduler.day.time_off import time_off
from scheduler.domain.roster import Assignment, PersonDay
from scheduler.errors import InputError
from scheduler.messages import Message
from scheduler.repair.absences import with_absences
from scheduler.simulation.floor import Lent
from scheduler.simulation.kernel.layout import ANSWERED
from scheduler.staffing.planned_activities import as_planned
from scheduler.standing import Changes, Standing
from scheduler.verify import audit

_MOST_STEPS: Mapping[StepKind, int] = {
    "activity": 2,
    "meal": 6,
    "queue": 6,
    "overtime": 4,
    "shift": 2,
    "call_in": 2,
    "leave_early": 3,
}
"""More than a room can tell people at once, and each takes a simulation."""
_MOST_IN_VAIN = 2
"""A kind ends with so many moves that are not felt; other people may be."""
_SHIFT_KINDS: tuple[StepKind, ...] = ("overtime", "shift", "call_in")
_UNPROMISED = 0.9
"""Share in time that is kept for a queue that promises no service level, before it pays for another one."""
_LEAST_LOSS = 1.0
"""A queue that loses less than this many calls in time pays nothing: a few callers a day are soon told from chance."""
_UNFELT_SHARE = 0.001
"""Fewer late calls than this share of the rest of the day cost nothing."""


@dataclass(frozen=True)
class Proposal:
    """Numbered steps.

    Attributes
    ----------
    fingerprint
        Of the facts from which they were found: the same facts, the same steps.
    """

    fingerprint: str
    steps: tuple[Step, ...]

    def accepted(self, numbers: Collection[int], fingerprint: str) -> tuple[Step, ...]:
        """The steps of these numbers.

        Parameters
        ----------
        numbers
            Of steps.
        fingerprint
            Of the proposal in which somebody saw them.

        Raises
        ------
        InputError
            It was made from other facts, or has no such step.
        """
        if fingerprint != self.fingerprint:
            raise InputError.of(
                "--proposal",
                Message(
                    "'{given}' was made from other facts: since then a version, a count, an absence or a file changed, "
                    "or --now is another",
                    given=fingerprint,
                ),
                Message("look at the proposal as it is now with --propose, and accept steps of that one"),
            )
        unknown = sorted({*numbers} - {step.number for step in self.steps})
        if unknown:
            raise InputError.of(
                "--accept",
                Message("there is no step {number}", number=unknown[0]),
                Message("look at the proposal again, and accept steps of it"),
            )
        return tuple(step for step in self.steps if step.number in numbers)


def propose(
    day: PublishedDay,
    queues: Sequence[QueueRest],
    rehearsal: Rehearsal,
    as_it_is: Rehearsed,
    cautious: Callable[[], Rehearsal],
) -> Proposal:
    """Find what helps the rest of a day.

    Parameters
    ----------
    day
        What is published, and who is missing.
    queues
        The calls that are still to come.
    rehearsal, as_it_is
        To try what helps, and the rest of the day without.
    cautious
        The same with as many calls as come on one day of ten at most: for time off, which cannot be taken back.
    """
    found = _Finding(day, queues, rehearsal, as_it_is, cautious)
    return Proposal(_fingerprint(day, rehearsal), tuple(found.steps()))


def _fingerprint(day: PublishedDay, rehearsal: Rehearsal) -> str:
    facts = {
        "inputs": day.workspace.inputs_sha256,
        "now": day.now.isoformat(),
        "day": day.on.isoformat(),
        "versions": repr(day.taken),
        "absences": sorted(absence.model_dump_json() for absence in day.ill),
        "counted": {name: np.nan_to_num(calls, nan=-1.0).round(6).tolist() for name, calls in day.counted.items()},
        "done": repr([(sorted(one.people), one.queue, one.start) for one in day.done.lent] + [day.done.helpers]),
        "simulation": rehearsal.settings.simulation.model_dump_json(),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:8]


class _Finding:
    """Finds step after step, each on what stands with those before it."""

    def __init__(
        self,
        day: PublishedDay,
        queues: Sequence[QueueRest],
        rehearsal: Rehearsal,
        as_it_is: Rehearsed,
        cautious: Callable[[], Rehearsal],
    ) -> None:
        self._day, self._rehearsal, self._cautious = day, rehearsal, cautious
        settings, workspace, there = rehearsal.settings, day.workspace, day.there
        needs = as_planned(settings, with_needs_of_now(workspace, day.problem, queues, day.on), there)
        needs = with_absences(needs, day.roster, day.ill)
        self._standing = Standing(needs, settings.rules, there, audit(needs, settings.rules, there))
        horizon = needs.horizon
        minutes = day.first * horizon.interval_minutes
        self._now = Now(horizon, minutes, horizon.elapsed_at(day.now) + settings.call_in_minutes)
        rows = day.rows(there)
        times = Counter(row.employee_id for row in rows)
        as_published = {row for row in rows if times[row.employee_id] == 1 and not needs.is_shortened(row)}
        as_published &= {*day.roster.assignments}
        self._places: set[PersonDay] = {(row.employee_id, row.date) for row in as_published}
        published = {row.employee_id for row in day.rows(day.roster)}
        self._off: set[PersonDay] = {
            (person.employee_id, day.on) for person in needs.employees if person.employee_id not in published
        }
        self._case, self._before = AS_IT_IS, as_it_is
        self._number = 0
        self._promised = promised_levels(settings, rehearsal.problem.demand, rehearsal.rest)

    def steps(self) -> Iterator[Step]:
        """All steps, in order."""
        now = self._now
        yield from self._roster_steps("activity", lambda but: best_session(self._standing, self._places - but, now))
        yield from self._roster_steps(
            "meal", lambda but: best_move(self._standing, self._places - but, other_meals(now))
        )
        yield from self._queue_steps()
        asked_for = self._number
        for kind in _SHIFT_KINDS:
            yield from self._roster_steps(kind, partial(self._best_shift, kind))
        if self._number == asked_for and self._keeps_promises(self._before):
            yield from self._time_off()

    def _best_shift(self, kind: StepKind, but: AbstractSet[PersonDay] = frozenset()) -> Move | None:
        places = self._off if kind == "call_in" else self._places
        return best_move(self._standing, places - but, other_shifts(self._now, kind))

    def _roster_steps(self, kind: StepKind, best: Callable[[AbstractSet[PersonDay]], Move | None]) -> Iterator[Step]:
        """Steps of one kind, as long as they bring more than chance."""
        in_vain: set[PersonDay] = set()
        tries_in_vain = 0
        for _ in range(_MOST_STEPS[kind]):
            move = best(in_vain)
            if move is None:
                return
            case = self._case.also(move.changes)
            after = self._rehearsal.run(case)
            if self._helps(after):
                for outcome in move.outcomes:
                    self._standing = self._standing.moved(outcome, is_measured=False)
                yield self._taken(move.way, case, after, move.changes, points=move.points)
                continue
            in_vain |= move.changes.keys()
            tries_in_vain += 1
            if tries_in_vain == _MOST_IN_VAIN:
                return

    def _queue_steps(self) -> Iterator[Step]:
        """People who know a queue that they do not take on this weekday, and take it today after their own ones."""
        since = self._day.since
        for (own_queue, queue), rows in self._lendable():
            # Where another queue would pay for all of them, half may do.
            for some in (rows, rows[: len(rows) // 2]):
                lent = Lent(frozenset(row.employee_id for row in some), self._day.on, queue, since)
                case = self._case.also(lent=(lent,))
                after = self._rehearsal.run(case)
                if self._helps(after):
                    way = Way("queue", own_queue, None, Span(since, max(row.end for row in some)), queue)
                    yield self._taken(way, case, after, people=lent.people, lent=(lent,))
                    break
                if len(rows) < 2:
                    break

    def _lendable(self) -> Sequence[tuple[tuple[str, str], Sequence[Assignment]]]:
        """Home queue, the other queue, and those who could take it, who stay longest first; the largest groups."""
        problem = self._standing.problem
        lent = {(employee, one.queue) for one in self._day.done.lent for employee in one.people}
        groups: dict[tuple[str, str], list[Assignment]] = {}
        for row in self._day.rows(self._standing.roster):
            person = problem.employee_on(row.employee_id, row.date)
            if person is None or not self._now.is_to_come(row.end):
                continue
            own = problem.queues_on(person, row.date)
            for queue in person.queues:
                if queue not in own and own and queue in problem.demand.queues and (row.employee_id, queue) not in lent:
                    groups.setdefault((own[0], queue), []).append(row)
        largest = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))[: _MOST_STEPS["queue"]]
        return [(key, sorted(rows, key=lambda row: row.end, reverse=True)) for key, rows in largest]

    def _time_off(self) -> Iterator[Step]:
        """Steps that cost nobody who calls anything: overtime that is not needed, then hours."""
        cautious = self._cautious()
        before = cautious.run(self._case)
        if not self._keeps_promises(before):
            return

        def costs_nothing(changes: Changes) -> bool:
            after = cautious.run(self._case.also(changes))
            gain = after.beyond(before)
            unfelt = max(_UNFELT_SHARE * after.calls(), 1.0)
            return gain.mean - gain.half_width >= -unfelt and self._keeps_promises(after)

        for _ in range(_MOST_STEPS["leave_early"]):
            move = self._best_shift("leave_early")
            if move is None or not costs_nothing(move.changes):
                break
            for outcome in move.outcomes:
                self._standing = self._standing.moved(outcome, is_measured=False)
            case = self._case.also(move.changes)
            yield self._taken(move.way, case, self._rehearsal.run(case), move.changes, points=move.points)
        for _ in range(_MOST_STEPS["leave_early"]):
            leave = time_off(self._standing, self._places, self._now, costs_nothing)
            if leave is None:
                return
            way = Way("leave_early", leave.shift, Span(leave.since, leave.end), None)
            case = self._case.also(leave.changes)
            self._standing = self._standing.moved(self._standing.after(leave.changes), is_measured=False)
            after = self._rehearsal.run(case)
            yield self._taken(way, case, after, leave.changes, minutes=-leave.minutes, is_published=False)

    def _helps(self, after: Rehearsed) -> bool:
        """Whether more callers are answered than chance may bring, in time or at all, and no queue pays for it.

        Where a queue is overloaded all day, nearly everybody waits too long whatever is done, and what a step brings is
        seen in those who are answered at all. A queue pays whose callers fare worse by more than chance, if it then
        does not keep what it promises.
        """
        in_time, answered = after.beyond(self._before), after.beyond(self._before, fate=ANSWERED)
        if not in_time.is_sure and not (answered.is_sure and not in_time.is_loss):
            return False
        return not any(self._pays(after, queue) for queue in after.queues)

    def _pays(self, after: Rehearsed, queue: str) -> bool:
        loss = after.beyond(self._before, queue)
        return loss.is_loss and -loss.mean >= _LEAST_LOSS and not self._keeps(after, queue)

    def _keeps(self, found: Rehearsed, queue: str) -> bool:
        """Whether a queue keeps the service level that it promises; one that promises none, nine in ten."""
        share = found.in_time(queue)
        return share.simulated - share.half_width >= self._promised.get(queue, _UNPROMISED)

    def _keeps_promises(self, found: Rehearsed) -> bool:
        return bool(self._promised) and all(self._keeps(found, queue) for queue in self._promised)

    def _taken(
        self,
        way: Way,
        case: Case,
        after: Rehearsed,
        changes: Changes | None = None,
        *,
        people: Collection[str] = (),
        points: int | None = None,
        lent: tuple[Lent, ...] = (),
        minutes: int | None = None,
        is_published: bool = True,
    ) -> Step:
        """A step, on which those after it stand."""
        changes = changes or {}
        if minutes is None:
            minutes = sum(
                sum(row.paid_minutes for row in rows)
                - sum(row.paid_minutes for row in self._rehearsal.roster.of_employee(place[0]) if row.date == place[1])
                for place, rows in changes.items()
            )
        self._number += 1
        step = Step(
            number=self._number,
            way=way,
            people=tuple(sorted(people or {employee for employee, _ in changes})),
            points=points,
            in_time=after.of_calls(),
            gain=after.beyond(self._before),
            answered=after.beyond(self._before, fate=ANSWERED),
            paid_minutes=minutes,
            changes=changes,
            lent=lent,
            is_published=is_published and not lent,
        )
        self._case, self._before = case, after
        self._places -= changes.keys()
        self._off -= changes.keys()
        return step

"""May people swap? Two people's days, chains of three, and a file of requests that are decided in order."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.constraints.base import Violation
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.effects import Effects, effects_json, effects_of, violation_json
from scheduler.desk.rows import handed_over
from scheduler.domain.known_days import HeldDays
from scheduler.domain.roster import Assignment, PersonDay
from scheduler.errors import Fault, InputError
from scheduler.from_store.rosters import is_published
from scheduler.identifiers import PUBLISHED
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.publishing.publish import Publication, publish
from scheduler.readers.swaps import read_swaps
from scheduler.run.auditing import with_audit
from scheduler.run.reading import opened
from scheduler.run.writing import write_forms
from scheduler.run_record import record_of_search
from scheduler.standing import Changes, Outcome
from scheduler.writers.folder import run_folder
from scheduler.writers.summary_json import write_summary

Asked = Sequence[tuple[str, date]]
"""People, by id or name, and the day that each gives away, to the next of them; the last gives it to the first."""


@dataclass(frozen=True)
class Swap:
    """A request, and what was decided.

    Attributes
    ----------
    places
        People by id, and the day that each gives away.
    gives
        What each works on that day after the requests before; None: nothing.
    effects
        What it would do; None where the request cannot be judged.
    breaches
        The breaches that it would make, for which it is refused.
    fault
        Why it cannot be judged.
    """

    places: tuple[PersonDay, ...]
    gives: tuple[Assignment | None, ...]
    effects: Effects | None
    breaches: tuple[Violation, ...] = ()
    fault: Fault | None = None

    @property
    def is_granted(self) -> bool:
        """Whether they may."""
        return self.effects is not None and not self.breaches


@dataclass(frozen=True)
class Swaps:
    """Requests in their order, each judged on what stands after those granted before it.

    Attributes
    ----------
    before, after
        The desk as it was, and with all that is granted.
    publication
        What publishing came to; None: nothing was published.
    """

    before: Desk
    after: Desk
    decided: tuple[Swap, ...]
    publication: Publication | None = None

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        language = self.before.language
        return {
            "granted": sum(swap.is_granted for swap in self.decided),
            "requests": [
                {
                    "people": [{"employee_id": who, "date": on.isoformat()} for who, on in swap.places],
                    "granted": swap.is_granted,
                    "breaches": [violation_json(self.before, found) for found in swap.breaches],
                    "fault": None if swap.fault is None else swap.fault.text_in(language),
                    "effects": None if swap.effects is None else effects_json(self.before, swap.effects),
                }
                for swap in self.decided
            ],
            "cost": {
                "before": self.before.standing.checked.cost,
                "after": self.after.standing.checked.cost,
            },
            "version": None if self.publication is None else self.publication.version.number,
        }


def swap(
    workspace: Workspace | Path | str,
    roster_path: Path,
    asked: Asked,
    *,
    requests: Path | None = None,
    today: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
    is_to_publish: bool = False,
    author: str | None = None,
    note: str = "",
    output: Path | None = None,
) -> Swaps:
    """Decide whether people may swap.

    Parameters
    ----------
    workspace, roster_path, today, previous, is_first_week
        As of `open_desk`.
    asked
        One request: two or three people with the day that each gives away. Nobody where there is a file.
    requests
        A file of requests, as of `read_swaps`; None: what is asked.
    is_to_publish
        Publish what is granted, as a version.
    author, note
        As of `publish`.
    output
        The run's folder that is published; None: one that does not stay.

    Raises
    ------
    InputError
        The inputs have faults; or a single request has, or what is to be published is not of what is published.
    """
    if is_to_publish and not is_published(roster_path):
        raise InputError.of(
            roster_path,
            Message("is not what is published, and a swap changes what people know"),
            Message("name `published` as the ROSTER, or leave out --publish"),
        )
    workspace = opened(workspace)
    listed = [asked] if requests is None else read_swaps(requests, workspace.settings, workspace.employees)
    days = [on for request in listed for _, on in request]
    desk = open_desk(
        workspace,
        roster_path,
        days=(min(days), max(days)) if days else None,
        today=today,
        previous=previous,
        is_first_week=is_first_week,
    )
    found = decide(desk, listed)
    if requests is None and found.decided[0].fault is not None:
        raise InputError([found.decided[0].fault])
    if not is_to_publish or found.after.roster == desk.roster:
        return found
    if desk.is_over:
        raise InputError.of(
            "--publish",
            Message("the roster is over; past days stay as they are"),
            Message("say with --today which day it is"),
        )
    return replace(found, publication=_publish(found.after, Publishing("swap", author, note, output)))


def decide(desk: Desk, requests: Iterable[Asked]) -> Swaps:
    """Decide requests in their order, each on what stands after those granted before it."""
    now = desk
    decided: list[Swap] = []
    for asked in requests:
        try:
            places = tuple((now.person(who), now.open_day(on)) for who, on in asked)
            changes = exchange(now, places)
        except InputError as error:
            decided.append(Swap(tuple(asked), _given(now, asked), None, fault=error.faults[0]))
            continue
        outcome = now.standing.after(changes)
        breaches = tuple((Counter(outcome.hard) - Counter(now.standing.checked.hard)).elements())
        one = Swap(places, _given(now, places), effects_of(now, outcome), breaches)
        decided.append(one)
        if one.is_granted:
            now = _moved(now, outcome)
    return Swaps(desk, now, tuple(decided))


def _given(desk: Desk, places: Asked) -> tuple[Assignment | None, ...]:
    return tuple(desk.standing.row_on(who, on) for who, on in places)


def _moved(desk: Desk, outcome: Outcome) -> Desk:
    standing = desk.standing.moved(outcome)
    moved = replace(desk, run=replace(desk.run, roster=standing.roster, audit=standing.checked))
    moved.__dict__["standing"] = standing  # known already
    return moved


def exchange(desk: Desk, places: Sequence[PersonDay]) -> Changes:
    """What everybody would work then.

    Each gives the shift of the named day to the next, the last one to the first. Whoever receives a shift on a day, and
    gives none away on it, hands on what that day has in turn, a day off included, to whoever is left without: so two
    people who name different days exchange both of these days.

    Raises
    ------
    InputError
        Somebody stands twice with a day, or has no shift on it, or both are the same person.
    """
    people = [who for who, _ in places]
    if len(set(people)) < len(people):
        raise InputError.of(
            "EMPLOYEE", Message("{employee} cannot swap alone", employee=people[0]), Message("name different people")
        )
    for who, on in places:
        desk.shift_of(who, on)
    changes: dict[PersonDay, tuple[Assignment, ...]] = {}
    for on in sorted({on for _, on in places}):
        to = {giver: people[(n + 1) % len(people)] for n, (giver, day) in enumerate(places) if day == on}
        # Paths of who gives to whom are closed: the last one gives to the first.
        for first in [giver for giver in to if giver not in to.values()]:
            last = first
            while last in to:
                last = to[last]
            to[last] = first
        for giver, taker in to.items():
            rows = desk.standing.rows.get((giver, on), ())
            changes[taker, on] = tuple(handed_over(desk.problem, row, taker) for row in rows)
    return changes


@dataclass(frozen=True, slots=True)
class Publishing:
    """How changes are published: by the name of a command, by whom, why, and where the run stays, if it does."""

    command: str
    author: str | None = None
    note: str = ""
    output: Path | None = None


def publish_changes(
    workspace: Workspace, changes: Changes, today: date, how: Publishing, *, taken: Sequence[HeldDays] | None = None
) -> Publication:
    """Publish changes of what is published.

    Parameters
    ----------
    workspace, today
        As of `open_desk`.
    changes
        Of days of one week.
    how
        Said of the publication.
    taken
        What was published when the changes were found; None: that of now.

    Raises
    ------
    InputError
        As of `open_desk` and `publish`, or another version was published since the changes were found.
    ViolationError
        The changed roster breaks a rule.
    """
    days = [on for _, on in changes]
    desk = open_desk(workspace, Path(PUBLISHED), days=(min(days), max(days)), today=today)
    if taken is not None and desk.workspace.taken != tuple(taken):
        raise InputError.of(
            PUBLISHED, Message("another version was published meanwhile"), Message("run the command again")
        )
    changed = replace(desk, run=with_audit(desk.run, desk.standing.changed(changes)))
    return _publish(changed, how)


def _publish(desk: Desk, how: Publishing) -> Publication:
    """Write the roster of a desk as a run, and publish it."""
    workspace, horizon = desk.workspace, desk.problem.horizon
    record = record_of_search(
        workspace,
        horizon.first_day,
        horizon.days,
        command=how.command,
        options=workspace.settings.solve,
        given={},
    ).model_copy(update={"has_result": True})
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / how.command if how.output is None else how.output
        with run_folder(place, record) as hidden:
            # Checked whole, from scratch, as all that leaves.
            run = write_forms(with_audit(desk.run, desk.roster), hidden)
            write_summary(hidden / "summary.json", run)
        published = publish(workspace.folder, place, author=how.author, note=how.note, today=desk.today)
    # What lay in a folder that does not stay is not there to be read.
    return published if how.output is not None else replace(published, written=())

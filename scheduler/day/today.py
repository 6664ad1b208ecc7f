"""The rest of a day: the calls that are still to come, how they will fare with those who are there, and what helps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from scheduler.config import Settings
from scheduler.day.all_hands import Pool, call_all_hands
from scheduler.day.calls_to_come import QueueRest, at_most, calls_to_come, demand_of_day, from_hour_on
from scheduler.day.done_before import CalledBefore, LentBefore, done_before
from scheduler.day.proposal import Proposal, propose
from scheduler.day.published_day import PublishedDay, published_day
from scheduler.day.rehearsal import AS_IT_IS, Case, Rehearsal
from scheduler.day.steps import Step, to_publish, together
from scheduler.desk.swap import Publishing, publish_changes
from scheduler.domain.inflow import Event
from scheduler.domain.people import Absence
from scheduler.domain.written import json_number
from scheduler.errors import InputError
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.publishing.publish import Publication
from scheduler.run.reading import opened
from scheduler.simulation.results import Simulated

REPLICATIONS = 24
"""A rest of a day is run so often: enough to tell what helps, and few enough to wait for the answer."""


@dataclass(frozen=True)
class Accepted:
    """Steps that somebody accepts.

    Attributes
    ----------
    after
        The rest of the day with all of them.
    publication
        What publishing them came to; None: nothing was published.
    """

    steps: tuple[Step, ...]
    after: Simulated
    publication: Publication | None = None

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        return {
            "numbers": [step.number for step in self.steps],
            "service": self.after.whole.as_json(),
            "version": None if self.publication is None else self.publication.version.number,
        }


@dataclass(frozen=True)
class Today:
    """A day from now on.

    Attributes
    ----------
    settings
        Of the workspace.
    now, on, since
        The time, the day, and the beginning of the next interval, from which on service is told.
    queues
        In the order of the settings.
    absent
        Who was published to work on the day and is missing, or for a part of it, by id.
    without_shift
        Who was said to be missing, and has no shift then, by id.
    done
        Who was lent or called before.
    events
        What is declared of the day; forecast and plan have it.
    as_planned, as_expected
        Service until midnight: of the forecast with the published roster, and of what is expected now with who is
        there; both with the same callers as far as they go.
    all_hands
        What calling the pool would bring beyond the steps, if there are any; None: the centre has none, or it is too
        late.
    proposal
        What would help; None: nobody asked.
    accepted
        The steps that somebody accepts, together; None: nobody accepts any.
    names
        Of people, by id.
    rows_of_other_days
        So many rows of the files that were given are of other days and count nothing here.
    """

    settings: Settings
    now: datetime
    on: date
    since: datetime
    queues: tuple[QueueRest, ...]
    absent: tuple[str, ...]
    as_planned: Simulated
    as_expected: Simulated
    all_hands: Pool | None
    proposal: Proposal | None = None
    accepted: Accepted | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    rows_of_other_days: int = 0
    without_shift: tuple[str, ...] = ()
    done: Case = AS_IT_IS
    events: tuple[Event, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What other programs read."""
        proposal = self.proposal
        return {
            "now": self.now.isoformat(timespec="minutes"),
            "date": self.on.isoformat(),
            "since": self.since.isoformat(timespec="minutes"),
            "absent": list(self.absent),
            "without_shift": list(self.without_shift),
            "lent": [
                {"people": sorted(one.people), "queue": one.queue, "since": f"{one.start:%H:%M}"}
                for one in self.done.lent
            ],
            "called": None if self.done.helpers is None else self.done.helpers.people,
            "events": [event.model_dump(mode="json") for event in self.events],
            "rows_of_other_days": self.rows_of_other_days,
            "queues": [
                {
                    "queue": rest.queue,
                    "from_hour": rest.from_hour,
                    **{
                        name: json_number(getattr(rest, name), 3)
                        for name in (
                            *("forecast_so_far", "counted_so_far", "forecast", "expected"),
                            *("low", "high", "weight"),
                        )
                    },
                    "turned_from": rest.turned_from,
                    "is_followed": rest.is_followed,
                }
                for rest in self.queues
            ],
            "all_hands": None if self.all_hands is None else self.all_hands.as_json(),
            "proposal": None if proposal is None else proposal.fingerprint,
            "steps": None if proposal is None else [step.as_json() for step in proposal.steps],
            "accepted": None if self.accepted is None else self.accepted.as_json(),
            "service": {
                name: [part.as_json() for part in (found.whole, *found.queues(), *found.of("hour"))]
                for name, found in (("as_planned", self.as_planned), ("as_expected", self.as_expected))
            },
        }


def today(
    workspace: Workspace | Path | str,
    *,
    now: datetime | None = None,
    on: date | None = None,
    actuals: Sequence[Path] = (),
    absences: Sequence[Absence] = (),
    replications: int = REPLICATIONS,
    is_to_propose: bool = False,
    accept: Collection[int] = (),
    fingerprint: str = "",
    publishing: Publishing | None = None,
    lent: Sequence[LentBefore] = (),
    called: CalledBefore | None = None,
) -> Today:
    """Forecast the rest of a day by what was counted of it, simulate how its callers will fare, and say what helps.

    Parameters
    ----------
    workspace
        Its store has the published roster, and the counts of the day as far as they are taken in.
    now
        By the clock of the centre; None: that of this machine.
    on
        A later day, of which nothing is counted yet: what can be done for it in advance; None: that of `now`.
    actuals
        Files of counted calls that hold besides those of the store; they are not taken in.
    absences
        Who is missing on the day besides those that the workspace knows.
    replications
        Of the simulation.
    is_to_propose
        Look for steps that help.
    accept, fingerprint
        Numbers of the steps of a proposal that are accepted, and the fingerprint of that proposal.
    publishing
        Publish these; None: nothing is published.
    lent, called
        Who was lent to other queues, and how many of the pool were called, earlier on the day.

    Raises
    ------
    InputError
        The day is not published, a file has faults, an absence or what was done before is none, the centre has no
        queues, the day is over, or the proposal was made from other facts.
    StoreError
        The store cannot be used.
    """
    workspace = opened(workspace)
    settings = workspace.settings
    simulating = settings.simulation.model_copy(update={"replications": replications})
    settings = settings.model_copy(update={"simulation": simulating})
    now = (now or datetime.now(settings.centre.zone)).replace(tzinfo=None)
    on = on or now.date()
    done = done_before(workspace, now, on, lent, called)
    day = published_day(workspace, settings, now, on, actuals=actuals, absences=absences, done=done)
    queues = calls_to_come(workspace, day.problem, day.counted, day.day, day.now_hour)
    rehearsal = _rehearsal(settings, day, queues)
    as_it_is = rehearsal.run()

    def cautious() -> Rehearsal:
        return _rehearsal(settings, day, [at_most(rest) for rest in queues])

    proposal = propose(day, queues, rehearsal, as_it_is, cautious) if is_to_propose or accept else None
    chosen: tuple[Step, ...] = ()
    if proposal is not None:
        chosen = proposal.accepted(accept, fingerprint) if accept else proposal.steps
    case = together(chosen)
    after = rehearsal.run(case) if chosen else as_it_is
    accepted = None
    if accept:
        publication = None if publishing is None else _publish(day, chosen, publishing)
        accepted = Accepted(chosen, rehearsal.shown(after, case), publication)
    return Today(
        settings=settings,
        now=now,
        on=day.on,
        since=day.since,
        queues=queues,
        absent=day.absent,
        without_shift=day.without_shift,
        done=done,
        events=tuple(event for event in workspace.events if event.first_day <= on <= event.last_day),
        as_planned=_as_planned(settings, day),
        as_expected=rehearsal.shown(as_it_is),
        all_hands=call_all_hands(rehearsal, day, case, after),
        proposal=proposal,
        accepted=accepted,
        names={person.employee_id: person.name for person in workspace.employees},
        rows_of_other_days=day.rows_of_other_days,
    )


def _rehearsal(settings: Settings, day: PublishedDay, queues: Sequence[QueueRest]) -> Rehearsal:
    """The day with the calls that came so far, those that are expected, and who is there."""
    problem = day.problem.replace(demand=demand_of_day(day.problem, day.day, queues))
    seen = np.array([day.counted[name] for name in problem.demand.queues])
    seen[:, problem.horizon.day_of_interval() != day.day] = 0.0
    for number, rest in enumerate(queues):
        seen[number, from_hour_on(problem, day.day, rest.from_hour)] = np.nan
    return Rehearsal(settings, problem, day.there, day.rest, seen, day.done)


def _as_planned(settings: Settings, day: PublishedDay) -> Simulated:
    """The day with the calls that were forecast, and who was published to be there."""
    problem = day.problem.replace(demand=demand_of_day(day.problem, day.day))
    rehearsal = Rehearsal(settings, problem, day.roster, day.rest, None)
    return rehearsal.shown(rehearsal.run())


def _publish(day: PublishedDay, steps: Sequence[Step], publishing: Publishing) -> Publication:
    changes = to_publish(steps)
    if not changes:
        raise InputError.of(
            "--publish",
            Message("these steps change nothing of the roster"),
            Message(
                "other queues are set in the phone system, time off is written into absences.csv; leave out --publish"
            ),
        )
    return publish_changes(day.workspace, changes, day.now.date(), publishing, taken=day.taken)

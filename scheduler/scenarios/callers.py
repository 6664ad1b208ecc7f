"""Who calls, and who answers whom: inflow, handling time, a queue in several, and all hands on deck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from scheduler.config import Settings
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.calendar import Horizon
from scheduler.domain.employment import rows_by_person
from scheduler.domain.inflow import Event, QueueInflow
from scheduler.domain.people import Employee
from scheduler.domain.problem import QueueAccess, queues_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.yaml_document import Location
from scheduler.scenarios.applied import ScenarioChange
from scheduler.scenarios.overlay import InflowChange, QueueSplit
from scheduler.scenarios.people import evenly
from scheduler.scenarios.reading import Scenario


def apply_inflow(
    workspace: Workspace, horizon: Horizon, scenario: Scenario, faults: Faults
) -> tuple[Workspace, list[ScenarioChange]]:
    """More or fewer calls, as declared events of the planned days: the forecast of an ordinary day is not touched.

    Parameters
    ----------
    workspace
        The baseline, or what earlier changes of the scenario have made of it.
    horizon
        The planned days.
    scenario
        What is different.
    faults
        Takes what is wrong.
    """
    events: list[Event] = []
    changes = []
    for number, change in enumerate(scenario.overlay.inflow):
        for queue in change.queues:
            _check_queue(workspace, queue, ("inflow", number, "queues"), scenario, faults)
        for day in change.dates:
            if not 0 <= horizon.day_of(day) < horizon.days:
                last = horizon.date_of(horizon.days - 1)
                message = Message("{day} is not planned", day=day)
                scenario.blame(
                    ("inflow", number, "dates"),
                    message,
                    Message("use {first_day} to {last}", first_day=horizon.first_day, last=last),
                    faults,
                )
        for first, last in _runs(change, horizon):
            events += [
                Event(
                    first_day=first,
                    last_day=last,
                    from_hour=change.from_hour,
                    to_hour=change.to_hour,
                    queue=queue,
                    factor=change.factor,
                    name=scenario.name,
                )
                for queue in change.queues or (None,)
            ]
        changes.append(ScenarioChange(f"inflow{_where(change)}", "100%", f"{change.factor:.0%}"))
    return replace(workspace, events=(*workspace.events, *events)), changes


def _runs(change: InflowChange, horizon: Horizon) -> Iterator[tuple[date, date]]:
    """First and last date of each run of planned days that a change concerns."""
    days = [
        day for day in horizon.dates() if day.weekday() in change.weekdays and (not change.dates or day in change.dates)
    ]
    for number, day in enumerate(days):
        if number == 0 or days[number - 1] != day - timedelta(days=1):
            last = day
            while last + timedelta(days=1) in days:
                last += timedelta(days=1)
            yield day, last


def _where(change: InflowChange) -> str:
    """Queues, days and hours of a change, those that are not all."""
    parts = [",".join(change.queues)]
    if len(change.weekdays) < 7:
        parts.append(",".join(WEEKDAYS[day] for day in sorted(change.weekdays)))
    parts += map(str, change.dates)
    if (change.from_hour, change.to_hour) != (0, 24):
        parts.append(f"{change.from_hour:02}-{change.to_hour:02}")
    return "".join(f".{part}" for part in parts if part)


def apply_handling_time(
    workspace: Workspace, scenario: Scenario, faults: Faults
) -> tuple[Workspace, list[ScenarioChange]]:
    """Longer or shorter calls: the setting and what the inflow has of it."""
    changes = []
    for name, factor in scenario.overlay.handling_time.items():
        if not _check_queue(workspace, name, ("handling_time", name), scenario, faults):
            continue
        settings = workspace.settings
        queues = tuple(
            queue.model_copy(update={"aht_seconds": queue.aht_seconds * factor}) if queue.name == name else queue
            for queue in settings.queues
        )
        history = {
            queue: replace(inflow, aht_seconds=inflow.aht_seconds * factor) if queue == name else inflow
            for queue, inflow in workspace.inflow.queues.items()
        }
        workspace = replace(
            workspace,
            settings=settings.model_copy(update={"queues": queues}),
            inflow=replace(workspace.inflow, queues=history),
        )
        changes.append(ScenarioChange(f"handling_time.{name}", "100%", f"{factor:.0%}"))
    return workspace, changes


def apply_split(workspace: Workspace, scenario: Scenario, faults: Faults) -> tuple[Workspace, list[ScenarioChange]]:
    """A queue as several: its calls, waiting places and least agents by share, its people dealt to one part each."""
    changes = []
    for name, split in scenario.overlay.split.items():
        place: Location = ("split", name)
        if not _check_queue(workspace, name, place, scenario, faults):
            continue
        taken = {queue.name for queue in workspace.settings.queues}
        for part in split.into:
            if part in taken:
                scenario.blame(
                    (*place, "into", part),
                    Message("there is a queue '{part}' already", part=part),
                    Message("use another name"),
                    faults,
                )
        teams = {team.name for team in workspace.settings.teams}
        for team in split.all_round:
            if team not in teams:
                scenario.blame(
                    (*place, "all_round"),
                    Message("there is no team '{team}'", team=team),
                    did_you_mean(team, teams),
                    faults,
                )
        if faults:
            continue
        workspace = replace(
            workspace,
            settings=_split_settings(workspace.settings, name, split),
            inflow=replace(workspace.inflow, queues=_split_inflow(workspace.inflow.queues, name, split)),
            employees=_split_people(workspace.employees, name, split),
            events=tuple(
                event if event.queue != name else event.model_copy(update={"queue": part})
                for event in workspace.events
                for part in (split.into if event.queue == name else ("",))
            ),
        )
        parts = ", ".join(f"{part} {share:.0%}" for part, share in split.into.items())
        changes.append(ScenarioChange(f"split.{name}", Message("one queue"), parts))
    return workspace, changes


def _split_settings(settings: Settings, name: str, split: QueueSplit) -> Settings:
    queues = []
    for queue in settings.queues:
        if queue.name != name:
            queues.append(queue)
            continue
        for part, share in split.into.items():
            least = queue.targets.minimum_agents
            targets = queue.targets.model_copy(update={"minimum_agents": max(1, round(share * least)) if least else 0})
            places = queue.waiting_places
            queues.append(
                queue.model_copy(
                    update={
                        "name": part,
                        "name_ko": f"{queue.title('ko')} {part}",
                        "name_en": f"{queue.title('en')} {part}",
                        "targets": targets,
                        "waiting_places": None if places is None else max(1, round(share * places)),
                    }
                )
            )
    access = [
        QueueAccess(team=entry.team, queue=part, weekdays=entry.weekdays) if entry.queue == name else entry
        for entry in settings.queue_access
        for part in (split.into if entry.queue == name else ("",))
    ]
    # Of a rule about the queue, its largest part takes the place: two people at night are two people for all parts.
    largest = max(split.into, key=lambda part: split.into[part])
    rules = [rule.renamed_queue(name, largest) for rule in settings.rules]
    return settings.model_copy(update={"queues": tuple(queues), "queue_access": tuple(access), "rules": tuple(rules)})


def _split_inflow(queues: Mapping[str, QueueInflow], name: str, split: QueueSplit) -> dict[str, QueueInflow]:
    parts: dict[str, QueueInflow] = {}
    for queue, inflow in queues.items():
        if queue != name:
            parts[queue] = inflow
            continue
        for part, share in split.into.items():
            parts[part] = replace(inflow, calls=inflow.calls * share, attempts=inflow.attempts * share)
    return parts


def _split_people(people: tuple[Employee, ...], name: str, split: QueueSplit) -> tuple[Employee, ...]:
    dealt: dict[str, tuple[str, ...]] = {}
    specialists = [person for person in people if name in person.queues and person.team not in split.all_round]
    # Whoever is next goes to the part that lacks most of its share.
    counts = dict.fromkeys(split.into, 0)
    for number, person in enumerate(evenly(specialists, 1), start=1):
        part = max(counts, key=lambda part: split.into[part] * number - counts[part])
        counts[part] += 1
        dealt[person.employee_id] = (part,)
    return tuple(
        person.model_copy(
            update={
                "queues": tuple(
                    part
                    for queue in person.queues
                    for part in (dealt.get(person.employee_id, tuple(split.into)) if queue == name else (queue,))
                )
            }
        )
        for person in people
    )


def apply_all_hands(
    workspace: Workspace, horizon: Horizon, scenario: Scenario, faults: Faults
) -> tuple[Workspace, list[ScenarioChange]]:
    """People who take calls of a queue on one weekday although they otherwise do not.

    They become teams of their own, as which queues a team may serve is by team and weekday.

    Parameters
    ----------
    workspace
        The baseline, or what earlier changes of the scenario have made of it.
    horizon
        The planned days.
    scenario
        What is different.
    faults
        Takes what is wrong.
    """
    pool = scenario.overlay.all_hands
    if pool is None:
        return workspace, []
    settings = workspace.settings
    teams = {team.name: team for team in settings.teams}
    place: Location = ("all_hands",)
    _check_queue(workspace, pool.queue, (*place, "queue"), scenario, faults)
    for team in pool.teams:
        if team not in teams:
            scenario.blame(
                (*place, "teams"), Message("there is no team '{team}'", team=team), did_you_mean(team, teams), faults
            )
    if faults:
        return workspace, []
    access = {(entry.team, entry.queue): entry.weekdays for entry in settings.queue_access}
    days = [day for day in horizon.dates() if day.weekday() == pool.weekday]
    absent = {row.employee_id for row in workspace.absences for day in days if row.first_day <= day <= row.last_day}
    first_rows = [rows[0] for rows in rows_by_person(workspace.employees).values()]
    candidates = [
        person
        for team in pool.teams
        for person in evenly([p for p in first_rows if p.team == team], pool.seed)
        if person.employee_id not in absent and pool.queue not in queues_of(access, person, days[0])
    ]
    if len(candidates) < pool.people:
        message = Message(
            "only {count} people of these teams are there and not on the queue anyway", count=len(candidates)
        )
        scenario.blame((*place, "people"), message, Message("name more teams"), faults)
        return workspace, []
    called = {person.employee_id: person for person in candidates[: pool.people]}
    new_teams, new_access = list(settings.teams), list(settings.queue_access)
    for name in dict.fromkeys(person.team for person in called.values()):
        new_teams.append(teams[name].model_copy(update={"name": _pool_team(name)}))
        new_access += [
            entry.model_copy(update={"team": _pool_team(name)})
            for entry in settings.queue_access
            if entry.team == name and entry.queue != pool.queue
        ]
        usual = access.get((name, pool.queue), frozenset())
        new_access.append(QueueAccess(team=_pool_team(name), queue=pool.queue, weekdays=usual | {pool.weekday}))
    employees = tuple(
        person
        if person.employee_id not in called or person.team != called[person.employee_id].team
        else person.model_copy(
            update={
                "team": _pool_team(person.team),
                "queues": person.queues if pool.queue in person.queues else (*person.queues, pool.queue),
            }
        )
        for person in workspace.employees
    )
    changed = replace(
        workspace,
        employees=employees,
        settings=settings.model_copy(update={"teams": tuple(new_teams), "queue_access": tuple(new_access)}),
    )
    return changed, [
        ScenarioChange(
            "all_hands",
            "-",
            Message(
                "{count} person of {teams} on {queue} on {day:%A}",
                "{count} people of {teams} on {queue} on {day:%A}",
                count=pool.people,
                teams=", ".join(pool.teams),
                queue=pool.queue,
                day=days[0],
            ),
        )
    ]


def _pool_team(name: str) -> str:
    return f"{name}_all_hands"


def _check_queue(workspace: Workspace, queue: str, place: Location, scenario: Scenario, faults: Faults) -> bool:
    known = {entry.name for entry in workspace.settings.queues}
    if queue not in known:
        scenario.blame(place, Message("there is no queue '{queue}'", queue=queue), did_you_mean(queue, known), faults)
    return queue in known

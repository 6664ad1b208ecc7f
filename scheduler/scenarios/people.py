"""Who comes, who leaves, and whose contract changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from scheduler.domain.employment import rows_by_person
from scheduler.domain.limits import MOST_PEOPLE
from scheduler.domain.people import Absence, Employee, KnownCounts
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.faults import Faults, did_you_mean
from scheduler.readers.yaml_document import Location
from scheduler.scenarios.applied import ScenarioChange
from scheduler.scenarios.overlay import HeadcountChange, PeopleChange
from scheduler.scenarios.reading import Scenario

_SHOWN = 12
"""Names that a list of people shows before it counts the rest."""


def apply_headcount(workspace: Workspace, scenario: Scenario, faults: Faults) -> tuple[Workspace, list[ScenarioChange]]:
    """Let people come and leave, group by group in the order of the overlay.

    Who leaves is named, or every n-th of the group sorted by contract, queues, rotation group and shifts, from a place
    that the seed gives: so the mix stays the same, and who leaves with ten fewer leaves with twenty fewer as well.
    Who comes is a copy of somebody found in the same way, with this person's absences and history, but without wishes
    and without work in the days before.
    """
    changes = []
    for group, change in scenario.overlay.headcount.items():
        place: Location = ("headcount", group)
        members = group_members(workspace, group, place, scenario, faults)
        if members is None:
            continue
        number = int(change.change[1:])
        wanted = {"+": len(members) + number, "-": len(members) - number, "=": number}[change.change[0]]
        if wanted < 0:
            scenario.blame(
                place,
                Message("there are {count} people, {number} cannot leave", count=len(members), number=number),
                "",
                faults,
            )
            continue
        if len({person.employee_id for person in workspace.employees}) - len(members) + wanted > MOST_PEOPLE:
            scenario.blame(
                place,
                Message("the centre would have more than {most_people:,} people", most_people=MOST_PEOPLE),
                Message("take fewer"),
                faults,
            )
            continue
        what = f"headcount.{group}"
        if wanted < len(members):
            leavers = _leavers(members, len(members) - wanted, change, place, scenario, faults)
            workspace = without(workspace, leavers)
            after = Message("{people}, without {who}", people=_people(wanted), who=_listed(leavers))
        elif wanted > len(members):
            comers, copied = _comers(workspace, members, wanted - len(members), change, place, scenario, faults)
            workspace = _with_comers(workspace, comers, copied)
            models = _listed(list(dict.fromkeys(copied.values())))
            after = Message("{people}, with copies of {who}", people=_people(wanted), who=models)
        else:
            continue
        changes.append(ScenarioChange(what, _people(len(members)), after))
    return workspace, changes


def group_members(
    workspace: Workspace, group: str, place: Location, scenario: Scenario, faults: Faults
) -> list[Employee] | None:
    """The people of a team, of a contract, or who may work a shift; None where there is no such group.

    A name of two kinds that means different people is written ``team:night``, ``contract:night`` or ``shift:N``.

    Parameters
    ----------
    workspace
        Whose people they are.
    group
        The name.
    place
        Where in the overlay it stands.
    scenario
        Whose overlay that is.
    faults
        Takes what is wrong.
    """
    people, settings = tuple(rows[0] for rows in rows_by_person(workspace.employees).values()), workspace.settings
    kinds: dict[str, tuple[set[str], Callable[[Employee], Collection[str]]]] = {
        "team": ({team.name for team in settings.teams}, lambda person: (person.team,)),
        "contract": ({contract.name for contract in settings.contracts}, lambda person: (person.contract,)),
        "shift": ({shift.code for shift in settings.shifts}, lambda person: person.shifts),
    }
    kind, colon, name = group.partition(":")
    if not colon:
        name = group
    found = [
        [person for person in people if name in of(person)]
        for which, (names, of) in kinds.items()
        if name in names and (not colon or which == kind)
    ]
    if not found:
        known = sorted({name for names, _ in kinds.values() for name in names})
        scenario.blame(
            place, Message("'{group}' is no team, contract or shift", group=group), did_you_mean(name, known), faults
        )
        return None
    if any(members != found[0] for members in found):
        scenario.blame(
            place,
            Message("'{group}' is a team and a contract of different people", group=group),
            Message("write team:{group} or contract:{group}", group=group),
            faults,
        )
        return None
    return found[0]


def evenly(people: Sequence[Employee], seed: int) -> list[Employee]:
    """People in an order of which each beginning has about the mix of all.

    Sorted by what they can do, they are taken at the places of the van der Corput sequence (halves, quarters, eighths,
    and so on) from a beginning that the seed gives.
    """
    by_kind = sorted(
        people, key=lambda p: (p.contract, p.queues, p.remote_group or 0, p.shifts, p.overtime_volunteer, p.employee_id)
    )
    begin = random.Random(seed).random()
    order: dict[int, None] = {}
    step = 0
    while len(order) < len(by_kind):
        order.setdefault(int((_reversed_bits(step) + begin) % 1.0 * len(by_kind)))
        step += 1
    return [by_kind[place] for place in order]


def _reversed_bits(number: int) -> float:
    """0, 1/2, 1/4, 3/4, 1/8, ...: the binary digits of a number behind the point, in reverse."""
    value, digit = 0.0, 0.5
    while number:
        value += digit * (number & 1)
        number >>= 1
        digit /= 2
    return value


def _leavers(
    members: Sequence[Employee],
    count: int,
    change: HeadcountChange,
    place: Location,
    scenario: Scenario,
    faults: Faults,
) -> list[str]:
    if not change.leave:
        return [person.employee_id for person in evenly(members, change.seed)[:count]]
    ids = {person.employee_id for person in members}
    for unknown in sorted(set(change.leave) - ids):
        scenario.blame(
            (*place, "leave"),
            Message("'{unknown}' is not in this group", unknown=unknown),
            did_you_mean(unknown, ids),
            faults,
        )
    return list(change.leave)


def without(workspace: Workspace, leavers: Sequence[str]) -> Workspace:
    """The workspace without these people, and without all that concerns them alone."""
    gone = set(leavers)
    return replace(
        workspace,
        employees=tuple(person for person in workspace.employees if person.employee_id not in gone),
        absences=tuple(row for row in workspace.absences if row.employee_id not in gone),
        requests=tuple(row for row in workspace.requests if row.employee_id not in gone),
        locks=tuple(row for row in workspace.locks if row.employee_id not in gone),
        history=tuple(row for row in workspace.history if row.employee_id not in gone),
    )


def _comers(
    workspace: Workspace,
    members: Sequence[Employee],
    count: int,
    change: HeadcountChange,
    place: Location,
    scenario: Scenario,
    faults: Faults,
) -> tuple[list[Employee], Mapping[str, str]]:
    """The people who come, and of whom each is a copy."""
    by_id = {person.employee_id: person for person in workspace.employees}
    if change.like is not None and change.like not in by_id:
        scenario.blame(
            (*place, "like"),
            Message("there is no '{like}'", like=change.like),
            did_you_mean(change.like, by_id),
            faults,
        )
        return [], {}
    models = [by_id[change.like]] if change.like else evenly(members, change.seed)
    if not models:
        scenario.blame(
            place, Message("the group has nobody to copy"), Message("name somebody: {{change: +5, like: E001}}"), faults
        )
        return [], {}
    comers: list[Employee] = []
    copied: dict[str, str] = {}
    number = 0
    while len(comers) < count:
        number += 1
        name = f"NEW{number:03d}"
        if name in by_id:
            continue
        model = models[len(comers) % len(models)]
        korean = workspace.settings.language == "ko"
        comers.append(
            model.model_copy(
                update={
                    "employee_id": name,
                    "name": f"{'신규' if korean else 'New'} {number:03d}",
                    "first_day": None,
                    "last_day": None,
                }
            )
        )
        copied[name] = model.employee_id
    return comers, copied


def _with_comers(workspace: Workspace, comers: Sequence[Employee], copied: Mapping[str, str]) -> Workspace:
    absences: dict[str, list[Absence]] = {}
    for absence in workspace.absences:
        absences.setdefault(absence.employee_id, []).append(absence)
    history: dict[str, KnownCounts] = {record.employee_id: record for record in workspace.history}
    return replace(
        workspace,
        employees=(*workspace.employees, *comers),
        absences=(
            *workspace.absences,
            *(
                absence.model_copy(update={"employee_id": new})
                for new, model in copied.items()
                for absence in absences.get(model, ())
            ),
        ),
        history=(
            *workspace.history,
            *(
                history[model].model_copy(update={"employee_id": new})
                for new, model in copied.items()
                if model in history
            ),
        ),
    )


def apply_people(workspace: Workspace, scenario: Scenario, faults: Faults) -> tuple[Workspace, list[ScenarioChange]]:
    """Give people of a group other contracts, shifts, queues or consents."""
    changes: list[ScenarioChange] = []
    for number, change in enumerate(scenario.overlay.people):
        place: Location = ("people", number)
        members = group_members(workspace, change.who, (*place, "who"), scenario, faults)
        if members is None:
            continue
        chosen = _chosen(members, change, place, scenario, faults)
        new = change.new.model_dump(exclude_none=True)
        changed = {person.employee_id for person in chosen}
        for field, value in new.items():
            olds = sorted({_value(getattr(person, field)) for person in chosen})
            changes.append(
                ScenarioChange(
                    f"people.{change.who}.{field}",
                    ", ".join(olds),
                    Message(
                        "{value} ({who})",
                        value=_value(value),
                        who=_listed([person.employee_id for person in chosen]),
                    ),
                )
            )
        workspace = replace(
            workspace,
            employees=tuple(
                person.model_copy(update=new) if person.employee_id in changed else person
                for person in workspace.employees
            ),
        )
    return workspace, changes


def _chosen(
    members: Sequence[Employee], change: PeopleChange, place: Location, scenario: Scenario, faults: Faults
) -> list[Employee]:
    if change.ids:
        by_id = {person.employee_id: person for person in members}
        for unknown in sorted(set(change.ids) - by_id.keys()):
            scenario.blame(
                (*place, "ids"),
                Message("'{unknown}' is not in this group", unknown=unknown),
                did_you_mean(unknown, by_id),
                faults,
            )
        return [by_id[person] for person in change.ids if person in by_id]
    if change.count is not None and change.count > len(members):
        scenario.blame(
            (*place, "count"),
            Message("the group has {count} people, not {asked}", count=len(members), asked=change.count),
            "",
            faults,
        )
    return evenly(members, change.seed)[: change.count]


def check_people(workspace: Workspace, scenario: Scenario, faults: Faults) -> None:
    """Every name that people have must exist."""
    settings = workspace.settings
    known = {
        "team": {team.name for team in settings.teams},
        "contract": {contract.name for contract in settings.contracts},
        "shifts": {shift.code for shift in settings.shifts},
        "queues": {queue.name for queue in settings.queues},
    }
    unknown = {
        (field, name)
        for person in workspace.employees
        for field, names in known.items()
        for name in _names(getattr(person, field))
        if name not in names
    }
    for field, name in sorted(unknown):
        places = [
            ("people", number, "new", field)
            for number, change in enumerate(scenario.overlay.people)
            if name in _names(getattr(change.new, field) or ())
        ]
        if places:
            message = Message("{field} '{name}' does not exist", field=field, name=name)
            scenario.blame(places[0], message, did_you_mean(name, known[field]), faults)
        else:
            message = Message("takes away '{name}' of {field}, which people still have", name=name, field=field)
            scenario.blame(("settings",), message, Message("give them another one under 'people'"), faults)


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _value(value: object) -> str:
    return "|".join(value) if isinstance(value, tuple) else str(value)


def _listed(ids: Sequence[str]) -> Message | str:
    shown = ", ".join(sorted(ids)[:_SHOWN])
    return shown if len(ids) <= _SHOWN else Message("{shown} and {more} more", shown=shown, more=len(ids) - _SHOWN)


def _people(count: int) -> Message:
    return Message("{count} person", "{count} people", count=count)

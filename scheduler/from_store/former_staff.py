"""People who are no longer on the staff, as the published runs knew them: what their work was worth stays known."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from scheduler.config import Settings
from scheduler.domain.people import Employee
from scheduler.formats.run_folder import RECORD_FILE
from scheduler.from_store.surroundings import open_store_of
from scheduler.inputs import Workspace
from scheduler.store.opening import exists

if TYPE_CHECKING:
    from scheduler.store.published import Published  # loads SQLAlchemy: for those alone who have a store


class _Known(NamedTuple):
    """Team and contract of somebody, and the first and last published day that knows of them."""

    team: str
    contract: str
    first_day: date
    last_day: date


def with_former_staff(workspace: Workspace, people: Collection[str]) -> Workspace:
    """The workspace with those of some people who have left as they were when their last roster was made.

    Whoever was forgotten since has a number there. Nobody is added whose team or contract is no longer in the settings,
    or of whom no run recorded them.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    if not people or not exists(workspace.folder, workspace.settings):
        return workspace
    with open_store_of(workspace).reading() as published:
        known = _known(published, people)
    settings = workspace.settings
    former = tuple(
        Employee(
            employee_id=who,
            name=who,
            team=one.team,
            contract=one.contract,
            shifts=(),
            first_day=one.first_day,
            last_day=one.last_day,
        )
        for who, one in sorted(known.items())
        if _is_there(one, settings)
    )
    return replace(workspace, employees=(*workspace.employees, *former))


def _known(published: Published, people: Collection[str]) -> Mapping[str, _Known]:
    """What the records of the versions say of some people, the newest of them of team and contract."""
    days = {version.number: (version.first_day, version.last_day) for version in published.versions()}
    known: dict[str, _Known] = {}
    for number, content in published.file_by_version(RECORD_FILE):
        staff = (json.loads(content).get("made_from") or {}).get("staff", {})
        for who in people:
            if who in staff:
                (first, last), before = days[number], known.get(who)
                if before is not None:
                    first, last = min(first, before.first_day), max(last, before.last_day)
                team, contract = staff[who]
                known[who] = _Known(team, contract, first, last)
    return known


def _is_there(one: _Known, settings: Settings) -> bool:
    return one.team in {team.name for team in settings.teams} and one.contract in {
        contract.name for contract in settings.contracts
    }

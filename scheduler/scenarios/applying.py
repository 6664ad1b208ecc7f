"""An overlay on a workspace is another workspace."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.calendar import Horizon
from scheduler.inputs import Workspace
from scheduler.readers.faults import Faults
from scheduler.scenarios.applied import Applied
from scheduler.scenarios.callers import apply_all_hands, apply_handling_time, apply_inflow, apply_split
from scheduler.scenarios.people import apply_headcount, apply_people, check_people
from scheduler.scenarios.reading import Scenario
from scheduler.scenarios.settings import apply_settings


def apply_scenario(workspace: Workspace, horizon: Horizon, scenario: Scenario, faults: Faults) -> Applied:
    """The workspace as the scenario would have it.

    Parameters
    ----------
    workspace
        The baseline.
    horizon
        The planned days.
    scenario
        What is different.
    faults
        Takes what is wrong; the result then means nothing.
    """
    found = Faults()
    ids = {person.employee_id for person in workspace.employees}
    settings, changes = apply_settings(workspace.settings, ids, scenario, found)
    first, last = horizon.first_day, horizon.date_of(horizon.days - 1)
    there = tuple(person for person in workspace.employees if person.meets(first, last))
    changed = replace(workspace, settings=settings, employees=there)
    steps = (
        apply_split,
        apply_headcount,
        apply_people,
        apply_handling_time,
        lambda w, s, f: apply_all_hands(w, horizon, s, f),
        lambda w, s, f: apply_inflow(w, horizon, s, f),
    )
    for step in steps:
        changed, more = step(changed, scenario, found)
        changes += more
    if not found:
        check_people(changed, scenario, found)
    # What people were, or will be, on other days: they may still be at work when the planned ones begin.
    leavers = {row.employee_id for row in there} - {row.employee_id for row in changed.employees}
    contracts = {contract.name for contract in settings.contracts}
    others = [
        row
        for row in workspace.employees
        if not row.meets(first, last) and row.employee_id not in leavers and row.contract in contracts
    ]
    changed = replace(changed, employees=(*changed.employees, *others))
    for fault in found.all():
        faults.add(fault.file, fault.row, fault.column, fault.message, fault.remedy)
    return Applied(changed, tuple(changes))

"""People who have left are forgotten: their ids go out of everything that is published, and their work stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scheduler.config import Settings
from scheduler.errors import Fault, InputError
from scheduler.from_store.surroundings import refuse_store_of_other_centre
from scheduler.messages import Message
from scheduler.readers.faults import did_you_mean
from scheduler.readers.workspace import read_workspace
from scheduler.store.forgetting import FORGOTTEN, is_forgotten
from scheduler.store.opening import exists, open_store


@dataclass(frozen=True)
class Forgotten:
    """Who was forgotten.

    Attributes
    ----------
    settings
        Of the workspace.
    names
        The number of each person, by the id, which nothing keeps.
    """

    settings: Settings
    names: Mapping[str, str]


def forget(folder: Path, employees: Sequence[str], before: date | None = None) -> Forgotten:
    """Make people numbers in everything that is published, the files of versions included.

    Parameters
    ----------
    folder
        The workspace.
    employees
        Their ids.
    before
        Also everybody who is not on the staff and has no published work on this day or later; None: nobody.

    Raises
    ------
    InputError
        One of them is on the staff or unknown to the store, or the store is another centre's.
    StoreError
        The store cannot be used; then nobody is forgotten.
    """
    workspace = read_workspace(folder)
    if not exists(folder, workspace.settings):
        raise InputError.of(folder, Message("nothing is published"), Message("there is nobody to forget"))
    store = open_store(folder, workspace.settings)
    staff = {person.employee_id for person in workspace.employees}
    with store.publishing() as publishing:
        refuse_store_of_other_centre(publishing, store.place, workspace)
        last_days = publishing.last_days()
        chosen = dict.fromkeys(employees)
        if before is not None:
            chosen |= dict.fromkeys(
                sorted(
                    who for who, on in last_days.items() if on < before and who not in staff and not is_forgotten(who)
                )
            )
        faults = []
        for who in chosen:
            if who in staff:
                message = Message("'{employee}' is on the staff", employee=who)
                faults.append(
                    Fault(
                        "staff.csv", 0, "", message, Message("take people out of staff.csv before they are forgotten")
                    )
                )
            elif who not in last_days or is_forgotten(who):
                message = Message("'{employee}' is in nothing that is published", employee=who)
                faults.append(Fault(store.place, 0, "", message, did_you_mean(who, sorted(last_days))))
        if faults:
            raise InputError(faults)
        taken = [int(who.removeprefix(FORGOTTEN)) for who in last_days if is_forgotten(who)]
        names = {who: f"{FORGOTTEN}{number}" for number, who in enumerate(chosen, max(taken, default=0) + 1)}
        publishing.rename(names)
    store.wipe()
    return Forgotten(workspace.settings, names)

"""People who have left are forgotten: their ids go out of everything that is published, and their work stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from scheduler.config import Settings
from scheduler.errors import Fault, InputError
from scheduler.from_store.surroundings import open_store_of
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.name_parser import PersonNames
from scheduler.run.reading import opened
from scheduler.store.forgetting import FORGOTTEN, is_forgotten
from scheduler.store.opening import exists


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

    def as_json(self) -> Mapping[str, Mapping[str, str]]:
        """The numbers for other programs."""
        return {"forgotten": dict(self.names)}


def forget(
    workspace: Workspace | Path | str,
    employees: Sequence[str],
    before: date | None = None,
    *,
    today: date | None = None,
) -> Forgotten:
    """Make people numbers in everything that is published, the files of versions included.

    Parameters
    ----------
    workspace
        The workspace.
    employees
        Their ids; of whoever is in staff.csv the name does as well, though nobody there is forgotten.
    before
        Also everybody who is not on the staff and has no published work on this day or later; None: nobody.
    today
        The day that counts as today; None: the machine's date in the time zone of the centre.

    Raises
    ------
    InputError
        One of them is on the staff, unknown to the store, or has published work from today on; `before` is still to
        come; or the store is another centre's.
    StoreError
        The store cannot be used; then nobody is forgotten.
    """
    workspace = opened(workspace)
    if not exists(workspace.folder, workspace.settings):
        raise InputError.of(workspace.folder, Message("has nothing published"), Message("there is nobody to forget"))
    store = open_store_of(workspace)
    today = today or datetime.now(workspace.settings.centre.zone).date()
    if before is not None and before > today:
        raise InputError.of(
            "--before",
            Message("{day} is still to come", day=before),
            Message("name today, {today}, or an earlier day", today=today),
        )
    staff = {person.employee_id for person in workspace.employees}
    with store.publishing() as publishing:
        last_days = publishing.last_days()
        people = PersonNames.of(workspace.employees, {who for who in last_days if not is_forgotten(who)})
        chosen: dict[str, None] = {}
        faults = []
        for text in employees:
            try:
                chosen[people(text)] = None
            except CellError as error:
                faults.append(Fault(store.place, 0, "", error.message, error.remedy))
        if before is not None:
            chosen |= dict.fromkeys(
                sorted(
                    who for who, on in last_days.items() if on < before and who not in staff and not is_forgotten(who)
                )
            )
        still = {row.employee_id: row.date for row in publishing.roster_on(publishing.holding(today)).assignments}
        for who in chosen:
            if who in staff:
                message = Message("'{employee}' is on the staff", employee=who)
                faults.append(
                    Fault(
                        "staff.csv", 0, "", message, Message("take people out of staff.csv before they are forgotten")
                    )
                )
            elif who in still:
                message = Message(
                    "'{employee}' has published work on {day}, and today is {today}",
                    employee=who,
                    day=still[who],
                    today=today,
                )
                remedy = Message(
                    "publish these days without this person first (scheduler repair), or forget after that day"
                )
                faults.append(Fault(store.place, 0, "", message, remedy))
        if faults:
            raise InputError(faults)
        taken = [int(who.removeprefix(FORGOTTEN)) for who in last_days if is_forgotten(who)]
        names = {who: f"{FORGOTTEN}{number}" for number, who in enumerate(chosen, max(taken, default=0) + 1)}
        publishing.rename(names)
    store.wipe()
    return Forgotten(workspace.settings, names)

"""A roster loaded once, with the workspace and all that its check found, for whoever asks about it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from scheduler.changes.between import Change, changes_between
from scheduler.days_around import with_days_before
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.errors import InputError
from scheduler.figures import Run
from scheduler.from_store.rosters import DaySpan, weeks_of
from scheduler.inputs import Workspace
from scheduler.labels import Language
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.staff import person_called
from scheduler.run.auditing import plan_of, verified
from scheduler.run.planning import Plan
from scheduler.run.reading import opened, read_checked_roster
from scheduler.standing import Changes, Standing

EMPLOYEE, DATE = "EMPLOYEE", "DATE"
"""Places of faults of commands."""


@dataclass(frozen=True, eq=False)
class Desk:
    """A roster with all that is known around it.

    Attributes
    ----------
    plan
        The workspace, the facts and the rules.
    run
        The roster with its check.
    source
        Where the roster was read.
    today
        The day that counts as today; of a roster that is over on the machine's date its first day.
    is_over
        Whether that was so: such a roster can be asked about, and nothing of it can be published.
    """

    plan: Plan
    run: Run
    source: Path
    today: date
    is_over: bool = False

    @property
    def workspace(self) -> Workspace:
        """The inputs."""
        return self.plan.workspace

    @property
    def problem(self) -> Problem:
        """The facts."""
        return self.run.problem

    @property
    def roster(self) -> Roster:
        """What is asked about."""
        assert self.run.roster is not None
        return self.run.roster

    @property
    def language(self) -> Language:
        """The language of answers."""
        return self.run.settings.language

    @cached_property
    def standing(self) -> Standing:
        """The roster, to be asked what changes would do."""
        assert self.run.audit is not None
        return Standing(self.problem, self.run.rules, self.roster, self.run.audit)

    def person(self, text: str, place: str = EMPLOYEE) -> str:
        """The id of the person who is called so, by id or name.

        Raises
        ------
        InputError
            Nobody is called so, or several people are.
        """
        try:
            return person_called(text, self.problem.employees)
        except CellError as error:
            raise InputError.of(place, error.message, error.remedy) from None

    def day(self, on: date, place: str = DATE) -> date:
        """The date, which is one of the roster's.

        Raises
        ------
        InputError
            It is not.
        """
        first, last = self.problem.horizon.first_day, self.problem.horizon.last_day
        if not first <= on <= last:
            raise InputError.of(
                place,
                Message("{day} lies outside the roster", day=on),
                Message("its days are {first} to {last}", first=first, last=last),
            )
        return on

    def open_day(self, on: date) -> date:
        """The date, which is one of the roster's that is not past.

        Raises
        ------
        InputError
            It is not.
        """
        if self.day(on) < self.today:
            raise InputError.of(
                DATE,
                Message("{day} is past; past days stay as they are", day=on),
                Message("name {today} or later, or say with --today which day it is", today=self.today),
            )
        return on

    def shift_of(self, employee: str, on: date, place: str = EMPLOYEE) -> Assignment:
        """What somebody works on a day that is not past.

        Raises
        ------
        InputError
            Nothing, or the day cannot be.
        """
        row = self.standing.row_on(employee, self.open_day(on))
        if row is None:
            raise InputError.of(
                place,
                Message("{employee} has no shift on {day}", employee=employee, day=on),
                Message("name a day with a shift; `scheduler why` says why a day is off"),
            )
        return row

    def notice_days(self, on: date) -> int:
        """How many days before a day people would learn of a change of it."""
        return (on - self.today).days

    def told(self, changes: Changes) -> list[Change]:
        """Who must be told what."""
        told, fallen = changes_between(self.problem, self.roster, self.standing.changed(changes))
        return [*fallen, *told]

    def name(self, employee: str) -> str:
        """Id and name."""
        person = self.problem.employee[employee]
        return employee if person.name in ("", employee) else f"{employee} {person.name}"

    def title(self, number: str) -> str:
        """A rule's title with its number."""
        return next((rule.name().text(self.language) for rule in self.run.rules if rule.number == number), number)


def open_desk(
    workspace: Workspace | Path | str,
    roster_path: Path,
    *,
    days: DaySpan | None = None,
    today: date | None = None,
    previous: Path | None = None,
    is_first_week: bool = False,
) -> Desk:
    """Load a roster, and check it.

    Parameters
    ----------
    workspace
        The workspace, read or not.
    roster_path
        The roster's file, the folder of a run, or ``published``.
    days
        Of what is published: the days that are asked about, whose weeks are loaded; None: those of the newest version.
    today
        The day that counts as today; None: the date at the centre.
    previous
        The roster of the days before and after, a file or the folder of a run; None: the workspace's.
    is_first_week
        Nobody worked on the days before of which no roster speaks.

    Raises
    ------
    InputError
        The workspace or the roster has faults, is another centre's, or the days before are not known.
    """
    began = time.monotonic()
    workspace = with_days_before(opened(workspace), previous, is_first_week=is_first_week, of_run=roster_path)
    weeks = None if days is None else weeks_of(*days)
    workspace, edited = read_checked_roster(roster_path, workspace, weeks)
    plan = plan_of(workspace, edited, roster_path)
    desk = Desk(plan, verified(plan, edited.roster, began), roster_path, date.min)
    horizon = desk.problem.horizon
    if today is not None:
        return replace(desk, today=today)
    now = datetime.now(plan.settings.centre.zone).date()
    is_over = horizon.last_day < now
    return replace(desk, today=horizon.first_day if is_over else now, is_over=is_over)

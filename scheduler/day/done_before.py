"""What was done earlier on a day and no roster says: who was lent to another queue, and who of the pool was called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.day.rehearsal import Case
from scheduler.domain.base import MINUTES_PER_DAY
from scheduler.domain.clock import moment
from scheduler.errors import Fault, InputError
from scheduler.formats.workspace_files import WORKSPACE_FILE
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.readers.cells import CellError
from scheduler.readers.dates import parse_time
from scheduler.readers.staff import person_called
from scheduler.simulation.floor import Helpers, Lent


@dataclass(frozen=True, slots=True)
class LentBefore:
    """People, by id or name, who serve one more queue since some minute of the day."""

    people: tuple[str, ...]
    queue: str
    minute: int


@dataclass(frozen=True, slots=True)
class CalledBefore:
    """So many people of the pool, who were called at some minute of the day."""

    people: int
    minute: int


def parse_lent(text: str) -> LentBefore:
    """Who ``E017,E018:general:12:00`` says are lent.

    Raises
    ------
    ValueError
        It says nobody; says how to write it.
    """
    who, _, rest = text.partition(":")
    queue, _, time = rest.partition(":")
    people = tuple(dict.fromkeys(name.strip() for name in who.split(",") if name.strip()))
    if not people or not queue.strip() or ":" not in time:
        raise ValueError(Message("'{text}' lends nobody; write it as E017,E018:general:12:00", text=text))
    return LentBefore(people, queue.strip(), _minute(time))


def parse_called(text: str) -> CalledBefore:
    """How many ``28:12:00`` says were called.

    Raises
    ------
    ValueError
        It says nothing of the kind; says how to write it.
    """
    count, _, time = text.partition(":")
    if not count.strip().isdecimal() or ":" not in time or not int(count):
        raise ValueError(Message("'{text}' calls nobody; write it as 28:12:00", text=text))
    return CalledBefore(int(count), _minute(time))


def _minute(text: str) -> int:
    try:
        minute = parse_time(text.strip())
    except CellError as error:
        raise ValueError(error.message) from None
    if minute >= MINUTES_PER_DAY:
        raise ValueError(Message("'{found}' is not a time of day", found=text))
    return minute


def done_before(
    workspace: Workspace, now: datetime, on: date, lent: Sequence[LentBefore], called: CalledBefore | None
) -> Case:
    """What was done of a day, to be simulated.

    Parameters
    ----------
    workspace
        Has the people, the queues and the pool.
    now, on
        By the clock of the centre, and the day.
    lent, called
        What was done.

    Raises
    ------
    InputError
        A person or queue is unknown, somebody does not know the queue, there is no such pool, or it is still to come;
        with every fault.
    """
    settings, faults = workspace.settings, list[Fault]()

    def at(minute: int, option: str) -> datetime:
        time = datetime(on.year, on.month, on.day) + timedelta(minutes=minute)
        if time > now:
            message = Message("{time:%H:%M} is still to come at {now:%Y-%m-%d %H:%M}", time=time, now=now)
            faults.append(Fault(option, 0, "", message, Message("say what was done before")))
        return time

    found = []
    for one in lent:
        people = set()
        for name in one.people:
            try:
                people.add(employee := person_called(name, workspace.employees))
            except CellError as error:
                faults.append(Fault("--lent", 0, "", error.message, error.remedy))
                continue
            if not any(
                row.employee_id == employee and row.meets(on, on) and one.queue in row.queues
                for row in workspace.employees
            ):
                message = Message("{employee} does not know the queue '{queue}'", employee=employee, queue=one.queue)
                remedy = Message("name people who have it among their queues in staff.csv")
                faults.append(Fault("--lent", 0, "", message, remedy))
        found.append(Lent(frozenset(people), on, one.queue, at(one.minute, "--lent")))
    helpers = None
    if called is not None:
        pool, start = settings.all_hands, at(called.minute, "--called")
        if pool is None or called.people > pool.people:
            most = 0 if pool is None else pool.people
            message = Message("the all-hands pool has {most} people, not {people}", most=most, people=called.people)
            remedy = Message("correct the number, or all_hands in {file}", file=WORKSPACE_FILE)
            faults.append(Fault("--called", 0, "", message, remedy))
        else:
            zone = settings.centre.zone
            begins = moment(start, zone) + timedelta(minutes=pool.answer_after_minutes)
            begins, ends = (
                at.astimezone(zone).replace(tzinfo=None)
                for at in (begins, begins + timedelta(minutes=pool.stay_minutes))
            )
            helpers = Helpers(tuple(dict.fromkeys(pool.queues)), begins, ends, called.people)
    if faults:
        raise InputError(faults)
    return Case(lent=tuple(found), helpers=helpers)

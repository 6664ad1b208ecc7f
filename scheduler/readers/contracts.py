"""What no staff list can keep, such as four days of 8 h for 30 h, or three leaders of two: said before all planning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from scheduler.config import Settings
from scheduler.constraints.base import Rule, WeekAmount
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.people import Contract, Employee
from scheduler.domain.shifts import Shift
from scheduler.formats.workspace_files import WORKSPACE_FILE
from scheduler.messages import Message, joined
from scheduler.readers.faults import Faults
from scheduler.readers.yaml_document import Document

_MOST_SHIFTS_NAMED = 8
_MOST_PEOPLE_NAMED = 3

DaysAndMinutes = tuple[int, int]
"""Worked days and regular paid minutes."""


def refuse_unfillable_contracts(
    settings: Settings, employees: Sequence[Employee], document: Document, faults: Faults
) -> None:
    """Note each contract that an ordinary week, without absence or holiday, cannot fill, and for whom.

    Only what hard rules demand of a week counts (`Rule.week_demand`), of the shifts that people may work on the
    weekdays of their contract: a week of other rules may be impossible still.

    Parameters
    ----------
    settings, employees
        The rules and contracts, and who has which.
    document
        The file of the settings, which knows the line of each contract.
    faults
        Takes what is wrong.
    """
    hard = [rule for rule in settings.rules if rule.weight is None]
    unlisted = len(settings.rules) - len(document.raw.get("rules") or ())  # these stand before all others
    for number, rule in enumerate(settings.rules):
        for message, remedy in rule.beyond_staff(employees) if rule.weight is None else ():
            document.refuse(("rules", number - unlisted), message, remedy, faults)
    _refuse_against_limits(settings, hard, {person.contract for person in employees}, document, faults)
    contracts = {contract.name: contract for contract in settings.contracts}
    for (name, shifts), people in _alike(hard, employees, settings.shifts).items():
        contract = contracts.get(name)
        if contract is None:
            continue  # a fault of its own
        demand = _demand(hard, contract)
        weeks = _weeks(contract, shifts)
        if not any(demand.days in (None, days) and demand.minutes in (None, minutes) for days, minutes in weeks):
            place = settings.contracts.index(contract)
            faults.add(
                WORKSPACE_FILE,
                document.line(("contracts", place)),
                f"contracts.{name}",
                _message(demand, shifts, people, weeks),
                Message(
                    "change days_per_week or paid_minutes_per_week, the times of the shifts, or the "
                    "shifts of these people"
                ),
            )


def unheld_minutes(
    rules: Sequence[Rule], employees: Sequence[Employee], contracts: Collection[Contract], shifts: Collection[Shift]
) -> list[Message]:
    """That no rule in force reads the minutes of contracts, where the days that one asks for may be of more minutes.

    Parameters
    ----------
    rules
        In force.
    employees
        All rows of the staff list.
    contracts, shifts
        All of the centre.
    """
    of_name = {contract.name: contract for contract in contracts}
    unheld: dict[str, Message] = {}
    for (name, own), people in _alike([one for one in rules if one.weight is None], employees, shifts).items():
        demand, due = _demand(rules, of_name[name]), of_name[name].paid_minutes_per_week
        most = max((minutes for days, minutes in _weeks(of_name[name], own) if days == demand.days), default=0)
        if demand.minutes is None and most > due:
            example = Message(
                "{employee} may get {minutes} paid min a week instead of {due}",
                employee=people[0],
                minutes=most,
                due=due,
            )
            unheld.setdefault(name, example)
    return [
        Message(
            "contracts of which no rule in force reads paid_minutes_per_week: {names} ({example}); add "
            "'- rule: {rule}' to the rules of workspace.yaml",
            names=", ".join(unheld),
            example=example,
            rule=ContractMinutes.model_fields["rule"].default,
        )
        for example in list(unheld.values())[:1]
    ]


def _alike(
    hard: Sequence[Rule], employees: Iterable[Employee], shifts: Iterable[Shift]
) -> dict[tuple[str, tuple[Shift, ...]], list[str]]:
    """Who has the same contract and may work the same shifts."""
    alike: defaultdict[tuple[str, tuple[Shift, ...]], list[str]] = defaultdict(list)
    for person in employees:
        own = tuple(
            shift
            for shift in shifts
            if shift.code in person.shifts and not any(rule.never_allows(person, shift) for rule in hard)
        )
        alike[person.contract, own].append(person.employee_id)
    return alike


def _demand(rules: Iterable[Rule], contract: Contract) -> WeekAmount:
    """What the rules together demand of an ordinary week; what none speaks of stays open."""
    demands = [rule.week_demand(contract) for rule in rules]
    return WeekAmount(
        days=next((demand.days for demand in demands if demand.days is not None), None),
        minutes=next((demand.minutes for demand in demands if demand.minutes is not None), None),
    )


def _refuse_against_limits(
    settings: Settings, hard: Sequence[Rule], held: Collection[str], document: Document, faults: Faults
) -> None:
    """Note each contract that asks for more days or minutes than other hard rules ever leave in a week."""
    for place, contract in enumerate(settings.contracts):
        days, minutes = _demand(hard, contract)
        found: list[Message] = []
        for rule in hard if contract.name in held else ():
            most = rule.week_limit(contract)
            if days is not None and most.days is not None and days > most.days:
                off = len(WEEKDAYS) - most.days
                found.append(
                    Message(
                        "asks for {days} days a week, and {rule} for {off} days off",
                        days=days,
                        rule=rule.number,
                        off=off,
                    )
                )
            if minutes is not None and most.minutes is not None and minutes > most.minutes:
                found.append(
                    Message(
                        "asks for {minutes} paid min a week, and {rule} allows {most}",
                        minutes=minutes,
                        rule=rule.number,
                        most=most.minutes,
                    )
                )
        where = document.line(("contracts", place))
        for message in found:
            remedy = Message("change the contract or the limit of the rule")
            faults.add(WORKSPACE_FILE, where, f"contracts.{contract.name}", message, remedy)


def _weeks(contract: Contract, shifts: Iterable[Shift]) -> set[DaysAndMinutes]:
    """Every number of days with every sum of minutes that a week of these shifts may have."""
    weeks: set[DaysAndMinutes] = {(0, 0)}
    for weekday in sorted(contract.weekdays):
        minutes_of_day = {shift.regular_minutes for shift in shifts if weekday in shift.weekdays}
        worked = {(days + 1, so_far + minutes) for days, so_far in weeks for minutes in minutes_of_day}
        weeks = worked if weekday in contract.required_weekdays else weeks | worked
    return weeks


def _message(demand: WeekAmount, shifts: Sequence[Shift], people: Sequence[str], weeks: set[DaysAndMinutes]) -> Message:
    """What is asked for, of which shifts, by whom, and what comes nearest."""
    asked = []
    if demand.days is not None:
        asked.append(Message("{count} day", "{count} days", count=demand.days))
    if demand.minutes is not None:
        asked.append(Message("{minutes} paid min", minutes=demand.minutes))
    named = [
        Message("{shift} ({minutes} min)", shift=shift.code, minutes=shift.regular_minutes)
        for shift in shifts[:_MOST_SHIFTS_NAMED]
    ]
    if len(shifts) > _MOST_SHIFTS_NAMED:
        named.append(Message("{count} more", count=len(shifts) - _MOST_SHIFTS_NAMED))
    some = ", ".join(people[:_MOST_PEOPLE_NAMED])
    more = len(people) - _MOST_PEOPLE_NAMED
    who = Message("{some} and {count} more", some=some, count=more) if more > 0 else some
    return Message(
        "asks for {asked} a week, which no shifts of {who} add up to: {shifts}; {nearest}",
        asked=Message("{days} and {minutes}", days=asked[0], minutes=asked[1]) if len(asked) == 2 else asked[0],
        who=who,
        shifts=joined(", ", named or (Message("none"),)),
        nearest=_nearest(demand, weeks),
    )


def _nearest(demand: WeekAmount, weeks: set[DaysAndMinutes]) -> Message:
    """The sums on either side of what is demanded, or how many days there can be."""
    sums = {minutes for days, minutes in weeks if demand.days in (None, days)}
    if not sums or demand.minutes is None:
        return Message("there are at most {count} days to work", count=max((days for days, _ in weeks), default=0))
    asked = demand.minutes
    below, above = [n for n in sums if n <= asked], [n for n in sums if n >= asked]
    if not (below and above):
        return Message("nearest: {minutes} min", minutes=max(below) if below else min(above))
    return Message("nearest: {below} min or {above} min", below=max(below), above=min(above))

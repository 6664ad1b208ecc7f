"""Contracts that no shifts can fill, such as four days of 8 h for 30 h: said once, before anything is planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from scheduler.config import Settings
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.night_consent import NightConsent
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.weekly_day_off import WeeklyDayOff
from scheduler.domain.base import WEEKDAYS
from scheduler.domain.people import Contract, Employee
from scheduler.domain.shifts import Shift
from scheduler.formats.workspace_files import WORKSPACE_FILE
from scheduler.messages import Message, joined
from scheduler.readers.faults import Faults
from scheduler.readers.yaml_document import Document

_MOST_SHIFTS_NAMED = 8
_MOST_PEOPLE_NAMED = 3

Week = tuple[int, int]
"""Worked days and regular paid minutes."""


def refuse_unfillable_contracts(
    settings: Settings, employees: Sequence[Employee], document: Document, faults: Faults
) -> None:
    """Note each contract that an ordinary week, without absence or holiday, cannot fill, and for whom.

    Only what R02 and R06 demand counts, where they are in force and hard, of the shifts that people may work on the
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
    hard = {type(rule) for rule in settings.rules if rule.weight is None}
    _refuse_against_limits(settings, {person.contract for person in employees}, document, faults)
    counts_days, counts_minutes = ContractDays in hard, ContractMinutes in hard
    if not (counts_days or counts_minutes):
        return
    contracts = {contract.name: contract for contract in settings.contracts}
    alike: defaultdict[tuple[str, tuple[Shift, ...]], list[str]] = defaultdict(list)
    for person in employees:
        shifts = tuple(
            shift
            for shift in settings.shifts
            if shift.code in person.shifts
            and (person.may_work_nights or not shift.night_minutes or NightConsent not in hard)
        )
        alike[person.contract, shifts].append(person.employee_id)
    for (name, shifts), people in alike.items():
        contract = contracts.get(name)
        if contract is None:
            continue  # a fault of its own
        weeks = _weeks(contract, shifts)
        full = {
            (days, minutes)
            for days, minutes in weeks
            if (not counts_days or days == contract.days_per_week)
            and (not counts_minutes or minutes == contract.paid_minutes_per_week)
        }
        if not full:
            place = settings.contracts.index(contract)
            faults.add(
                WORKSPACE_FILE,
                document.line(("contracts", place)),
                f"contracts.{name}",
                _message(contract, shifts, people, weeks, counts_days=counts_days, counts_minutes=counts_minutes),
                Message(
                    "change days_per_week or paid_minutes_per_week, the times of the shifts, or the "
                    "shifts of these people"
                ),
            )


def _refuse_against_limits(settings: Settings, held: Collection[str], document: Document, faults: Faults) -> None:
    """Note each contract that asks for more days or minutes than other hard rules ever leave in a week."""
    hard = [rule for rule in settings.rules if rule.weight is None]
    kinds = {type(rule) for rule in hard}
    for place, contract in enumerate(settings.contracts):
        days, minutes = contract.days_per_week, contract.paid_minutes_per_week
        found: list[Message] = []
        for rule in hard if contract.name in held else ():
            match rule:
                case WeeklyDayOff() if ContractDays in kinds and minutes >= rule.exempt_below_minutes:
                    if days + rule.days_off > len(WEEKDAYS):
                        found.append(
                            Message(
                                "asks for {days} days a week, and {rule} for {off} days off",
                                days=days,
                                rule=rule.number,
                                off=rule.days_off,
                            )
                        )
                case OvertimeCap() if ContractMinutes in kinds and minutes > rule.max_regular_minutes_per_week:
                    found.append(
                        Message(
                            "asks for {minutes} paid min a week, and {rule} allows {most}",
                            minutes=minutes,
                            rule=rule.number,
                            most=rule.max_regular_minutes_per_week,
                        )
                    )
        where = document.line(("contracts", place))
        for message in found:
            remedy = Message("change the contract or the limit of the rule")
            faults.add(WORKSPACE_FILE, where, f"contracts.{contract.name}", message, remedy)


def _weeks(contract: Contract, shifts: Iterable[Shift]) -> set[Week]:
    """Every number of days with every sum of minutes that a week of these shifts may have."""
    weeks: set[Week] = {(0, 0)}
    for weekday in sorted(contract.weekdays):
        minutes_of_day = {shift.regular_minutes for shift in shifts if weekday in shift.weekdays}
        worked = {(days + 1, so_far + minutes) for days, so_far in weeks for minutes in minutes_of_day}
        weeks = worked if weekday in contract.required_weekdays else weeks | worked
    return weeks


def _message(
    contract: Contract,
    shifts: Sequence[Shift],
    people: Sequence[str],
    weeks: set[Week],
    *,
    counts_days: bool,
    counts_minutes: bool,
) -> Message:
    """What is asked for, of which shifts, by whom, and what comes nearest."""
    asked = []
    if counts_days:
        asked.append(Message("{count} day", "{count} days", count=contract.days_per_week))
    if counts_minutes:
        asked.append(Message("{minutes} paid min", minutes=contract.paid_minutes_per_week))
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
        nearest=_nearest(contract, weeks, counts_days=counts_days),
    )


def _nearest(contract: Contract, weeks: set[Week], *, counts_days: bool) -> Message:
    """The sums on either side of what the contract asks for, or how many days there can be."""
    sums = {minutes for days, minutes in weeks if not counts_days or days == contract.days_per_week}
    if not sums:
        return Message("there are at most {count} days to work", count=max((days for days, _ in weeks), default=0))
    asked = contract.paid_minutes_per_week
    below, above = [n for n in sums if n <= asked], [n for n in sums if n >= asked]
    near = [*sorted(below)[-1:], *sorted(above)[:1]]
    if len(near) == 1:
        return Message("nearest: {minutes} min", minutes=near[0])
    return Message("nearest: {below} min or {above} min", below=near[0], above=near[1])

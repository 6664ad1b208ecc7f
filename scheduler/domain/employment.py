"""Who is employed when: the staff list has a row for each stretch of days on which somebody stays the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from scheduler.domain.people import Contract, Employee


def rows_by_person(rows: Iterable[Employee]) -> dict[str, list[Employee]]:
    """The rows of each person, in order of time."""
    by_person: dict[str, list[Employee]] = {}
    for row in rows:
        by_person.setdefault(row.employee_id, []).append(row)
    for own in by_person.values():
        own.sort(key=lambda row: row.first_day or date.min)
    return by_person


def people_between(rows: Iterable[Employee], first: date, last: date) -> tuple[Employee, ...]:
    """Everybody who is employed on one of these days, in the order of the list, as on the first of them."""
    people = []
    for own in rows_by_person(rows).values():
        during = next((row for row in own if row.meets(first, last)), None)
        if during is not None:
            people.append(during)
    return tuple(people)


def latest(rows: Iterable[Employee]) -> tuple[Employee, ...]:
    """Everybody once, by the last row."""
    return tuple(own[-1] for own in rows_by_person(rows).values())


def with_dates(rows: Iterable[Employee]) -> tuple[Employee, ...]:
    """The rows of those who are not the same on all days."""
    return tuple(row for own in rows_by_person(rows).values() if len(own) > 1 or own[0].has_dates for row in own)


class WeekShare(NamedTuple):
    """The part of a calendar week for which somebody has a contract.

    Attributes
    ----------
    contract
        The contract.
    days
        The days of the week, Monday 0, on which the person is employed by it.
    contract_days
        Days of work that the contract asks for on these, before credits.
    """

    contract: Contract
    days: frozenset[int]
    contract_days: int

    @property
    def is_whole(self) -> bool:
        """Whether that is all of the contract's week."""
        return len(self.days) == _WEEK

    @property
    def of_week(self) -> Fraction:
        """The share of the contract's week."""
        if self.contract.days_per_week:
            return Fraction(self.contract_days, self.contract.days_per_week)
        return Fraction(len(self.days), _WEEK)

    @property
    def contract_minutes(self) -> int:
        """Paid minutes that the contract asks for, before credits."""
        return int(self.contract.paid_minutes_per_week * self.of_week)


_WEEK = 7


def week_shares(by_day: Sequence[Contract | None]) -> list[WeekShare]:
    """What the contracts of a week ask for, in proportion to their weekdays on which the person is employed.

    Each asks for its `days_per_week` times the share of its weekdays, rounded to the nearest whole, a half up. Together
    they ask for no more days and no more minutes than the one that asks for most in a week; later ones give way.

    Parameters
    ----------
    by_day
        The contract of each day from Monday to Sunday; None where the person is not employed.
    """
    days_of: dict[str, set[int]] = {}
    contracts: Mapping[str, Contract] = {contract.name: contract for contract in by_day if contract is not None}
    for n, contract in enumerate(by_day):
        if contract is not None:
            days_of.setdefault(contract.name, set()).add(n)
    most_days = max((contract.days_per_week for contract in contracts.values()), default=0)
    most_minutes = max((contract.paid_minutes_per_week for contract in contracts.values()), default=0)
    shares: list[WeekShare] = []
    for name, days in days_of.items():
        contract = contracts[name]
        there_are, employed = len(contract.weekdays), len(contract.weekdays & days)
        asked = (2 * contract.days_per_week * employed + there_are) // (2 * there_are) if there_are else 0
        share = WeekShare(contract, frozenset(days), asked)
        while share.contract_days and (
            share.contract_days + sum(earlier.contract_days for earlier in shares) > most_days
            or share.contract_minutes + sum(earlier.contract_minutes for earlier in shares) > most_minutes
        ):
            share = share._replace(contract_days=share.contract_days - 1)
        shares.append(share)
    return shares

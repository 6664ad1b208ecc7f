"""How many days of leave people have left: the opening balances, less what absences take, as the ledger counts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.config import Settings
from scheduler.domain.calendar import ONE_DAY
from scheduler.domain.employment import rows_by_person, week_shares
from scheduler.domain.leave import LeaveBalance
from scheduler.domain.part_of_day import QUARTERS_OF
from scheduler.domain.people import Absence, Contract, Employee

_LEAST = 1e-9


@dataclass(frozen=True)
class Balances:
    """What people have left.

    Attributes
    ----------
    settings, employees, holidays
        Contracts, kinds, everybody's rows of the staff file, and the public holidays.
    opening
        The balances of the file, by person and kind; kinds of which it has none are not counted.
    """

    settings: Settings
    employees: Mapping[str, Sequence[Employee]]
    holidays: Mapping[date, str]
    opening: Mapping[tuple[str, str], LeaveBalance]

    @classmethod
    def of(
        cls,
        settings: Settings,
        employees: Sequence[Employee],
        holidays: Mapping[date, str],
        opening: Iterable[LeaveBalance],
    ) -> Balances:
        """The balances of a staff.

        Parameters
        ----------
        settings, employees, holidays
            What contracts and kinds of absence say, who is on the staff, and the public holidays by date.
        opening
            What people had when the year began.
        """
        by_place = {(one.employee_id, one.kind): one for one in opening}
        return cls(settings, rows_by_person(employees), holidays, by_place)

    def is_counted(self, kind: str) -> bool:
        """Whether anybody has a balance of this kind, so that everybody needs one."""
        return any(known == kind for _, known in self.opening)

    def known_from(self, employee: str, kind: str) -> date | None:
        """The day from which somebody's balance of a kind holds; None where there is none."""
        opening = self.opening.get((employee, kind))
        return None if opening is None else opening.on

    def left(self, employee: str, kind: str, absences: Sequence[Absence]) -> float | None:
        """Days that are left after absences from the balance's date on; None where nobody knows.

        Parameters
        ----------
        employee, kind
            Whose, and of what.
        absences
            Everybody's, those that are granted included.
        """
        opening = self.opening.get((employee, kind))
        if opening is None:
            return None
        own = [one for one in absences if one.employee_id == employee]
        return opening.days - sum(
            days for (on, of), days in self.taken(employee, own).items() if of == kind and on >= opening.on
        )

    def taken(self, employee: str, absences: Sequence[Absence]) -> dict[tuple[date, str], float]:
        """Days of leave that somebody's absences take, by date and kind: whole days, and parts of them.

        What the contract owes on a day is what leave takes: nothing where it has no weekday, and in a week no more
        days than the contract's, public holidays that are paid off counting first on their days, as R02 credits them.
        """
        whole: dict[date, str] = {}
        part: dict[tuple[date, str], float] = {}
        for one in absences:
            for on in one.days():
                if one.is_partial:
                    part[on, one.kind] = part.get((on, one.kind), 0.0) + self._share(employee, one, on)
                else:
                    whole[on] = one.kind
        taken = {place: days for place, days in part.items() if place[0] not in whole and days}
        for monday in sorted({on - on.weekday() * ONE_DAY for on in whole}):
            contracts = [self._contract(employee, monday + n * ONE_DAY) for n in range(7)]
            for share in week_shares(contracts):
                credits = 0
                for n in sorted(share.days & share.contract.weekdays):
                    on = monday + n * ONE_DAY
                    kind = self.settings.kind_of_absence(whole[on]) if on in whole else None
                    if kind is not None and kind.owed_again and not kind.counts_for(share.contract):
                        taken[on, whole[on]] = 1.0  # made good on another day, so that no day of the contract goes
                        continue
                    is_holiday = kind is None and on in self.holidays and share.contract.public_holidays_paid_off
                    if credits == share.contract_days or not (is_holiday or kind is not None):
                        continue
                    credits += 1
                    if kind is not None:
                        taken[on, whole[on]] = 1.0
        return taken

    def _contract(self, employee: str, on: date) -> Contract | None:
        row = next((one for one in self.employees.get(employee, ()) if one.is_employed_on(on)), None)
        contracts = {contract.name: contract for contract in self.settings.contracts}
        return None if row is None else contracts[row.contract]

    def _share(self, employee: str, absence: Absence, on: date) -> float:
        """Which share of a day an absence of a part of it is."""
        contract = self._contract(employee, on)
        if contract is None or on.weekday() not in contract.weekdays:
            return 0.0
        if absence.part is not None:
            return len(QUARTERS_OF[absence.part]) / 4
        assert absence.times is not None
        minutes = absence.times[1] - absence.times[0]
        if not contract.days_per_week or not contract.paid_minutes_per_week:
            return 0.0
        return min(1.0, minutes * contract.days_per_week / contract.paid_minutes_per_week)


def is_enough(left: float) -> bool:
    """Whether what is left is not less than nothing, numbers of halves and thirds being what they are."""
    return left >= -_LEAST

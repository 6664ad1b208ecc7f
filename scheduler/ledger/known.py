"""What the ledger is counted from: people, their shifts and absences, over whole calendar weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon, monday_of
from scheduler.domain.employment import latest, rows_by_person, with_dates
from scheduler.domain.people import Absence, Employee
from scheduler.domain.roster import Assignment


@dataclass(frozen=True)
class LedgerBasis:
    """What the ledger is counted from.

    Attributes
    ----------
    monday, n_days
        Whole calendar weeks, of which not all days need be known.
    is_known
        Which of these days are, shape (n_days,).
    rows
        Every shift that starts on a known day, of people and with codes that exist.
    holidays
        Public holidays.
    """

    settings: Settings
    employees: tuple[Employee, ...]
    absences: tuple[Absence, ...]
    monday: date
    n_days: int
    is_known: NDArray[np.bool_]
    rows: Sequence[Assignment]
    holidays: Mapping[date, str]

    @classmethod
    def of_horizon(
        cls,
        settings: Settings,
        horizon: Horizon,
        employees: tuple[Employee, ...],
        absences: tuple[Absence, ...],
        rows: Sequence[Assignment],
        holidays: Mapping[date, str] | None,
    ) -> LedgerBasis:
        """The calendar weeks that a horizon touches, all of their days known.

        Parameters
        ----------
        settings, employees, absences, rows, holidays
            As the attributes; no holidays: None.
        horizon
            The days.
        """
        monday = monday_of(horizon.first_day)
        n_days = (monday_of(horizon.date_of(horizon.days - 1)) - monday).days + 7
        is_known = np.ones(n_days, dtype=np.bool_)
        return cls(settings, employees, absences, monday, n_days, is_known, rows, holidays or {})

    @cached_property
    def people(self) -> tuple[Employee, ...]:
        """Everybody of the staff file once, as last."""
        return latest(self.employees)

    @cached_property
    def rows_with_dates(self) -> Mapping[int, Sequence[Employee]]:
        """The rows of those who are not the same on all days, by the number of the person."""
        number = {one.employee_id: n for n, one in enumerate(self.people)}
        return {number[employee]: rows for employee, rows in rows_by_person(with_dates(self.employees)).items()}

    def as_on(self, person: int, on: date) -> Employee | None:
        """A person by number as on a date; None for whoever is not employed on it."""
        rows = self.rows_with_dates.get(person)
        return self.people[person] if rows is None else next((row for row in rows if row.is_employed_on(on)), None)

    @property
    def n_people(self) -> int:
        """People in the staff file."""
        return len(self.people)

    def day_of(self, on: date) -> int:
        """The number of a date."""
        return (on - self.monday).days

    @cached_property
    def dates(self) -> Sequence[date]:
        """All days."""
        return [self.monday + timedelta(days=n) for n in range(self.n_days)]

    def has_days_off(self, dates: Sequence[date]) -> NDArray[np.bool_]:
        """Who has paid days off at all (LSA Art. 55; not below 15 hours a week, Art. 18(3)), shape (people, dates)."""
        contracts = {contract.name: contract.public_holidays_paid_off for contract in self.settings.contracts}
        has = np.array([contracts[one.contract] for one in self.people], dtype=np.bool_)
        by_day = np.repeat(has[:, np.newaxis], len(dates), axis=1)
        for person in self.rows_with_dates:
            as_on = (self.as_on(person, on) for on in dates)
            by_day[person] = [then is not None and contracts[then.contract] for then in as_on]
        return by_day

"""Hours that are paid more, as the ledger counts them, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from scheduler.config import Settings
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment
from scheduler.ledger.counting import count, premium_hundredths
from scheduler.ledger.known import LedgerBasis


def premium_figures(
    settings: Settings,
    problem: Problem,
    employees: tuple[Employee, ...],
    rows: Sequence[Assignment],
    times: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Hours of overtime, night and holiday work; their cost where the settings have a wage.

    Parameters
    ----------
    settings, problem
        What counts, at which rates, and the planned days.
    employees, rows
        Who works what.
    times
        How many people each of them stands for, by employee_id; None: one.
    """
    horizon = problem.horizon
    basis = LedgerBasis.of_horizon(settings, horizon, employees, (), rows, problem.public_holidays)
    days = count(basis, horizon.first_day, horizon.date_of(horizon.days - 1))
    names = [name for name in days.columns if name.endswith("_minutes") and name != "premium_minutes"]
    minutes = {name: days[name].to_numpy(dtype=np.int64) for name in names if name != "pay_minutes"}
    people = np.ones(len(days)) if times is None else np.array([times[one] for one in days["employee_id"]])

    def total(amounts: np.ndarray) -> float:
        return float(people @ amounts)

    figures = {f"{kind}_hours": total(minutes[f"{kind}_minutes"]) / 60 for kind in ("overtime", "night", "holiday")}
    if settings.pay is None:
        return figures
    hourly, premiums = settings.pay.hourly, premium_hundredths(settings, minutes)
    paid = {f"{kind}_pay": total(hundredths) / 6000 * hourly for kind, hundredths in premiums.items()}
    paid["overtime_pay"] += figures["overtime_hours"] * hourly  # no contract pays these hours themselves
    return figures | paid | {"premium_pay": sum(paid.values())}

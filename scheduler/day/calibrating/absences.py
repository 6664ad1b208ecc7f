"""What attendance says of unplanned absence, by weekday."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from scheduler.config import Settings
from scheduler.day.attendance import ShiftAttendance
from scheduler.day.calibrating.estimates import CONFIDENCE, LEAST_DAYS, LEAST_EVENTS, Estimate
from scheduler.day.calibrating.intervals import design_effect, wilson
from scheduler.domain.base import WEEKDAYS
from scheduler.messages import Message

_LEAST_OF_WEEKDAY = 2
"""Days of a weekday; how days differ is learnt from all weekdays together."""


def of_absences(settings: Settings, shifts: Sequence[ShiftAttendance]) -> Iterator[Estimate]:
    """The share of the planned time on which people were missing, of all days and of each weekday.

    A share of so many shifts, by Wilson; they count for fewer where a day, or a person, has more absences than chance
    alone would bring: an influenza, a long illness.

    Parameters
    ----------
    settings
        What the settings say now.
    shifts
        Published shifts and who was there; those of which nothing is known are left out.
    """
    known = [shift for shift in shifts if shift.is_known and shift.planned_minutes > 0]
    weight = np.array([shift.planned_minutes for shift in known])
    there = np.array([min(shift.present_minutes, shift.planned_minutes) for shift in known])
    missed = 1.0 - there / weight
    weekday = np.array([shift.date.weekday() for shift in known], dtype=np.int64)
    day = np.unique([shift.date.toordinal() for shift in known], return_inverse=True)[1]
    person = np.unique([shift.employee_id for shift in known], return_inverse=True)[1]
    blank = Estimate("unplanned_absence", None, "shrinkage.unplanned_absence", settings.shrinkage.unplanned_absence)
    n_days, n_weekdays = len(np.unique(day)), len(np.unique(weekday))
    for at in (None, *np.unique(weekday).tolist()):
        mask = np.ones(len(known), dtype=np.bool_) if at is None else weekday == at
        days = len(np.unique(day[mask]))
        found = replace(blank, at="" if at is None else WEEKDAYS[at], days=days, events=float(mask.sum()))
        if n_days < LEAST_DAYS or days < _LEAST_OF_WEEKDAY or mask.sum() < LEAST_EVENTS:
            yield replace(
                found, why_not=_too_little(found, n_days) if shifts else Message("no roster is published then")
            )
            continue
        share = float((weight[mask] * missed[mask]).sum() / weight[mask].sum())
        # How days differ is known better from all weekdays than from the few of one; but somebody who is ill for long
        # has few Mondays and many days.
        alike = person if at is None else person * len(WEEKDAYS) + weekday
        effect = design_effect(missed, weight, weekday, day, alike)
        trials = float(weight[mask].sum() ** 2 / (weight[mask] ** 2).sum()) / effect
        value, low, high = wilson(share, trials, _quantile(n_days - n_weekdays, effect))
        yield replace(found, value=value, low=low, high=high)


def _quantile(freedom: int, effect: float) -> float:
    """Of the normal distribution, or of Student's where it rests on few days how far they differ."""
    from scipy.special import ndtri, stdtrit  # slow to load

    return float(ndtri(0.5 + 0.5 * CONFIDENCE) if effect == 1.0 else stdtrit(max(freedom, 1), 0.5 + 0.5 * CONFIDENCE))


def _too_little(found: Estimate, n_days: int) -> Message:
    if not found.events:
        return Message("nothing says who was there: take in check-ins, or absences after the fact")
    if n_days < LEAST_DAYS:
        return Message(
            "who was there is known of {count} day, {least} at least are needed",
            "who was there is known of {count} days, {least} at least are needed",
            count=n_days,
            least=LEAST_DAYS,
        )
    return Message(
        "rests on {count} day and {events:,.0f} shifts only, {least} and {most} at least are needed",
        "rests on {count} days and {events:,.0f} shifts only, {least} and {most} at least are needed",
        count=found.days,
        events=found.events,
        least=_LEAST_OF_WEEKDAY,
        most=LEAST_EVENTS,
    )

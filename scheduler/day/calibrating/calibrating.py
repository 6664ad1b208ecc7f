"""``scheduler calibrate --from-actuals``: what the store's actuals say of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.config import Settings
from scheduler.day.attendance import AttendanceMeasure, ShiftAttendance
from scheduler.day.calibrating.absences import of_absences
from scheduler.day.calibrating.calls import of_calls
from scheduler.day.calibrating.estimates import Estimate, EstimateOf
from scheduler.days_around import with_days_before
from scheduler.domain.calendar import ONE_DAY
from scheduler.errors import InputError
from scheduler.from_store.surroundings import open_store_of, taken_from
from scheduler.inputs import Workspace
from scheduler.messages import Message
from scheduler.planning import plan_without_demand
from scheduler.run.reading import opened
from scheduler.store.opening import exists
from scheduler.store.published import Published

USUAL_WEEKS = 8
"""Up to the newest day of which anything is known; what lies further back may no longer be so."""


@dataclass(frozen=True)
class Measured:
    """What happened on some days, as settings.

    Attributes
    ----------
    settings
        Of the workspace, which nothing here changes.
    first_day, last_day
        The days that were looked at.
    estimates
        By what they are of, then by queue.
    """

    settings: Settings
    first_day: date
    last_day: date
    estimates: tuple[Estimate, ...]

    def of(self, what: EstimateOf, queue: str | None = None) -> list[Estimate]:
        """The estimates of one kind, of one queue or of the centre."""
        return [one for one in self.estimates if one.of == what and one.queue == queue]

    def as_json(self) -> dict[str, Any]:
        """What other programs read; docs/calibration.md says what each figure is."""
        return {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "estimates": [one.as_json() for one in self.estimates],
        }


def measure_settings(
    workspace: Workspace | Path | str, first_day: date | None = None, last_day: date | None = None
) -> Measured:
    """Estimate handling times, patience, redials and absence from the actuals of a store; nothing is changed.

    Parameters
    ----------
    workspace
        Whose store it is.
    first_day, last_day
        Of which days; None: the eight weeks up to the newest day of which anything is known.

    Raises
    ------
    InputError
        The workspace has faults, nothing is known of these days, or the last comes before the first.
    StoreError
        The store cannot be used.
    """
    workspace = opened(workspace)
    settings = workspace.settings
    if not exists(workspace.folder, settings):
        raise _nothing_taken(workspace.folder)
    store = open_store_of(workspace)
    with store.reading() as published:
        files = published.actuals.files()
        if not files:
            raise _nothing_taken(store.place)
        last_day = last_day or max(file.last_day for file in files)
        first_day = first_day or max(
            last_day - USUAL_WEEKS * 7 * ONE_DAY + ONE_DAY, min(file.first_day for file in files)
        )
        if last_day < first_day:
            raise InputError.of(
                store.place,
                Message("the last day, {last}, comes before the first, {first}", first=first_day, last=last_day),
                Message("give --from and --to of days of which something was taken in"),
            )
        counted = published.actuals.calls(first_day, last_day)
        shifts = _shifts(workspace, published, store.place, first_day, last_day)
    if not counted and not any(shift.is_known for shift in shifts):
        raise InputError.of(
            store.place,
            Message("knows nothing of what happened from {first} to {last}", first=first_day, last=last_day),
            Message(
                "give other days with --from and --to, or take in what happened: scheduler actuals WORKSPACE FILE..."
            ),
        )
    estimates = (*of_calls(settings, counted, settings.centre.zone), *of_absences(settings, shifts))
    return Measured(settings, first_day, last_day, estimates)


def _nothing_taken(place: Path | str) -> InputError:
    return InputError.of(
        place,
        Message("has nothing of what happened"),
        Message("take in what the phone system counted, and who was there: scheduler actuals WORKSPACE FILE..."),
    )


def _shifts(
    workspace: Workspace, published: Published, place: str, first_day: date, last_day: date
) -> list[ShiftAttendance]:
    """The shifts that start on these days, as published now, and who was there."""
    holding = published.holding(first_day, last_day)
    if not holding:
        return []
    # A day at either end more: a night belongs to the day on which it starts.
    monday = min(holding) - min(holding).weekday() * ONE_DAY
    days = (max(holding) - monday).days + 1
    inputs = with_days_before(workspace, None, is_first_week=True)
    inputs = taken_from(published, place, inputs, monday, monday + (days - 1) * ONE_DAY)
    problem = plan_without_demand(inputs, monday, days)
    rows = published.roster_on(published.holding(min(holding) - ONE_DAY, max(holding))).assignments
    actuals = published.actuals
    present = actuals.present(min(holding) - 2 * ONE_DAY, max(holding) + ONE_DAY)
    missed = actuals.missed(min(holding) - ONE_DAY, max(holding))
    found = AttendanceMeasure(problem, rows, present, missed, actuals.files()).shifts()
    return [shift for shift in found if shift.date in holding]

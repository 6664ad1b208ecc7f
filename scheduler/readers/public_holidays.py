"""Public holidays of the centre's country, and those that the workspace adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scheduler.config import Settings
from scheduler.config.national_holidays import national_holidays


def public_holidays(settings: Settings, first: date, last: date) -> dict[date, str]:
    """Public holidays from `first` to `last`, both included, with their names in the settings' language if known."""
    centre = settings.centre
    calendar: Mapping[date, str] = {}
    if centre.country is not None:
        years = range(first.year, last.year + 1)
        calendar = national_holidays(centre.country, centre.subdivision, years, settings.language)
    found = {**calendar, **settings.extra_public_holidays}
    return {on: found[on] for on in sorted(found) if first <= on <= last}

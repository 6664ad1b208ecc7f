"""Public holidays of the centre's country, and those that the workspace adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import holidays

from scheduler.config import Settings


def public_holidays(settings: Settings, first: date, last: date) -> dict[date, str]:
    """Public holidays from `first` to `last`, both included, with their names in the settings' language if known."""
    calendar = {} if settings.centre.country is None else _calendar(settings, range(first.year, last.year + 1))
    found = {**calendar, **settings.extra_public_holidays}
    return {on: found[on] for on in sorted(found) if first <= on <= last}


def _calendar(settings: Settings, years: range) -> Mapping[date, str]:
    """Those of the country, and of the part of it, in whole years."""
    country, part = settings.centre.country, settings.centre.subdivision
    assert country is not None
    # Without a language, the names would depend on the locale of the machine. The country's own calendar is asked: the
    # list of what all countries speak loads the calendars of 250.
    languages = sorted(holidays.country_holidays(country).supported_languages)
    language = next((name for name in languages if name.startswith(settings.language)), None)
    return holidays.country_holidays(country, subdiv=part, years=years, language=language)

"""Public holidays of the centre's country, and those that the workspace adds."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec, module_from_spec
from threading import Lock

import holidays

from scheduler.config import Settings

_COUNTRIES = "holidays.countries"
_one_at_a_time = Lock()


def public_holidays(settings: Settings, first: date, last: date) -> dict[date, str]:
    """Public holidays from `first` to `last`, both included, with their names in the settings' language if known."""
    calendar = {} if settings.centre.country is None else _calendar(settings, range(first.year, last.year + 1))
    found = {**calendar, **settings.extra_public_holidays}
    return {on: found[on] for on in sorted(found) if first <= on <= last}


def _calendar(settings: Settings, years: range) -> Mapping[date, str]:
    """Those of the country, and of the part of it, in whole years."""
    country, part = settings.centre.country, settings.centre.subdivision
    assert country is not None
    with _other_countries_left_out():
        # Without a language, the names would depend on the locale of the machine. The country's own calendar is asked:
        # the list of what all countries speak loads the calendars of 250.
        languages = sorted(holidays.country_holidays(country).supported_languages)
        language = next((name for name in languages if name.startswith(settings.language)), None)
        return holidays.country_holidays(country, subdiv=part, years=years, language=language)


@contextmanager
def _other_countries_left_out() -> Iterator[None]:
    """Let the library find a country's module in its package without running the package, which loads 250 of them."""
    with _one_at_a_time:
        spec = None if _COUNTRIES in sys.modules else find_spec(_COUNTRIES)
        if spec is None:
            yield
            return
        sys.modules[_COUNTRIES] = module_from_spec(spec)
        try:
            yield
        finally:
            # Whoever asks for the package later gets all of it.
            del sys.modules[_COUNTRIES]

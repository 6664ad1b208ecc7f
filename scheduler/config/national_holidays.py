"""The public holidays of one country, without loading those of 250."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec, module_from_spec
from threading import Lock

import holidays

_COUNTRIES = "holidays.countries"
_one_at_a_time = Lock()


def national_holidays(country: str, subdivision: str | None, years: Iterable[int], language: str) -> Mapping[date, str]:
    """Those of a country, and of a part of it, in whole years.

    Parameters
    ----------
    country, subdivision
        ISO 3166-1 and 3166-2; None: of the whole country alone.
    years
        Of the calendar.
    language
        Of the names, where they are known in it.
    """
    with _other_countries_left_out():
        # Without a language, the names would depend on the locale of the machine. The country's own calendar is asked:
        # the list of what all countries speak loads the calendars of 250.
        languages = sorted(holidays.country_holidays(country).supported_languages)
        known = next((name for name in languages if name.startswith(language)), None)
        return holidays.country_holidays(country, subdiv=subdivision, years=years, language=known)


def subdivisions_of(country: str) -> tuple[str, ...]:
    """The parts of a country that may have public holidays of their own."""
    with _other_countries_left_out():
        return tuple(holidays.country_holidays(country).subdivisions)


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

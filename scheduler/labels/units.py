"""What violations count, and the short names of weekdays."""

from __future__ import annotations

from typing import NamedTuple


class Unit(NamedTuple):
    """What an amount counts, in English; the catalogue has it in the context `UNIT`."""

    one: str
    more: str

    @property
    def amounts(self) -> tuple[str, str]:
        """The templates of an amount, for one and for more."""
        return f"{{count:,}} {self.one}", f"{{count:,}} {self.more}"


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

UNIT, WEEKDAY = "unit", "weekday"
"""Contexts in the catalogue."""

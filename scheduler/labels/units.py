"""What violations count, and the short names of weekdays."""

from __future__ import annotations

UNITS = (
    "blocks",
    "breaks",
    "changed days",
    "days",
    "heads in an interval",
    "locks",
    "minutes",
    "minutes of overtime",
    "nights above the fair share",
    "nights below the fair share",
    "paid minutes",
    "people",
    "points of the request's weight",
    "rows",
    "shifts",
    "single days",
    "start times beyond the first",
    "successions",
    "thousandths of an agent in an interval",
    "weekend days",
    "weekend days above the fair share",
    "weekend days below the fair share",
    "weekends",
    "windows of days",
)
"""Units as they are called where they are made; the catalogue has them in the context `UNIT`."""

AMOUNTS = {
    "changed days": ("{count:,} changed day", "{count:,} changed days"),
    "days": ("{count:,} day", "{count:,} days"),
    "minutes": ("{count:,} minute", "{count:,} minutes"),
    "minutes of overtime": ("{count:,} minute of overtime", "{count:,} minutes of overtime"),
    "nights above the fair share": (
        "{count:,} night above the fair share",
        "{count:,} nights above the fair share",
    ),
    "nights below the fair share": (
        "{count:,} night below the fair share",
        "{count:,} nights below the fair share",
    ),
    "points of the request's weight": (
        "{count:,} point of the request's weight",
        "{count:,} points of the request's weight",
    ),
    "single days": ("{count:,} single day", "{count:,} single days"),
    "start times beyond the first": (
        "{count:,} start time beyond the first",
        "{count:,} start times beyond the first",
    ),
    "weekend days": ("{count:,} weekend day", "{count:,} weekend days"),
    "weekend days above the fair share": (
        "{count:,} weekend day above the fair share",
        "{count:,} weekend days above the fair share",
    ),
    "weekend days below the fair share": (
        "{count:,} weekend day below the fair share",
        "{count:,} weekend days below the fair share",
    ),
}
"""Amounts of units that people read as a sentence, for one and for more."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

UNIT, WEEKDAY = "unit", "weekday"
"""Contexts in the catalogue."""

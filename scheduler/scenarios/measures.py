"""What is measured of a scenario: names, words, units, and which way is better."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from scheduler.domain.base import WEEKDAYS
from scheduler.labels import Language, label, weekday_label


class Depth(StrEnum):
    """How closely a scenario is looked at."""

    STAFFING = "staffing"
    COVERAGE = "coverage"
    ROSTER = "roster"


MeasureUnit = Literal["share", "seconds", "hours", "people", "days", "money", "points", "wishes"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a scenario.

    Attributes
    ----------
    words
        Its name in `scheduler.labels`.
    unit
        Of its values.
    is_better_high
        Which way is better; None: neither.
    """

    key: str
    words: str
    unit: MeasureUnit
    is_better_high: bool | None

    def text(self, value: float | None, *, signed: bool = False) -> str:
        """A value, or a difference of two, as people read it."""
        if value is None:
            return "-"
        sign = "+" if signed else ""
        if self.unit == "share":
            return f"{100 * value:{sign}.1f}{'%p' if signed else '%'}"
        if self.unit in ("people", "money", "points", "wishes"):
            return f"{value:{sign},.0f}"
        return f"{value:{sign},.1f}"

    def rounds_to_nothing(self, amount: float | None) -> bool:
        """Whether a difference is too small to be shown, or unknown."""
        return amount is None or self.text(abs(amount)) == self.text(0.0)


_ALL = (
    Measure("staff", "wi_staff", "people", None),
    Measure("required_agent_hours", "wi_required", "hours", None),
    Measure("available_agent_hours", "wi_available", "hours", True),
    Measure("shortfall_agent_hours", "shortfall_hours", "hours", False),
    Measure("surplus_agent_hours", "surplus_hours", "hours", None),
    Measure("service_level", "service_level", "share", True),
    Measure("asa_seconds", "asa_seconds", "seconds", False),
    Measure("answer_rate_entered", "answer_rate_entered", "share", True),
    Measure("answer_rate_total", "answer_rate_total", "share", True),
    Measure("simulated_service_level", "wi_simulated", "share", True),
    Measure("simulated_half_width", "wi_simulated_width", "share", None),
    Measure("overtime_hours", "overtime_hours", "hours", False),
    Measure("night_hours", "wi_night_hours", "hours", None),
    Measure("holiday_hours", "wi_holiday_hours", "hours", None),
    Measure("overtime_pay", "wi_overtime_pay", "money", False),
    Measure("night_pay", "wi_night_pay", "money", False),
    Measure("holiday_pay", "wi_holiday_pay", "money", False),
    Measure("premium_pay", "wi_premium_pay", "money", False),
    Measure("requests_met", "requests", "wishes", True),
    Measure("requests_met_share", "wi_requests_share", "share", True),
    Measure("nights_mean", "wi_nights_mean", "days", None),
    Measure("nights_most", "wi_nights_most", "days", False),
    Measure("weekend_days_mean", "wi_weekends_mean", "days", None),
    Measure("weekend_days_most", "wi_weekends_most", "days", False),
    Measure("people_who_move", "wi_move", "people", None),
    Measure("cost_points", "wi_cost", "points", False),
)
MEASURES: Mapping[str, Measure] = {measure.key: measure for measure in _ALL}
"""The figures of a whole scenario, in the order in which they are shown."""

SERVICE = ("service_level", "asa_seconds", "answer_rate_entered", "answer_rate_total")
"""The figures that exist for parts of the week as well, such as ``prime.service_level``."""

PARTS = ("prime", "vulnerable", "other", *WEEKDAYS, *(f"hour_{hour:02}" for hour in range(24)))


def measure_key(key: str) -> str:
    """The name of a measure, which may be given by the one that it had while all pay was in won."""
    return f"{key.removesuffix('_won')}_pay" if key in _FORMERLY else key


_FORMERLY = ("overtime_won", "night_won", "holiday_won", "premium_won")


def measure_of(key: str) -> Measure | None:
    """The measure of a name, also of a part of the week, such as ``fri.asa_seconds``; None where there is none."""
    part, dot, name = measure_key(key).rpartition(".")
    if dot and (part not in PARTS or name not in SERVICE):
        return None
    return MEASURES.get(name)


def part_label(part: str, language: Language) -> str:
    """The words for a part of the week."""
    if part in WEEKDAYS:
        return weekday_label(WEEKDAYS.index(part), language)
    hour = re.fullmatch(r"hour_(\d\d)", part)
    return f"{hour[1]}:00" if hour else label(f"wi_{part}", language)

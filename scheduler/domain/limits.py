"""The least and the largest sensible value of every number that people give, in one place.

A number outside is a slip of the keyboard or a unit mistaken for another. The types below refuse it wherever it is
given: in ``workspace.yaml``, a scenario, ``calibration.yaml``, the records of csv files and sheets. Readers of cells
and options of commands ask for the same constants. How a number may be written is told by `scheduler.domain.written`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from scheduler.domain.written import as_date, as_number, as_true_or_false, as_whole
from scheduler.messages import Message

# ---- Calendar --------------------------------------------------------------------------------------------------------
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A year outside is a slip of the keyboard, and would make a history of centuries."""
MOST_DAYS = 731
"""Days that one rule or file can speak of at once: two years."""
MOST_WEEKS = 104
"""Weeks that can be planned at once."""
MOST_WEEKS_OF_HISTORY = 1_040
MOST_DAYS_OF_PERIOD = 3_660
MOST_MONTHS = 120
MOST_MINUTES_PER_DAY = 24 * 60
MOST_MINUTES_PER_WEEK = 7 * MOST_MINUTES_PER_DAY
LONGEST_SHIFT_MINUTES = 2 * MOST_MINUTES_PER_DAY
MOST_MINUTES = MOST_DAYS * MOST_MINUTES_PER_DAY
MOST_WEEKS_OF_DEADLINE = 4
"""Weeks of open time in which work that may wait must be done."""
LONGEST_DEADLINE_MINUTES = MOST_WEEKS_OF_DEADLINE * MOST_MINUTES_PER_WEEK

# ---- Heads and points ------------------------------------------------------------------------------------------------
MOST_PEOPLE = 50_000
"""People of a centre, and heads that anything can ask for."""
MOST_COUNTED = 100_000
"""Nights or weekend days of the weeks before."""
MOST_GROUPS = 1_000
MOST_POINTS = 100_000
"""Weight of a rule, points a unit; what must not happen at any price has no weight."""
MOST_REQUEST_POINTS = 1_000
"""Weight of a wish, on either side of 0."""
MOST_MULTIPLIER = 1_000
MOST_COST = 2**53
"""Sum of all costs: solvers count up to here without rounding."""

# ---- Callers ---------------------------------------------------------------------------------------------------------
LONGEST_SECONDS = 86_400
"""Handling times, waits and patience: a day."""
MOST_CALLS_PER_HOUR = 1_000_000
MOST_ATTEMPTS_PER_HOUR = 100 * MOST_CALLS_PER_HOUR
FEWEST_CALLS = 1e-6
"""Calls or attempts of an hour that are not 0."""
SHORTEST_SECONDS = 1
"""What takes time takes at least this."""
MOST_CALLS = 10_000_000_000
"""Calls of a reported period."""
MOST_WAITING_PLACES = 10_000
MOST_ATTEMPTS_PER_CALL = 1_000.0
MOST_CALLS_PER_DAY = 10_000.0
"""Calls of one person."""
LARGEST_FACTOR = 20
"""A scenario or an event changes calls or handling time by this at most; beyond, somebody wrote percent."""
LARGEST_REACHABLE = 0.9999
"""Share of calls that some staff can reach: all of them, no staff can promise."""
LARGEST_LOSS = 0.9
"""Share of scheduled time that can be lost to the queues."""
FEWEST_REPLICATIONS, MOST_REPLICATIONS = 2, 10_000
"""A simulation has between so many: one alone has no spread."""
LARGEST_VARIATION = 10
"""Coefficient of variation of handling times."""

# ---- Money and search ------------------------------------------------------------------------------------------------
MOST_WON_PER_HOUR = 10_000_000
MOST_PER_HOUR = 100_000_000
"""A wage is at most this in any currency."""
MOST_PERCENT = 1_000
SHORTEST_SEARCH_SECONDS = 0.1
SMALLEST_GAP = 1e-6
"""A gap that is not 0 is at least this: no cost is told apart below."""
LONGEST_SEARCH_SECONDS = 7 * 86_400.0
MOST_WORKERS = 1_024
LARGEST_SEED = 2**31 - 1
MOST_SCENARIOS = 10_000
"""Scenarios of one comparison."""

LARGEST_NUMBER = 1e12
"""No count of calls, minutes or points in a file comes near."""
LARGEST_FIGURE = 1e15
"""A figure that is only shown."""

# ---- Texts -----------------------------------------------------------------------------------------------------------
LONGEST_ID = 64
"""Characters of an id or a code: files are named by it."""
LONGEST_NAME = 200
LONGEST_KIND = 64
LONGEST_SHOWN = 60
"""Characters of a value at fault that are shown."""

# ---- The types of fields ---------------------------------------------------------------------------------------------
Whole = Annotated[int, BeforeValidator(as_whole)]
Number = Annotated[float, BeforeValidator(as_number), Field(allow_inf_nan=False)]
TrueOrFalse = Annotated[bool, BeforeValidator(as_true_or_false)]


def within_years(value: date) -> date:
    """The date itself.

    Raises
    ------
    ValueError
        It lies so far off that it is a slip of the keyboard.
    """
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(
            Message(
                "'{value}' lies outside the years {first} to {last}",
                value=value,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        )
    return value


def _zero_or_more(gap: float) -> float:
    if 0 < gap < SMALLEST_GAP:
        raise ValueError(
            Message("'{gap:g}' is too small; write 0, or {smallest:g} or more", gap=gap, smallest=SMALLEST_GAP)
        )
    return gap


Day = Annotated[date, BeforeValidator(as_date), AfterValidator(within_years)]

IntervalMinutes = Annotated[Whole, Field(ge=5, le=60)]
StartHour = Annotated[Whole, Field(ge=0, le=23)]
EndHour = Annotated[Whole, Field(ge=1, le=24)]
"""Not included."""
AnyHeads = Annotated[Whole, Field(ge=0, le=MOST_PEOPLE)]
SomeHeads = Annotated[Whole, Field(ge=1, le=MOST_PEOPLE)]
Points = Annotated[Whole, Field(ge=0, le=MOST_POINTS)]
RequestPoints = Annotated[Whole, Field(ge=-MOST_REQUEST_POINTS, le=MOST_REQUEST_POINTS)]
Multiplier = Annotated[Whole, Field(ge=1, le=MOST_MULTIPLIER)]
Percent = Annotated[Whole, Field(ge=0, le=MOST_PERCENT)]
Times = Annotated[Whole, Field(ge=0, le=MOST_DAYS)]
"""How often something happens, once a day at most."""
DayCount = Annotated[Whole, Field(ge=1, le=MOST_DAYS)]
NoticeDays = Annotated[Whole, Field(ge=0, le=MOST_DAYS)]
PeriodDays = Annotated[Whole, Field(ge=1, le=MOST_DAYS_OF_PERIOD)]
Minutes = Annotated[Whole, Field(ge=0, le=MOST_MINUTES)]
MinutesPerDay = Annotated[Whole, Field(ge=0, le=MOST_MINUTES_PER_DAY)]
MinutesPerWeek = Annotated[Whole, Field(ge=0, le=MOST_MINUTES_PER_WEEK)]
MinutesOfShift = Annotated[Whole, Field(ge=0, le=LONGEST_SHIFT_MINUTES)]
Count = Annotated[Whole, Field(ge=0, le=MOST_COUNTED)]
GroupNumber = Annotated[Whole, Field(ge=1, le=MOST_GROUPS)]
Months = Annotated[Whole, Field(ge=1, le=MOST_MONTHS)]
WeeksOfHistory = Annotated[Whole, Field(ge=1, le=MOST_WEEKS_OF_HISTORY)]
Deadline = Annotated[Whole, Field(ge=1, le=LONGEST_DEADLINE_MINUTES)]
WaitingPlaces = Annotated[Whole, Field(ge=0, le=MOST_WAITING_PLACES)]
Won = Annotated[Whole, Field(ge=0, le=MOST_WON_PER_HOUR)]
Wage = Annotated[Number, Field(ge=0, le=MOST_PER_HOUR)]
Workers = Annotated[Whole, Field(ge=1, le=MOST_WORKERS)]
Replications = Annotated[Whole, Field(ge=FEWEST_REPLICATIONS, le=MOST_REPLICATIONS)]
Seed = Annotated[Whole, Field(ge=0, le=LARGEST_SEED)]

Id = Annotated[str, Field(max_length=LONGEST_ID)]
Name = Annotated[str, Field(max_length=LONGEST_NAME)]
KindName = Annotated[str, Field(max_length=LONGEST_KIND)]

Seconds = Annotated[Number, Field(ge=0, le=LONGEST_SECONDS)]
Duration = Annotated[Number, Field(ge=SHORTEST_SECONDS, le=LONGEST_SECONDS)]
"""Seconds that something takes."""
Wait = Annotated[Number, Field(ge=0.1, le=LONGEST_SECONDS)]
"""Average seconds that callers wait; nobody waiting at all, no staff can promise."""
Share = Annotated[Number, Field(ge=0, le=1)]
InnerShare = Annotated[Number, Field(ge=0.001, le=0.999)]
"""Share of a whole that others have a part of as well."""
Loss = Annotated[Number, Field(ge=0, le=LARGEST_LOSS)]
SpellMinutes = Annotated[Number, Field(ge=1, le=MOST_MINUTES_PER_DAY)]
Variation = Annotated[Number, Field(ge=0, le=LARGEST_VARIATION)]
Reachable = Annotated[Number, Field(ge=0, le=LARGEST_REACHABLE)]
Occupancy = Annotated[Number, Field(ge=0.01, le=1)]
Quantile = Annotated[Number, Field(ge=0.001, le=0.999)]
Factor = Annotated[Number, Field(ge=0, le=LARGEST_FACTOR)]
PositiveFactor = Annotated[Number, Field(ge=0.01, le=LARGEST_FACTOR)]
CallsPerDay = Annotated[Number, Field(ge=0.1, le=MOST_CALLS_PER_DAY)]
Calls = Annotated[Number, Field(ge=1, le=MOST_CALLS)]
AttemptsPerCall = Annotated[Number, Field(ge=1, le=MOST_ATTEMPTS_PER_CALL)]
SearchSeconds = Annotated[Number, Field(ge=SHORTEST_SEARCH_SECONDS, le=LONGEST_SEARCH_SECONDS)]
Gap = Annotated[Share, AfterValidator(_zero_or_more)]
Damping = Annotated[Number, Field(ge=0, le=0.99)]
HalfLifeWeeks = Annotated[Number, Field(ge=0.1, le=MOST_WEEKS_OF_HISTORY)]
BoundedNumber = Annotated[Number, Field(ge=-LARGEST_FIGURE, le=LARGEST_FIGURE)]

"""The rules: one rule, one file, one number. This list is the table of contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, cast, get_args

from pydantic import Field

from scheduler.constraints.absences import Absences
from scheduler.constraints.activities import Activities
from scheduler.constraints.base import Rule, Violation
from scheduler.constraints.consecutive_days_off import ConsecutiveDaysOff
from scheduler.constraints.consecutive_shifts import ConsecutiveShifts
from scheduler.constraints.contract_days import ContractDays
from scheduler.constraints.contract_minutes import ContractMinutes
from scheduler.constraints.coverage_shortfall import CoverageShortfall
from scheduler.constraints.coverage_surplus import CoverageSurplus
from scheduler.constraints.eligible_queues import EligibleQueues
from scheduler.constraints.eligible_shifts import EligibleShifts
from scheduler.constraints.fair_nights import FairNights
from scheduler.constraints.fair_weekends import FairWeekends
from scheduler.constraints.forbidden_successions import ForbiddenSuccessions
from scheduler.constraints.forward_rotation import ForwardRotation
from scheduler.constraints.horizon_minutes import HorizonMinutes
from scheduler.constraints.least_change import LeastChange
from scheduler.constraints.locks import Locks
from scheduler.constraints.maximum_consecutive_days import MaximumConsecutiveDays
from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import MinimumHeads
from scheduler.constraints.minimum_rest import MinimumRest
from scheduler.constraints.most_weekends import MostWeekends
from scheduler.constraints.must_requests import MustRequests
from scheduler.constraints.night_consent import NightConsent
from scheduler.constraints.no_isolated_days import NoIsolatedDays
from scheduler.constraints.on_call import OnCall
from scheduler.constraints.on_site_seats import OnSiteSeats
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.overtime_cap import OvertimeCap
from scheduler.constraints.overtime_use import OvertimeUse
from scheduler.constraints.pairs import Pairs
from scheduler.constraints.remote_rotation import RemoteRotationKept
from scheduler.constraints.requests import Requests
from scheduler.constraints.shift_cover import ShiftCover
from scheduler.constraints.shift_limits import ShiftLimits
from scheduler.constraints.shift_times import ShiftTimes
from scheduler.constraints.shifts_of_a_kind import ShiftsOfAKind
from scheduler.constraints.stable_starts import StableStarts
from scheduler.constraints.weekend_duty import WeekendDuty
from scheduler.constraints.weekly_day_off import WeeklyDayOff

AnyRule = Annotated[
    OneShiftADay  # R01
    | ContractDays  # R02
    | MinimumRest  # R03
    | MaximumConsecutiveDays  # R04
    | WeeklyDayOff  # R05
    | ContractMinutes  # R06
    | OvertimeCap  # R07
    | Absences  # R08
    | EligibleShifts  # R09
    | NightConsent  # R10
    | EligibleQueues  # R11
    | MealBreak  # R12
    | OnSiteSeats  # R13
    | RemoteRotationKept  # R14
    | Locks  # R15
    | WeekendDuty  # R16
    | MinimumHeads  # R17
    | ShiftTimes  # R18
    | MustRequests  # R19
    | CoverageShortfall  # R20
    | CoverageSurplus  # R21
    | Requests  # R22
    | FairNights  # R23
    | FairWeekends  # R24
    | StableStarts  # R25
    | NoIsolatedDays  # R26
    | OvertimeUse  # R27
    | LeastChange  # R28
    | Activities  # R29
    | ShiftLimits  # R30
    | HorizonMinutes  # R31
    | ConsecutiveShifts  # R32
    | ConsecutiveDaysOff  # R33
    | MostWeekends  # R34
    | ForbiddenSuccessions  # R35
    | ShiftCover  # R36
    | ShiftsOfAKind  # R37
    | ForwardRotation  # R38
    | Pairs  # R39
    | OnCall,  # R40
    Field(discriminator="rule"),
]
"""Any rule, told apart by its field ``rule``."""

RULES: tuple[type[Rule], ...] = get_args(get_args(AnyRule)[0])
"""Every rule, in the order of the numbers."""

_UNLISTED = cast(tuple[AnyRule, ...], tuple(kind.model_validate({}) for kind in RULES if kind.holds_unlisted))


def with_what_a_roster_is(rules: Sequence[AnyRule]) -> tuple[AnyRule, ...]:
    """The rules, and before them those that hold without being listed.

    Who may work and serve what, one shift a day, and rows with the times, the meal and the place of their shift are
    what a roster is: the model counts on them, so nobody can leave them out. Listing one adds its source, and for R09
    alone a weight, where there is one.
    """
    listed = {rule.rule for rule in rules}
    return (*(rule for rule in _UNLISTED if rule.rule not in listed), *rules)


def with_rule(rules: Sequence[AnyRule], missing: AnyRule) -> tuple[AnyRule, ...]:
    """The rules, and after them `missing` where they have none of its kind."""
    return tuple(rules) if any(isinstance(rule, type(missing)) for rule in rules) else (*rules, missing)


__all__ = ["RULES", "AnyRule", "Rule", "Violation", "with_rule", "with_what_a_roster_is"]

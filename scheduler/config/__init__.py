"""Settings of a workspace (``workspace.yaml``): frozen, every field with its unit, unknown keys refused.

A file for each subject; `settings.py` puts them together.
"""

from __future__ import annotations

from scheduler.config.actuals import AbsencesFormat, ActualsFormats, AttendanceFormat, CallsFormat
from scheduler.config.all_hands import AllHands
from scheduler.config.centre import Centre, Team
from scheduler.config.fairness import Fairness
from scheduler.config.files import Files
from scheduler.config.forecasting import Forecasting, RecentMean, WeeklyProfile
from scheduler.config.pay import Pay, WorkingTime
from scheduler.config.queues import HourClasses, HourSpan, HourWeights, Queue, Shrinkage, Targets, Tier
from scheduler.config.settings import Settings
from scheduler.config.simulating import Simulating
from scheduler.config.solving import Solving
from scheduler.config.store_address import StoreAddress

__all__ = [
    "AbsencesFormat",
    "ActualsFormats",
    "AllHands",
    "AttendanceFormat",
    "CallsFormat",
    "Centre",
    "Fairness",
    "Files",
    "Forecasting",
    "HourClasses",
    "HourSpan",
    "HourWeights",
    "Pay",
    "Queue",
    "RecentMean",
    "Settings",
    "Shrinkage",
    "Simulating",
    "Solving",
    "StoreAddress",
    "Targets",
    "Team",
    "Tier",
    "WeeklyProfile",
    "WorkingTime",
]

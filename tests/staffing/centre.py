"""A small centre for the tests of staffing: one phone queue, one language on weekdays, text that may wait."""

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings
from scheduler.domain.calendar import Horizon
from scheduler.domain.inflow import Inflow, QueueInflow

MONDAY = date(2023, 11, 6)
WEEK = Horizon(MONDAY, 7)
OFFICE_HOURS = {"weekdays": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "18:00"}

GENERAL: dict[str, Any] = {
    "name": "general",
    "name_ko": "일반",
    "name_en": "General",
    "aht_seconds": 240,
    "targets": {"service_level": 0.8},
}
ENGLISH: dict[str, Any] = {
    "name": "english",
    "name_ko": "영어",
    "name_en": "English",
    "aht_seconds": 300,
    "open": [OFFICE_HOURS | {"public_holidays": False}],
    "targets": {"service_level": 0.8},
}
TEXT: dict[str, Any] = {
    "name": "text",
    "name_ko": "문자",
    "name_en": "Text",
    "kind": "deferrable",
    "aht_seconds": 180,
    "deadline_minutes": 120,
    "open": [{"from": "08:00", "to": "20:00"}],
}


def settings(*queues: dict[str, Any], **changes: Any) -> Settings:
    """Settings with these queues; all else at its default, or as `changes` say."""
    return Settings.model_validate(
        {
            "centre": {"name_ko": "시험", "name_en": "Test", "timezone": "Asia/Seoul"},
            "teams": [{"name": "day", "name_ko": "주간", "name_en": "day"}],
            "shifts": [{"code": "D", "name_ko": "주간", "name_en": "day", "start": "09:00", "end": "18:00"}],
            "contracts": [
                {
                    "name": "full_time",
                    "name_ko": "전일제",
                    "name_en": "full time",
                    "days_per_week": 5,
                    "paid_minutes_per_week": 2400,
                }
            ],
            "queues": queues,
            "rules": [],
        }
        | changes
    )


def constant_inflow(days: int = 70, **calls_per_hour: float | NDArray[np.float64]) -> Inflow:
    """History of the days before `MONDAY`: the same calls in every hour, or a profile of shape (24,)."""
    queues = {
        name: QueueInflow(
            calls=np.broadcast_to(np.asarray(calls, dtype=np.float64), (days, 24)).copy(),
            aht_seconds=np.full((days, 24), np.nan),
            attempts=np.full((days, 24), np.nan),
        )
        for name, calls in calls_per_hour.items()
    }
    return Inflow(MONDAY - timedelta(days=days), queues)

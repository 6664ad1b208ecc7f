"""Why so many agents: one row, and one sentence, for each interval and queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings, Targets
from scheduler.domain.demand import Demand


@dataclass(frozen=True, slots=True)
class DemandRow:
    """The demand of one queue in one interval.

    Attributes
    ----------
    start
        When the interval begins.
    interval_minutes
        Its length.
    queue, calls, aht_seconds, erlangs, required, binding_target, hour_class, shrinkage, deferrable
        As in `QueueDemand`.
    calls_low, calls_high, attempts
        As in `QueueDemand`; nan where it has none.
    agents
        Agents on the queue, before shrinkage is added; for a binding minimum, heads on duty.
    targets
        The queue's in this class of hours.
    deadline_minutes
        Of deferrable work, in open time.
    """

    start: datetime
    interval_minutes: int
    queue: str
    deferrable: bool
    hour_class: str
    calls: float
    calls_low: float
    calls_high: float
    attempts: float
    aht_seconds: float
    erlangs: float
    agents: float
    required: float
    binding_target: str
    shrinkage: float
    targets: Targets
    deadline_minutes: int | None

    def explanation(self, language: Literal["ko", "en"]) -> str:
        """How the requirement comes about, in one line."""
        clock = f"{self.start:%H:%M}"
        if self.hour_class == "closed":
            return f"{clock} " + {"ko": "운영 시간이 아님", "en": "closed"}[language]
        return f"{clock} {self._load(language)}; {self._need(language)}"

    def _load(self, language: Literal["ko", "en"]) -> str:
        minutes, calls, aht, load = self.interval_minutes, self.calls, self.aht_seconds, self.erlangs
        if self.deferrable:
            # What arrives now is not what is worked on now.
            return {
                "ko": f"{minutes}분에 {calls:.1f}건 접수, 기한 안에서 손이 비는 때에 배정한 업무량 {load:.2f} 얼랑",
                "en": f"{calls:.1f} arrive in {minutes} min; placed within the deadline, {load:.2f} erlangs",
            }[language]
        return {
            "ko": f"{minutes}분에 {calls:.1f}콜 x {aht:.0f}초 = {load:.2f} 얼랑",
            "en": f"{calls:.1f} calls in {minutes} min x {aht:.0f} s = {load:.2f} erlangs",
        }[language]

    def _need(self, language: Literal["ko", "en"]) -> str:
        if self.binding_target == "none":
            return {"ko": "필요 인원 없음", "en": "nobody required"}[language]
        reason = self._reason(language)
        agents, required, lost = f"{self.agents:.4g}", f"{self.required:.4g}", f"{self.shrinkage:.1%}"
        if self.binding_target == "minimum":
            return {"ko": f"{reason} {required}명", "en": f"{reason} {required}"}[language]
        return {
            "ko": f"{reason}: {agents}명; 비가용 {lost} 반영 -> {required}명",
            "en": f"{agents} agents for {reason}; {lost} shrinkage -> {required}",
        }[language]

    def _reason(self, language: Literal["ko", "en"]) -> str:
        targets = self.targets
        within, deadline = f"{targets.answer_within_seconds:g}", f"{self.deadline_minutes}"
        ko, en = {
            "service_level": (
                f"{within}초 내 응대 {_share(targets.service_level)}",
                f"{_share(targets.service_level)} in {within} s",
            ),
            "asa": (f"평균 대기 {targets.asa_seconds or 0:g}초", f"an average wait of {targets.asa_seconds or 0:g} s"),
            "answer_rate": (
                f"응답률(진입 기준) {_share(targets.answer_rate)}",
                f"{_share(targets.answer_rate)} of the entered calls answered",
            ),
            "answer_rate_total": (
                f"응답률(총 인입 기준) {_share(targets.answer_rate_total)}",
                f"{_share(targets.answer_rate_total)} of all attempts answered",
            ),
            "occupancy": (
                f"점유율 {_share(targets.max_occupancy)} 이하",
                f"at most {_share(targets.max_occupancy)} of the time busy",
            ),
            "workload": (f"{deadline}분 내 처리", f"the work due within {deadline} min"),
            "minimum": ("최소 인원", "minimum on duty"),
        }[self.binding_target]
        return {"ko": ko, "en": en}[language]


def explain_demand(settings: Settings, demand: Demand) -> list[DemandRow]:
    """Every interval of every queue, with the reason for its requirement.

    Parameters
    ----------
    settings
        The queues' targets.
    demand
        As `plan_demand` made it from these settings.
    """
    by_name = {queue.name: queue for queue in settings.queues}
    rows = []
    for name, needs in demand.queues.items():
        queue = by_name[name]
        targets_by_hour: dict[str, Targets] = dict(queue.targets_by_hour.items())
        # The minimum counts heads on duty, whatever shrinkage takes of their time.
        kept = 1.0 - needs.shrinkage * (needs.binding_target != "minimum")
        rows += [
            DemandRow(
                start=demand.horizon.interval_start(n),
                interval_minutes=demand.horizon.interval_minutes,
                queue=name,
                deferrable=needs.deferrable,
                hour_class=str(needs.hour_class[n]),
                calls=float(needs.calls[n]),
                calls_low=_at(needs.calls_low, n),
                calls_high=_at(needs.calls_high, n),
                attempts=_at(needs.attempts, n),
                aht_seconds=float(needs.aht_seconds[n]),
                erlangs=float(needs.erlangs[n]),
                agents=float(needs.required[n] * kept[n]),
                required=float(needs.required[n]),
                binding_target=str(needs.binding_target[n]),
                shrinkage=float(needs.shrinkage[n]),
                targets=targets_by_hour.get(str(needs.hour_class[n]), queue.targets),
                deadline_minutes=queue.deadline_minutes,
            )
            for n in range(demand.horizon.n_intervals)
        ]
    return rows


def _at(values: NDArray[np.float64] | None, interval: int) -> float:
    return np.nan if values is None else float(values[interval])


def _share(value: float | None) -> str:
    """A share as people write it: 85%, 97.9%."""
    return f"{(value or 0.0) * 100:.4g}%"

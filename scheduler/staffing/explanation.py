"""Why so many agents: one row, and one sentence, for each interval and queue."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Settings, Targets
from scheduler.domain.demand import Demand
from scheduler.labels import Language
from scheduler.messages import Message


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

    def explanation(self, language: Language) -> str:
        """How the requirement comes about, in one line."""
        if self.hour_class == "closed":
            return Message("{start:%H:%M} closed", start=self.start).text(language)
        return Message("{start:%H:%M} {load}; {need}", start=self.start, load=self._load(), need=self._need()).text(
            language
        )

    def _load(self) -> Message:
        if self.deferrable:
            # What arrives now is not what is worked on now.
            return Message(
                "{calls:.1f} arrive in {minutes} min; placed within the deadline, {load:.2f} erlangs",
                calls=self.calls,
                minutes=self.interval_minutes,
                load=self.erlangs,
            )
        return Message(
            "{calls:.1f} calls in {minutes} min x {seconds:.0f} s = {load:.2f} erlangs",
            calls=self.calls,
            minutes=self.interval_minutes,
            seconds=self.aht_seconds,
            load=self.erlangs,
        )

    def _need(self) -> Message:
        if self.binding_target == "none":
            return Message("nobody required")
        if self.binding_target == "minimum":
            return Message("minimum on duty {required:.4g}", required=self.required)
        return Message(
            "{agents:.4g} agents for {reason}; {lost:.1%} shrinkage -> {required:.4g}",
            agents=self.agents,
            reason=self._reason(),
            lost=self.shrinkage,
            required=self.required,
        )

    def _reason(self) -> Message:
        targets = self.targets
        match self.binding_target:
            case "service_level":
                share, seconds = _share(targets.service_level), targets.answer_within_seconds
                return Message("{share} in {seconds:g} s", share=share, seconds=seconds)
            case "asa":
                return Message("an average wait of {seconds:g} s", seconds=targets.asa_seconds or 0)
            case "answer_rate":
                return Message("{share} of the entered calls answered", share=_share(targets.answer_rate))
            case "answer_rate_total":
                return Message("{share} of all attempts answered", share=_share(targets.answer_rate_total))
            case "occupancy":
                return Message("at most {share} of the time busy", share=_share(targets.max_occupancy))
            case _:
                return Message("the work due within {minutes} min", minutes=self.deadline_minutes)


def explain_demand(settings: Settings, demand: Demand) -> list[DemandRow]:
    """Every interval of every queue, with the reason for its requirement."""
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

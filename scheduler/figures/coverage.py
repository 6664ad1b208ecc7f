"""What each queue needs and gets in each interval: the rows of ``coverage.csv``."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from scheduler.domain.demand import Demand
from scheduler.staffing.service_report import ServiceReport


class CoverageRow(NamedTuple):
    """One interval of one queue: a row of ``coverage.csv``; nan where a figure does not exist.

    `required`, `effective`, `shortfall` and `surplus` are in reference agents, `scheduled` in heads,
    `answer_rate_total` is of all attempts.
    """

    start: datetime
    queue: str
    calls: float
    aht_seconds: float
    erlangs: float
    required: float
    binding_target: str
    scheduled: int
    effective: float
    shortfall: float
    surplus: float
    service_level: float
    asa_seconds: float
    occupancy: float
    answer_rate_entered: float
    answer_rate_total: float


def coverage_rows(demand: Demand, service: ServiceReport) -> tuple[CoverageRow, ...]:
    """What each queue needs and gets in each interval, and how its callers fare."""
    return tuple(
        CoverageRow(
            demand.horizon.interval_start(n),
            name,
            float(needs.calls[n]),
            float(needs.aht_seconds[n]),
            float(needs.erlangs[n]),
            float(given.required[n]),
            str(needs.binding_target[n]),
            int(given.heads[n]),
            float(given.effective[n]),
            float(given.shortfall[n]),
            float(given.surplus[n]),
            float(given.service_level[n]),
            float(given.asa_seconds[n]),
            float(given.occupancy[n]),
            float(entered[n]),
            float(total[n]),
        )
        for name, needs in demand.queues.items()
        for given in (service.queues[name],)
        for entered, total in ((given.answer_rate_entered, given.answer_rate_total),)
        for n in range(demand.horizon.n_intervals)
    )

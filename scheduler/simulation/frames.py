"""What was simulated as a frame."""

from __future__ import annotations

import pandas as pd

from scheduler.frames.columns import words
from scheduler.simulation.results import Simulated


def simulation_frame(found: Simulated) -> pd.DataFrame:
    """One row a part and measure, with the columns of ``simulation.csv``; without a queue: all queues of calls."""
    rows = [(part, name, figure) for part in found.parts for name, figure in part.figures.items()]
    return pd.DataFrame(
        {
            "scope": words(part.scope for part, _, _ in rows),
            "queue": words(part.queue for part, _, _ in rows),
            "at": words(part.moment for part, _, _ in rows),
            "calls": pd.Series([part.calls for part, _, _ in rows], dtype="float64"),
            "measure": words(name for _, name, _ in rows),
            **{
                field: pd.Series([getattr(figure, field) for _, _, figure in rows], dtype="float64")
                for field in ("computed", "simulated", "half_width", "low", "high")
            },
            "differs": pd.Series([figure.differs for _, _, figure in rows], dtype="bool"),
        }
    )

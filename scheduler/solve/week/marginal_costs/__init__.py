"""What one person more or less on a shift costs, read off the linear program."""

from __future__ import annotations

from scheduler.solve.week.marginal_costs.marginal_costs import MarginalCosts
from scheduler.solve.week.marginal_costs.priced_rows import (
    FORBIDDEN,
    FREE,
    GroupDay,
    Hinge,
    PricedRows,
    UnpriceableError,
)

__all__ = ["FORBIDDEN", "FREE", "GroupDay", "Hinge", "MarginalCosts", "PricedRows", "UnpriceableError"]

"""What one person more or less on a shift costs, read off the linear twin."""

from __future__ import annotations

from scheduler.solve.head_costs.reading import FREE, CannotPriceError, GroupDay, PricedRows
from scheduler.solve.head_costs.state import HeadCosts

__all__ = ["FREE", "CannotPriceError", "GroupDay", "HeadCosts", "PricedRows"]

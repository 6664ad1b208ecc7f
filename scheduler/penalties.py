"""The ledger: the only maker of objective terms. It adds nothing up, and so loads no solver: `model` does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import LinearExpr


class ChargeKind(Enum):
    """What the amount of a charge is."""

    LACK = auto()
    EXCESS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class HeadDemand:
    """What a rule that counts heads asks of some hours of a day; all intervals of these hours are one thing asked.

    Attributes
    ----------
    what
        The hours, or the shift, as people read them.
    on
        The day.
    heads
        The least or most number of heads that somebody can still add to.
    """

    what: str
    on: date
    heads: int


@dataclass(frozen=True, slots=True)
class Charge:
    """One objective term: `weight` points for each unit of `amount`.

    `kind` says what the amount is, and `asked`, where the rule counts heads, of what it is missing or too much.
    """

    rule: str
    weight: int
    amount: LinearExpr
    employee: str | None
    date: date | None
    kind: ChargeKind = ChargeKind.OTHER
    asked: HeadDemand | None = None


class Ledger:
    """Collects charges, which become the objective, and reads back who paid what.

    Weights are whole points, so that the objective stays integral.
    """

    def __init__(self) -> None:
        self._charges: list[Charge] = []
        self._unavoidable: dict[tuple[str, date | None], int] = {}

    def charge(
        self,
        rule: str,
        weight: int,
        amount: LinearExpr | int,
        *,
        employee: str | None = None,
        date: date | None = None,
        kind: ChargeKind = ChargeKind.OTHER,
        asked: HeadDemand | None = None,
    ) -> None:
        """Charge `weight` points for each unit of `amount`.

        Parameters
        ----------
        rule
            Number of the rule that charges.
        weight
            Points per unit; negative weights are refused: charge the opposite instead.
        amount
            A variable or linear expression that is never negative. A plain number is a cost that no
            roster can avoid: it is reported, and kept out of the objective, where it would flatter every gap.
        employee, date
            Whom and which day the charge belongs to, where it has one.
        kind, asked
            As in `Charge`.

        Raises
        ------
        ValueError
            The weight is negative or not whole.
        """
        if weight != int(weight) or weight < 0:
            raise ValueError(f"{rule}: a weight is a whole number of points, 0 or more, not {weight}")
        if weight:
            if isinstance(amount, int):
                known = self._unavoidable.get((rule, date), 0)
                self._unavoidable[rule, date] = known + int(weight) * amount
            else:
                self._charges.append(Charge(rule, int(weight), amount, employee, date, kind, asked))

    def cost_by_rule(self, value: Callable[[LinearExpr], int]) -> dict[str, int]:
        """Points by rule in a solution, those that no roster can avoid included."""
        costs = dict(self.unavoidable_by_rule)
        for charge in self._charges:
            costs[charge.rule] = costs.get(charge.rule, 0) + charge.weight * value(charge.amount)
        return costs

    @property
    def unavoidable_cost(self) -> int:
        """Points that every roster pays."""
        return sum(self._unavoidable.values())

    @property
    def unavoidable_by_rule(self) -> Mapping[str, int]:
        """Points that every roster pays, by rule."""
        points: dict[str, int] = {}
        for (rule, _), some in self._unavoidable.items():
            points[rule] = points.get(rule, 0) + some
        return points

    @property
    def unavoidable_by_day(self) -> Mapping[tuple[str, date | None], int]:
        """Points that every roster pays, by rule and the day to which they belong."""
        return dict(self._unavoidable)

    def charges(self) -> tuple[Charge, ...]:
        """Every charge that a roster can influence, in the order in which it was made."""
        return tuple(self._charges)

"""The ledger: the only maker of objective terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from ortools.sat.python import cp_model

Linear = cp_model.LinearExpr
"""A variable or a linear expression of variables."""


class ChargeKind(Enum):
    """What the amount of a charge is."""

    LACK = auto()
    EXCESS = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Asked:
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
    amount: Linear
    employee: str | None
    date: date | None
    kind: ChargeKind = ChargeKind.OTHER
    asked: Asked | None = None


class Ledger:
    """Collects charges, becomes the objective, and reads back who paid what.

    Weights are whole points, so that the objective stays integral.
    """

    def __init__(self) -> None:
        self._charges: list[Charge] = []
        self._unavoidable: dict[str, int] = {}

    def charge(
        self,
        rule: str,
        weight: int,
        amount: Linear | int,
        *,
        employee: str | None = None,
        date: date | None = None,
        kind: ChargeKind = ChargeKind.OTHER,
        asked: Asked | None = None,
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
                self._unavoidable[rule] = self._unavoidable.get(rule, 0) + int(weight) * amount
            else:
                self._charges.append(Charge(rule, int(weight), amount, employee, date, kind, asked))

    def objective(self) -> Linear:
        """The sum of all charges that a roster can influence."""
        return cp_model.LinearExpr.weighted_sum(
            [charge.amount for charge in self._charges], [charge.weight for charge in self._charges]
        )

    def cost_by_rule(self, value: Callable[[Linear], int]) -> dict[str, int]:
        """Points by rule in a solution, those that no roster can avoid included.

        Parameters
        ----------
        value
            Evaluates an expression in the solution, such as ``solver.value``.
        """
        costs = dict(self._unavoidable)
        for charge in self._charges:
            costs[charge.rule] = costs.get(charge.rule, 0) + charge.weight * value(charge.amount)
        return costs

    @property
    def unavoidable_cost(self) -> int:
        """Points that every roster pays."""
        return sum(self._unavoidable.values())

    def most_by_rule(self) -> dict[str, int]:
        """Points that each rule charges at most, by the bounds of the variables; solvers add them all up."""
        most = dict(self._unavoidable)
        for charge in self._charges:
            amount = cp_model.FlatIntExpr(charge.amount)
            # Both ends count: a term that lowers the amount is as large a number to a solver as one that raises it.
            size = abs(amount.offset) + sum(
                abs(coefficient) * max(map(abs, variable.proto.domain))
                for variable, coefficient in zip(amount.vars, amount.coeffs, strict=True)
            )
            most[charge.rule] = most.get(charge.rule, 0) + charge.weight * int(size)
        return most

    def charges(self) -> tuple[Charge, ...]:
        """Every charge that a roster can influence, in the order in which it was made."""
        return tuple(self._charges)

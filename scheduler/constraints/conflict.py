"""A conflict of one person's rules, and what ends it: what `scheduler.diagnose` finds and asks the rules about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.messages import AnyText, Message

if TYPE_CHECKING:
    from scheduler.constraints.base import Rule


class Effort(IntEnum):
    """How much a remedy asks for; the smallest change is offered first."""

    LIFT_LOCK = auto()
    MOVE_ABSENCE = auto()
    AGREE_ON_DAYS = auto()
    ALLOW_MORE = auto()
    RELAX_RULE = auto()


@dataclass(frozen=True, slots=True)
class Remedy:
    """What ends a conflict by itself."""

    effort: Effort
    said: Message


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A rule that keeps another from holding, and the days on which it does; dropping one of them is enough."""

    rule: Rule
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A rule of one person that cannot be kept, and what stands in its way.

    Attributes
    ----------
    problem
        Of this person alone.
    broken
        The rule that has to give way, by the least blame.
    on
        Its day, or the first planned day of its week; None where the rule speaks of the whole horizon.
    amount
        By how much it has to give way, in the rule's soft unit.
    is_lack
        Whether something is missing rather than too much.
    against
        The other rules, and other days of the same one.
    """

    problem: Problem
    broken: Rule
    on: date | None
    amount: int
    is_lack: bool
    against: tuple[InTheWay, ...]

    @property
    def person(self) -> Employee:
        """Whose rules they are."""
        (person,) = self.problem.employees
        return person

    def rules(self) -> list[Rule]:
        """Every rule in it once, the broken one first."""
        return list({rule.number: rule for rule in (self.broken, *(other.rule for other in self.against))}.values())

    def days_against(self, rule: Rule) -> list[date]:
        """The days on which a rule stands in the way."""
        return sorted(on for other in self.against if other.rule is rule for on in other.days)

    def days_of(self, rule: Rule) -> list[date]:
        """The days on which a rule stands in the way or is broken."""
        own = [self.on] if rule is self.broken and self.on is not None else []
        return sorted([*own, *self.days_against(rule)])


@dataclass(frozen=True, slots=True)
class Misses:
    """What the rules that count heads miss together, although everybody alone can be rostered.

    Attributes
    ----------
    problem
        The facts.
    roster
        The one that misses least.
    able
        The choices (employee, day, shift) that some roster may contain.
    counting
        The hard rules that count heads.
    is_least
        Whether no roster misses less in all; otherwise only none was found.
    """

    problem: Problem
    roster: Roster
    able: tuple[tuple[str, int, str], ...]
    counting: tuple[Rule, ...]
    is_least: bool

    def certainty(self, *, is_proven: bool = False) -> AnyText:
        """A sentence where a smaller miss may be possible, after a blank; that none is impossible is proven."""
        if self.is_least or is_proven:
            return ""
        return Message(
            " It is proven that no roster keeps all rules, but not, within the time limit, that this is the least miss."
        )

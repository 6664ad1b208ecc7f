"""What a rule is.

A rule's pydantic record is the rule itself: parsed from ``workspace.yaml``, it applies itself to a model and
checks a finished roster. ``weight: null`` makes it hard; a weight makes it soft at that many points a unit.
`apply` and `check` never share a helper: the check is the second opinion.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from scheduler.domain.base import Frozen
from scheduler.domain.limits import Points
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.labels import Language
from scheduler.messages import AnyText

if TYPE_CHECKING:
    from scheduler.variables import Build


@dataclass(frozen=True, slots=True)
class HeadCount:
    """People who are counted together, where a rule counts them.

    Attributes
    ----------
    what
        The queue or the shift; empty where all who are on site count.
    asked, found
        How many the rule asks for (or allows), and how many there are.
    start, end
        The interval of the count, in local time; None where a shift of the day is meant.
    """

    what: str
    asked: int
    found: int
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of a rule in a finished roster.

    Attributes
    ----------
    rule
        Number of the rule, such as ``R03``.
    amount
        How far the roster misses, in `unit`; never 0.
    unit
        What the amount counts.
    message
        A sentence that HR can read, naming person, day, and what was found against what is allowed.
    employee, date
        Whom and which day it concerns; None where it concerns nobody or no day alone.
    points
        What the breach costs; None where the rule is hard.
    message_ko
        The sentence in Korean; empty where the rule has none.
    heads
        What was counted, where the breach is of no person but of a number of people.
    """

    rule: str
    amount: int
    unit: str
    message: str
    employee: str | None = None
    date: date | None = None
    points: int | None = None
    message_ko: str = ""
    heads: HeadCount | None = None

    def text(self, language: Language) -> str:
        """The sentence in a language; English where there is none in Korean."""
        return self.message_ko if language == "ko" and self.message_ko else self.message

    @property
    def is_hard(self) -> bool:
        """Whether the breach has no price."""
        return self.points is None


class Rule(Frozen):
    """Base of every rule: a subclass adds ``rule: Literal["its_name"]``, its parameters, and the methods."""

    number: ClassVar[str]
    title_ko: ClassVar[str]
    title_en: ClassVar[str]
    couples_people: ClassVar[bool] = False
    """Whether it counts heads or compares people; the others look at one person at a time."""
    has_personal_price: ClassVar[bool] = True
    """Whether its price is of single people, and not of coverage or pay."""

    rule: str
    weight: Points | None = Field(default=None, description="points per unit; null: the rule is hard")
    source: str = Field(default="", description="the law, agreement or policy behind the rule")

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the rule alone rules out this person on this shift starting on this day.

        While the rule is hard, such choices get no variable at all, which keeps the model sparse.
        Rules about combinations of choices leave this at False. Its minutes are those of the clock: how long it is
        on the day, `Problem.shifts_on` says.
        """
        return False

    def apply(self, build: Build) -> None:
        """Add the rule to the model."""
        raise NotImplementedError

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Find every breach in a finished roster, from its datetimes alone."""
        raise NotImplementedError

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Why work before `known_from`, of which nothing is known, could make a roster break the rule.

        None where it cannot: the rule does not look back so far, or what is known already decides.
        """
        return None

    def violation(
        self,
        message: str,
        *,
        korean: str = "",
        amount: int = 1,
        unit: str = "breach",
        employee: str | None = None,
        date: date | None = None,
        points: int | None = None,
        heads: HeadCount | None = None,
    ) -> Violation:
        """A violation of this rule; a soft rule's `points` default to its weight times `amount`."""
        if points is None and self.weight is not None:
            points = self.weight * amount
        return Violation(
            rule=self.number,
            amount=amount,
            unit=unit,
            message=message,
            employee=employee,
            date=date,
            points=points,
            message_ko=korean,
            heads=heads,
        )


class ChoiceRule(Rule):
    """A rule that only says which single choices are out: subclasses write `forbids` and `check`."""

    def apply(self, build: Build) -> None:
        """Charge each forbidden choice while the rule is soft; hard ones have no variable."""
        if self.weight is None:
            return  # forbids() kept the variables from being made
        for person in build.problem.employees:
            for day in range(build.problem.horizon.days):
                for code, choice in build.works.on_day(person.employee_id, day).items():
                    if self.forbids(build.problem, person, day, build.problem.shifts[code]):
                        build.ledger.charge(
                            self.number,
                            self.weight,
                            choice,
                            employee=person.employee_id,
                            date=build.problem.horizon.date_of(day),
                        )

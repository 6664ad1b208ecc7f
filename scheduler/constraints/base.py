"""What a rule is.

A rule's pydantic record is the rule itself: parsed from ``workspace.yaml``, it applies itself to a model and
checks a finished roster. ``weight: null`` makes it hard; a weight makes it soft at that many points a unit.
`apply` and `check` never share a helper: the check is the second opinion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, Self

from pydantic import Field

from scheduler.constraints.conflict import Conflict, Effort, Misses, Remedy
from scheduler.constraints.days_before import too_few_at_work, too_few_of_the_week
from scheduler.constraints.wording import days_text
from scheduler.domain.base import Frozen
from scheduler.domain.limits import Points
from scheduler.domain.people import Contract, Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Assignment, Roster
from scheduler.domain.shifts import Shift
from scheduler.labels import Language
from scheduler.labels.units import Unit
from scheduler.messages import AnyText, Message

if TYPE_CHECKING:
    from scheduler.variables import Build


@dataclass(frozen=True, slots=True)
class CountedHeads:
    """People who are counted together, where a rule counts them.

    Attributes
    ----------
    what
        The queue, the shift or the site; empty where all who are on site count.
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


class WeekAmount(NamedTuple):
    """Worked days and regular paid minutes of a week, of which a rule may speak; None where it does not."""

    days: int | None = None
    minutes: int | None = None


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
    said
        A sentence that HR can read, naming person, day, and what was found against what is allowed.
    employee, date
        Whom and which day it concerns; None where it concerns nobody or no day alone.
    points
        What the breach costs; None where the rule is hard.
    heads
        What was counted, where the breach is of no person but of a number of people.
    """

    rule: str
    amount: int
    unit: Unit
    said: Message
    employee: str | None = None
    date: date | None = None
    points: int | None = None
    heads: CountedHeads | None = None

    def text(self, language: Language) -> str:
        """The sentence in a language."""
        return self.said.text(language)

    @property
    def message(self) -> str:
        """The sentence in English, for whoever works on the program."""
        return str(self.said)

    @property
    def is_hard(self) -> bool:
        """Whether the breach has no price."""
        return self.points is None


class Rule(Frozen):
    """Base of every rule: a subclass adds ``rule: Literal["its_name"]``, its parameters, and the methods."""

    number: ClassVar[str]
    title_en: ClassVar[str]
    """What people call it, as ``msgid("...")``: the catalogue has it in other languages."""
    units: ClassVar[tuple[Unit, ...]] = (Unit("breach", "breaches"),)
    """What its violations count, that of most of them first; the catalogue has each."""
    couples_people: ClassVar[bool] = False
    """Whether it counts heads or compares people; the others look at one person at a time."""
    judges_people_apart: ClassVar[bool] = False
    """Whether its check judges each person by that one's rows and facts of the problem, though it couples people."""
    has_personal_price: ClassVar[bool] = True
    """Whether its price is of single people, and not of coverage or pay."""
    is_weekly: ClassVar[bool] = False
    """Whether it looks at calendar weeks, of which its dates are the first planned day."""
    counts_over_horizon: ClassVar[bool] = False
    """It asks of the planned days as a whole, and so otherwise of one week than of several at once."""
    asks_of_weeks_alone: ClassVar[bool] = False
    """It asks the same of a week whatever is worked in others."""
    counts_at_work: ClassVar[bool] = False
    """Whether it counts who is at work: whoever began before the plan may still be there when it begins."""
    holds_unlisted: ClassVar[bool] = False
    """Whether it is a part of what a roster is, so that it holds without being listed."""
    can_give_way: ClassVar[bool] = True
    """Whether a diagnosis may make it soft. Not where other rules count on it, nor where it decides nothing alone."""
    blame_points: ClassVar[int] = 5_000
    """What a diagnosis charges for a unit: what is most natural to give way costs least. The number of days in a week
    gives way before a lock, a lock before an absence, an absence before what a person may work at all."""
    unit_of_conflict: ClassVar[Literal["day", "minute"] | None] = None
    """What its soft unit counts, where a diagnosis says by how much it cannot be kept."""
    credits_absences: ClassVar[bool] = False
    """Whether days of absence count as worked, where the contract says so."""
    reads_input: ClassVar[str] = ""
    """The input of whose rows it is the only reader, so that without it they count for nothing; empty: none."""
    has_must: ClassVar[bool] = False
    """Whether it is of wishes that must be met."""
    prices_changes: ClassVar[bool] = False
    """Whether it counts the published days that change."""
    limits: ClassVar[Mapping[str, int | None]] = {}
    """Parameters without which it counts for nothing, each with the number that is no limit; none: it needs none."""

    rule: str
    weight: Points | None = Field(default=None, description="points per unit; null: the rule is hard")
    source: str = Field(default="", description="the law, agreement or policy behind the rule")

    def forbids(self, problem: Problem, person: Employee, day: int, shift: Shift) -> bool:
        """Whether the rule alone rules out this person on this shift starting on this day.

        While the rule is hard, such choices get no variable at all, which keeps the model sparse.
        Rules about combinations of choices leave this at False. Its minutes are those that pass from the day's
        midnight on (`Horizon.midnight`), as the person would work it (`Problem.shifts_of`).

        Parameters
        ----------
        problem
            The facts.
        person, day, shift
            The choice; the day's number, counted from the horizon's first.
        """
        return False

    def never_allows(self, person: Employee, shift: Shift) -> bool:
        """Whether `forbids` holds for the person and the shift on every day, whatever else is true of it."""
        return False

    def week_demand(self, contract: Contract) -> WeekAmount:
        """What it demands of an ordinary week of the contract, without absence or holiday."""
        return WeekAmount()

    def week_limit(self, contract: Contract) -> WeekAmount:
        """The most that it leaves of any week of the contract."""
        return WeekAmount()

    def nights_listed(self) -> tuple[str, ...]:
        """The shifts that it says are nights; none where hours say so."""
        return ()

    def is_offered_by(self, person: Employee) -> bool:
        """Whether the person has offered what it charges for, so that nobody gives anything up by it."""
        return False

    def renamed_queue(self, queue: str, to: str) -> Self:
        """The rule with another queue wherever it speaks of this one."""
        return self

    def site_of(self, person: Employee) -> str:
        """At which site it counts a person; empty where it does not count the people of each site apart."""
        return ""

    def marks(self, problem: Problem) -> Mapping[str, str]:
        """What tells people of whom it counts from all others, who count alike, by employee_id."""
        return {}

    def disagreements(self, teams: Collection[str], nights: Collection[str]) -> Iterable[tuple[Message, Message]]:
        """What of it contradicts a workspace's teams and nights, or counts for nothing, and what helps."""
        if self.limits and not any(self._is_limited_by(name, free) for name, free in self.limits.items()):
            yield (
                Message("{rule} has no limit and counts for nothing", rule=self.name()),
                Message("give it one of {parameters}, or delete it", parameters=", ".join(self.limits)),
            )

    def beyond_staff(self, people: Sequence[Employee]) -> Iterable[tuple[Message, Message]]:
        """What it asks for that no roster of this staff list can have, whatever the week; and what helps.

        Parameters
        ----------
        people
            All rows of the staff list: somebody may have several.
        """
        return ()

    def asks_too_many(self, heads: int, asked_for: str, count: int) -> tuple[Message, Message]:
        """That it asks for so many heads of something where fewer people count; and what helps."""
        return (
            Message(
                "{rule} asks for {heads} heads of {span}, and {count} person of staff.csv counts",
                "{rule} asks for {heads} heads of {span}, and {count} people of staff.csv count",
                rule=self.name(),
                heads=heads,
                span=asked_for,
                count=count,
            ),
            Message("ask for at most so many heads, let more people count, or give the rule a weight"),
        )

    def broken_by_duty(self, employee: str, dates: Collection[date], contracts: Collection[Contract]) -> list[Message]:
        """Where days of absence that are `on_duty`, such as training, break it by themselves."""
        return []

    def uncounted(
        self, people: Sequence[Employee], shifts: Sequence[Shift], nights: Collection[str], rules: Sequence[Rule]
    ) -> Message | None:
        """Whom it leaves out though the other rules in force do not, and what helps; None: nobody.

        Parameters
        ----------
        people, shifts
            All rows of the staff list, and all shifts.
        nights
            The codes of the shifts that are nights.
        rules
            All in force.
        """
        return None

    def _is_limited_by(self, name: str, free: int | None) -> bool:
        value = getattr(self, name)
        values = value.values() if isinstance(value, Mapping) else [value]
        return any(number not in (None, free, (), {}) for number in values)

    def apply(self, build: Build) -> None:
        """Add the rule to the model."""
        raise NotImplementedError

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Find every breach in a finished roster, from its datetimes alone."""
        raise NotImplementedError

    def reads(self, row: Assignment) -> bool:
        """Whether its check asks anything of a row; of others it finds the same whether they are there or not."""
        return True

    def undecided_before(self, problem: Problem, known_from: date) -> AnyText | None:
        """Why work before `known_from`, of which nothing is known, could make a roster break the rule.

        None where it cannot: the rule does not look back so far, or what is known already decides. A rule of calendar
        weeks needs to know the whole of the one in which the plan begins, one that counts who is at work the shifts
        that may last into it.
        """
        if self.is_weekly:
            return too_few_of_the_week(self.number, problem, known_from)
        return too_few_at_work(self.number, problem, known_from) if self.counts_at_work else None

    def blame(self, misses: Misses) -> list[Message]:
        """Where a rule that counts heads misses how many, and what would help: usually what its check says."""
        certainty = misses.certainty()
        return [
            Message(
                "{on} {rule}: {what}.{certainty} What would help: change the figures of the rule or give it a weight.",
                on=found.date or "",
                rule=self.name(),
                what=found.said,
                certainty=certainty,
            )
            for found in self.check(misses.problem, misses.roster)
        ]

    @classmethod
    def title(cls, language: Language) -> str:
        """What people call it."""
        return Message(cls.title_en).text(language)

    @classmethod
    def numbered(cls, what: Message) -> Message:
        """What the rule says, with its number."""
        return Message("{what} ({number})", what=what, number=cls.number)

    @classmethod
    def name(cls) -> Message:
        """Its title and number, as in ``Contract days a week (R02)``."""
        return cls.numbered(Message(cls.title_en))

    @classmethod
    def follows_from(cls) -> tuple[type[Rule], ...]:
        """Rules without which it would not be broken either: where one of them is, nobody needs to hear of it."""
        return ()

    def meaning(self, conflict: Conflict) -> Message:
        """What the rule means for the person of a conflict, on the days on which it is part of it."""
        on = days_text(conflict.days_of(self))
        if not on:
            return self.name()
        return self.numbered(Message("{rule} on {days}", rule=Message(self.title_en), days=on))

    def gap(self, conflict: Conflict) -> AnyText:
        """By how much the rule is broken in a conflict, after its name; empty where that tells nobody anything."""
        if self.unit_of_conflict is None:
            return ""
        amount = (
            Message("{count} day", "{count} days", count=conflict.amount)
            if self.unit_of_conflict == "day"
            else Message("{count} minute", "{count} minutes", count=conflict.amount)
        )
        return Message(", {amount} missing" if conflict.is_lack else ", {amount} too many", amount=amount)

    def remedies(self, conflict: Conflict) -> Iterable[Remedy]:
        """What the rule can do to end a conflict that it is part of, each by itself: usually its limit can move."""
        yield Remedy(
            Effort.RELAX_RULE,
            Message("relax {rule} or give it a weight", rule=self.name()),
        )

    def violation(
        self,
        said: Message,
        *,
        amount: int = 1,
        unit: Unit | None = None,
        employee: str | None = None,
        date: date | None = None,
        points: int | None = None,
        heads: CountedHeads | None = None,
    ) -> Violation:
        """A violation of this rule.

        Parameters
        ----------
        said
            The sentence.
        amount, employee, date, heads
            As in `Violation`.
        unit
            One of `units`; None: the first of them.
        points
            What it costs; None: its weight times `amount`, or nothing where the rule is hard.
        """
        if points is None and self.weight is not None:
            points = self.weight * amount
        return Violation(
            rule=self.number,
            amount=amount,
            unit=unit or self.units[0],
            said=said,
            employee=employee,
            date=date,
            points=points,
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
                shifts = build.problem.shifts_of(person.employee_id, day)
                on = build.problem.horizon.date_of(day)
                as_on = build.problem.employee_on(person.employee_id, on) or person
                for code, choice in build.works.on_day(person.employee_id, day).items():
                    if self.forbids(build.problem, as_on, day, shifts[code]):
                        build.ledger.charge(
                            self.number,
                            self.weight,
                            choice,
                            employee=person.employee_id,
                            date=on,
                        )


class OwnChoiceRule(ChoiceRule):
    """A hard rule that a search makes for itself: no workspace lists it, and nobody reads of it."""

    number: ClassVar[str] = "R00"
    title_en: ClassVar[str] = ""

"""R36 - so many people on a shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.constraints.base import CountedHeads, Rule, Violation
from scheduler.domain.base import Frozen, ShiftCode
from scheduler.domain.calendar import Horizon
from scheduler.domain.limits import AnyHeads, Day, Points, Times
from scheduler.domain.people import Employee
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.labels.units import Unit
from scheduler.messages import Message, msgid
from scheduler.penalties import HeadDemand

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import IntVar

    from scheduler.variables import Build


class CoverRequirement(Frozen):
    """How many people start a shift on a day, and what each too few or too many weighs."""

    day: Times | None = Field(default=None, description="day of the horizon, the first being 0")
    on: Day | None = Field(default=None, alias="date", description="instead of `day`")
    shift: ShiftCode
    heads: AnyHeads = Field(description="people who start the shift")
    weight_under: Points = Field(default=1, description="points for each person too few; 0: free")
    weight_over: Points = Field(default=1, description="points for each person too many; 0: free")

    @model_validator(mode="after")
    def _one_day_is_given(self) -> Self:
        if (self.day is None) == (self.on is None):
            raise ValueError(Message("a cover of shift {shift} needs either day or date", shift=self.shift))
        return self

    def date_in(self, horizon: Horizon) -> date:
        """The date it speaks of."""
        return self.on if self.on is not None else horizon.date_of(self.day or 0)


class ShiftCover(Rule):
    """R36: each shift of `cover` has its number of people on its day, neither fewer nor more.

    Everybody counts as one, whatever their queues. Entries outside the horizon are ignored. Soft unit: a point of
    the entry's own weight for each person too few or too many. Hard: exactly that many, except on the side whose
    weight in the entry is 0.

    References
    ----------
    T. Curtois, R. Qu: Computational results on new staff scheduling benchmark instances (2014), "COVER".
    """

    number: ClassVar[str] = "R36"
    title_en: ClassVar[str] = msgid("Cover by shift")
    counts_over_horizon: ClassVar[bool] = True
    units: ClassVar[tuple[Unit, ...]] = (Unit("person", "people"),)
    couples_people: ClassVar[bool] = True
    has_personal_price: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, int | None]] = {"cover": None}

    rule: Literal["shift_cover"] = "shift_cover"
    cover: tuple[CoverRequirement, ...] = Field(description="people by shift and day")

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        places = [(entry.shift, entry.day, entry.on) for entry in self.cover]
        for number, (shift, day, on) in enumerate(places):
            if (shift, day, on) in places[:number]:
                raise ValueError(
                    Message(
                        "the cover of shift {shift} on {when} stands twice; keep one"
                        if on
                        else "the cover of shift {shift} on day {when} stands twice; keep one",
                        shift=shift,
                        when=on or day,
                    )
                )
        return self

    def disagreements(self, teams: Collection[str], nights: Collection[str]) -> Iterable[tuple[Message, Message]]:
        """No entries at all, and those that are kept whoever works."""
        yield from super().disagreements(teams, nights)
        for entry in self.cover:
            if not (entry.weight_over or (entry.heads and entry.weight_under)):
                yield (
                    Message("with these weights the cover of shift {shift} counts for nothing", shift=entry.shift),
                    Message("give it a weight above 0, or delete it"),
                )

    def beyond_staff(self, people: Sequence[Employee]) -> Iterable[tuple[Message, Message]]:
        """Shifts of which more people are asked for than may work them."""
        for entry in self.cover:
            able = {row.employee_id for row in people if entry.shift in row.shifts}
            if entry.weight_under and len(able) < entry.heads:
                yield self.asks_too_many(entry.heads, entry.shift, len(able))

    def apply(self, build: Build) -> None:
        """Set each sum of choices beside its number of people, with the lack and the excess between them."""
        horizon = build.problem.horizon
        choices: dict[tuple[int, str], list[IntVar]] = {
            (horizon.day_of(entry.date_in(horizon)), entry.shift): [] for entry in self.cover
        }
        for _, day, code, choice in build.works:
            if (day, code) in choices:
                choices[day, code].append(choice)
        for entry in self.cover:
            on = entry.date_in(horizon)
            day = horizon.day_of(on)
            if not 0 <= day < horizon.days:
                continue
            able = choices[day, entry.shift]
            heads = build.sum(able)
            if self.weight is None:
                if entry.weight_under:
                    build.model.add(heads >= entry.heads)
                if entry.weight_over:
                    build.model.add(heads <= entry.heads)
                continue
            reachable = min(entry.heads, len(able))
            asked = HeadDemand(entry.shift, on, entry.heads)
            # People whom nobody can be are missing in every roster.
            build.ledger.charge(self.number, self.weight * entry.weight_under, entry.heads - reachable, date=on)
            build.at_least(self.number, self.weight * entry.weight_under, heads, reachable, date=on, asked=asked)
            price, most_above = self.weight * entry.weight_over, len(able) - entry.heads
            build.at_most(self.number, price, heads, entry.heads, most_above, date=on, asked=asked)

    def check(self, problem: Problem, roster: Roster) -> list[Violation]:
        """Count the people who start each shift on its date."""
        found: list[Violation] = []
        started = Counter((row.date, row.shift) for row in roster.assignments)
        for entry in self.cover:
            on = entry.on or problem.horizon.first_day + timedelta(days=entry.day or 0)
            if not problem.horizon.start.date() <= on < problem.horizon.end.date():
                continue
            heads = started[on, entry.shift]
            price = entry.weight_under if heads < entry.heads else entry.weight_over
            if heads != entry.heads and price:
                found.append(
                    self.violation(
                        Message(
                            "{shift} has {count} person on {on}; {asked} are needed",
                            "{shift} has {count} people on {on}; {asked} are needed",
                            shift=entry.shift,
                            count=heads,
                            on=on,
                            asked=entry.heads,
                        ),
                        amount=abs(heads - entry.heads),
                        date=on,
                        points=None if self.weight is None else self.weight * price * abs(heads - entry.heads),
                        heads=CountedHeads(entry.shift, asked=entry.heads, found=heads),
                    )
                )
        return found

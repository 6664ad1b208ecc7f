"""R39."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from scheduler.constraints.meal_break import MealBreak
from scheduler.constraints.minimum_heads import HeadSpan, MinimumHeads
from scheduler.constraints.one_shift_a_day import OneShiftADay
from scheduler.constraints.pairs import Pair, Pairs
from scheduler.diagnose import explain
from scheduler.domain.problem import Problem
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from scheduler.model import build
from scheduler.solve.linear.program import linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.solve.week.model import read_week
from tests.constraints.agreement import (
    DAY,
    EVENING,
    NIGHT,
    Choices,
    assert_agreement,
    assignment,
    person,
    roster_of,
    tiny_problem,
)

MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)


def pair(how: str, **changes: object) -> Pair:
    return Pair.model_validate({"how": how, "person": "E001", "partner": "E002", **changes})


def two(days: int = 2, **changes: object) -> Problem:
    # The second serves no queue: company is no matter of queues.
    fields: dict[str, object] = {"employees": (person(1), person(2, queues=())), "shifts": (DAY, EVENING, NIGHT)}
    return tiny_problem(days, **{**fields, **changes})  # type: ignore[arg-type]  # built from mixed fields


def known(problem: Problem, before: Choices, after: Choices) -> Problem:
    """With these shifts on the days before (negative) and after the horizon."""
    previous, following = (
        Roster.of(assignment(problem, who, problem.horizon.date_of(day), code) for (who, day), code in some.items())
        for some in (before, after)
    )
    return problem.replace(previous=previous, following=following)


@pytest.mark.parametrize("weight", [None, 3])
@pytest.mark.parametrize(
    "pairs",
    [
        (pair("together"),),
        (pair("apart"),),
        (pair("together", to=MONDAY), pair("apart", person="E002", partner="E001", **{"from": TUESDAY})),
        (pair("apart", **{"from": TUESDAY}),),
        (pair("together", least_minutes=1440),),
    ],
    ids=["together", "apart", "both", "from-tuesday", "all-of-it"],
)
def test_model_and_check_agree_on_every_roster(pairs: tuple[Pair, ...], weight: int | None) -> None:
    assert_agreement(two(), Pairs(pairs=pairs, weight=weight))


@pytest.mark.parametrize("weight", [None, 3])
@pytest.mark.parametrize("how", ["together", "apart"])
@pytest.mark.parametrize("who", ["E001", "E002"])
def test_model_and_check_agree_on_the_days_around(how: str, who: str, weight: int | None) -> None:
    problem = known(two(1), {(who, -1): "V"}, {(who, 1): "N"})
    late = Shift(code="L", name_ko="심야", name_en="late", start="23:00", end="26:00")
    shifts = {shift.code: shift for shift in (late, DAY)}
    assert_agreement(problem.replace(shifts={**problem.shifts, **shifts}), Pairs(pairs=(pair(how),), weight=weight))


@pytest.mark.parametrize(
    ("mine", "theirs", "together", "apart"),
    [
        ("D", "D", True, False),
        ("D", "V", False, True),  # until and from 18:00
        ("V", "N", False, True),  # the night began before
        ("D", ".", False, True),
        (".", "D", True, True),
    ],
)
def test_work_that_meets(mine: str, theirs: str, *, together: bool, apart: bool) -> None:
    problem = two(1)
    choices = {(who, 0): code for who, code in (("E001", mine), ("E002", theirs)) if code != "."}
    for how, is_kept in (("together", together), ("apart", apart)):
        found = Pairs(pairs=(pair(how),)).check(problem, roster_of(problem, choices))
        assert (found == []) == is_kept


@pytest.mark.parametrize(("least", "is_kept"), [(60, True), (61, False)])
def test_together_is_for_the_least_minutes(least: int, *, is_kept: bool) -> None:
    afternoon = Shift(code="A", name_ko="오후", name_en="afternoon", start="17:00", end="22:00")
    problem = two(1, shifts=(DAY, afternoon))
    roster = roster_of(problem, {("E001", 0): "A", ("E002", 0): "D"})
    assert (Pairs(pairs=(pair("together", least_minutes=least),)).check(problem, roster) == []) == is_kept


def test_all_of_a_shorter_shift_is_enough() -> None:
    short = Shift(code="S", name_ko="짧은", name_en="short", start="10:00", end="12:00")
    problem = two(1, shifts=(DAY, short))
    roster = roster_of(problem, {("E001", 0): "S", ("E002", 0): "D"})
    assert Pairs(pairs=(pair("together", least_minutes=240),)).check(problem, roster) == []


def test_it_says_who_is_without_whom() -> None:
    problem = two(1)
    (alone,) = Pairs(pairs=(pair("together"),)).check(problem, roster_of(problem, {("E001", 0): "D"}))
    assert str(alone.message) == "E001 works D on 2023-11-06 without 60 minutes together with E002"
    (met,) = Pairs(pairs=(pair("apart"),)).check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"}))
    assert str(met.message) == (
        "E001 (D on 2023-11-06) and E002 (D on 2023-11-06) work at the same time; they are to be apart"
    )


def test_what_cannot_be_is_explained() -> None:
    problem = two(1)
    spans = tuple(
        HeadSpan.model_validate({"people": [who], "heads": 1, "from": "09:00", "to": "10:00"})
        for who in ("E001", "E002")
    )
    rules = [OneShiftADay(), MealBreak(), MinimumHeads(spans=spans), Pairs(pairs=(pair("apart"),))]
    said = " ".join(str(reason.said) for reason in explain(problem, rules, workers=1))
    assert "(R39)" in said or "(R17)" in said


def test_a_pair_is_of_two_and_of_some_days() -> None:
    with pytest.raises(ValidationError, match="E001 cannot be a pair alone"):
        pair("apart", partner="E001")
    with pytest.raises(ValidationError, match="end before they begin"):
        pair("apart", **{"from": date(2023, 11, 8), "to": TUESDAY})


def test_the_search_for_a_week_takes_pairs_and_leaders() -> None:
    leaders = HeadSpan.model_validate({"people": ["E001", "E002"], "heads": 1, "from": "10:00", "to": "11:00"})
    for weight in (None, 3):
        rules = [
            OneShiftADay(),
            MealBreak(),
            Pairs(pairs=(pair("together"), pair("apart", person="E003")), weight=weight),
            MinimumHeads(spans=(leaders,), weight=weight),
        ]
        built = build(two(3, employees=(person(1), person(2, queues=()), person(3), person(4))), rules)
        _ = built.meals
        assert read_week(Structure.of(built, linear_program(built.model))) is not None


def test_two_people_cannot_be_together_and_apart_on_the_same_days() -> None:
    def pairs(**days: str) -> Pairs:
        together = {"how": "together", "person": "E001", "partner": "E002", "to": "2023-11-10"}
        return Pairs.model_validate(
            {"pairs": [together, {"how": "apart", "person": "E002", "partner": "E001", **days}]}
        )

    with pytest.raises(ValidationError, match="E001 and E002 are a pair that is together, and one that is apart"):
        pairs()
    with pytest.raises(ValidationError, match="on the same days"):
        pairs(**{"from": "2023-11-10"})
    assert len(pairs(**{"from": "2023-11-11"}).pairs) == 2

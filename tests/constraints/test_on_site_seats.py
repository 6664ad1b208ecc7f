"""R13."""

from __future__ import annotations

import itertools
from datetime import date, datetime

import pytest

from scheduler.constraints.on_site_seats import OnSiteSeats, Site
from scheduler.domain.problem import Problem, RemoteRotation
from scheduler.domain.roster import Roster
from scheduler.domain.shifts import Shift
from tests.constraints.agreement import (
    DAY,
    EVENING,
    SHIFTS,
    assert_agreement,
    assignment,
    person,
    roster_of,
    tiny_problem,
)

SUNDAY = date(2023, 11, 5)
GROUP_2_ON_SITE = RemoteRotation(
    groups=5, anchor=date(2022, 10, 1), months_on_site=2, office_calls_per_day=60.0, remote_calls_per_day=67.7
)
ACROSS_MIDNIGHT = Shift(
    code="W",
    name_ko="심야",
    name_en="late",
    start="20:00",
    end="28:00",
    meal_minutes=60,
    meal_earliest="25:00",
    meal_latest="26:00",
)


def two_people(days: int = 2, **changes: object) -> Problem:
    fields: dict[str, object] = {"employees": (person(1), person(2))}
    return tiny_problem(days=days, **{**fields, **changes})  # type: ignore[arg-type]  # built from mixed fields


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_every_roster(weight: int | None) -> None:
    assert_agreement(two_people(), OnSiteSeats(seats=1, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_without_seats(weight: int | None) -> None:
    assert_agreement(two_people(days=1), OnSiteSeats(seats=0, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("seats", [1, 2])
def test_model_and_check_agree_on_people_at_home_and_without_queues(seats: int, weight: int | None) -> None:
    people = (
        person(1, remote_group=2),
        person(2, remote_group=2),
        person(3, remote_group=1),
        person(4, queues=()),
        person(5),
    )
    problem = tiny_problem(days=1, employees=people, shifts=(DAY, EVENING), remote=GROUP_2_ON_SITE)
    assert_agreement(problem, OnSiteSeats(seats=seats, weight=weight))


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize("seats", [0, 1, 2])
def test_model_and_check_agree_on_who_is_still_there_from_the_evening_before(seats: int, weight: int | None) -> None:
    problem = tiny_problem(days=1, employees=(person(1), person(2), person(3)), shifts=(*SHIFTS, ACROSS_MIDNIGHT))
    rows = [assignment(problem, employee, SUNDAY, "W") for employee in ("E002", "E003")]
    assert_agreement(problem.replace(previous=Roster.of(rows)), OnSiteSeats(seats=seats, weight=weight))


def test_as_many_people_as_seats_are_allowed() -> None:
    problem = two_people()
    assert OnSiteSeats(seats=2).check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"})) == []


def test_one_more_is_found_in_each_interval() -> None:
    problem = two_people()
    found = OnSiteSeats(seats=1).check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"}))
    assert len(found) == 18
    assert found[0].message == "2 people are on site from 2023-11-06 09:00; seats: 1"
    assert found[0].date == date(2023, 11, 6)


def test_a_seat_is_free_again_when_its_shift_ends() -> None:
    problem = two_people()
    assert OnSiteSeats(seats=1).check(problem, roster_of(problem, {("E001", 0): "D", ("E002", 0): "V"})) == []


def test_half_an_hour_together_is_found() -> None:
    problem = two_people()
    day = assignment(problem, "E001", date(2023, 11, 6), "D", end=datetime(2023, 11, 6, 18, 10))
    evening = assignment(problem, "E002", date(2023, 11, 6), "V")
    (found,) = OnSiteSeats(seats=1).check(problem, Roster.of([day, evening]))
    assert found.message == "2 people are on site from 2023-11-06 18:00; seats: 1"


def test_whoever_eats_keeps_the_seat_after_midnight_too() -> None:
    problem = two_people(shifts=(*SHIFTS, ACROSS_MIDNIGHT))
    problem = problem.replace(previous=Roster.of([assignment(problem, "E002", SUNDAY, "W")]))
    found = OnSiteSeats(seats=1).check(problem, roster_of(problem, {("E001", 0): "N"}))
    assert len(found) == 6


def two_sites(north: int, south: int, weight: int | None = None) -> OnSiteSeats:
    sites = (Site(name="North", teams=("day",), seats=north), Site(name="South", teams=("night",), seats=south))
    return OnSiteSeats(sites=sites, weight=weight)


@pytest.mark.parametrize("weight", [None, 5])
@pytest.mark.parametrize(("north", "south"), [(1, 1), (0, 2), (2, 0)])
def test_model_and_check_agree_on_the_seats_of_each_site(north: int, south: int, weight: int | None) -> None:
    people = (person(1), person(2), person(3, team="night"), person(4, team="night", remote_group=1))
    problem = tiny_problem(days=1, employees=people, shifts=(DAY, EVENING), remote=GROUP_2_ON_SITE)
    choices = [
        {(each.employee_id, 0): code for each, code in zip(people, codes, strict=True) if code}
        for codes in itertools.product(("", "D", "V"), repeat=4)
    ]
    assert_agreement(problem, two_sites(north, south, weight), choices)


@pytest.mark.parametrize("weight", [None, 5])
def test_model_and_check_agree_on_who_changes_the_site_with_the_team(weight: int | None) -> None:
    moved = (person(1, last_day=date(2023, 11, 6)), person(1, team="night", first_day=date(2023, 11, 7)))
    people = (moved[0], person(2), person(3, team="night"))
    problem = tiny_problem(days=2, employees=people, shifts=(DAY,), employments=moved)
    assert_agreement(problem, two_sites(1, 1, weight))


def test_a_seat_is_free_at_the_other_site_and_that_helps_nobody() -> None:
    problem = two_people()
    both = roster_of(problem, {("E001", 0): "D", ("E002", 0): "D"})
    assert two_sites(2, 0).check(problem, both) == []
    found = two_sites(1, 5).check(problem, both)
    assert found[0].message == "2 people are at North from 2023-11-06 09:00; seats: 1"
    assert found[0].text("ko") == "11월 6일(월) 09:00부터 North 2명; 좌석 1석"
    assert found[0].heads is not None
    assert found[0].heads.what == "North"


def test_who_is_still_there_from_the_evening_before_holds_a_seat_of_the_own_site_only() -> None:
    people = (person(1), person(2, team="night"))
    problem = tiny_problem(days=1, employees=people, shifts=(*SHIFTS, ACROSS_MIDNIGHT))
    problem = problem.replace(previous=Roster.of([assignment(problem, "E002", SUNDAY, "W")]))
    night = roster_of(problem, {("E001", 0): "N"})
    assert two_sites(1, 1).check(problem, night) == []
    assert_agreement(problem, two_sites(0, 1))


@pytest.mark.parametrize("given", [{}, {"seats": 1, "sites": [{"name": "North", "teams": ["day"], "seats": 1}]}])
def test_seats_are_given_once(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="needs either seats or sites"):
        OnSiteSeats.model_validate(given)


def test_each_team_of_the_workspace_is_at_one_site() -> None:
    rule = OnSiteSeats(
        sites=(Site(name="North", teams=("day", "night"), seats=1), Site(name="North", teams=("night",), seats=1))
    )
    assert [str(message) for message, _ in rule.disagreements(["day", "night", "office"], ())] == [
        "team 'office' is at none of the sites of on_site_seats",
        "team 'night' is at several sites of on_site_seats",
        "the site 'North' stands twice",
    ]
    assert list(OnSiteSeats(seats=1).disagreements(["day"], ())) == []

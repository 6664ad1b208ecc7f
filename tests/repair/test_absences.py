"""What is said of people who fall ill."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from scheduler.domain.people import Absence
from scheduler.repair.absences import parse_absence, possible, with_absences, without_past
from tests.constraints.agreement import MONDAY, person, roster_of, tiny_problem
from tests.workspaces import faults_of

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def absence(employee: str, first: date, last: date, kind: str = "sick_leave") -> Absence:
    return Absence(employee_id=employee, first_day=first, last_day=last, kind=kind)


def test_a_day_and_a_span_are_read() -> None:
    assert parse_absence("E017:2023-11-08") == absence("E017", date(2023, 11, 8), date(2023, 11, 8))
    assert parse_absence(" E017 : 2023-11-08..2023-11-10 ") == absence("E017", date(2023, 11, 8), date(2023, 11, 10))


@pytest.mark.parametrize("text", ["E017", "E017:", ":2023-11-08", "E017:2023-11-08.."])
def test_anything_else_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"write it as E017:2023-11-08 or"):
        parse_absence(text)


@pytest.mark.parametrize("days", ["0001-01-01", "2023-11-08..9999-12-31"])
def test_a_year_that_is_none_is_refused(days: str) -> None:
    with pytest.raises(ValueError, match=r"lies outside the years 1990 to 2100; correct the year$"):
        parse_absence(f"E017:{days}")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("soon", "'soon' is not a date; write year, month and day as 2023-11-06"),
        ("2023-02-30", "'2023-02-30' is not a date: there is no such day; write it as 2023-11-06"),
        ("08.11.2023", "'08.11.2023' is not a date; write 2023-11-08 if 8 November 2023 is meant"),
        ("2023-11-08..31.11.2023", "'31.11.2023' is not a date: there is no such day; write year, month and day as"),
    ],
)
def test_a_day_that_is_none_is_refused_with_its_remedy(days: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        parse_absence(f"E017:{days}")


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        parse_absence("E017:2023-11-08..2023-11-07")


def faults(*absences: Absence, today: date = MONDAY) -> list[str]:
    people = [person(1), person(2)]
    return faults_of(lambda: possible(absences, people, MONDAY, MONDAY + timedelta(days=6), today))


def test_all_impossible_absences_are_named_together() -> None:
    after = MONDAY + timedelta(days=7)
    unknown, outside = faults(absence("E022", MONDAY, MONDAY), absence("E001", after, after))
    assert unknown == "--absence employee 'E022' is unknown; did you mean 'E002'?"
    assert "the absence of E001 lies outside the roster; its days are 2023-11-06 to 2023-11-12" in outside


def test_an_absence_may_begin_today_but_not_yesterday() -> None:
    assert faults(absence("E001", TUESDAY, WEDNESDAY), today=TUESDAY) == []
    (past,) = faults(absence("E001", TUESDAY, WEDNESDAY), today=WEDNESDAY)
    assert "begins on 2023-11-07, which is past" in past
    assert "begin it on 2023-11-08 or later, or say with --today" in past


def test_an_absence_that_reaches_beyond_the_roster_is_taken() -> None:
    assert faults(absence("E001", MONDAY, MONDAY + timedelta(days=60))) == []


def test_only_days_that_were_to_be_worked_become_absences() -> None:
    problem = tiny_problem(3)
    published = roster_of(problem, {("E001", 0): "D", ("E001", 1): "D"})
    now = with_absences(problem, published, [absence("E001", MONDAY, MONDAY + timedelta(days=20))])
    assert now.absences == (absence("E001", MONDAY, TUESDAY),)
    assert [(lock.date, lock.shift) for lock in now.locks] == [(WEDNESDAY, "OFF")]


def test_an_absence_on_a_day_off_is_no_absence_but_keeps_the_day_off() -> None:
    problem = tiny_problem(3)
    now = with_absences(problem, roster_of(problem, {("E001", 0): "D"}), [absence("E001", TUESDAY, TUESDAY)])
    assert now.absences == ()
    assert [(lock.employee_id, lock.date, lock.shift) for lock in now.locks] == [("E001", TUESDAY, "OFF")]


def test_overlapping_absences_of_a_person_are_one() -> None:
    problem = tiny_problem(3)
    published = roster_of(problem, {("E001", day): "D" for day in range(3)})
    both = [absence("E001", MONDAY, TUESDAY), absence("E001", TUESDAY, WEDNESDAY)]
    assert with_absences(problem, published, both).absences == (absence("E001", MONDAY, WEDNESDAY),)


def test_an_absence_noted_later_does_not_undo_a_past_day() -> None:
    leave = absence("E001", MONDAY, WEDNESDAY, "annual_leave")
    problem = tiny_problem(3, absences=(leave,))
    published = roster_of(problem, {("E001", 0): "D", ("E001", 2): "D"})
    assert without_past(problem, published, MONDAY).absences == (leave,)
    assert without_past(problem, published, TUESDAY).absences == (absence("E001", TUESDAY, WEDNESDAY, "annual_leave"),)


@pytest.mark.parametrize("called", ["E001", "\uff25\uff10\uff10\uff11", "E001\u200b", "Agent 1", "\uff21gent  1"])
def test_people_are_known_by_id_or_by_name_as_they_look(called: str) -> None:
    people = [person(n).model_copy(update={"name": f"Agent {n}"}) for n in (1, 2)]
    sick = parse_absence(f"{called}:2023-11-06")
    assert possible([sick], people, MONDAY, MONDAY + timedelta(days=6), MONDAY) == [absence("E001", MONDAY, MONDAY)]


def test_a_name_that_two_people_have_is_refused_with_both_ids() -> None:
    people = [person(n).model_copy(update={"name": "Kim"}) for n in (1, 2)]
    sick = [absence("Kim", MONDAY, MONDAY)]
    assert faults_of(lambda: possible(sick, people, MONDAY, MONDAY, MONDAY)) == [
        "--absence 2 people are called 'Kim': E001, E002; give the id of the one who is meant"
    ]

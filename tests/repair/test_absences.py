"""What is said of people who fall ill."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from scheduler.domain.people import Absence, Request
from scheduler.domain.roster import Roster
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


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("E017:2023-11-08:afternoon", {"part": "afternoon"}),
        ("E017:2023-11-08:오전", {"part": "morning"}),
        ("E017 : 2023-11-08 : quarter4", {"part": "quarter4"}),
        ("E017:2023-11-08:13:00-15:00", {"from_minute": 780, "to_minute": 900}),
        ("E017:2023-11-08: 9:30 ~ 25:00", {"from_minute": 570, "to_minute": 1500}),
    ],
)
def test_a_part_of_the_day_comes_last(text: str, part: dict[str, object]) -> None:
    eighth = {"first_day": date(2023, 11, 8), "last_day": date(2023, 11, 8)}
    assert parse_absence(text) == Absence.model_validate(
        {"employee_id": "E017", "kind": "sick_leave", **eighth, **part}
    )
    span = parse_absence("E017:2023-11-08..2023-11-09:morning")
    assert (span.last_day, span.part) == (date(2023, 11, 9), "morning")


@pytest.mark.parametrize("part", ["noon", "morning-afternoon", "quarter5"])
def test_a_part_that_is_none_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="is not a part of a day"):
        parse_absence(f"E017:2023-11-08:{part}")


@pytest.mark.parametrize("times", ["15:00-13:00", "13:00-13:00", "24:00-25:00"])
def test_times_that_are_no_part_of_a_day_are_refused(times: str) -> None:
    with pytest.raises(ValueError, match="is no part of a day; write 01:00 of the next day as 25:00"):
        parse_absence(f"E017:2023-11-08:{times}")


def test_what_follows_a_date_and_is_no_part_is_called_so_and_the_parts_are_named() -> None:
    for days in ("2023-11-08", "2023-11-08..2023-11-10"):
        with pytest.raises(
            ValueError, match=r"'quarter9' is not a part of a day; write .*afternoon.*, or times as 13:00"
        ):
            parse_absence(f"E017:{days}:quarter9")
    with pytest.raises(ValueError, match="'quarter9' is not a date"):
        parse_absence("E017:quarter9")


def test_a_part_of_a_worked_day_is_kept_and_of_a_day_off_is_none() -> None:
    problem = tiny_problem(3, employees=[person(1)])
    published = roster_of(problem, {("E001", 0): "D", ("E001", 2): "D"})
    away = absence("E001", MONDAY, WEDNESDAY).model_copy(update={"part": "morning"})
    now = with_absences(problem, published, [away])
    assert [(one.first_day, one.last_day, one.part) for one in now.absences] == [
        (MONDAY, MONDAY, "morning"),
        (WEDNESDAY, WEDNESDAY, "morning"),
    ]
    assert [(lock.date, lock.shift) for lock in now.locks] == [(TUESDAY, "OFF")]
    assert now.absent_dates == {"E001": {}}


def test_a_past_row_that_its_absence_has_shortened_keeps_it() -> None:
    away = absence("E001", MONDAY, TUESDAY).model_copy(update={"part": "morning"})
    problem = tiny_problem(3, employees=[person(1)], absences=(away,))
    whole = roster_of(problem.replace(absences=()), {("E001", 0): "D", ("E001", 1): "D"})
    first, second = whole.assignments
    short = problem.as_worked(first)
    assert short is not None
    assert short.paid_minutes == 240
    kept = without_past(problem, Roster((short, second)), WEDNESDAY).absences
    assert [(one.first_day, one.last_day, one.part) for one in kept] == [(MONDAY, MONDAY, "morning")]


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


def test_whoever_is_not_employed_then_is_not_unknown() -> None:
    gone, other, newcomer = (person(n) for n in (1, 2, 3))
    sunday = MONDAY + timedelta(days=6)
    people = [
        gone.model_copy(update={"name": "Kim", "last_day": MONDAY - timedelta(days=1)}),
        other.model_copy(update={"name": "Kim"}),
        newcomer.model_copy(update={"last_day": TUESDAY}),
    ]
    told = [absence("E001", TUESDAY, TUESDAY), absence("E003", WEDNESDAY, sunday)]
    assert faults_of(lambda: possible(told, people, MONDAY, sunday, MONDAY)) == [
        f"--absence {employee} is not employed on {on}; leave the absence out, or correct from and to in staff.csv"
        for employee, on in (("E001", TUESDAY), ("E003", WEDNESDAY))
    ]
    # Of two people with one name the one who is there is meant; the last day of work is one.
    told = [absence("Kim", MONDAY, MONDAY), absence("E003", TUESDAY, WEDNESDAY)]
    assert [one.employee_id for one in possible(told, people, MONDAY, sunday, MONDAY)] == ["E002", "E003"]


def test_an_absence_that_began_before_today_counts_from_today() -> None:
    week = MONDAY, MONDAY + timedelta(days=6)
    (found,) = possible([absence("E001", TUESDAY, WEDNESDAY)], [person(1)], *week, today=WEDNESDAY)
    assert found == absence("E001", WEDNESDAY, WEDNESDAY)
    (early,) = possible([absence("E001", MONDAY - timedelta(days=9), WEDNESDAY)], [person(1)], *week, today=TUESDAY)
    assert early == absence("E001", TUESDAY, WEDNESDAY)


def test_an_absence_that_was_over_before_today_is_refused() -> None:
    (past,) = faults(absence("E001", MONDAY, TUESDAY), today=WEDNESDAY)
    assert "ends on 2023-11-07, which is past" in past
    assert "name days from 2023-11-08 on, or say with --today" in past


def test_an_absence_that_reaches_beyond_the_roster_is_taken() -> None:
    assert faults(absence("E001", MONDAY, MONDAY + timedelta(days=60))) == []


def test_only_days_that_were_to_be_worked_become_absences() -> None:
    problem = tiny_problem(3)
    published = roster_of(problem, {("E001", 0): "D", ("E001", 1): "D"})
    now = with_absences(problem, published, [absence("E001", MONDAY, MONDAY + timedelta(days=20))])
    assert now.absences == (absence("E001", MONDAY, TUESDAY),)
    assert [(lock.date, lock.shift) for lock in now.locks] == [(WEDNESDAY, "OFF")]


def test_whoever_falls_ill_is_promised_nothing_on_these_days() -> None:
    wishes = tuple(
        Request(employee_id=employee, date=on, shift="D", weight=1, is_must=is_must)
        for employee, on, is_must in (
            ("E001", MONDAY, True),
            ("E001", MONDAY, False),
            ("E001", TUESDAY, True),
            ("E002", MONDAY, True),
        )
    )
    problem = tiny_problem(3, employees=(person(1), person(2)), requests=wishes)
    now = with_absences(problem, roster_of(problem, {("E001", 0): "D"}), [absence("E001", MONDAY, MONDAY)])
    assert now.requests == wishes[1:]


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

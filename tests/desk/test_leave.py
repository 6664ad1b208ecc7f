"""Who can have leave?"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.leave_by_force import MONDAY, Asked, Person, SmallCentre, granted, random_centre, write_centre
from scheduler import cli
from scheduler.desk.activities.placing import place_activities
from scheduler.desk.leave import mending
from scheduler.desk.leave.answering import Leave, leave
from scheduler.desk.leave.balances import Balances
from scheduler.desk.leave.deciding import Against
from scheduler.desk.leave.entering import enter, held, with_rows
from scheduler.desk.leave.lines import leave_lines
from scheduler.desk.swap import Publishing
from scheduler.domain.people import Absence
from scheduler.domain.roster import Assignment
from scheduler.errors import InfeasibleError, InputError, OutputError, StoreError
from scheduler.inputs import Workspace
from scheduler.ledger.counting import LedgerBasis, count
from scheduler.publishing.publish import publish
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import verify
from scheduler.run.generating import generate
from scheduler.standing import Changes

SUNDAY = MONDAY + timedelta(days=6)
BEFORE = MONDAY - timedelta(days=30)
ALL_WEEK = frozenset(range(7))

TWO = SmallCentre(
    people=(Person("E0", 4, ALL_WEEK, ("D",)), Person("E1", 4, ALL_WEEK, ("D",))),
    weeks=1,
    most_in_a_row=6,
    early={2: 1},
    late={},
    agents=1,
    share=None,
    absences=(),
    balances=None,
    requests=(),
    order="first_come",
    prices={},
)
"""Two people of four days each, one of whom has to be there on Wednesday morning."""


def _asked(*requests: tuple[str, int, int], ranks: Sequence[int] = (), asked: Sequence[int] = ()) -> tuple[Asked, ...]:
    return tuple(
        Asked(
            n + 2,
            person,
            first,
            last,
            "annual_leave",
            asked[n] if asked else n,
            ranks[n] if ranks else 1,
        )
        for n, (person, first, last) in enumerate(requests)
    )


def _decided(folder: Path, centre: SmallCentre, **options: Any) -> Leave:
    workspace, requests = write_centre(folder / "office", centre)
    last = MONDAY + timedelta(days=7 * centre.weeks - 1)
    options = {"with_outlook": False, "today": BEFORE, "is_first_week": True, **options}
    return leave(workspace, MONDAY, last, requests=requests, **options)


@pytest.mark.parametrize("seed", [1, 5, 8, 20])
def test_as_much_is_granted_as_when_all_rosters_are_tried(tmp_path: Path, seed: int) -> None:
    centre = random_centre(Random(seed))
    found = _decided(tmp_path, centre)
    assert [one.request.row for one in found.decided if one.is_granted] == granted(centre)


def test_the_last_one_who_can_be_there_waits_and_learns_why_and_when_else(tmp_path: Path) -> None:
    found = _decided(tmp_path, replace(TWO, requests=_asked(("E0", 2, 2), ("E1", 2, 2))))
    first, second = found.decided
    assert first.is_granted
    assert (second.against, second.waiting) == (Against.RULE, 1)
    assert second.rules
    assert second.reasons
    assert second.nearest[:2] == ((MONDAY + timedelta(days=3),) * 2, (MONDAY + timedelta(days=1),) * 2)


def test_with_a_rank_seniority_decides(tmp_path: Path) -> None:
    requests = _asked(("E0", 2, 2), ("E1", 2, 2), ranks=(2, 1))
    found = _decided(tmp_path, replace(TWO, order="seniority", requests=requests))
    assert [(one.request.absence.employee_id, one.is_granted) for one in found.decided] == [("E1", True), ("E0", False)]


def test_whoever_has_spent_fewer_points_on_unpopular_days_comes_first(tmp_path: Path) -> None:
    requests = _asked(("E0", 4, 4), ("E0", 2, 2), ("E1", 2, 2))
    found = _decided(tmp_path, replace(TWO, order="points", prices={4: 3}, requests=requests))
    assert [(one.request.row, one.is_granted, one.points) for one in found.decided] == [
        (2, True, 3.0),
        (4, True, 1.0),
        (3, False, 1.0),
    ]


def test_too_few_days_left_are_said_and_do_not_wait(tmp_path: Path) -> None:
    centre = replace(TWO, balances={"E0": 1, "E1": 5}, requests=_asked(("E0", 0, 1), ("E1", 0, 1)))
    first, second = _decided(tmp_path, centre).decided
    assert (first.against, first.waiting, first.days, first.nearest) == (Against.BALANCE, None, 2.0, ())
    assert str(first.reasons[0]) == "E0 has 1 day of Leave left, and this takes 2"
    assert (second.is_granted, second.left) == (True, 3.0)


def test_a_kind_with_balances_is_refused_to_whoever_has_none(tmp_path: Path) -> None:
    centre = replace(TWO, balances={"E1": 5}, requests=_asked(("E0", 0, 0)))
    (found,) = _decided(tmp_path, centre).decided
    assert found.against is Against.BALANCE_UNKNOWN


@pytest.mark.parametrize(("from_day", "against"), [(0, None), (1, Against.BALANCE_UNKNOWN)])
def test_what_is_left_before_the_date_of_a_balance_is_not_known(
    tmp_path: Path, from_day: int, against: Against | None
) -> None:
    workspace, requests = write_centre(
        tmp_path / "office", replace(TWO, balances={"E0": 5}, requests=_asked(("E0", 0, 1)))
    )
    rows = f"employee_id,kind,days,date\nE0,annual_leave,5,{MONDAY + timedelta(days=from_day)}\n"
    (workspace / "leave_balances.csv").write_text(rows, encoding="utf-8")
    found = leave(workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, is_first_week=True)
    assert [one.against for one in found.decided] == [against]
    assert [one.left for one in found.decided] == [3 if against is None else None]


def test_an_absence_that_is_there_already_stands_against_it(tmp_path: Path) -> None:
    centre = replace(TWO, absences=(("E0", 3, "errand"),), requests=_asked(("E0", 3, 3), ("E0", 4, 4)))
    first, second = _decided(tmp_path, centre).decided
    assert first.against is Against.OWN_ABSENCE
    assert second.is_granted


@pytest.mark.parametrize(("kind", "is_granted"), [("annual_leave", True), ("errand", False)])
def test_a_part_of_a_day_that_is_paid_otherwise_than_the_one_that_is_there_is_refused(
    tmp_path: Path, kind: str, is_granted: bool
) -> None:
    workspace, requests = write_centre(tmp_path / "office", TWO)
    rows = [f"E0,2023-11-08,2023-11-08,{row}\n" for row in ("annual_leave,morning", f"{kind},afternoon")]
    requests.write_text("employee_id,from,to,kind,part\n" + "".join(rows))
    found = leave(workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, is_first_week=True)
    first, second = found.decided
    assert first.is_granted
    assert second.is_granted is is_granted
    if not is_granted:
        assert second.against is Against.OWN_ABSENCE
        assert "does not count or is not paid as this kind is" in str(second.reasons[0])


@pytest.mark.parametrize(("share", "is_granted"), [(0.5, False), (1.0, True)])
def test_a_day_of_leave_keeps_the_target(tmp_path: Path, share: float, is_granted: bool) -> None:
    centre = replace(TWO, early={}, share=share, requests=_asked(("E0", 2, 2), ("E1", 2, 2)))
    first, second = _decided(tmp_path, centre).decided
    assert first.is_granted
    assert second.is_granted is is_granted
    assert second.against is (None if is_granted else Against.TARGET)


def test_weeks_planned_for_coverage_grant_leave_over_a_sunday_with_its_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As large centres with a target are decided, though these two people would be searched whole."""
    monkeypatch.setattr(mending, "FEW_CHOICES", 0)
    centre = replace(TWO, weeks=2, early={}, share=0.5)
    for n, days in enumerate([(6, 6), (7, 7), (6, 7)]):
        found = _decided(tmp_path / str(n), replace(centre, requests=_asked(("E0", *days))))
        assert [one.against for one in found.decided] == [None], days


def test_what_is_granted_becomes_absences_and_other_rows_stay_to_the_letter(tmp_path: Path) -> None:
    centre = replace(TWO, absences=(("E1", 0, "errand"),), requests=_asked(("E0", 2, 3), ("E1", 2, 2)))
    found = _decided(tmp_path, centre, is_to_publish=True, output=tmp_path / "granted.csv")
    assert found.is_entered
    assert found.publication is None
    row = "E0,2023-11-08,2023-11-09,annual_leave\n"
    before = "employee_id,from,to,kind\nE1,2023-11-06,2023-11-06,errand\n"
    assert (tmp_path / "office" / "absences.csv").read_text() == before + row
    assert (tmp_path / "granted.csv").read_text() == "employee_id,from,to,kind\n" + row


def test_before_anything_is_decided_a_file_that_cannot_take_the_rows_is_refused(tmp_path: Path) -> None:
    workspace, _ = write_centre(tmp_path / "office", TWO)
    for name in ("granted.txt", "office/absences.csv"):
        with pytest.raises(OutputError):
            leave(workspace, MONDAY, MONDAY - timedelta(days=1), output=tmp_path / name)


def test_without_publish_nothing_is_entered(tmp_path: Path) -> None:
    found = _decided(tmp_path, replace(TWO, requests=_asked(("E0", 2, 3))))
    assert not found.is_entered
    assert (tmp_path / "office" / "absences.csv").read_text() == "employee_id,from,to,kind\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace whose week is published, and requests for its Wednesday."""
    folder = tmp_path_factory.mktemp("leave")
    workspace, _ = write_centre(folder / "office", replace(TWO, requests=_asked(("E0", 2, 2), ("E1", 2, 2))))
    generate(workspace, MONDAY, 1, folder / "run", is_first_week=True)
    publish(workspace, folder / "run", author="Kim", today=BEFORE)
    return folder


@pytest.fixture
def published(office: Path, tmp_path: Path) -> Path:
    """The same to be changed: the workspace, with the requests beside it."""
    return shutil.copytree(office, tmp_path / "copy") / "office"


def _in_published(workspace: Path, **options: Any) -> Leave:
    requests = workspace.parent / "office-leave.csv"
    return leave(workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, **options)


def test_a_published_week_becomes_a_version_that_keeps_every_rule(published: Path) -> None:
    before = verify(published, Path("published")).roster
    found = _in_published(published, is_to_publish=True, author="Kim")
    one = next(one for one in found.decided if one.entered)
    assert found.publication is not None
    assert found.publication.version.number == 2
    after = verify(published, Path("published"))
    assert after.audit is not None
    assert not after.audit.hard
    assert before is not None
    assert after.roster is not None
    assert one.entered[0] in read_workspace(published).absences
    assert MONDAY + timedelta(days=2) not in {
        row.date for row in after.roster.of_employee(one.request.absence.employee_id)
    }


def test_with_leave_of_its_trainer_a_training_of_a_published_week_falls_out_and_it_is_said(published: Path) -> None:
    asked = "name,kind,minutes,who,trainer\ncourse,training,30,E0,E1\n"
    (published / "activities.csv").write_text(asked, encoding="utf-8")
    place_activities(published, Path("published"), output=published.parent / "placed", today=BEFORE)
    publish(published, published.parent / "placed", author="Kim", today=BEFORE)
    before = verify(published, Path("published")).roster
    assert before is not None
    (on,) = {row.date for row in before.assignments if row.activities}
    (published.parent / "office-leave.csv").write_text(f"employee_id,from,to,kind\nE1,{on},{on},annual_leave\n")
    found = _in_published(published, is_to_publish=True, author="Kim")
    assert [one.is_granted for one in found.decided] == [True]
    assert {(one.name, people) for one, people in found.fallen_activities.items()} == {("course", 2)}
    assert any("2 people no longer attend 'course'" in line for line in leave_lines(found) if isinstance(line, str))
    after = verify(published, Path("published"))
    assert after.audit is not None
    assert not after.audit.hard
    assert after.roster is not None
    assert not after.roster.has_activities


@pytest.mark.parametrize("asks", ["E0", "E1"])
def test_nobody_has_leave_without_whom_nobody_could_be_on_call(tmp_path: Path, asks: str) -> None:
    """One of the two works on Wednesday, and the other one is on call."""
    workspace, requests = write_centre(tmp_path / "office", replace(TWO, requests=_asked((asks, 2, 2), (asks, 3, 3))))
    with (workspace / "workspace.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {rule: on_call, weekdays: [wed]}\n")
    found = leave(workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, is_first_week=True)
    assert [one.against for one in found.decided] == [Against.RULE, None]


def test_leave_over_a_sunday_moves_nobody_else_where_both_weeks_have_room(tmp_path: Path) -> None:
    found = _decided(tmp_path, replace(TWO, weeks=2, early={}, requests=_asked(("E0", 4, 8), ("E1", 5, 7))))
    assert [one.is_granted for one in found.decided] == [True, True]
    assert found.steps["own"] + found.steps["person"] == 2


def test_a_day_off_of_a_published_week_needs_no_leave(published: Path) -> None:
    roster = verify(published, Path("published")).roster
    assert roster is not None
    worked = {row.date for row in roster.of_employee("E0")}
    off = next(on for on in (MONDAY + timedelta(days=n) for n in range(7)) if on not in worked)
    (published.parent / "office-leave.csv").write_text(f"employee_id,from,to,kind\nE0,{off},{off},annual_leave\n")
    (found,) = _in_published(published).decided
    assert found.against is Against.ALREADY_OFF


def test_where_the_version_cannot_be_published_the_absences_are_as_they_were(published: Path) -> None:
    before = (published / "absences.csv").read_bytes()
    with pytest.raises(InputError, match="within the notice period"):
        leave(
            published,
            MONDAY,
            SUNDAY,
            requests=published.parent / "office-leave.csv",
            with_outlook=False,
            today=MONDAY + timedelta(days=2),
            is_to_publish=True,
            author="Kim",
        )
    assert (published / "absences.csv").read_bytes() == before


def _granted_in(workspace: Path) -> tuple[Workspace, Sequence[Absence], Changes]:
    """The workspace, what would be granted, and a change of its published week."""
    found = _in_published(workspace)
    one = next(one for one in found.decided if one.entered)
    return read_workspace(workspace), one.entered, {(one.request.absence.employee_id, MONDAY + timedelta(days=2)): ()}


def test_what_was_published_while_requests_were_decided_is_not_overwritten(published: Path) -> None:
    workspace, granted_now, changes = _granted_in(published)
    before = (published / "absences.csv").read_bytes()
    holding = dict.fromkeys(held(workspace), 0)
    with pytest.raises(InputError, match="another version was published while the requests were decided"):
        enter(workspace, granted_now, changes, holding, BEFORE, Publishing("leave", "Kim"))
    assert (published / "absences.csv").read_bytes() == before


def test_where_the_store_fails_the_absences_are_as_they_were(published: Path) -> None:
    workspace, granted_now, changes = _granted_in(published)
    before = (published / "absences.csv").read_bytes()

    class Failing(dict[tuple[str, date], tuple[Assignment, ...]]):
        """Changes with which the store breaks once they are to be published."""

        def __iter__(self) -> Iterator[tuple[str, date]]:
            (published / "scheduler.db").write_bytes(b"broken")
            return super().__iter__()

    with pytest.raises(StoreError):
        enter(workspace, granted_now, Failing(changes), held(workspace), BEFORE, Publishing("leave", "Kim"))
    assert (published / "absences.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("E9,2023-11-08,2023-11-08,annual_leave", "employee 'E9' is unknown"),
        ("E0,2023-11-20,2023-11-20,annual_leave", "does not lie within the days that are decided"),
        ("E0,2023-11-08,2023-11-08,holiday", "absence kind 'holiday' is unknown"),
        ("E0,2023-11-08,2023-11-08,half", "does not say of which"),
    ],
)
def test_faults_of_requests_have_a_place(tmp_path: Path, row: str, said: str) -> None:
    workspace, requests = write_centre(tmp_path / "office", TWO)
    requests.write_text(f"employee_id,from,to,kind\n{row}\n")
    with pytest.raises(InputError, match=said) as error:
        leave(workspace, MONDAY, SUNDAY, requests=requests, today=BEFORE, is_first_week=True)
    assert error.value.faults[0].row == 2


def test_of_two_requests_of_one_person_for_a_day_the_later_one_is_refused_and_names_the_former(tmp_path: Path) -> None:
    requests = _asked(("E0", 3, 4), ("E0", 4, 5), ("E1", 2, 2), asked=(2, 1, 3))
    decided = _decided(tmp_path, replace(TWO, requests=requests)).decided
    assert [(one.request.row, one.against) for one in decided] == [(3, None), (2, Against.OWN_ABSENCE), (4, None)]
    assert str(decided[1].reasons[0]) == (
        "E0 is absent from 2023-11-10 to 2023-11-11 already (Leave), as row 3 of the requests was granted"
    )


def test_where_somebody_else_must_come_the_team_is_searched_before_everybody(tmp_path: Path) -> None:
    """One of the two works on Wednesday, the other one on Thursday; the third takes no calls."""
    steps: Counter[str] = Counter()
    days = frozenset((2, 3))
    people = tuple(Person(name, 1, days, ("D",)) for name in ("E0", "E1"))
    for asks in ("E0", "E1"):
        errand = tuple(replace(one, kind="errand") for one in _asked((asks, 2, 2)))
        centre = replace(TWO, people=people, early={2: 1, 3: 1}, requests=errand)
        workspace, requests = write_centre(tmp_path / asks, centre)
        for name, old, new in (
            ("workspace.yaml", "name_en: day}]", "name_en: day}, {name: other}]"),
            ("staff.csv", "E1,E1,", "E2,E2,other,of_E1,D,,,yes,yes,no\nE1,E1,"),
        ):
            text = (workspace / name).read_text(encoding="utf-8")
            (workspace / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        found = leave(
            workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, is_first_week=True
        )
        assert [one.is_granted for one in found.decided] == [True]
        steps.update(found.steps)
    assert (steps["team"], steps["week"]) == (1, 0)


@pytest.mark.parametrize(("times", "takes"), [("17:00,18:00", None), ("16:30,18:00", 1.5 / 8), ("08:00,09:00", None)])
def test_times_at_which_nobody_works_are_no_leave(tmp_path: Path, times: str, takes: float | None) -> None:
    workspace, requests = write_centre(tmp_path / "office", TWO)
    requests.write_text(
        f"employee_id,from,to,kind,from_time,to_time\nE0,{MONDAY},{MONDAY},annual_leave,{times}\n", encoding="utf-8"
    )
    found = leave(workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, is_first_week=True)
    (one,) = found.decided
    assert (one.against, one.days) == ((Against.NOT_AT_WORK, 0.0) if takes is None else (None, takes))
    if takes is None:
        span = times.replace(",", " to ")
        assert str(one.reasons[0]) == f"E0 does not work on 2023-11-06, {span}, and needs no leave"
        assert f"E0, 2023-11-06 Mon {times.replace(',', '-')}:" in list(leave_lines(found))


def test_a_whole_day_of_which_a_part_is_taken_is_refused_with_the_part_and_other_whole_days(tmp_path: Path) -> None:
    workspace, requests = write_centre(tmp_path / "office", replace(TWO, early={}))
    thursday = MONDAY + timedelta(days=3)
    rows = [f"E0,{thursday},{thursday},annual_leave,{part}\n" for part in ("morning", "", "afternoon")]
    requests.write_text("".join(["employee_id,from,to,kind,part\n", *rows]), encoding="utf-8")
    found = leave(workspace, MONDAY, SUNDAY, requests=requests, with_outlook=False, today=BEFORE, is_first_week=True)
    morning, whole, afternoon = found.decided
    assert (morning.against, whole.against, afternoon.against) == (None, Against.OWN_ABSENCE, None)
    assert str(whole.reasons[0]).startswith("E0 is absent on 2023-11-09, morning already (Leave), as row 2 ")
    assert whole.nearest[0] == (thursday + timedelta(days=1),) * 2
    assert len(whole.nearest) == 3


def test_requests_for_past_days_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="past days stay as they are"):
        _decided(tmp_path, replace(TWO, requests=_asked(("E0", 2, 2))), today=MONDAY + timedelta(days=3))


def test_by_seniority_everybody_needs_a_rank(tmp_path: Path) -> None:
    workspace, requests = write_centre(tmp_path / "office", replace(TWO, order="seniority"))
    requests.write_text("employee_id,from,to,kind\nE0,2023-11-08,2023-11-08,annual_leave\n")
    with pytest.raises(InputError, match="decided by seniority"):
        leave(workspace, MONDAY, SUNDAY, requests=requests, today=BEFORE, is_first_week=True)


def test_where_no_roster_exists_without_requests_either_it_is_said(tmp_path: Path) -> None:
    centre = replace(TWO, absences=(("E0", 2, "errand"), ("E1", 2, "errand")), requests=_asked(("E0", 4, 4)))
    with pytest.raises(InfeasibleError):
        _decided(tmp_path, centre)


def test_weeks_between_the_last_known_day_and_the_first_day_are_looked_at_as_well(published: Path) -> None:
    first = MONDAY + timedelta(days=14)
    requests = published.parent / "office-leave.csv"
    requests.write_text(f"employee_id,from,to,kind\nE0,{first},{first},annual_leave\n")
    found = leave(published, first, first + timedelta(days=6), requests=requests, with_outlook=False, today=BEFORE)
    assert found.plan.problem.horizon.first_day == MONDAY + timedelta(days=7)
    assert [one.is_granted for one in found.decided] == [True]


def test_the_outlook_never_promises_less_than_whole_people_can_have(tmp_path: Path) -> None:
    workspace, _ = write_centre(tmp_path / "office", replace(TWO, agents=2))
    found = leave(workspace, MONDAY, SUNDAY, today=BEFORE, is_first_week=True)
    by_day = {day.date: day for day in found.days}
    assert list(by_day) == [MONDAY + timedelta(days=n) for n in range(7)]
    wednesday, thursday = by_day[MONDAY + timedelta(days=2)], by_day[MONDAY + timedelta(days=3)]
    assert (wednesday.free, thursday.free) == (1, 2)
    # Two agents are required all week, fourteen shifts of eight hours: there are eight, and then seven.
    assert wednesday.next_hours == pytest.approx(8.0)
    assert wednesday.free_within_target == 0


def test_the_outlook_by_skill_says_what_the_callers_of_the_queue_have(tmp_path: Path) -> None:
    """One of the two alone takes the calls of the second queue, which has some on every day."""
    workspace, _ = write_centre(tmp_path / "office", replace(TWO, early={}))
    settings, staff = workspace / "workspace.yaml", workspace / "staff.csv"
    queue = '  - {name: second, name_en: Second, aht_seconds: 60, open: [{from: "09:00", to: "17:00"}]'
    queue += ", targets: {service_level: 0.8, answer_within_seconds: 20}}\nleave:"
    settings.write_text(settings.read_text().replace("leave:", queue), encoding="utf-8")
    staff.write_text(staff.read_text().replace("E1,E1,day,of_E1,D,general", "E1,E1,day,of_E1,D,second"))
    with (workspace / "inflow.csv").open("a", encoding="utf-8") as file:
        file.writelines(
            f"{MONDAY - timedelta(days=day)},{hour},second,20,60\n" for day in range(21, 0, -1) for hour in range(9, 17)
        )
    days = leave(workspace, MONDAY, SUNDAY, today=BEFORE, is_first_week=True, by="queue").days
    assert {day.group for day in days} == {"general", "second"}
    second = [day for day in days if day.group == "second"]
    assert [day.free for day in second] == [1] * 7
    # The one who takes them works four days, and with leave, which is credited, three: a day's service goes.
    service = sorted(day.service for day in second if day.service is not None)
    assert service[:3] == [0.0] * 3
    assert service[3:] == pytest.approx([service[-1]] * 4)
    assert 0.5 < service[-1] < 0.8
    assert [day.next_service for day in second] == pytest.approx([-service[-1] / 7] * 7)
    assert [day.next_hours for day in second] == pytest.approx([8.0] * 7)
    assert "queue" in second[0].as_json()


@pytest.mark.parametrize("seed", range(4))
def test_leave_takes_the_days_that_the_ledger_pays(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    workspace = read_workspace(write_centre(tmp_path / "office", random_centre(rng))[0])
    holidays = {MONDAY + timedelta(days=rng.randrange(14)): "a holiday"}
    absences = tuple(
        Absence(employee_id=person.employee_id, first_day=on, last_day=on, kind=rng.choice(("annual_leave", "errand")))
        for person in workspace.employees
        for on in (MONDAY + timedelta(days=n) for n in range(14))
        if rng.random() < 0.6
    )
    known = LedgerBasis(
        workspace.settings, workspace.employees, absences, MONDAY, 14, np.ones(14, dtype=np.bool_), [], holidays
    )
    days = count(known, MONDAY, MONDAY + timedelta(days=13))
    paid = {(row.employee_id, row.date.date()) for row in days[days["leave_minutes"] > 0].itertuples()}
    balances = Balances.of(workspace.settings, workspace.employees, holidays, ())
    taken = {
        (person.employee_id, on)
        for person in workspace.employees
        for (on, kind), share in balances.taken(
            person.employee_id, [one for one in absences if one.employee_id == person.employee_id]
        ).items()
        if kind == "annual_leave" and share == 1.0
    }
    assert taken == paid


def test_rows_are_added_as_the_file_is_written() -> None:
    workspace = read_workspace(Path(__file__).parents[2] / "inputs" / "dasan")
    one = Absence(employee_id="E003", first_day=date(2023, 12, 4), last_day=date(2023, 12, 5), kind="annual_leave")
    half = one.model_copy(update={"part": "morning"})
    before = "사번;시작일;종료일;사유\r\nE1;2023-11-06;2023-11-06;연차".encode("cp949")
    assert with_rows(before, [one], workspace).decode("cp949") == (
        "사번;시작일;종료일;사유\r\nE1;2023-11-06;2023-11-06;연차\r\nE003;2023-12-04;2023-12-05;annual_leave\r\n"
    )
    marked = b"\xef\xbb\xbfemployee_id,from,to,kind\nE1,2023-11-06,2023-11-06,annual_leave\n"
    assert with_rows(marked, [half], workspace) == (
        b"\xef\xbb\xbfemployee_id,from,to,kind,part,from_time,to_time\nE1,2023-11-06,2023-11-06,annual_leave,,,\n"
        b"E003,2023-12-04,2023-12-05,annual_leave,morning,,\n"
    )
    assert with_rows(None, [one], workspace) == b"employee_id,from,to,kind\nE003,2023-12-04,2023-12-05,annual_leave\n"


def test_the_command_says_it_in_korean_and_as_json(tmp_path: Path) -> None:
    workspace, requests = write_centre(tmp_path / "office", replace(TWO, requests=_asked(("E0", 2, 2), ("E1", 2, 2))))
    arguments = ["leave", str(workspace), "--from", str(MONDAY), "--to", str(SUNDAY), "--first-week"]
    arguments += ["--today", str(BEFORE), "--requests", str(requests)]
    shown = CliRunner().invoke(cli.main, [*arguments, "--language", "ko", "--no-outlook"])
    assert shown.exit_code == 0, shown.output
    assert "신청 2건 중 1건 승인" in shown.output
    assert "거절: 필수 규칙" in shown.output
    told = json.loads(CliRunner().invoke(cli.main, [*arguments, "--json"]).stdout)
    assert (told["granted"], len(told["outlook"]), told["entered"]) == (1, 7, False)
    assert told["requests"][1]["against"] == "rule"

"""A week begins where the published one ended: days around, planned days that people know, and counts for fairness."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.domain.people import KnownCounts
from scheduler.errors import InputError, StoreError
from scheduler.exporting import export
from scheduler.inputs import Workspace
from scheduler.publishing.forgetting import forget
from scheduler.publishing.history import show
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import verify
from scheduler.run.planning import Plan, plan
from scheduler.run_record import read_record, record_of_search
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.runs import WORKED
from tests.workspaces import SETTINGS, STAFF, faults_of, write_workspace

NEXT = MONDAY + timedelta(days=7)
THIRD = MONDAY + timedelta(days=14)
FAIR = SETTINGS + "  - {rule: fair_nights, shifts: [N], weight: 1}\n  - {rule: fair_weekends, weight: 1}\n"
HISTORY = "employee_id,nights,weekend_days\n" + "".join(f"E0{n:02},{n % 3},1\n" for n in range(1, 13))


@pytest.fixture
def fair_office(tmp_path: Path) -> Office:
    """One that shares nights and weekend days, with counts from before."""
    return Office(tmp_path, write_workspace(tmp_path / "workspace", workspace=FAIR, history=HISTORY))


def planned(office: Office, first_day: date) -> Plan:
    return plan(read_workspace(office.workspace), first_day)


def counts(office: Office, first_day: date, *people: str) -> list[tuple[int, int]]:
    """Nights and weekend days that some people begin with."""
    history = planned(office, first_day).problem.history_of
    return [(history[person].nights, history[person].weekend_days) for person in people]


# ---- days around and planned days ----


def test_the_next_week_begins_where_the_published_one_ended(office: Office) -> None:
    office.publish(office.run({**WORKED, ("E003", 6): "V"}))
    found = planned(office, NEXT)
    days = found.problem.days_around
    assert days is not None
    assert (days.previous_from, days.known_until) == ("published", NEXT - timedelta(days=1))
    assert [row.shift for row in found.problem.previous.of_employee("E003")] == ["D", "D", "V", "V"]
    assert found.problem.published is None
    taken = found.workspace.taken
    assert taken is not None
    assert [(held.first_day, held.last_day, held.version) for held in taken] == [(MONDAY, NEXT - timedelta(days=1), 1)]


def test_days_after_and_planned_days_are_known_from_the_store(office: Office) -> None:
    office.publish(office.run(WORKED))
    office.publish(office.run({("E005", 0): "D"}, NEXT))
    found = planned(office, MONDAY).problem
    assert found.published is not None
    assert [row.employee_id for row in found.following.assignments] == ["E005"]
    assert {(row.employee_id, row.shift) for row in found.published.assignments} == {
        (employee, shift) for (employee, _), shift in WORKED.items()
    }
    assert found.published_days == frozenset(found.horizon.dates())


def test_days_that_are_not_published_were_not_published_as_free(small_office: Office) -> None:
    """Of three planned weeks the first and the last are published: the one between is open."""
    small_office.publish(small_office.run({("E005", 0): "D"}))
    small_office.publish(small_office.run({("E005", 0): "D"}, NEXT))
    first_week = read_record(third := small_office.run({("E006", 0): "D"}, THIRD + timedelta(days=7)))
    assert first_week is not None
    (third / "run.json").write_text(first_week.model_copy(update={"is_first_week": True}).model_dump_json())
    small_office.publish(third)
    rule = SETTINGS + "  - {rule: least_change, weight: 7}\n"
    (small_office.workspace / "workspace.yaml").write_text(rule, encoding="utf-8")
    run = small_office.run({("E005", 0): "D", ("E006", 7): "D", ("E006", 14): "D"}, NEXT, days=21)
    found = verify(small_office.workspace, run)
    assert found.audit is not None
    assert found.audit.cost_by_rule["R28"] == 0
    changed = verify(
        small_office.workspace, small_office.run({("E005", 0): "D", ("E006", 7): "D", ("E005", 14): "D"}, NEXT, days=21)
    )
    assert changed.audit is not None
    assert changed.audit.cost_by_rule["R28"] == 14


def test_people_who_have_left_are_no_fault_of_the_next_week(small_office: Office) -> None:
    small_office.publish(small_office.run({("E005", 6): "D", ("E003", 6): "V"}))
    left = "".join(line + "\n" for line in STAFF.splitlines() if not line.startswith("E003"))
    (small_office.workspace / "staff.csv").write_text(left, encoding="utf-8")
    (small_office.workspace / "requests.csv").unlink()
    run = small_office.run({("E005", 0): "D"}, NEXT)
    small_office.publish(run)
    assert planned(small_office, THIRD).problem.previous.of_employee("E003")
    with pytest.raises(InputError, match="E003 is published on 2023-11-12, and"):
        verify(small_office.workspace, Path("published"), MONDAY)


# ---- counts for fairness ----


def test_counts_are_what_the_file_says_and_what_is_published_since(fair_office: Office) -> None:
    assert counts(fair_office, MONDAY, "E007", "E009") == [(1, 1), (0, 1)]
    fair_office.publish(fair_office.run({("E007", 1): "N", ("E009", 5): "N", ("E010", 6): "V"}))
    assert counts(fair_office, MONDAY, "E007", "E009") == [(1, 1), (0, 1)], "days before it count, its own do not"
    assert counts(fair_office, NEXT, "E007", "E009", "E010") == [(2, 1), (1, 2), (1, 2)]
    fair_office.publish(fair_office.run({("E007", 1): "N"}, NEXT))
    assert counts(fair_office, NEXT, "E007") == [(2, 1)]
    assert counts(fair_office, THIRD, "E007") == [(3, 1)]


def test_the_newest_version_of_a_day_counts(fair_office: Office) -> None:
    fair_office.publish(fair_office.run({("E007", 1): "N"}))
    fair_office.publish(fair_office.run({("E008", 1): "N"}))
    assert counts(fair_office, NEXT, "E007", "E008") == [(1, 1), (3, 1)]


def test_the_file_may_go_once_it_is_taken_in_and_must_not_grow(fair_office: Office) -> None:
    fair_office.publish(fair_office.run({("E007", 1): "N"}))
    path = fair_office.workspace / "history.csv"
    path.write_text(HISTORY.replace("E007,1", "E007,2"), encoding="utf-8")
    (fault,) = faults_of(lambda: planned(fair_office, NEXT))
    assert fault.startswith("history.csv:nights E007 has 2 now, and had 1 when the first roster was published")
    path.unlink()
    assert counts(fair_office, NEXT, "E007", "E008") == [(2, 1), (2, 1)]


def test_a_file_that_has_grown_since_the_first_run_was_made_is_not_taken_in(fair_office: Office) -> None:
    run = fair_office.run(WORKED)
    (fair_office.workspace / "history.csv").write_text(HISTORY.replace("E007,1", "E007,2"), encoding="utf-8")
    with pytest.raises(InputError, match="may count its days already"):
        fair_office.publish(run)
    assert fair_office.versions() == []


@pytest.mark.parametrize(("weeks", "counted"), [(1, (1, 0)), (2, (2, 1))])
def test_only_the_last_weeks_count(fair_office: Office, weeks: int, counted: tuple[int, int]) -> None:
    fair_office.publish(fair_office.run({("E007", 5): "N"}))
    fair_office.publish(fair_office.run({("E007", 1): "N"}, NEXT))
    settings = FAIR + f"fairness: {{weeks: {weeks}}}\n"
    (fair_office.workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    assert counts(fair_office, THIRD, "E007") == [counted]


def test_counting_can_begin_at_a_day(fair_office: Office) -> None:
    fair_office.publish(fair_office.run({("E007", 1): "N", ("E007", 2): "N"}))
    settings = FAIR + f"fairness: {{since: {MONDAY + timedelta(days=2)}}}\n"
    (fair_office.workspace / "workspace.yaml").write_text(settings, encoding="utf-8")
    assert counts(fair_office, NEXT, "E007", "E008") == [(1, 0), (0, 0)]


def test_whoever_came_later_begins_at_the_mean_of_that_day_and_not_of_today(fair_office: Office) -> None:
    staff = STAFF.replace("E010,Agent 10,night,night_time,V|N,general,,yes,yes,no\n", "")
    (fair_office.workspace / "staff.csv").write_text(staff, encoding="utf-8")
    (fair_office.workspace / "history.csv").unlink()
    fair_office.publish(fair_office.run({(who, 1): "N" for who in ("E007", "E008", "E009")}))
    (fair_office.workspace / "staff.csv").write_text(STAFF, encoding="utf-8")
    assert counts(fair_office, NEXT, "E010") == [(1, 0)]
    fair_office.publish(fair_office.run({(who, day): "N" for who in ("E007", "E008", "E009") for day in (1, 2)}, NEXT))
    assert counts(fair_office, THIRD, "E007", "E010") == [(3, 0), (1, 0)], "two behind, and not three"


def publish_as_first_week(office: Office, run: Path) -> None:
    """Publish a run before which nobody worked."""
    record = read_record(run)
    assert record is not None
    (run / "run.json").write_text(record.model_copy(update={"is_first_week": True}).model_dump_json())
    office.publish(run)


def test_a_week_that_is_published_later_and_lies_before_the_first_version_counts(fair_office: Office) -> None:
    (fair_office.workspace / "history.csv").unlink()
    publish_as_first_week(fair_office, fair_office.run({("E008", 1): "N"}, THIRD))
    after = THIRD + timedelta(days=7)
    assert counts(fair_office, after, "E007", "E008") == [(0, 0), (1, 0)]
    fair_office.publish(fair_office.run({("E007", 1): "N", ("E007", 2): "N", ("E009", 5): "N"}))
    assert counts(fair_office, after, "E007", "E008", "E009") == [(2, 0), (1, 0), (1, 1)]
    assert counts(fair_office, NEXT, "E007", "E008", "E009") == [(2, 0), (0, 0), (1, 1)], "of the week between as well"
    assert days_asked(fair_office, after, "E007") == [14], "the week between is not known"
    assert counts(fair_office, MONDAY, "E007") == [(0, 0)]


def test_what_the_file_says_of_such_a_week_does_not_count_twice(fair_office: Office) -> None:
    publish_as_first_week(fair_office, fair_office.run({("E008", 1): "N"}, THIRD))
    fair_office.publish(fair_office.run({("E007", 1): "N"}))
    assert counts(fair_office, THIRD + timedelta(days=7), "E007", "E008") == [(1, 1), (3, 1)], (
        "the file's, and version 1"
    )
    assert counts(fair_office, NEXT, "E007", "E008") == [(1, 1), (2, 1)], "the file's alone"


def days_asked(office: Office, first_day: date, *people: str) -> list[int | None]:
    """Days before a week on which some people could have been asked."""
    history = planned(office, first_day).problem.history_of
    return [history[person].days for person in people]


def test_days_of_absence_and_of_no_employment_are_none_on_which_somebody_could_have_been_asked(
    fair_office: Office,
) -> None:
    (fair_office.workspace / "history.csv").unlink()
    away = "employee_id,from,to,kind,part\nE007,2023-11-01,2023-11-10,parental_leave,\n"
    away += "E008,2023-11-07,2023-11-07,annual_leave,morning\n"
    (fair_office.workspace / "absences.csv").write_text(away, encoding="utf-8")
    head, *rows = STAFF.splitlines()
    joined = [f"{head},from", *(f"{row},{'2023-11-09' if row.startswith('E010') else ''}" for row in rows)]
    (fair_office.workspace / "staff.csv").write_text("\n".join((*joined, "")), encoding="utf-8")
    fair_office.publish(fair_office.run({("E009", 1): "N"}))
    assert days_asked(fair_office, NEXT, "E007", "E008", "E009", "E010") == [2, 7, 7, 4]
    fair_office.publish(fair_office.run(WORKED, NEXT))
    assert days_asked(fair_office, THIRD, "E007", "E008", "E009", "E010") == [9, 14, 14, 11]


def test_these_days_are_known_only_with_those_of_the_time_before(fair_office: Office) -> None:
    fair_office.publish(fair_office.run(WORKED))
    assert days_asked(fair_office, NEXT, "E007", "E009") == [None, None]


def test_these_days_go_on_from_those_of_the_file(fair_office: Office) -> None:
    known = HISTORY.replace("weekend_days\n", "weekend_days,days\n").replace(",1\n", ",1,30\n")
    (fair_office.workspace / "history.csv").write_text(known, encoding="utf-8")
    fair_office.publish(fair_office.run(WORKED))
    assert days_asked(fair_office, NEXT, "E001", "E009") == [36, 37], "E001 is absent on one day"


def test_days_of_a_named_roster_count_as_well(fair_office: Office) -> None:
    fair_office.publish(fair_office.run(WORKED))
    run = fair_office.run({("E007", 1): "N", ("E005", 6): "D"}, NEXT)
    inputs = read_workspace(fair_office.workspace)
    found = plan(inputs, THIRD, previous=run).problem.history_of["E007"]
    assert found.nights == 1 + 1 + 1


def test_a_plan_of_a_plans_workspace_counts_nothing_twice(fair_office: Office) -> None:
    fair_office.publish(fair_office.run({("E007", 1): "N"}))
    once = planned(fair_office, NEXT)
    again = plan(once.workspace, NEXT)
    assert again.problem.history == once.problem.history


def test_a_stores_counts_are_of_no_version_that_is_shown(fair_office: Office, tmp_path: Path) -> None:
    fair_office.publish(fair_office.run(WORKED))
    show(fair_office.workspace, 1, tmp_path / "shown")
    assert sorted(path.name for path in (tmp_path / "shown").iterdir()) == ["roster.csv", "run.json"]


# ---- stale runs ----


def from_store(office: Office, run: Path, first_day: date) -> Path:
    """The run with what it takes from the store now in its record, as `generate` writes it."""
    found = planned(office, first_day)
    record = read_record(run)
    assert record is not None
    made = record_of_search(found.workspace, first_day, 7, command="generate", options=found.settings.solve, given={})
    (run / "run.json").write_text(record.model_copy(update={"published": made.published}).model_dump_json())
    return run


def test_a_run_is_refused_when_the_week_before_it_has_changed(published_office: Office) -> None:
    run = from_store(published_office, published_office.run({("E005", 0): "D"}, NEXT), NEXT)
    same = from_store(published_office, published_office.run({("E005", 1): "D"}, NEXT), NEXT)
    published_office.publish(published_office.run({**WORKED, ("E006", 4): "D"}))
    with pytest.raises(InputError, match="was made before version 2 was published, which changes 2023-11-10"):
        published_office.publish(run)
    published_office.publish(published_office.run(WORKED))  # as it was
    assert published_office.publish(same).version.number == 4


def test_a_run_is_refused_when_its_own_days_were_published_otherwise_since(published_office: Office) -> None:
    run = from_store(published_office, published_office.run({**WORKED, ("E006", 4): "D"}), MONDAY)
    published_office.publish(published_office.run({**WORKED, ("E006", 3): "D"}))
    with pytest.raises(InputError, match="version 2"):
        published_office.publish(run)


def test_of_two_runs_that_were_made_before_any_was_published_the_second_is_refused(office: Office) -> None:
    office.publish(office.run({("E005", 0): "D"}, MONDAY))
    one = from_store(office, office.run({("E005", 0): "D"}, NEXT), NEXT)
    other = from_store(office, office.run({("E006", 0): "D"}, NEXT), NEXT)
    same = from_store(office, office.run({("E005", 0): "D"}, NEXT), NEXT)
    office.publish(one, note="by Kim, in the morning")
    said = r"made before version 2 was published, which changes 2023-11-13 \(.*, Kim: by Kim, in the morning\)"
    with pytest.raises(InputError, match=said):
        office.publish(other, note="in spite of it")
    assert not office.publish(same).is_new
    again = from_store(office, office.run({("E006", 0): "D"}, NEXT), NEXT)
    assert [change.employee_id for change in office.publish(again).told] == ["E005", "E006"]


def test_each_version_that_has_overtaken_a_run_is_named(published_office: Office) -> None:
    run = from_store(published_office, published_office.run({("E005", 0): "D"}, NEXT), NEXT)
    published_office.publish(published_office.run({**WORKED, ("E006", 4): "D"}))
    published_office.publish(published_office.run({("E006", 0): "D"}, NEXT))
    found = faults_of(lambda: published_office.publish(run))
    assert [fault.split(" was published")[0].split("before ")[1] for fault in found] == ["version 2", "version 3"]


# ---- another store ----


def test_a_run_of_a_copy_is_told_from_one_of_the_store_itself(published_office: Office) -> None:
    """After the same number of publications, whose numbers are the same."""
    copy = published_office.copied(published_office.root / "copy")
    common = from_store(copy, copy.run({("E005", 0): "D"}, NEXT), NEXT)
    published_office.publish(published_office.run({**WORKED, ("E006", 4): "D"}))
    copy.publish(copy.run({**WORKED, ("E006", 3): "D"}))
    run = from_store(copy, copy.run({("E005", 0): "D"}, NEXT), NEXT)
    with pytest.raises(InputError, match="does not have version 2 as the run took it"):
        published_office.publish(run)
    with pytest.raises(InputError, match="does not have version 2 as the run took it"):
        verify(published_office.workspace, run, is_first_week=True, keeps_record=True)
    assert verify(copy.workspace, run, is_first_week=True, keeps_record=True).roster
    with pytest.raises(InputError, match="made before version 2"):  # version 1 is that of both
        published_office.publish(common)


def test_a_store_that_lost_what_was_published_is_told_from_one_without_any(office: Office) -> None:
    note = office.workspace / "scheduler.db.newest"
    office.publish(office.run({("E005", 0): "D"}, MONDAY))
    kept = note.read_bytes()
    office.publish(office.run({("E006", 0): "D"}, MONDAY))
    newest = note.read_bytes()
    note.write_bytes(kept)
    assert office.versions() == [1, 2], "a store may be ahead of the note: somebody else publishes as well"
    note.write_bytes(newest.replace(b'"version":2', b'"version":3'))
    with pytest.raises(StoreError, match="does not have version 3"):
        office.versions()
    note.write_bytes(kept.replace(b'"version":1', b'"version":2'))
    with pytest.raises(StoreError, match="does not have version 2"):
        planned(office, NEXT)
    note.write_text("{}")
    with pytest.raises(StoreError, match="delete it once the store is the right one"):
        planned(office, NEXT)


def test_the_same_runs_can_be_published_to_a_second_store(office: Office) -> None:
    """A workspace that moves to a server publishes its weeks there once more."""
    first = office.run(WORKED)
    elsewhere = office.root / "elsewhere"
    shutil.copytree(office.workspace, elsewhere)
    settings = elsewhere / "workspace.yaml"
    settings.write_text(settings.read_text().split("store:")[0])
    office.publish(first)
    second = from_store(office, office.run({("E005", 0): "D"}, NEXT), NEXT)
    office.publish(second)
    other = Office(elsewhere, elsewhere)
    for run in (first, second):
        other.publish(run)
    assert other.standing() == office.standing()
    assert other.versions() == [1, 2]


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_store_that_is_gone_or_empty_is_no_new_one(small_office: Office, *, is_empty: bool) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)
    file = small_office.workspace / "scheduler.db"
    copy = file.read_bytes()
    file.unlink()
    if is_empty:
        file.touch()
    for ask in (small_office.versions, lambda: planned(small_office, NEXT), lambda: small_office.publish(run)):
        with pytest.raises(StoreError, match=r"does not have version 1.*put back the newest copy.*or delete"):
            ask()
    assert file.exists() == is_empty
    assert not is_empty or not file.stat().st_size
    file.write_bytes(copy)
    assert small_office.versions() == [1]


def test_somebody_who_was_forgotten_makes_no_other_store(published_office: Office) -> None:
    run = from_store(published_office, published_office.run({("E005", 0): "D"}, NEXT), NEXT)
    staff = published_office.workspace / "staff.csv"
    staff.write_text("".join(line for line in STAFF.splitlines(keepends=True) if "E003" not in line))
    (published_office.workspace / "requests.csv").unlink()
    forget(published_office.workspace, ["E003"])
    assert published_office.publish(run).version.number == 2


# ---- what is published as a roster ----


def test_what_is_published_is_checked_as_it_holds_now(office: Office) -> None:
    office.publish(office.run({("E005", 0): "D"}, MONDAY))
    office.publish(office.run({("E005", 0): "D"}, NEXT))
    office.publish(office.run({("E006", 0): "D"}, NEXT))
    newest = verify(office.workspace, Path("published"))
    assert newest.roster is not None
    assert [(row.employee_id, row.date) for row in newest.roster.assignments] == [("E006", NEXT)]
    first = verify(office.workspace, Path("published"), MONDAY)
    assert first.roster is not None
    assert [(row.employee_id, row.date) for row in first.roster.assignments] == [("E005", MONDAY)]


def test_where_nothing_is_published_that_is_said(small_office: Office) -> None:
    with pytest.raises(InputError, match="has nothing published; "):
        verify(small_office.workspace, Path("published"))
    small_office.publish(small_office.run(WORKED))
    with pytest.raises(InputError, match="has nothing published from 2023-11-20 to 2023-11-26"):
        verify(small_office.workspace, Path("published"), THIRD)


def test_what_is_published_is_exported(small_office: Office, tmp_path: Path) -> None:
    run = small_office.run(WORKED)
    small_office.publish(run)
    written = export(small_office.workspace, Path("published"), "csv", tmp_path / "now.csv")
    assert written.read_bytes() == (run / "roster.csv").read_bytes()


def test_a_run_is_shown_with_the_counts_that_it_was_made_with(fair_office: Office) -> None:
    fair_office.publish(fair_office.run({("E007", 1): "N"}))
    run = from_store(fair_office, fair_office.run({("E008", 1): "N"}, NEXT), NEXT)
    fair_office.publish(fair_office.run({("E009", 1): "N"}))
    as_made = verify(fair_office.workspace, run, is_first_week=True, keeps_record=True).problem.history_of
    now = verify(fair_office.workspace, run, is_first_week=True).problem.history_of
    assert (as_made["E007"].nights, as_made["E009"].nights) == (2, 0)
    assert (now["E007"].nights, now["E009"].nights) == (1, 1)


def test_the_stores_counts_leave_this_machine_under_numbers_alone(fair_office: Office) -> None:
    from scheduler.scenarios.remote import numbers_of

    fair_office.publish(fair_office.run(WORKED))
    inputs: Workspace = planned(fair_office, NEXT).workspace
    assert inputs.history_of_files is not None
    assert {row.employee_id for row in inputs.history} <= set(numbers_of(inputs))
    assert replace(inputs, history=()).history_of_files == tuple(
        KnownCounts(employee_id=f"E0{n:02}", nights=n % 3, weekend_days=1) for n in range(1, 13)
    )

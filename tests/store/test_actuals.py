"""What happened comes back from the store, and newer files hold over older ones, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.actuals import ActualsKind, CountedCalls, Fact, MissedWork, PresentSpan
from scheduler.readers.workspace import read_workspace
from scheduler.store.actuals import ActualsFile, replaced_by
from scheduler.store.opening import open_store
from scheduler.store.transactions import Store
from tests.workspaces import SETTINGS, write_workspace

MONDAY = date(2023, 11, 6)
AT = datetime(2023, 11, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path, store_setting: str) -> Store:
    folder = write_workspace(tmp_path / "workspace", workspace=SETTINGS + store_setting)
    return open_store(folder, read_workspace(folder).settings)


def take(store: Store, kind: ActualsKind, facts: Sequence[Fact]) -> ActualsFile:
    file = ActualsFile(0, kind, "phone.csv", "abc", AT, MONDAY, MONDAY + timedelta(days=6))
    with store.publishing() as publishing:
        return publishing.actuals.add(file, facts)


def test_counts_come_back_as_they_were(store: Store) -> None:
    rows = [
        CountedCalls("english", AT, 60, 12, 14, 11, 9, 8.25, 301.5),
        CountedCalls("general", AT, 30, 0.5),
        CountedCalls("general", AT + HOUR / 2, 30, 7, None, 7, None, 0, None, 2, 31.5, 1, 3, 250.0),
    ]
    file = take(store, "calls", rows)
    with store.reading() as published:
        assert published.actuals.calls() == rows
        assert published.actuals.calls()
        assert published.actuals.files() == [file]
        assert file.number == 1


def test_days_are_those_of_the_clock_of_the_centre(store: Store) -> None:
    # 15:00 in UTC is midnight in Seoul.
    rows = [CountedCalls("general", AT.replace(hour=hour), 60, hour) for hour in (14, 15)]
    take(store, "calls", rows)
    with store.reading() as published:
        assert published.actuals.calls(MONDAY, MONDAY) == rows[:1]
        assert published.actuals.calls(MONDAY + timedelta(days=1)) == rows[1:]


def test_a_newer_count_holds_and_the_older_one_stays_in_the_store(store: Store) -> None:
    hour = CountedCalls("general", AT, 60, 10)
    take(store, "calls", [hour, replace(hour, queue="english"), replace(hour, start=AT + HOUR)])
    halves = [CountedCalls("general", AT, 30, 4), CountedCalls("general", AT + HOUR / 2, 30, 5)]
    take(store, "calls", halves)
    with store.reading() as published:
        assert published.actuals.calls() == [
            replace(hour, queue="english"),
            *halves,
            replace(hour, start=AT + HOUR),
        ]
        assert len(list(published.actuals._rows("calls", date.min, date.max))) == 5


def test_a_newer_check_in_holds_where_it_meets_an_older_one(store: Store) -> None:
    day, night = PresentSpan("E001", AT, AT + 9 * HOUR), PresentSpan("E001", AT + 20 * HOUR, AT + 29 * HOUR)
    take(store, "attendance", [day, night, PresentSpan("E002", AT, AT + HOUR)])
    mended = PresentSpan("E001", AT + HOUR, AT + 10 * HOUR)
    take(store, "attendance", [mended])
    with store.reading() as published:
        assert published.actuals.present() == [mended, night, PresentSpan("E002", AT, AT + HOUR)]
        # By Seoul's clock the second check-in is one of Tuesday.
        assert published.actuals.present(MONDAY + timedelta(days=1)) == [night]


def test_a_check_in_that_a_newer_file_moves_over_midnight_is_not_there_twice(store: Store) -> None:
    midnight = AT.replace(hour=15)
    take(store, "attendance", [PresentSpan("E001", midnight, midnight + 8 * HOUR)])
    mended = PresentSpan("E001", midnight - HOUR / 4, midnight + 8 * HOUR)
    take(store, "attendance", [mended])
    with store.reading() as published:
        assert published.actuals.present(MONDAY + timedelta(days=1)) == []
        assert published.actuals.present(MONDAY, MONDAY) == [mended]


def test_missed_shifts_come_back(store: Store) -> None:
    rows = [MissedWork("E001", MONDAY), MissedWork("E002", MONDAY, AT, AT + 2 * HOUR)]
    take(store, "absences", rows)
    take(store, "absences", [MissedWork("E001", MONDAY, AT, AT + HOUR)])
    with store.reading() as published:
        assert published.actuals.missed() == [MissedWork("E001", MONDAY, AT, AT + HOUR), rows[1]]
        assert published.actuals.missed(MONDAY + timedelta(days=1)) == []
        assert not published.actuals.calls()


SPANS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 6)), max_size=8)


def apart(drawn: list[tuple[str, int, int]]) -> list[PresentSpan]:
    """Those of the spans that meet none before them."""
    spans: list[PresentSpan] = []
    for person, start, length in drawn:
        span = PresentSpan(person, AT + start * HOUR, AT + (start + length) * HOUR)
        if not any(meet(span, other) for other in spans):
            spans.append(span)
    return spans


def meet(one: PresentSpan, other: PresentSpan) -> bool:
    return one.employee_id == other.employee_id and one.start < other.end and other.start < one.end


@settings(derandomize=True, max_examples=60, deadline=None)
@given(SPANS, SPANS)
def test_older_spans_hold_exactly_where_no_newer_one_meets_them(
    old: list[tuple[str, int, int]], new: list[tuple[str, int, int]]
) -> None:
    older, newer = apart(old), apart(new)
    expected = [*newer, *(span for span in older if not any(meet(span, other) for other in newer))]
    assert sorted(replaced_by(older, newer)) == sorted(expected)

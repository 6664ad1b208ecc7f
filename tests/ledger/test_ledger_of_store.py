"""The ledger counts what is published, from a store of each kind, as it counts the runs themselves."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from scheduler.ledger.ledger import ledger
from scheduler.readers.workspace import read_workspace
from tests.constraints.agreement import MONDAY
from tests.publishing.offices import Office
from tests.runs import WORKED


def test_what_is_published_is_counted_as_the_runs_themselves(office: Office) -> None:
    """Of the first week the newer version counts."""
    next_week, last = MONDAY + timedelta(days=7), MONDAY + timedelta(days=13)
    runs = [
        office.run({**WORKED, ("E009", 6): "N"}),
        office.run({("E005", day): "D" for day in range(7)}, next_week),
    ]
    office.publish(office.run({("E003", 0): "V", ("E007", 6): "V"}))
    for run in runs:
        office.publish(run)
    workspace = read_workspace(office.workspace)
    of_store = ledger(workspace, None, MONDAY, last).days
    of_runs = ledger(workspace, runs, MONDAY, last).days
    assert (of_store["paid_minutes"].sum(), len(of_store)) == (of_runs["paid_minutes"].sum(), len(of_runs))
    assert of_store["paid_minutes"].sum() > 0
    pd.testing.assert_frame_equal(of_store, of_runs)

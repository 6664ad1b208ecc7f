"""What changes do is what the audit finds on the bundled week as well, whatever its roster is like."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from scheduler.desk.desk import Desk
from scheduler.desk.rows import ways_to_work
from scheduler.desk.swap import exchange
from scheduler.domain.roster import Roster
from scheduler.readers.workspace import read_workspace
from scheduler.run.auditing import audit as audited
from scheduler.run.planning import plan
from scheduler.verify import audit

BUNDLED = Path(__file__).parents[2] / "inputs" / "dasan"
MONDAY = date(2023, 11, 6)


@pytest.fixture(scope="module")
def desk() -> Desk:
    """A roster that nobody searched for: shifts that people may work, on as many days as their contracts have."""
    rng = Random(1)
    made = plan(read_workspace(BUNDLED), MONDAY)
    problem = made.problem
    rows = []
    for person in problem.employees:
        contract = problem.contract_of(person)
        open_days = [
            on
            for on in problem.horizon.dates()
            if on.weekday() in contract.weekdays and on not in problem.absent_dates[person.employee_id]
        ]
        for on in rng.sample(open_days, min(contract.days_per_week, len(open_days))):
            codes = [code for code in person.shifts if on.weekday() in problem.shifts[code].weekdays]
            if codes:
                rows.append(rng.choice(ways_to_work(problem, person.employee_id, on, rng.choice(codes))))
    return Desk(made, audited(made, Roster.of(rows)), Path("roster.csv"), MONDAY)


def test_swaps_of_the_bundled_week_are_judged_as_by_the_whole_audit(desk: Desk) -> None:
    rng = Random(2)
    for _ in range(8):
        people = rng.sample(sorted(desk.roster.by_employee), rng.choice((2, 2, 3)))
        places = [(who, rng.choice(desk.roster.of_employee(who)).date) for who in people]
        outcome = desk.standing.after(exchange(desk, places))
        whole = audit(desk.problem, desk.run.rules, desk.standing.changed(outcome.changes))
        assert Counter(outcome.hard) == Counter(whole.hard)
        assert outcome.cost == whole.cost
        assert outcome.cost_change == sum(outcome.cost_change_by_rule.values())

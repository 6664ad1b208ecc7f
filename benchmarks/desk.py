"""Does the desk say what ``verify`` says? Run ``python -m benchmarks.desk WORKSPACE RUN [--swaps N] [--whys N]``.

Random swaps, chains and covers: the changed roster is written as a file, read back and checked whole, as ``scheduler
verify`` does in a process of its own; every verdict, cost and coverage is held against that. Random questions why: each
blocker confirmed by forcing the alternative in CP-SAT, with all other choices as they are (under the hard rules alone:
soft ones forbid nothing) and in any roster; each "at least A, found B": B written, read back and checked, A held
against the best that CP-SAT finds in so many seconds from B on with the alternative forced. Prints what differs, and
times at the median and the 95th percentile.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np

from benchmarks.held_model import HeldModel
from scheduler.desk.cover import who_could
from scheduler.desk.desk import Desk, open_desk
from scheduler.desk.rows import handed_over
from scheduler.desk.swap import decide
from scheduler.desk.why import why_of
from scheduler.domain.people import Absence
from scheduler.domain.problem import Problem
from scheduler.domain.shifts import OFF
from scheduler.model import build
from scheduler.repair.absences import with_absences
from scheduler.run.reading import read_known_roster
from scheduler.solve import cp_sat
from scheduler.solve.linear.mip import SolverStatus
from scheduler.standing import Changes
from scheduler.verify import Audit, audit
from scheduler.writers.roster_csv import write_roster

T = TypeVar("T")
Times = dict[str, list[float]]


def main() -> None:
    """Compare, and print what differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--swaps", type=int, default=1000, help="swaps and covers together")
    parser.add_argument("--whys", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0, help="of CP-SAT for one forced alternative of each why")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    times: Times = {}
    desk = _timed(times, "load", lambda: open_desk(options.workspace, options.run))
    rng = Random(options.seed)
    counts: Counter[str] = Counter()
    try:
        _rounds(desk, rng, options, times, counts)
    except KeyboardInterrupt:
        print("broken off", flush=True)
    print(", ".join(f"{what} {count}" for what, count in sorted(counts.items())))
    for what, seconds in times.items():
        middle, late = np.percentile(seconds, (50, 95))
        print(f"{what}: {len(seconds)}, median {middle:.2f} s, 95th percentile {late:.2f} s of this process's time")


def _rounds(desk: Desk, rng: Random, options: argparse.Namespace, times: Times, counts: Counter[str]) -> None:
    """Swaps and covers, and questions why, in turn, so that a run that is broken off has something of each."""
    forced = _Forced(desk) if options.whys else None
    rounds = max(options.swaps, options.whys)
    for n in range(rounds):
        if (n + 1) * options.swaps // rounds > n * options.swaps // rounds:
            counts["swaps and covers"] += 1
            found = _cover(desk, rng, times) if n % 5 == 4 else _swap(desk, rng, times)
            counts["swaps and covers, differences"] += len(found)
            for line in found:
                print(line, flush=True)
        if forced is not None and (n + 1) * options.whys // rounds > n * options.whys // rounds:
            _why(desk, forced, rng, options.seconds, times, counts)
        if (n + 1) % 10 == 0:
            print(f"{n + 1} of {rounds}, {counts['swaps and covers, differences']} differences", flush=True)


def _timed(times: Times, what: str, ask: Callable[[], T]) -> T:
    began = time.process_time()
    answer = ask()
    times.setdefault(what, []).append(time.process_time() - began)
    return answer


def _verified(desk: Desk, problem: Problem, changes: Changes) -> Audit:
    """What the whole check finds in the file of a changed roster."""
    changed = desk.standing.changed(changes)
    # By hand what `verify` does: a process of its own for each would take longer to start than to check.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        write_roster(path, changed, problem.horizon.zone)
        read = read_known_roster(path, desk.workspace).roster
    if read.by_employee != changed.by_employee:
        raise AssertionError("a roster that is read is not the one that was written")
    return audit(problem, desk.run.rules, read)


def _swap(desk: Desk, rng: Random, times: Times) -> list[str]:
    people = rng.sample(sorted(desk.roster.by_employee), rng.choice((2, 2, 2, 3)))
    asked = [(who, rng.choice(desk.roster.of_employee(who)).date) for who in people]
    if rng.random() < 0.3:
        on = asked[0][1]
        asked = [(who, on if desk.standing.row_on(who, on) else day) for who, day in asked]
    (one,) = _timed(times, "swap", lambda: decide(desk, [asked])).decided
    if one.effects is None:
        return [f"swap {asked}: {one.fault}"]
    outcome = one.effects.outcome
    whole = _verified(desk, desk.problem, outcome.changes)
    wrong = []
    if one.is_granted != (not whole.hard) or Counter(one.breaches) != Counter(whole.hard):
        wrong.append(f"swap {asked}: granted {one.is_granted}, the audit finds {[found.rule for found in whole.hard]}")
    if outcome.cost_change != whole.cost - desk.standing.checked.cost:
        wrong.append(
            f"swap {asked}: {outcome.cost_change:+,}, by the audit {whole.cost - desk.standing.checked.cost:+,}"
        )
    horizon, before = desk.problem.horizon, desk.standing.checked.coverage.effective_permille
    hours = {(hour.queue, hour.start): hour for hour in one.effects.hours}
    for queue, after in whole.coverage.effective_permille.items():
        for n in np.flatnonzero(after != before[queue]).tolist():
            start = horizon.interval_start(n).replace(minute=0)
            of_hour = [m for m in range(horizon.n_intervals) if horizon.interval_start(m).replace(minute=0) == start]
            hour = hours.get((queue, start))
            if hour is None or abs(hour.after - float(after[of_hour].mean()) / 1000) > 1e-9:
                wrong.append(f"swap {asked}: coverage of {queue} at {start}")
    return wrong


def _cover(desk: Desk, rng: Random, times: Times) -> list[str]:
    row = rng.choice(desk.roster.assignments)
    found = _timed(times, "cover", lambda: who_could(desk, row.employee_id, row.date))
    problem = desk.problem
    if found.absent_as is not None:
        absence = Absence(employee_id=row.employee_id, first_day=row.date, last_day=row.date, kind=found.absent_as)
        problem = with_absences(problem, desk.roster, [absence])
    wrong = []
    # Of a cover that judges everybody, some are held against the audit.
    for one in rng.sample(found.candidates, min(2, len(found.candidates))):
        changes = {(row.employee_id, row.date): (), **one.outcome.changes}
        whole = _verified(desk, problem, changes)
        if whole.hard or one.cost_change != whole.cost - desk.standing.checked.cost:
            wrong.append(f"cover {row.employee_id} {row.date} by {one.employee_id}: {one.cost_change:+,}")
    refused = [one for one in found.refused if one.breaches]
    for other in rng.sample(refused, min(2, len(refused))):
        taken = handed_over(problem, row, other.employee_id)
        changes = {(row.employee_id, row.date): (), (other.employee_id, row.date): (taken,)}
        whole = _verified(desk, problem, changes)
        if Counter(whole.hard) != Counter(other.breaches):
            wrong.append(f"cover {row.employee_id} {row.date}: {other.employee_id} is refused otherwise by the audit")
    return wrong


class _Forced:
    """The model, in which choices are forced."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.built = build(desk.problem, desk.run.rules)
        self.unavoidable = self.built.ledger.unavoidable_cost
        self._hard = build(desk.problem, [rule for rule in desk.run.rules if rule.weight is None])
        self._known = [(place, variable.index) for *place, variable in self._hard.works]
        self._held = HeldModel(self._hard.model, [index for _, index in self._known])

    def is_possible(self, changes: Changes) -> bool:
        """Whether the model has a roster in which everybody's choices are those after a change."""
        works = self._works(changes)
        if works - {tuple(place) for place, _ in self._known}:
            return False
        return self._held.optimum(int(tuple(place) in works) for place, _ in self._known) is not None

    def _works(self, changes: Changes) -> set[tuple[str, int, str]]:
        horizon = self._desk.problem.horizon
        rows = self._desk.standing.changed(changes).assignments
        return {(row.employee_id, horizon.day_of(row.date), row.shift) for row in rows}

    def cost(
        self, employee: str, day: int, code: str, near: Changes, seconds: float
    ) -> tuple[SolverStatus, int | None]:
        """What a roster costs in which somebody has a shift, as far as CP-SAT finds one, from a change on."""
        choices = self.built.works.on_day(employee, day)
        if code != OFF and code not in choices:
            return SolverStatus.INFEASIBLE, None
        model = self.built.model.clone()
        for own, variable in choices.items():
            model.add(model.get_int_var_from_proto_index(variable.index) == int(own == code))
        works = self._works(near)
        for who, on, shift, variable in self.built.works:
            model.add_hint(model.get_int_var_from_proto_index(variable.index), int((who, on, shift) in works))
        costs: list[int] = []
        answer = cp_sat.solve(
            model,
            cp_sat.CpSatLimits(seconds, workers=2),
            on_solution=lambda cost, _: costs.append(cost),
        )
        return answer.status, None if not costs else min(costs) + self.unavoidable


def _why(desk: Desk, forced: _Forced, rng: Random, seconds: float, times: Times, counts: Counter[str]) -> None:
    """One random question why."""
    employee, on = rng.choice(sorted(desk.problem.employee)), rng.choice(list(desk.problem.horizon.dates()))
    _timed(times, "why, alone", partial(why_of, desk, employee, on, with_others=False))
    first = "" if counts["whys"] else ", the first"
    found = _timed(times, f"why{first}", partial(why_of, desk, employee, on))
    counts["whys"] += 1
    day = desk.problem.horizon.day_of(on)
    deep = rng.choice([one for one in found.alternatives if not one.is_in_no_roster] or [None])

    def differs(what: str, said: str) -> None:
        counts[f"whys, differences in {what}"] += 1
        print(f"why {employee} {on}: {said}", flush=True)

    for one in found.alternatives:
        counts["whys, alternatives"] += 1
        outcome = one.effects.outcome
        is_possible = forced.is_possible(outcome.changes)
        if is_possible == bool(outcome.hard):
            broken = [breach.rule for breach in one.breaches]
            differs("blockers when nobody else moves", f"{one.shift} {broken}, by CP-SAT possible: {is_possible}")
        has_variable = one.shift == OFF or one.shift in forced.built.works.on_day(employee, day)
        if has_variable == bool(one.never_by):
            differs("blockers in any roster", f"{one.shift} never by {one.never_by}")
        if one.is_in_no_roster and not one.never_by:
            counts["whys, proven in no roster"] += 1
            if forced.cost(employee, day, one.shift, {}, max(seconds, 5.0))[0] is not SolverStatus.INFEASIBLE:
                differs("proofs that no roster has it", one.shift)
        if one.found is not None:
            counts["whys, found"] += 1
            whole = _verified(desk, desk.problem, one.found.outcome.changes)
            is_above = one.at_least is not None and one.at_least <= whole.cost
            if whole.hard or whole.cost != one.found.outcome.cost or not is_above:
                differs("found", f"{one.shift} {one.found.outcome.cost}, {whole.cost}, at least {one.at_least}")
        if one is deep and seconds:
            near = {} if one.found is None else one.found.outcome.changes
            status, cost = forced.cost(employee, day, one.shift, near, seconds)
            counts["whys, forced"] += 1
            counts["whys, forced with a roster"] += cost is not None
            if status is SolverStatus.INFEASIBLE and one.found is not None:
                differs("forced", f"{one.shift} is in no roster by CP-SAT")
            if cost is not None and one.at_least is not None and cost < one.at_least:
                differs("bounds", f"{one.shift} at least {one.at_least}, CP-SAT {cost}")


if __name__ == "__main__":
    main()

"""The second step of a run: the search for a roster, and what to say where it ends without one."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scheduler.config import Solving
from scheduler.diagnose import explain
from scheduler.errors import InfeasibleError, NoRosterError, SchedulerError
from scheduler.figures import Run
from scheduler.messages import Message, joined
from scheduler.parallel import Cluster
from scheduler.result import SolveResult, Status
from scheduler.run.auditing import accepted, unchecked, with_audit
from scheduler.run.limits import limits_of
from scheduler.run.planning import Plan
from scheduler.solve import Report
from scheduler.solve import solve as search


def solve(
    plan: Plan,
    *,
    options: Mapping[str, float] | None = None,
    stop: threading.Event | None = None,
    report: Report | None = None,
    cluster: Cluster | None = None,
) -> Run:
    """Find the best roster of a plan within the limits, and check it against every rule; nothing is written.

    Parameters
    ----------
    plan
        What is to be planned.
    options
        Fields of `Solving` that replace the workspace's, such as ``{"time_limit_seconds": 20}``.
    stop
        Set it to end the search early; the best roster so far is kept.
    report
        Told of each step of the search, from any thread.
    cluster
        A Dask cluster for the pieces of several weeks; None: this machine's cores.

    Raises
    ------
    InputError
        An option is unknown, or has a value that it cannot have.
    InfeasibleError
        The hard rules cannot hold together; says for whom and when.
    NoRosterError
        The search ended before its first roster.
    SchedulerError
        The roster breaks a hard rule, or the checks contradict what the search says of its cost: a bug.
    """
    began = time.monotonic()
    solving = limits_of(plan.settings, options)
    result = search(plan.problem, plan.rules, options=solving, stop=stop, report=report, cluster=cluster)
    refuse_no_roster(plan, result, solving)
    assert result.roster is not None
    run = accepted(with_audit(unchecked(plan, result, solving), result.roster))
    return replace(run, total_seconds=time.monotonic() - began)


def refuse_no_roster(plan: Plan, result: SolveResult, solving: Solving, kept: Sequence[Message] = ()) -> None:
    """Make sure that a search has come to a roster.

    Parameters
    ----------
    plan, solving
        What was searched, and how.
    result
        What the search ended with.
    kept
        What became of an earlier run, to be said as well.

    Raises
    ------
    InfeasibleError
        The hard rules cannot hold together; says for whom and when.
    NoRosterError
        The search ended before its first roster.
    """
    if result.status is Status.INFEASIBLE:
        reasons = explain(plan.problem, plan.rules, workers=solving.workers)
        if not reasons:
            raise SchedulerError(Message("the search calls the hard rules infeasible, yet they can hold together"))
        language = plan.settings.language
        raise InfeasibleError([*(reason.text(language) for reason in reasons), *(said.text(language) for said in kept)])
    if result.status is Status.NO_SOLUTION:
        said = Message(
            "no roster was found within {seconds:g} s, and none was proven impossible; give it longer with "
            "--time-limit",
            seconds=solving.time_limit_seconds,
        )
        raise NoRosterError(joined("\n", (said, *kept)))

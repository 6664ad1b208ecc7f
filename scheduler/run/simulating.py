"""The roster of a run, simulated."""

from __future__ import annotations

from scheduler.errors import InputError
from scheduler.figures import Run
from scheduler.messages import Message
from scheduler.parallel import Cluster
from scheduler.simulation.kernel.layout import Reals
from scheduler.simulation.results import Simulated


def simulated_run(
    run: Run,
    *,
    counted: Reals | None = None,
    cluster: Cluster | None = None,
) -> Simulated:
    """Run a roster that was checked caller by caller.

    Raises
    ------
    InputError
        The centre has no queues.
    """
    from scheduler.simulation.simulating import simulated

    assert run.roster is not None
    assert run.audit is not None
    if not run.problem.demand.queues:
        raise InputError.of(
            "workspace.yaml",
            Message("has no queues, so nobody calls"),
            Message("list the queues of the centre, or leave the simulation out"),
        )
    return simulated(run.settings, run.problem, run.roster, run.audit.coverage, counted=counted, cluster=cluster)

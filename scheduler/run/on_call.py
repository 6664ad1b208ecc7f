"""Who can be called: named once the roster stands, where a rule asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.constraints.on_call import OnCall
from scheduler.domain.people import Absence
from scheduler.domain.roster import Duty
from scheduler.errors import InfeasibleError
from scheduler.figures import Run
from scheduler.messages import Message


def with_on_call(run: Run, known: Sequence[Duty] = (), away: Sequence[Absence] = ()) -> Run:
    """The run with who is on call in its roster.

    Parameters
    ----------
    run
        As it is written otherwise.
    known
        Those who were named before, who stay named where they can.
    away
        Absences that the problem does not have, since they lie on days off.

    Raises
    ------
    InfeasibleError
        On some day too few people can be on call.
    """
    rules = [rule for rule in run.rules if isinstance(rule, OnCall)]
    if run.roster is None or not rules:
        return run
    (rule,) = rules
    problem = run.problem.replace(absences=(*run.problem.absences, *away))
    roster = rule.named(problem, run.roster, known)
    missed = rule.check(problem, roster)
    if missed:
        remedy = Message("name more people or teams who take turns, or ask for fewer heads")
        language = run.settings.language
        raise InfeasibleError([f"{one.text(language)}; {remedy.text(language)} ({rule.number})" for one in missed])
    return replace(run, roster=roster)

"""Who can be called: named once the roster stands, where a rule asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.constraints.on_call import OnCall
from scheduler.domain.people import Absence
from scheduler.domain.roster import Duty
from scheduler.errors import NoRosterError
from scheduler.figures import Run
from scheduler.messages import Message, joined
from scheduler.run.auditing import with_audit


def with_on_call(run: Run, known: Sequence[Duty] = (), away: Sequence[Absence] = ()) -> Run:
    """The run with who is on call in its roster, and the audit of that where a rule asks for it.

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
    NoRosterError
        On some day too few people can be on call: absences on days off leave fewer than the search knew.
    """
    rules = [rule for rule in run.rules if isinstance(rule, OnCall)]
    if run.roster is None or not rules:
        return run
    (rule,) = rules
    problem = run.problem.replace(absences=(*run.problem.absences, *away))
    roster = rule.named(problem, run.roster, known)
    missed = [rule.numbered(short) for short in rule.shortages(problem, roster)]
    if missed:
        what = joined("; ", missed)
        if away:
            raise NoRosterError(
                Message(
                    "the absences leave too few people for on-call duty, and a repair frees nobody for it: {what}. "
                    "Write a day off for one of those who could be called over the shift in roster.xlsx, and repair "
                    "again with --edited, which finds who works instead",
                    what=what,
                )
            )
        raise NoRosterError(
            Message("no roster was found that leaves enough people for on-call duty: {what}", what=what)
        )
    return with_audit(run, roster)

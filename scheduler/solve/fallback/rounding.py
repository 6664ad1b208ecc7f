"""A good first roster within seconds: the linear relaxation, rounded to whole weeks person by person.

The relaxation already gives most people a whole week. Of the others, those whose week is nearest to decided get the
week that agrees best with it, the relaxation of what is left is solved again, and so on. Rounding whole weeks keeps
everybody's own rules; the counts of meal breaks follow in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scheduler.solve.linear.program import LinearProgram
from scheduler.solve.linear.relaxation import relax
from scheduler.solve.linear.structure import Structure
from scheduler.solve.linear.weekly_patterns import WeeklyPatterns

# Of the people still undecided after each relaxation, this share is decided. Measured: a tenth costs three times the
# time and brings 0.02%.
_DECIDED_SHARE = 0.35


def choose_patterns(
    program: LinearProgram,
    patterns: list[WeeklyPatterns],
    relaxed: NDArray[np.float64],
    *,
    go_on: Callable[[], bool],
    seconds: Callable[[], float] = lambda: math.inf,
) -> tuple[NDArray[np.int64], list[int]] | None:
    """A week for everybody, and the people in the order of their decision; None where the counts do not allow it.

    Parameters
    ----------
    program, patterns
        The linear program, and what each person may work.
    relaxed
        Values of all variables in the linear relaxation.
    go_on
        Asked between relaxations; once it says no, everybody left is rounded at once.
    seconds
        How long each relaxation may take.
    """
    lower, upper = program.lower.copy(), program.upper.copy()
    chosen = np.full(len(patterns), -1, dtype=np.int64)
    order: list[int] = []
    while True:
        open_people = np.flatnonzero(chosen < 0).tolist()
        agreement = {person: _nearest(program, patterns[person], relaxed) for person in open_people}
        decided = sorted(open_people, key=lambda person: -agreement[person][0])
        integer = sum(agreement[person][0] > len(patterns[person].choices) - 1e-6 for person in decided)
        most = integer + max(2, round((len(decided) - integer) * _DECIDED_SHARE)) if go_on() else len(decided)
        for person in decided[:most]:
            chosen[person] = agreement[person][1]
            _hold(patterns[person], agreement[person][1], lower, upper)
        order += decided[:most]
        if most >= len(decided):
            return chosen, order
        relaxation = relax(replace(program, lower=lower, upper=upper), seconds=seconds())
        if relaxation is None:
            return None
        relaxed = relaxation.values


def lean_towards(structure: Structure, relaxed: NDArray[np.float64], known: NDArray[np.int64]) -> NDArray[np.float64]:
    """A relaxation in which everybody of a known roster works as there, so that rounding begins with these weeks.

    Parameters
    ----------
    structure
        Of the week.
    relaxed
        Values of all variables in the linear relaxation, shape (n_variables,).
    known
        Values of all variables, of which the choices count; who has none in it stays as relaxed, and a week that is
        no longer allowed becomes the nearest one that is.
    """
    ownership = structure.ownership
    people = np.unique(ownership.owner_of_variable[ownership.is_choice & (known > 0)])
    is_known = ownership.is_choice & np.isin(ownership.owner_of_variable, people)
    return np.where(is_known, known, relaxed)


def _hold(patterns: WeeklyPatterns, pattern: int, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
    """Leave a person no other week than this one, by the bounds of the choices."""
    for variables in patterns.choices:
        upper[variables] = 0.0
    on = patterns.variables(pattern)
    lower[on] = upper[on] = 1.0


def _nearest(program: LinearProgram, patterns: WeeklyPatterns, relaxed: NDArray[np.float64]) -> tuple[float, int]:
    """The week that agrees best with the relaxation, and on how many days; the cheaper one of equals."""
    agreement = np.zeros(len(patterns.picks))
    for day, variables in enumerate(patterns.choices):
        shares = relaxed[variables]
        agreement += np.concatenate(([1.0 - shares.sum()], shares))[patterns.picks[:, day]]
    best = int(np.argmax(agreement - 1e-9 * patterns.value(program.cost)))
    return float(agreement[best]), best


def complete(
    structure: Structure, patterns: list[WeeklyPatterns], chosen: NDArray[np.int64], seconds: float = math.inf
) -> NDArray[np.int64] | None:
    """Values of all variables once everybody's week is decided; None where the counts cannot follow.

    The relaxation says how many of a shift eat when; shares of people are rounded to whole ones. What then remains is
    to divide capacity between queues, a flow whose relaxation is integer.

    Parameters
    ----------
    structure, patterns
        Of the week, and what each person may work.
    chosen
        The number of everybody's week, shape (n_people,).
    seconds
        How long each of the two relaxations may take.
    """
    program = structure.program
    lower, upper = program.lower.copy(), program.upper.copy()
    for listed, pattern in zip(patterns, chosen.tolist(), strict=True):
        _hold(listed, pattern, lower, upper)
    relaxation = relax(replace(program, lower=lower, upper=upper), seconds=seconds)
    if relaxation is None:
        return None
    for count in structure.heads:
        if len(count.meals):
            lower[count.meals] = upper[count.meals] = _rounded(relaxation.values[count.meals])
    relaxation = relax(replace(program, lower=lower, upper=upper), seconds=seconds)
    if relaxation is None:
        return None
    values: NDArray[np.int64] = np.round(relaxation.values).astype(np.int64)
    return values


def _rounded(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Whole counts with the same sum, by largest remainders."""
    integer = np.floor(counts + 1e-6)
    missing = round(float(counts.sum() - integer.sum()))
    integer[np.argsort(integer - counts, kind="stable")[:missing]] += 1.0
    return integer

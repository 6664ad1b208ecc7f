"""Runs one mixed-integer program within limits: of time, or of nodes where the outcome must not depend on the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from scheduler.solve.twin import LinearTwin, to_math_opt

_NODES_A_SECOND = 150
_WHOLE_POINTS = 0.5


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one program may take.

    Attributes
    ----------
    seconds
        Nominal seconds. Where `by_work`, so many nodes as a solver does in about that time: the same on any machine.
    by_work
        Count nodes, not seconds.
    gap
        Relative gap at which a solution is good enough.
    """

    seconds: float
    by_work: bool = False
    gap: float = 1e-4

    def parameters(self, seed: int) -> mathopt.SolveParameters:
        """What MathOpt is given."""
        return mathopt.SolveParameters(
            time_limit=None if self.by_work else timedelta(seconds=max(0.1, self.seconds)),
            node_limit=max(1, round(_NODES_A_SECOND * self.seconds)) if self.by_work else None,
            relative_gap_tolerance=self.gap,
            absolute_gap_tolerance=_WHOLE_POINTS,
            random_seed=seed,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The best solution found (None: none), its cost, and a bound for the cost of any."""

    values: NDArray[np.float64] | None
    cost: float
    bound: float


def run(
    program: LinearTwin,
    whole: NDArray[np.bool_],
    solver: mathopt.SolverType,
    limits: Limits,
    *,
    hint: NDArray[np.float64] | None = None,
    seed: int = 1,
) -> Outcome:
    """Solve a program.

    Parameters
    ----------
    whole
        Which variables must be whole.
    solver
        SCIP where the difficulty is in the counts of a day, HiGHS where it is in choosing weeks.
    hint
        A solution to begin with; MathOpt passes it to SCIP only.
    """
    model = to_math_opt(program, whole=whole)
    variables = list(model.variables())
    hints = (
        [mathopt.SolutionHint(variable_values=dict(zip(variables, hint.tolist(), strict=True)))]
        if hint is not None and solver is mathopt.SolverType.GSCIP
        else []
    )
    try:
        result = mathopt.solve(
            model,
            solver,
            params=limits.parameters(seed),
            model_params=mathopt.ModelSolveParameters(solution_hints=hints),
        )
    except RuntimeError:  # numerical trouble that a solver does not get over: this program brings nothing
        return Outcome(None, np.inf, -np.inf)
    bound = float(result.termination.objective_bounds.dual_bound)
    if not result.has_primal_feasible_solution():
        return Outcome(None, np.inf, bound)
    return Outcome(np.array(result.variable_values(variables)), float(result.objective_value()), bound)

"""A model with some variables held at values, at others each time, and what it then costs at least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ortools.sat.python import cp_model


class HeldModel:
    """A copy of a model in which some variables are held.

    Their domains are narrowed, in the same copy each time: a comparison holds thousands of rosters one after another.

    Parameters
    ----------
    model
        Is copied, and stays as it is.
    held
        Indices of the variables, each once.
    """

    def __init__(self, model: cp_model.CpModel, held: Iterable[int]) -> None:
        self._model = model.clone()
        self._held = [self._model.get_int_var_from_proto_index(index) for index in held]
        self._domains = [variable.domain for variable in self._held]
        if len({variable.index for variable in self._held}) < len(self._held):
            raise ValueError("a variable can be held at one value only")
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1

    def optimum(self, values: Iterable[int]) -> int | None:
        """The objective at its least with these values, in the order of the variables; None where it is infeasible."""
        for variable, domain, value in zip(self._held, self._domains, values, strict=True):
            if not domain.contains(value):
                return None
            variable.domain = cp_model.Domain(value, value)
        status = self._solver.solve(self._model)
        if status not in (cp_model.OPTIMAL, cp_model.INFEASIBLE):
            raise AssertionError(f"a tiny model ends as {self._solver.status_name(status)}")
        return round(self._solver.objective_value) if status == cp_model.OPTIMAL else None


def optimum(model: cp_model.CpModel, held: Mapping[int, int] = MappingProxyType({})) -> int | None:
    """A model's objective at its least, with some variables, by index, held at values; None where it is infeasible."""
    return HeldModel(model, held).optimum(held.values())

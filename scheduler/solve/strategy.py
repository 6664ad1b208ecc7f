"""What a way to search is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Protocol, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from scheduler.config import Solving
from scheduler.parallel import Cluster
from scheduler.solve.incumbent import Incumbent
from scheduler.solve.linear.program import LinearProgram, linear_program
from scheduler.solve.linear.structure import Structure
from scheduler.solve.parameters import SearchParameters
from scheduler.variables import Build

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class SearchTask:
    """What is to be searched, how, and what is known of it; read off the model as it is asked for, and once.

    Attributes
    ----------
    built
        The model.
    options
        Time limit, gap, workers and seed.
    parameters
        Of the search.
    best
        Told of every roster and bound; says when to stop.
    start
        Values of all variables, of which the choices count: a roster to begin with; None: there is none.
    cluster
        A Dask cluster for pieces of work; None: this machine's cores.
    """

    built: Build
    options: Solving
    parameters: SearchParameters
    best: Incumbent
    start: NDArray[np.int64] | None = None
    cluster: Cluster | None = None
    _known: dict[object, object] = field(default_factory=dict)

    @property
    def is_small(self) -> bool:
        """Whether CP-SAT alone mostly proves the optimum, or nobody may work at all."""
        is_small = self.program.n_variables < self.parameters.small_model_variables
        return is_small or not np.any(self.structure.ownership.is_choice)

    @property
    def is_listed(self) -> bool:
        """Whether the horizon is so short that what people may work can be listed."""
        return self.structure.n_days <= self.parameters.most_listed_days

    @cached_property
    def program(self) -> LinearProgram:
        """The model's linear program."""
        return linear_program(self.built.model)

    @cached_property
    def structure(self) -> Structure:
        """What is known of the linear program."""
        return Structure.of(self.built, self.program)

    def once(self, read: Callable[[SearchTask], T]) -> T:
        """What a reader makes of the task: what several strategies ask for is read once."""
        if read not in self._known:
            self._known[read] = read(self)
        return cast(T, self._known[read])


class Strategy(Protocol):
    """A way to search, for tasks of some structure.

    Attributes
    ----------
    has_pieces
        Whether it parts the work into pieces, for a cluster where there is one.
    """

    has_pieces: ClassVar[bool]

    def supports(self, task: SearchTask) -> bool:
        """Whether this way is open for a task, as its structure is and as far as it has been searched."""

    def search(self, task: SearchTask) -> bool:
        """Search until the limits or as long as it pays; True where it is proven that no roster exists."""

"""What tunes the search is one record that cannot change, and refuses what makes no sense."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from scheduler.solve.parameters import DEFAULTS, SearchParameters, WeekParameters

SOLVE = Path(__file__).parents[2] / "scheduler" / "solve"
NO_TUNING = {
    "_POLL_SECONDS": "how often somebody looks whether another is done",
    "_SHORTEST_SECONDS": "the least that a clock measures, or that a solver is given",
    "_DETERMINISTIC_SHARE": "what CP-SAT calls a second, in ours",
    "_NODES_A_SECOND": "nominal work of a solver",
    "_ITERATIONS_EACH": "nominal work of a solver",
    "_FEWEST_ITERATIONS": "nominal work of a solver",
    "_INTERIOR_ITERATIONS": "nominal work of a solver",
    "_WHOLE_POINTS": "costs are integer",
    "_LESS_THAN_A_POINT": "costs are integer",
    "_ROUGH_TOLERANCE": "a tolerance",
    "_TOLERANCE": "a tolerance",
    "_TOLERANCE_POINTS": "a tolerance",
    "_MOVED": "a tolerance",
    "_TOO_DEAR": "no price that anybody pays",
    "FORBIDDEN": "no price that anybody pays",
    "FREE": "the number of a group",
    "SHARED": "the number of nobody",
}
"""Numbers that stand in modules of the search, and why they are not in the record."""


def numbers_of(module: ast.Module) -> Iterator[str]:
    """Names that a module gives to numbers, or to tuples of them, for good."""
    for node in module.body:
        if isinstance(node, ast.Assign) and all(
            isinstance(inner, ast.Constant | ast.Tuple | ast.Load | ast.UnaryOp | ast.USub)
            and not isinstance(getattr(inner, "value", 0), str)
            for inner in ast.walk(node.value)
        ):
            yield from (name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name))


def test_what_tunes_the_search_stands_in_the_record() -> None:
    found = {
        f"{path.relative_to(SOLVE)}: {name}"
        for path in SOLVE.rglob("*.py")
        if "annealing" not in path.parts  # compiled, with its numbers
        for name in numbers_of(ast.parse(path.read_text(encoding="utf-8")))
        if name not in NO_TUNING and "NO_" not in name
    }
    assert found == set()


def fields_of(record: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Every figure of a record and its parts, with what is said of it."""
    for name, field in record.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields_of(field.annotation)
        else:
            yield f"{record.__name__}.{name}", field.description or ""


def test_every_figure_has_its_own_sentence() -> None:
    said = dict(fields_of(SearchParameters))
    assert [name for name, text in said.items() if not text.endswith(".") or len(text.split()) < 5] == []


def test_another_record_is_made_and_the_defaults_stay() -> None:
    changed = DEFAULTS.model_copy(update={"week": WeekParameters(hot=0.5)})
    assert (changed.week.hot, DEFAULTS.week.hot) == (0.5, WeekParameters().hot)
    with pytest.raises(ValidationError, match="frozen"):
        DEFAULTS.small_model_variables = 0  # type: ignore[misc]  # what is refused


@pytest.mark.parametrize("wrong", [{"small_model_variables": -1}, {"week": {"hot": 0.0}}, {"tempo": 1}])
def test_an_unknown_name_and_a_figure_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SearchParameters.model_validate(wrong)

"""How a roster came about, as report and workbook say it: cost, bound, seconds, seed, inputs, versions."""

from __future__ import annotations

from scheduler.figures import Run
from scheduler.labels import label
from scheduler.run_record import versions


def run_information(run: Run) -> list[tuple[str, str]]:
    """What each figure is called, and its text."""
    language, result = run.settings.language, run.result
    figures = {
        "objective": "-" if result.objective is None else f"{result.objective:,}",
        "best_bound": "-" if result.best_bound is None else f"{result.best_bound:,.0f}",
        "bound_source": result.bound_source or "-",
        "unavoidable_cost": f"{result.unavoidable_cost:,}",
        "build_seconds": label("in_seconds", language, amount=f"{result.build_seconds:.1f}"),
        "solve_seconds": label("in_seconds", language, amount=f"{result.solve_seconds:.1f}"),
        "seed": str(run.seed),
        "inputs_sha256": run.inputs_sha256,
        "versions": ", ".join(f"{name} {version}" for name, version in versions().items()),
    }
    return [(label(key, language), figure) for key, figure in figures.items()]

"""A comparison for programs, as json."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.scenarios.comparison import Comparison, all_rows, status_key


def write_summary(path: Path, comparison: Comparison) -> None:
    """All of it but the rosters, as json."""
    scenarios = [
        {
            "name": row.name,
            "status": row.result.status.value if row.result else (status_key(row) or "").removeprefix("wi_"),
            "error": row.error,
            "changes": [list(change.texts("en")) for change in row.changes],
            "figures": {key: round(value, 6) for key, value in row.figures.items()},
            "relative_gap": row.result.relative_gap if row.result else None,
            "seconds": round(row.result.seconds, 3) if row.result else None,
            "from_an_earlier_run": row.is_kept,
        }
        for row in all_rows(comparison)
    ]
    curves = [
        {"path": curve.path, "measure": curve.measure.key, "values": curve.xs, "figures": curve.ys, "knee": curve.knee}
        for curve in comparison.curves()
    ]
    found = [
        {
            "condition": answer.condition.text,
            "path": answer.path,
            "value": answer.value,
            "note": str(answer.note),
            "tried": [[value, row.figures.get(answer.condition.key), holds] for value, row, holds in answer.tried],
        }
        for answer in comparison.found
    ]
    content = {
        "kind": "comparison",
        "depth": comparison.depth.value,
        "first_day": comparison.horizon.first_day.isoformat(),
        "days": comparison.horizon.days,
        "seconds": round(comparison.seconds, 3),
        "scenarios": scenarios,
        "curves": curves,
        "found": found,
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

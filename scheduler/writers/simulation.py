"""``simulation.csv`` and ``simulation.json``: how a roster fared caller by caller."""

from __future__ import annotations

import json
from pathlib import Path

from scheduler.formats.run_folder import SIMULATION_FIGURES, SIMULATION_FILE
from scheduler.simulation.results import Simulated


def write_simulation(folder: Path, found: Simulated) -> None:
    """Write both files into a folder that is there."""
    from scheduler.frames.csv_file import write_csv
    from scheduler.simulation.frames import simulation_frame

    write_csv(folder / SIMULATION_FILE, simulation_frame(found))
    text = json.dumps(found.as_json(), ensure_ascii=False, allow_nan=False, indent=1)
    (folder / SIMULATION_FIGURES).write_text(f"{text}\n", encoding="utf-8")

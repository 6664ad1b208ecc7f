"""What is compiled is kept, and not kept when a source changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numba

from scheduler import compiling
from scheduler.solve.week.annealing.__main__ import compiled_ahead
from tests.solve.centre import three_days
from tests.solve.week.annealing.test_moves import Watched

USE = """
from small.used import twice
print(twice(3.0))
"""


def printed(folder: Path) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    result = subprocess.run(
        [sys.executable, "-c", USE], cwd=folder, capture_output=True, text=True, check=True, env=environment
    )
    return float(result.stdout)


def test_a_change_in_a_function_that_is_called_is_noticed(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    (small / "__init__.py").touch()
    shutil.copy(compiling.__file__, small)
    (small / "helper.py").write_text(
        "from small.compiling import compiled\n\n@compiled\ndef add(a, b):\n    return a + b\n"
    )
    (small / "used.py").write_text(
        "from small.compiling import compiled\nfrom small.helper import add\n\n"
        "@compiled\ndef twice(a):\n    return add(a, a)\n"
    )
    assert printed(tmp_path) == 6.0
    assert list((small / "__pycache__").glob("numba-*/**/*.nbi"))
    (small / "helper.py").write_text((small / "helper.py").read_text().replace("a + b", "a + 2.0 * b"))
    assert printed(tmp_path) == 9.0


def test_the_folder_that_numba_is_told_of_is_left_as_it_was() -> None:
    before = numba.config.CACHE_DIR

    def same(value: float) -> float:
        return value

    assert compiling.compiled(same)(2.0) == 2.0
    assert before == numba.config.CACHE_DIR


def test_what_is_compiled_ahead_is_what_a_search_asks_for() -> None:
    ahead = {name: set(function.signatures) for name, function in compiled_ahead().items()}
    annealer = Watched(three_days(), 1)
    annealer.run(10.0, 1.0, 1.0, lambda: 1.0)
    assert {name: set(function.signatures) for name, function in compiled_ahead().items()} == ahead

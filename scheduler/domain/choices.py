"""What people choose from by name; without any import, as every command's help lists them."""

from __future__ import annotations

from typing import Literal

Form = Literal["xlsx", "teams", "csv", "html", "ics"]
"""What a roster can be exported to."""

LockCells = Literal["edited", "all", "marked"]
"""Which cells of a roster hold while the rest is planned anew."""

"""What stands under the key of a label."""

from __future__ import annotations

Words = str | tuple[str, str]
"""The text, or the text for one and that for more, which the value ``count`` chooses."""

"""The least change of a published roster."""

"""A week of many people, whose ways to spend it can be listed."""

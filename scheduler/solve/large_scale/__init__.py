"""Rosters of thousands of people: integer counts first, then people who add up to them by prices."""

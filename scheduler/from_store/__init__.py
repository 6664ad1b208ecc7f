"""What a plan and a check take from the store: the days around, what is published of the planned days, and counts.

`surroundings.py` is the way in, `counts.py` says what counts for fairness, `rosters.py` reads what is published as any
other roster.
"""

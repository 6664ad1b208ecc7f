"""The day as it was: what happened is taken into the store, and held against what was planned.

`taking.py` takes files in, and `lines.py` says on the terminal what was taken. `review.py` holds a week against its
plan: `counts.py` and `attendance.py` put what happened on intervals, `splitting.py` parts the difference, `hints.py`
looks for settings that would have explained it, and `pages/` shows it; `reviewing.py` is the way in.
"""

"""The day as it was: what happened is taken into the store, and held against what was planned.

`taking.py` takes files in; `lines.py` says on the terminal what was taken.
"""

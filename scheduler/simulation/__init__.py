"""A roster run caller by caller: discrete events, compiled by Numba.

`floor.py` makes tables of who is there, `chance.py` draws callers and absences, `kernel/` runs them, `replications.py`
does so many times, `cutting.py` cuts what was seen into the parts of `results.py`, `causes.py` says where they differ
from what is computed; `simulating.py` is all of it in one line.
"""

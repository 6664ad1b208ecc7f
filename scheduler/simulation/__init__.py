"""A roster run caller by caller: discrete events, compiled by Numba.

`floor.py` makes tables of who is there, `chance.py` draws callers and absences, `kernel/` runs them, `replications.py`
does so many times, `results.py` cuts what was seen into parts; `simulating.py` is all of it in one line.
"""

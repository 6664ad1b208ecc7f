"""Settings as they were measured: handling times, patience, redials and absence by counted calls and attendance.

`intervals.py` has the statistics, `calls.py` and `absences.py` what is estimated by them, `calibrating.py` reads the
store, `lines.py` says it.
"""

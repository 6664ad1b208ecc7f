"""Questions about a roster that is there: why, who could, may they swap.

`desk.py` loads a roster once with all that is known around it, `standing.py` finds what a change of it does, `rows.py`
makes what somebody would work. Each question has a file with its answer, and one with the lines that show it.
"""

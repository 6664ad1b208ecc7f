"""Who can have leave: what days hold, and requests that are decided one by one.

`proofs.py` keeps a whole roster of each week, which proves that what is granted can be; `searching.py` finds one.
`deciding.py` decides, `balances.py` says who has how much left, `outlook.py` what days hold, `entering.py` makes
absences of what is granted, and `answering.py` is the command's one function.
"""

"""The ledger: for each person and day what was worked, what of it is paid more, and what is owed for it.

`columns.py` is what it has, `stretches.py` adds up minutes, `counting.py` counts, `ledger.py` is the way in, and
`workbook.py` writes it for people.
"""

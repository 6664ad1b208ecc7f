"""Making a run the published roster of its days, and what was published before: the two commands over the store.

`publish.py` audits a run against what is published around it and adds a version; `refusals.py` and `stale.py` say which
runs it does not take; `history.py` lists versions, rebuilds them and publishes old ones again; `changes_files.py` and
`lines.py` say who must be told what.
"""

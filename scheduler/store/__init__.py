"""The memory of the office: every published roster, each version of it, in SQL.

It holds facts (versions, who works when, the files of the run that rebuild it) and nothing that can be computed from
them: what changed, whom to tell and what stands on a day are asked of it. Nothing in it is ever overwritten.

`schema.py` is what it looks like, `opening.py` where it is, `published.py` what is asked of it and written to it.
"""

"""One run: plan some weeks, search, check what was found, write it. Each step is a module with its one function.

`generating.generate` is all of them in one line, as ``scheduler generate`` does it; `scheduler` itself offers the steps
to Python.
"""

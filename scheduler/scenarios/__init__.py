"""What if: overlays on a workspace, each evaluated at one of three depths and held against the baseline.

::

    overlay files, options ── reading ─> Overlay ── applying ─> another Workspace, with its changes old -> new
                                                                    │ depths (many at a time, by `parallel`)
    files <─ pages <─ Comparison <── comparing <── Result of each, kept in the store
"""

"""Several weeks, which hang together by little: each is searched as one week is, the others held."""

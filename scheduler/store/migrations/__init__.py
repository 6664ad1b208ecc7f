"""The migrations of the store, one file each in ``versions/``; one that has been released is never edited."""

"""Who must be told what: the days on which a roster differs from another one, as records, a frame, and lines."""

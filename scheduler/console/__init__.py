"""What commands print, as lines and tables."""

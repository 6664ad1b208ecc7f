"""What commands show: lines and tables, progress, and streams whose trouble ends nothing."""

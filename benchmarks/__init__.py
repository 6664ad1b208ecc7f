"""What is measured, and against what; run ``python -m benchmarks --help``."""

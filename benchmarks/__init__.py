"""The library against hand-written code and other libraries, side by side: `python -m benchmarks` runs all of it."""

"""Benchmarks: ratios of ours against the bare database or library, in the same run, on the same rows."""

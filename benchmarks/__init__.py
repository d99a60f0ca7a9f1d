"""Benchmarks: what the app and the pipeline cost beside the least that could do the same."""

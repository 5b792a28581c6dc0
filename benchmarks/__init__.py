"""Measurements of the claims in docs/benchmarks.md; each file is one command."""

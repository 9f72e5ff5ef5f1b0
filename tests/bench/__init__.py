"""Benchmarks: each is a program, `python -m tests.bench.speed` and so on. Needs what the extra `bench` brings."""

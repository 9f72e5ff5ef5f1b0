"""Benchmarks: each is a program, `python -m tests.bench.speed` and so on. Needs what the extra `bench` brings.

Servers are started with what was compiled before, as installed programs are, also where the environment forbids that.
"""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

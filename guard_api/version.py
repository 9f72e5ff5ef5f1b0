"""Which guard_api this is: said in one place, `pyproject.toml`, and read from what is installed."""

from functools import cache
from importlib.metadata import version


@cache
def program_version() -> str:
    """Return the version of this program, such as 0.2.0."""
    return version("guard-api")

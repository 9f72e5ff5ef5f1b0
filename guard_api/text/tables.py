"""The tables that are data: of one character that stands for others a line, as the files themselves say."""

from collections.abc import Mapping
from importlib.resources import files


def table(name: str) -> Mapping[int, str]:
    """Return what stands for each character, by code point, for `str.translate`."""
    lines = (files(__package__) / name).read_text("utf-8").splitlines()
    return {ord(other): line[0] for line in lines if not line.startswith("#") for other in line[1:].strip()}

"""The tables that are data: files of pairs, a character and what stands for it, as the files themselves say."""

from collections.abc import Mapping
from importlib.resources import files


def table(name: str) -> Mapping[int, int]:
    """Return what stands for each character, as code points for `str.translate`."""
    lines = (files(__package__) / name).read_text("utf-8").splitlines()
    pairs = "".join(" ".join(line for line in lines if not line.startswith("#")).split())
    return str.maketrans(pairs[::2], pairs[1::2])

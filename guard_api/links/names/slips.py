"""Slips of the finger: names that are one character apart, found without comparing each with each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def one_less(label: str) -> list[str]:
    """Give a label and all that it is without one character."""
    return [label, *[label[:at] + label[at + 1 :] for at in range(len(label))]]


def deletions(labels: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Index labels by all that they are without one character: two that share one of those are a slip or two apart."""
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for label in labels:
        for one in one_less(label):
            index[one][label] = None
    return {one: tuple(near) for one, near in index.items()}


def is_one_slip(label: str, name: str) -> bool:
    """Say whether one slip of the finger makes a label of a name: a letter more, less, other, or two swapped."""
    short, long = sorted((label, name), key=len)
    at = next((at for at, (one, other) in enumerate(zip(short, long, strict=False)) if one != other), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = long[at + 1 : at + 2] + long[at : at + 1] + long[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or short[at:] == swapped

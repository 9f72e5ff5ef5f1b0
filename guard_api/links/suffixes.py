"""The public suffix list: below which names anybody can register one.

The list is the one that publicsuffixlist brings along, released anew whenever the list has changed; nothing is fetched.
Its rules are read here, in 7 ms: the package's own reader takes seven times as long for both parts of the list, and
takes the name above a wildcard (`kawasaki.jp`) for a suffix, too.
"""

from collections.abc import Collection
from importlib.resources import files
from typing import NamedTuple


class _Rules(NamedTuple):
    """Rules in ASCII, as names are. All right below a `crowded` name are suffixes, too, unless they are `excepted`."""

    suffixes: frozenset[str]
    crowded: frozenset[str]
    excepted: frozenset[str]


def public_suffix(name: str) -> str:
    """Give what of a canonical name is a public suffix: all of it, or what stands behind a dot; "" for nothing."""
    return _suffix(name, _RULES)


def registry_suffix(name: str) -> str:
    """Give the same for suffixes of registries alone: they sell `wixsite.com`, below which others give names away."""
    return _suffix(name, _OF_REGISTRIES)


def is_given_away(suffix: str) -> bool:
    """Say whether names below a public suffix come from a provider, mostly for nothing, and not from a registry."""
    return registry_suffix(suffix) != suffix


def _suffix(name: str, rules: _Rules) -> str:
    """Apply the longest rule that there is."""
    suffixes, crowded, excepted = rules
    while name:
        above = name.partition(".")[2]
        if name in suffixes:
            return name
        if above in crowded:
            return above if name in excepted else name
        name = above
    return ""


def _read(lines: str) -> list[str]:
    """Read the rules among the lines of the list: `com`, `*.ck`, `!www.ck`."""
    rules = [line for line in lines.splitlines() if line and not line.startswith("//")]
    return [rule if rule.isascii() else ".".join(map(_encoded, rule.split("."))) for rule in rules]


def _encoded(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _sorted(rules: Collection[str]) -> _Rules:
    return _Rules(
        frozenset(rules),
        frozenset(rule[2:] for rule in rules if rule.startswith("*.")),
        frozenset(rule[1:] for rule in rules if rule.startswith("!")),
    )


def _load() -> tuple[_Rules, _Rules]:
    """Load the rules of the registries, and all rules."""
    lines = files("publicsuffixlist") / "public_suffix_list.dat"
    registries, others = map(_read, lines.read_text("utf-8").split("// ===BEGIN PRIVATE DOMAINS==="))
    return _sorted(registries), _sorted(registries + others)


_OF_REGISTRIES, _RULES = _load()

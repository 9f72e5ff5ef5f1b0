"""The public suffix list: what of a name is a suffix, by rules of every kind."""

import pytest

from guard_api.links.suffixes import is_given_away, public_suffix, registry_suffix


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        *(("com", "com"), ("evil.com", "com"), ("www.evil.com", "com"), ("a.gov.cn", "gov.cn"), ("a.cn", "cn")),
        *(("x.wixsite.com", "wixsite.com"), ("wixsite.com", "wixsite.com"), ("y.x.github.io", "github.io")),
        *(("ck", ""), ("a.ck", "a.ck"), ("b.a.ck", "a.ck"), ("www.ck", "ck"), ("a.www.ck", "ck")),
        *(("kawasaki.jp", "jp"), ("a.kawasaki.jp", "a.kawasaki.jp"), ("city.kawasaki.jp", "kawasaki.jp")),
        *(("a.xn--55qx5d.cn", "xn--55qx5d.cn"), ("xn--fiqs8s", "xn--fiqs8s"), ("a.xn--fiqs8s", "xn--fiqs8s")),
        *(("", ""), ("evil", ""), ("evil.invalid", ""), ("1.2.3.4", "")),
    ],
)
def test_the_longest_rule_decides_what_of_a_name_is_a_suffix(name: str, suffix: str) -> None:
    assert public_suffix(name) == suffix


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("x.wixsite.com", "com"), ("wixsite.com", "com"), ("a.co.uk", "co.uk"), ("b.a.ck", "a.ck"), ("github.io", "io")],
)
def test_what_a_registry_sells_stands_below_its_own_suffix(name: str, suffix: str) -> None:
    assert registry_suffix(name) == suffix


@pytest.mark.parametrize(("suffix", "given"), [("github.io", True), ("x.ck", False), ("com", False), ("gov.cn", False)])
def test_providers_give_names_away_and_registries_sell_them(suffix: str, *, given: bool) -> None:
    assert is_given_away(suffix) is given

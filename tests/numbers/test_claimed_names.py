"""Whoever a caller says to be is found in the directory, and nobody else."""

import pytest

from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import Directory, Organization


@pytest.fixture(scope="module")
def claims(directory: Directory) -> ClaimedNames:
    return ClaimedNames(directory)


@pytest.mark.parametrize(
    ("organizations", "claimed"),
    [
        (
            ["jd"],
            [
                "京东",
                "我是京东金融客服",
                "京 东 的客服",
                "JD",
                "ＪＤ客服",
                "hello, jd.com here",
                "\ud800京东",
                "京東客服",
            ],
        ),
        (["icbc"], ["95588", "我是95588的"]),
        (["jd_logistics"], ["京东物流的快递员", "JD Logistics"]),
        (["jd", "jd_logistics"], ["京东和京东物流"]),
        (["pboc", "jd"], ["人民银行和京东，京东和人民银行"]),
        (["pboc"], ["the PEOPLE’S  BANK\nof china", "中国人民银行"]),
        (["pboc_credit"], ["中国人民银行征信中心"]),
        (["boc_hk"], ["中国银行（香港）"]),
        (["boc"], ["中国银行", "x" * 496 + "中国银行"]),
        ([], ["Adjd", "jd2", "955881", "北京东路", "我是张三", "", "x" * 497 + "中国银行", None, 5, b"JD"]),
    ],
)
def test_a_claim_names_organisations_in_order_once_each(
    organizations: list[str], claimed: list[object], claims: ClaimedNames
) -> None:
    assert {text: claims.find(text) for text in claimed} == dict.fromkeys(claimed, tuple(organizations))


def test_every_shipped_organisation_is_found_by_each_of_its_names(directory: Directory, claims: ClaimedNames) -> None:
    names = [
        (organization.id, name)
        for organization in directory.organizations.values()
        for name in (organization.id, *organization.names.values(), *organization.aliases)
    ]
    assert [(owner, name) for owner, name in names if claims.find(name) != (owner,)] == []


def test_special_characters_in_a_name_are_only_characters() -> None:
    claims = ClaimedNames(Directory({"plus": Organization("plus", {"en": "A.B+ (C)"})}, ()))
    assert (claims.find("this is a.b+ (c)!"), claims.find("this is aXbb C")) == (("plus",), ())


def test_an_empty_directory_finds_nobody() -> None:
    assert ClaimedNames(Directory({}, ())).find("京东") == ()

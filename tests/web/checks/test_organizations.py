"""Who a claim names, their numbers and domains, and whether a number fits."""

from typing import Any
from urllib.parse import quote

import pytest

from guard_api.ports import Reference
from guard_api.web.contract.schemas.checks.organizations import OrganizationsOut
from tests.support import stage
from tests.support.phones import TestPhone

app, client, clock, database, phone, record, services = stage.FIXTURES


def found(phone: TestPhone, claimed: str, number: str | None = None) -> Any:
    beside = f"&number={quote(number)}" if number is not None else ""
    response = phone.get(f"/v1/organizations?claimed={quote(claimed)}{beside}")
    assert response.status_code == 200, response.text
    assert OrganizationsOut().validate(response.json) == {}
    return response.json


EXACT = {
    "京东": "jd",
    "京东金条": "jd",
    "JD Finance": "jd",
    "我是京东金融的客服": "jd",
    "人民银行": "pboc",
    "央行": "pboc",
    "央行征信": "pboc_credit",
    "People's Bank of China": "pboc",
    "工行": "icbc",
    "ICBC": "icbc",
    "建行": "ccb",
    "中国建设银行": "ccb",
    "反诈中心": "anti_fraud_center",
    "95588": "icbc",
}
MISSPELT = {
    "京栋": "jd",
    "我是京冬客服": "jd",
    "晶东金融": "jd",
    "人民银航": "pboc",
    "工商银航": "icbc",
    "支付保": "alipay",
    "招商银杭": "cmb",
    "中国建射银行": "ccb",
    "国家反炸中心": "anti_fraud_center",
    "China Constructoin Bank": "ccb",
    "Bank of Chnia": "boc",
    "Alipey": "alipay",
    "Paypall": "paypal",
}


@pytest.mark.parametrize(("claimed", "organization"), EXACT.items())
def test_whom_a_claim_names_is_found_by_name_and_alias(phone: TestPhone, claimed: str, organization: str) -> None:
    first, *_ = found(phone, claimed)["organizations"]
    assert (first["id"], first["match"], first["fits"]) == (organization, "exact", None)


@pytest.mark.parametrize(("claimed", "organization"), MISSPELT.items())
def test_a_name_that_is_misheard_or_mistyped_is_found_and_marked_as_guessed(
    phone: TestPhone, claimed: str, organization: str
) -> None:
    assert [(one["id"], one["match"]) for one in found(phone, claimed)["organizations"]] == [(organization, "typo")]


@pytest.mark.parametrize("claimed", MISSPELT)
def test_what_is_only_guessed_judges_nobody(phone: TestPhone, reference: Reference, claimed: str) -> None:
    assert reference.claims.find(claimed) == ()
    assert phone.check(caller_number="13912345678", claimed_identity=claimed)["level"] == "none"


NOBODY = [
    "",
    "我是张三",
    "今天天气很好",
    "中性",
    "hello, my friend",
    "a friend of the family",
    "\x00",
    "\ud800",
    "x" * 5000,
]


@pytest.mark.parametrize("claimed", NOBODY, ids=range(len(NOBODY)))
def test_a_claim_that_names_nobody_is_an_empty_list(phone: TestPhone, claimed: str) -> None:
    answer = found(phone, claimed.encode("utf-8", "replace").decode(), None)
    assert answer == {"organizations": [], "number": None}


@pytest.mark.parametrize(
    ("claimed", "number", "fits", "kind"),
    [
        ("京东", "950618", False, "official"),
        ("工商银行", "95588", True, "official"),
        ("京东", "95588", False, "official"),
        ("京东", "0095118", False, "lookalike"),
        ("京东", "13912345678", False, "ordinary"),
        ("京东", "+999123456", False, "impossible"),
        ("京东", "", None, "withheld"),
        ("京东", "junk", None, "unreadable"),
        ("京东", None, None, None),
        ("顺丰快递", "13912345678", None, "ordinary"),
        ("顺丰快递", "95588", False, "official"),
        ("国家反诈中心", "96110", True, "official"),
        ("公安局", "96110", True, "official"),
        ("反诈中心", "110", False, "official"),
    ],
)
def test_a_number_fits_if_the_organisation_calls_from_it(
    phone: TestPhone, claimed: str, number: str | None, *, fits: bool | None, kind: str | None
) -> None:
    answer = found(phone, claimed, number)
    assert answer["organizations"][0]["fits"] is fits
    assert (answer["number"] and answer["number"]["kind"]) == kind


def test_an_answer_names_numbers_and_domains_in_the_phones_language(phone: TestPhone) -> None:
    [jd] = found(phone, "JD")["organizations"]
    assert (jd["name"], jd["calls_from"]) == ("JD.com", "listed")
    assert {"京东", "JD.com"} <= set(jd["names"])
    assert "950618" in jd["official_numbers"]
    assert "jd.com" in jd["domains"]
    phone.language = "zh-CN"
    assert found(phone, "JD")["organizations"][0]["name"] == "京东"


def test_a_claim_must_be_there_and_a_plus_may_come_as_a_space(phone: TestPhone) -> None:
    refused = phone.get("/v1/organizations?number=1")
    assert (refused.status_code, [*refused.json["errors"]]) == (422, ["claimed"])
    answer = phone.get("/v1/organizations?claimed=JD&number=+8613912345678").json
    assert answer["number"]["displayed"] == "+8613912345678"

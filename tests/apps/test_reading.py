"""Apps that a phone tells of: whose they are, and whom they only pretend to be of."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.apps.origin import STORES, AppSource, is_from_store
from guard_api.apps.reading import AppFacts, AppReader, canonical_digest
from guard_api.ports import Reference
from guard_api.store.sql.reference import shipped_lists

SIGNER, OTHER = "ab" * 32, "CD:" * 31 + "CD"
DOWNLOADED, STORE = AppSource.DOWNLOADED_FILE, AppSource.STORE


@pytest.fixture(scope="module")
def reader(reference: Reference) -> AppReader:
    return AppReader(reference.apps, reference.directory, reference.claims, {SIGNER: "icbc"})


@pytest.mark.parametrize(
    ("label", "imitated"),
    [
        ("银联会议", "unionpay"),
        ("中國銀聯", "unionpay"),
        ("银 联 客 服", "unionpay"),
        ("招商银行", "cmb"),
        ("ICBC Mobile Banking", "icbc"),
        ("京东金融客服", "jd"),
        ("JD Meeting", "jd"),
        ("人民银行征信中心", "pboc_credit"),
        ("国家反诈中心", "anti_fraud_center"),
        ("Chase Bank Support", "chase_bank"),
        ("相机", ""),
        ("腾讯会议", ""),
        ("Power Bank", ""),
        ("", ""),
    ],
)
def test_an_app_that_came_from_no_store_imitates_whom_its_label_names(
    label: str, imitated: str, reader: AppReader
) -> None:
    assert reader.read("com.yl.meeting", label, DOWNLOADED).imitates == imitated
    assert reader.read("com.yl.meeting", label, STORE).imitates == ""
    assert reader.read("com.yl.meeting", label).imitates == "", "unknown is not no"
    assert reader.read("com.yl.meeting", label).named == imitated


def test_no_listed_app_imitates_anybody_under_its_own_name(reader: AppReader) -> None:
    rows = csv.DictReader((shipped_lists() / "app_packages.csv").read_text("utf-8").splitlines())
    facts = [reader.read(row["package"], row["name"], DOWNLOADED) for row in rows]
    assert [(one.package, one.imitates) for one in facts if one.imitates] == []


def test_a_listed_app_under_another_s_name_imitates_that_one(reader: AppReader) -> None:
    assert reader.read("com.jd.jrapp", "中国银联", DOWNLOADED).imitates == "unionpay"
    assert reader.read("com.anydesk.adcontrol.ad1", "中国银联", DOWNLOADED).imitates == "unionpay"
    assert reader.read("com.jd.jrapp", "京东支付", DOWNLOADED).imitates == "", "they speak for each other"


def test_who_has_signed_an_app_decides_whose_it_is(reader: AppReader) -> None:
    own = reader.read("com.icbc.branch.one", "工商银行融e联", DOWNLOADED, signer=SIGNER)
    assert (own.organization, own.imitates, own.is_finance) == ("icbc", "", True)
    assert reader.read("com.unlabelled", None, DOWNLOADED, signer=SIGNER).is_finance
    copied = reader.read("com.icbc", "中国工商银行", STORE, signer=OTHER)
    assert (copied.organization, copied.imitates) == ("icbc", "icbc")
    assert reader.read("com.icbc", "中国工商银行", STORE, signer=SIGNER).imitates == ""
    assert reader.read("cmb.pb", "招商银行", STORE, signer=OTHER).imitates == "", "nobody knows its signers"


def test_what_an_unlisted_app_is_for_is_recognized_by_its_label(reader: AppReader) -> None:
    assert reader.read("com.example.lsbank", "乐山村镇银行").is_finance
    assert not reader.read("com.example.camera", "相机").is_finance
    zoom = reader.read("us.zoom.videomeetings", "Some Bank")
    assert (zoom.is_finance, zoom.can_share) == (False, True)


@pytest.mark.parametrize(
    ("source", "installer", "from_store"),
    [
        (STORE, None, True),
        (STORE, "com.android.vending", True),
        (AppSource.OTHER, "com.huawei.appmarket", True),
        (AppSource.DOWNLOADED_FILE, None, False),
        (AppSource.LOCAL_FILE, "com.miui.packageinstaller", False),
        (AppSource.OTHER, "com.evil.dropper", False),
        (AppSource.OTHER, None, None),
        (AppSource.UNKNOWN, "com.google.android.packageinstaller", None),
        (None, None, None),
        (None, "", None),
    ],
)
def test_where_an_app_came_from(source: AppSource | None, installer: str | None, *, from_store: bool | None) -> None:
    assert is_from_store(source, installer) is from_store


def test_stores_are_named_once_each() -> None:
    assert len(STORES) > 10


@pytest.mark.parametrize(
    ("signer", "digest"),
    [(SIGNER, SIGNER), (OTHER, "cd" * 32), ("Ab" * 32, SIGNER), ("ab", ""), ("zz" * 32, ""), ("", ""), ("a" * 65, "")],
)
def test_digests_are_compared_in_one_form(signer: str, digest: str) -> None:
    assert canonical_digest(signer) == digest


@given(st.text(), st.none() | st.text(), st.none() | st.sampled_from(AppSource), st.none() | st.text())
def test_any_junk_is_read(
    reader: AppReader, package: str, label: str | None, source: AppSource | None, signer: str | None
) -> None:
    facts = reader.read(package, label, source, installer=package, signer=signer)
    assert isinstance(facts, AppFacts)
    assert not (facts.imitates and facts.from_store), "an app from a store imitates nobody by its label alone"

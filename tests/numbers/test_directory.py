"""Official numbers are found in their genuine forms, and in no other."""

import pytest

from guard_api.numbers.directory import CallsOut, Directory, OfficialNumber, Organization, Role

HOTLINE = OfficialNumber("95588", "CN", "bank", CallsOut.YES)
TWIN = OfficialNumber("01095588", "CN", "bank")
LONGER = OfficialNumber("1008611", "CN", "bank")
TOLL_FREE = OfficialNumber("4008108866", "CN", "bank")
LINE = OfficialNumber("02161295599", "CN", "bank")
REPORT = OfficialNumber("159", "GB", "police", CallsOut.NO, Role.REPORT)
TOO_SHORT_FOR_THE_LIBRARY = OfficialNumber("1", "CN", "police")
SMALL = Directory(
    {"bank": Organization("bank", {"en": "The Bank"})},
    (HOTLINE, TWIN, LONGER, TOLL_FREE, LINE, REPORT, TOO_SHORT_FOR_THE_LIBRARY),
)


@pytest.mark.parametrize(
    ("digits", "region", "expected"),
    [
        *((digits, "CN", HOTLINE) for digits in ("95588", "02195588", "057195588", "01095588")),
        ("1008611", "CN", LONGER),
        ("4008108866", "CN", TOLL_FREE),
        ("1", "CN", TOO_SHORT_FOR_THE_LIBRARY),
        ("159", "GB", REPORT),
        *((digits, "CN", None) for digits in ("02695588", "020095588", "05711008611", "0571955881", "955881")),
        *((digits, "CN", None) for digits in ("095588", "+95588", "")),
        *((digits, "GB", None) for digits in ("95588", "01095588", "020159")),
    ],
)
def test_a_hotline_is_genuine_by_itself_or_behind_a_real_area_code(
    digits: str, region: str, expected: OfficialNumber | None
) -> None:
    assert SMALL.genuine(digits, region) is expected


@pytest.mark.parametrize(
    ("e164", "expected"),
    [
        ("+864008108866", TOLL_FREE),
        ("+862161295599", LINE),
        *((e164, None) for e164 in ("+8695588", "+861095588", "+44159", "4008108866", "+862161295598")),
    ],
)
def test_only_numbers_that_e164_knows_are_found_by_it(e164: str, expected: OfficialNumber | None) -> None:
    assert SMALL.international(e164) is expected


def test_an_organisation_has_its_numbers_in_the_order_given() -> None:
    assert SMALL.numbers_of("bank") == (HOTLINE, TWIN, LONGER, TOLL_FREE, LINE)
    assert SMALL.numbers_of("nobody") == ()


def test_organisations_of_one_group_speak_for_each_other_and_for_nobody_else() -> None:
    groups = {"police": "state", "centre": "state", "bank": "", "other_bank": ""}
    directory = Directory({name: Organization(name, {}, group=group) for name, group in groups.items()}, ())
    assert directory.related(["centre"]) == ("centre", "police")
    assert directory.related(["bank", "police"]) == ("bank", "police", "centre")
    assert directory.related(["bank"]) == ("bank",)


def test_a_role_is_served_in_its_region_only(directory: Directory) -> None:
    assert SMALL.with_role(Role.REPORT, "GB") is REPORT
    assert SMALL.with_role(Role.REPORT, "CN") is None
    centre = directory.with_role(Role.REPORT, "CN")
    assert centre == OfficialNumber("96110", "CN", "anti_fraud_center", CallsOut.YES, Role.REPORT)

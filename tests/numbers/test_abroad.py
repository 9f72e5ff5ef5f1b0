"""A number behind an international prefix is that number, whichever of a region's prefixes it is."""

import re
from collections.abc import Iterator

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from guard_api.numbers.abroad import behind_prefixes
from guard_api.numbers.caller_id import CallerKind, CallerReason, read_caller_id
from guard_api.numbers.directory import Directory, OfficialNumber
from guard_api.numbers.plan import given_out_at_home, read_international

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
MOBILES = ["+8613912340011", "+61412345678", "+14155552671", "+447911123456", "+886912345678", "+525512345678"]


def e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def example(region: str) -> str:
    number = phonenumbers.example_number(region)
    assert number is not None
    return e164(number)


def prefixes(region: str) -> st.SearchStrategy[str]:
    """Draw an international prefix of a region, as the library knows them."""
    metadata = PhoneMetadata.metadata_for_region(region)
    pattern = (metadata.international_prefix if metadata is not None else None) or "00"
    return st.just("00") | st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)


DIALLED = st.sampled_from(REGIONS).flatmap(lambda region: st.tuples(st.just(region), prefixes(region)))


@given(dialled=DIALLED, number=st.sampled_from([*MOBILES, *map(example, REGIONS)]))
def test_a_number_of_anywhere_is_read_behind_every_prefix_of_every_region(
    dialled: tuple[str, str], number: str, directory: Directory
) -> None:
    region, prefix = dialled
    displayed = prefix + number[1:]
    assume(given_out_at_home(displayed, region) is None)
    read = read_caller_id(displayed, region, directory)
    meant = [one for rest in behind_prefixes(displayed, region) if (one := read_international(rest, region))]

    assert read.kind in {CallerKind.ORDINARY, CallerKind.FOREIGN, CallerKind.OFFICIAL}
    assert read.kind is CallerKind.OFFICIAL or read.key in [one.e164 for one in meant if one.is_valid]
    assert number in [one.e164 for one in meant]


@given(dialled=DIALLED, hotline=st.sampled_from(["95588", "8695588", "861095588", "8696110", "86110"]))
def test_a_forged_hotline_is_seen_behind_every_prefix_of_every_region(
    dialled: tuple[str, str], hotline: str, directory: Directory
) -> None:
    region, prefix = dialled
    displayed = prefix + hotline
    assume(region == "CN" or hotline.startswith("86"))
    assume(given_out_at_home(displayed, region) is None)
    read = read_caller_id(displayed, region, directory)
    meant = [one for rest in behind_prefixes(displayed, region) if (one := read_international(rest, region))]

    assert read.kind is CallerKind.LOOKALIKE or read.key in [one.e164 for one in meant if one.is_valid]


def displayed_at_home(region: str) -> Iterator[tuple[str, str]]:
    """Give numbers of every kind as they are displayed at home, and in full."""
    trunk = phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) or ""
    examples = [phonenumbers.example_number_for_type(region, kind) for kind in PhoneNumberType.values()]
    for number in filter(None, examples):
        national = phonenumbers.national_significant_number(number)
        yield from ((national, e164(number)), (trunk + national, e164(number)))


def test_a_number_of_home_stays_one_whatever_it_begins_with(directory: Directory) -> None:
    for region in REGIONS:
        for displayed, whole in displayed_at_home(region):
            read = read_caller_id(displayed, region, directory)
            assert (
                given_out_at_home(displayed, region) is None
                or read.kind is CallerKind.OFFICIAL
                or (read.kind, read.key) == (CallerKind.ORDINARY, whole)
            ), (region, displayed)


@pytest.mark.parametrize(
    ("displayed", "region", "key"),
    [
        ("00182-2-1234-5678", "KR", "+82212345678"),
        ("00700 86 139 1234 0011", "KR", "+8613912340011"),
        ("0011 61 412 345 678", "AU", "+61412345678"),
        ("00186 13912340011", "HK", "+8613912340011"),
        ("0014155552671", "HK", "+14155552671"),
        ("00186 13912340011", "SG", "+8613912340011"),
        ("01886 13912340011", "SG", "+8613912340011"),
        ("00286 13912340011", "TW", "+8613912340011"),
        ("01986 13912340011", "TW", "+8613912340011"),
        ("00186 13912340011", "TH", "+8613912340011"),
        ("00886 13912340011", "ID", "+8613912340011"),
        ("0021 86 13912340011", "BR", "+8613912340011"),
        ("0015 1 415 555 2671", "BR", "+14155552671"),
        ("010 86 13912340011", "JP", "+8613912340011"),
        ("810 86 13912340011", "RU", "+8613912340011"),
        ("012 86 13912340011", "IL", "+8613912340011"),
        ("00956 86 13912340011", "CL", None),
        ("1230 86 13912340011", "CL", "+8613912340011"),
        ("1795100 86 13912340011", "CN", "+8613912340011"),
        ("00 61 412 345 678", "AU", "+61412345678"),
        ("0086 139 1234 0011", "US", "+8613912340011"),
        ("+5215512345678", "MX", "+525512345678"),
        ("+5215512345678", "CN", "+525512345678"),
        ("00 52 1 55 1234 5678", "DE", "+525512345678"),
        ("044 55 1234 5678", "MX", "+525512345678"),
        ("01 55 1234 5678", "MX", "+525512345678"),
    ],
)
def test_what_stands_behind_the_prefix_of_a_carrier_is_a_number(
    displayed: str, region: str, key: str | None, directory: Directory
) -> None:
    read = read_caller_id(displayed, region, directory)

    assert (read.key if key is not None else read.kind) == (key or CallerKind.IMPOSSIBLE)
    assert key is None or read.kind in {CallerKind.ORDINARY, CallerKind.FOREIGN}


@pytest.mark.parametrize(
    ("displayed", "region", "hotline", "reason"),
    [
        ("001186 95588", "AU", "95588", CallerReason.HOTLINE_WITH_COUNTRY_CODE),
        ("00186 95588", "HK", "95588", CallerReason.HOTLINE_WITH_COUNTRY_CODE),
        ("00700 86 96110", "KR", "96110", CallerReason.HOTLINE_WITH_COUNTRY_CODE),
        ("0018222", "HK", "18222", CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX),
        ("00118222", "HK", "18222", CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX),
        ("002165", "TW", "165", CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX),
        ("179510095588", "CN", "95588", CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX),
    ],
)
def test_a_hotline_behind_the_prefix_of_a_carrier_is_forged(
    displayed: str, region: str, hotline: str, reason: CallerReason, directory: Directory
) -> None:
    read = read_caller_id(displayed, region, directory)

    assert read.kind is CallerKind.LOOKALIKE
    assert read.official is not None
    assert (read.official.number, read.reasons) == (hotline, (reason,))


@pytest.mark.parametrize(
    ("displayed", "region", "kind"),
    [
        ("000", "CN", CallerKind.IMPOSSIBLE),
        ("00", "CN", CallerKind.SHORT),
        ("0113", "US", CallerKind.IMPOSSIBLE),
        ("001999", "KR", CallerKind.IMPOSSIBLE),
        ("125831138", "CN", CallerKind.SHORT),
        ("1258300123", "CN", CallerKind.SHORT),
        ("16123456", "TD", CallerKind.IMPOSSIBLE),
        ("0415512345678", "MX", CallerKind.IMPOSSIBLE),
        ("0086 13800138000", "ZZ", CallerKind.FOREIGN),
    ],
)
def test_a_prefix_alone_makes_no_number(displayed: str, region: str, kind: CallerKind, directory: Directory) -> None:
    assert read_caller_id(displayed, region, directory).kind is kind


def test_an_official_number_is_one_whatever_it_begins_with() -> None:
    hotline = OfficialNumber("001234", "KR", "somebody")

    assert read_caller_id("001234", "KR", Directory({}, (hotline,))).official == hotline


@pytest.mark.parametrize(
    "displayed",
    [
        *("PAYPHONE", "Payphone", "<Unknown>", "UNKNOWN_NUMBER", "Out of area", "Caller ID withheld", "-3"),
        *("公用电话", "公共電話", "公衆電話", "공중전화", "Münztelefon", "Cabine téléphonique", "Teléfono público"),
        *("通知不可能", "表示圏外", "알 수 없음", "발신번호 표시제한", "隱藏號碼", "無來電顯示", "不明來電"),
        *("Numéro masqué", "NUMÉRO INCONNU", "Rufnummer unterdrückt", "Número oculto", "Número Desconhecido"),
        *(
            "Numero sconosciuto",
            "Номер скрыт",
            "Номер не определён",
            "Numer prywatny",
            "Özel numara",
            "Bilinmeyen numara",
        ),
        *("رقم خاص", "מספר חסוי", "निजी नंबर", "अज्ञात", "ব্যক্তিগত নম্বর", "தனிப்பட்ட எண்", "หมายเลขส่วนตัว", "Số riêng tư"),
        *("Nomor pribadi", "Onbekend", "Skjult nummer", "Okänt nummer", "Tuntematon numero", "Απόκρυψη αριθμού"),
    ],
)
def test_what_handsets_print_for_a_withheld_number_is_withheld_in_every_language(
    displayed: str, directory: Directory
) -> None:
    assert read_caller_id(displayed, "CN", directory).kind is CallerKind.WITHHELD

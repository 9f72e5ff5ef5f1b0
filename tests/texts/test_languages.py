"""Which language somebody gets who asks for one that there is not quite."""

import pytest

from guard_api.texts import LANGUAGES
from guard_api.texts.languages import closest, first_known

CASES: dict[tuple[str, ...], dict[str, str | None]] = {
    ("en", "zh-CN", "zh-TW"): {
        **dict.fromkeys(
            ("zh", "zh-CN", "zh-SG", "zh-MY", "zh-Hans", "zh-Hans-CN", "zh-Hans-HK", "cmn", "cmn-Hans-CN", "ZH-hans"),
            "zh-CN",
        ),
        **dict.fromkeys(
            (
                "zh-TW",
                "zh-HK",
                "zh-MO",
                "zh-Hant",
                "zh-Hant-TW",
                "zh-Hant-HK",
                "zh-Hant-CN",
                "yue",
                "yue-HK",
                "zh-yue-HK",
            ),
            "zh-TW",
        ),
        **dict.fromkeys(("zh-Hant-TW-u-co-stroke", "zh-TW-x-hans", "nan-Hant-TW"), "zh-TW"),
        **dict.fromkeys(("yue-CN", "yue-Hans", "wuu"), "zh-CN"),
        **dict.fromkeys(("en", "en-GB", "en-AU-posix"), "en"),
        **dict.fromkeys(("de", "*", "", "x-zh", "i-zh", "z", "zh_TW", "中文", "zzz-TW"), None),
    },
    ("en", "zh-Hans", "zh-Hant"): {"zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh": "zh-Hans", "zh-SG": "zh-Hans"},
    ("en", "zh-CN", "zh-HK", "zh-TW"): {
        "zh-MO": "zh-HK",
        "zh-HK": "zh-HK",
        "zh-TW": "zh-TW",
        "zh-Hant": "zh-TW",
        "zh-Hant-US": "zh-TW",
        "yue": "zh-HK",
        "zh-Hans-TW": "zh-CN",
    },
    ("en", "zh-TW"): {"zh-CN": "zh-TW", "zh": "zh-TW"},
    ("en", "pt-BR", "pt-PT"): {
        "pt": "pt-BR",
        "pt-BR": "pt-BR",
        "pt-PT": "pt-PT",
        "pt-AO": "pt-PT",
        "pt-MZ": "pt-PT",
        "pt-US": "pt-BR",
    },
    ("en", "pt", "pt-BR", "pt-PT"): {"pt": "pt", "pt-BR": "pt-BR", "pt-AO": "pt-PT"},
    ("en", "pt", "pt-PT"): {"pt": "pt", "pt-BR": "pt", "pt-PT": "pt-PT", "pt-AO": "pt-PT"},
    ("en", "es", "es-419"): {"es-MX": "es-419", "es-AR": "es-419", "es": "es", "es-ES": "es", "es-GQ": "es"},
    ("en", "en-GB"): {"en-US": "en", "en-AU": "en-GB", "en": "en", "en-GB": "en-GB"},
    ("en", "sr-Cyrl", "sr-Latn"): {"sr": "sr-Cyrl", "sr-ME": "sr-Latn", "sr-Latn-RS": "sr-Latn", "sr-RS": "sr-Cyrl"},
    ("en", "nb", "nn"): {"nb-NO": "nb", "nn-NO": "nn"},
    ("en", "he", "id"): {"iw": "he", "iw-IL": "he", "in-ID": "id"},
}


@pytest.mark.parametrize(
    ("known", "wanted", "given"),
    [(known, wanted, given) for known, cases in CASES.items() for wanted, given in cases.items()],
)
def test_everybody_gets_what_they_can_read_best(known: tuple[str, ...], wanted: str, given: str | None) -> None:
    assert closest(wanted, known) == given
    assert closest(wanted, known[::-1]) == given


def test_the_first_language_that_is_known_at_all_is_given() -> None:
    assert first_known(["fr", "zh-TW", "en"], ["en", "zh-CN"]) == "zh-CN"
    assert first_known(["fr", "*"], ["en", "zh-CN"]) is None


def test_every_catalogue_is_found_by_its_own_name() -> None:
    assert all(closest(tag, [*LANGUAGES]) == tag for tag in LANGUAGES)

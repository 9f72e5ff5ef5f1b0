"""Forms that once passed for something better than they are, and menus that once passed for forwarding."""

import pytest

from guard_api.numbers.caller_id import CallerKind, read_caller_id
from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import Directory, Organization
from guard_api.service_codes.forwarding import Action, read_forwarding_code


@pytest.mark.parametrize(
    ("displayed", "kind"),
    [
        ("+86095588", CallerKind.LOOKALIKE),
        ("+86 0 96110", CallerKind.LOOKALIKE),
        ("861095588", CallerKind.LOOKALIKE),
        ("864008108866", CallerKind.OFFICIAL),
        ("+864008108866", CallerKind.OFFICIAL),
        ("0000864008108866", CallerKind.IMPOSSIBLE),
        ("04008108866", CallerKind.ORDINARY),
        ("+8604008108866", CallerKind.LOOKALIKE),
        ("+8612345678901234", CallerKind.IMPOSSIBLE),
        ("+008613800138000", CallerKind.IMPOSSIBLE),
        ("+861380013800012", CallerKind.IMPOSSIBLE),
        ("tel:%EF%BC%99%EF%BC%95%EF%BC%95%EF%BC%98%EF%BC%98", CallerKind.OFFICIAL),
        ("tel:955%E2%80%AE88", CallerKind.OFFICIAL),
        ("sip:anonymous@anonymous.invalid", CallerKind.WITHHELD),
        ("未知號碼", CallerKind.WITHHELD),
    ],
)
def test_a_form_is_no_better_than_its_digits(displayed: str, kind: CallerKind, directory: Directory) -> None:
    assert read_caller_id(displayed, "CN", directory).kind is kind


@pytest.mark.parametrize("displayed", ["008695588", "0014155552671"])
def test_abroad_is_00_everywhere(displayed: str, directory: Directory) -> None:
    assert read_caller_id(displayed, "US", directory).kind in {CallerKind.LOOKALIKE, CallerKind.ORDINARY}


@pytest.mark.parametrize(
    "dialled",
    [
        "*123*21#",
        "*100*61#",
        "*123*002#",
        "*144*67*1#",
        "**04*1234*21#",
        "*100*923001234567*50#",
        "*140*9213800138000#",
    ],
)
def test_menus_of_operators_are_no_forwarding(dialled: str) -> None:
    assert read_forwarding_code(dialled).action is Action.NOT_FORWARDING


def test_a_name_of_nothing_but_spaces_names_nobody() -> None:
    nobody = Organization("nobody", {"en": " ", "zh": "\u200b"}, ("",))

    assert ClaimedNames(Directory({"nobody": nobody}, ())).find("  \u200b ") == ()


def test_a_code_in_percent_encoded_full_width_is_undone() -> None:
    code = read_forwarding_code("tel:**%EF%BC%92%EF%BC%91*13800138000%23")

    assert (code.action, code.target) == (Action.ENABLE, "13800138000")

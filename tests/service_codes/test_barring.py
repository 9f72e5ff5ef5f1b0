"""Codes that bar calls (TS 22.030, TS 22.088): which calls, and whether a network would take them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.service_codes.barring import Barred, read_barring_code
from guard_api.service_codes.forwarding import Action, read_forwarding_code

IN, OUT = Barred.INCOMING, Barred.OUTGOING


@pytest.mark.parametrize(
    ("code", "calls"),
    [
        ("*33*0000#", (OUT,)),
        ("*330*0000#", (IN, OUT)),
        ("*331*0000#", ()),
        ("*332*0000#", ()),
        ("*333*0000#", (OUT,)),
        ("*35*0000#", (IN,)),
        ("*351*0000#", ()),
        ("*353*0000#", (IN,)),
        ("*33*1234*11#", (OUT,)),
        ("*35*1234*10#", (IN,)),
        ("tel:*35*0000%23", (IN,)),
        (" ＊３５＊００００＃ ", (IN,)),
    ],
)
def test_a_code_names_which_calls_are_barred(code: str, calls: tuple[Barred, ...]) -> None:
    read = read_barring_code(code)

    assert read is not None
    assert (read.action, read.calls, read.accepted, read.password) == (Action.ENABLE, calls, True, False)


@pytest.mark.parametrize("code", ["#33*0000#", "#330*0000#", "#35*1234*11#", "#351*0000#"])
def test_a_code_lifts_the_barring(code: str) -> None:
    read = read_barring_code(code)

    assert read is not None
    assert (read.action, read.accepted) == (Action.DISABLE, True)


@pytest.mark.parametrize(
    "code", ["*33#", "#33#", "*33*123#", "*33*abcd#", "*33*0000", "**33*0000#", "##33*0000#", "*33*0000*98#"]
)
def test_a_network_refuses_what_has_no_password_or_another_form(code: str) -> None:
    read = read_barring_code(code)

    assert read is not None
    assert read.accepted is False


@pytest.mark.parametrize("code", ["*#33#", "*#35**11#", "*#330#"])
def test_who_asks_changes_nothing(code: str) -> None:
    read = read_barring_code(code)

    assert read is not None
    assert read.action is Action.QUERY


@pytest.mark.parametrize("code", ["**03*330*0000*9731*9731#", "**03**0000*9731*9731#", "*03*330*0000*9731*9731#"])
def test_a_new_password_keeps_others_from_lifting_it(code: str) -> None:
    read = read_barring_code(code)

    assert read is not None
    assert read.password


@pytest.mark.parametrize(
    "code",
    [
        "",
        None,
        35.5,
        "33",
        "*34*0000#",
        "*334*0000#",
        "*352*0000#",
        "*21*13800138000#",
        "*#06#",
        "*33*0000*13#",
        "**03*330*0000*9731*9732#",
        "**04*0000*1111*1111#",
        "*33*0000*11*1#",
        "*33*0000# and more",
    ],
)
def test_other_codes_have_nothing_to_do_with_calls_that_are_barred(code: object) -> None:
    assert read_barring_code(code) is None


@given(st.text(alphabet="*#0123456789 ＊tel:%", max_size=24))
def test_whatever_is_dialled_is_read_and_never_as_both(code: str) -> None:
    barring, forwarding = read_barring_code(code), read_forwarding_code(code)

    assert barring is None or forwarding.action is Action.NOT_FORWARDING

"""The code that undoes forwarding fits the network, and really undoes it."""

from itertools import product

import pytest

from guard_api.service_codes.deactivation import deactivation_codes, family_in, undoes
from guard_api.service_codes.forwarding import Action, Family, State, read_forwarding_code

ALWAYS = (State.UNCONDITIONAL,)
BUSY = (State.CONDITIONAL_BUSY,)


@pytest.mark.parametrize(
    ("states", "carrier", "region", "dialled", "codes"),
    [
        (ALWAYS, None, "CN", None, ["##002#", "*720"]),
        (ALWAYS, "", "CN", Family.GSM, ["##002#", "*720"]),
        (ALWAYS, "Some Carrier", "CN", Family.REPORT, ["##002#", "*720"]),
        (ALWAYS, None, "CN", Family.CDMA, ["*720", "##002#"]),
        (ALWAYS, None, "CN", Family.FIXED_CN, ["#57#", "##002#", "*720"]),
        ((), None, "CN", None, ["##002#", "*720"]),
        (BUSY, None, "CN", None, ["##002#", "*900"]),
        (BUSY, None, "CN", Family.FIXED_CN, ["#40#", "##002#", "*900"]),
        (State, None, "CN", None, ["##002#", "*720", "*900", "*920", "*680"]),
        (ALWAYS, "China Mobile", "CN", None, ["##002#"]),
        (ALWAYS, "中国联通", "CN", None, ["##002#"]),
        (ALWAYS, "CHN-CT", "CN", None, ["*720"]),
        (ALWAYS, "china_telecom", "CN", None, ["*720"]),
        (State, "中国电信", "CN", None, ["*720", "*900", "*920", "*680"]),
        (ALWAYS, "China Mobile", "CN", Family.CDMA, ["*720", "##002#"]),
        (State, "固定电话", "CN", None, ["#57#", "#40#", "#41#"]),
        (ALWAYS, None, "US", None, ["##002#", "*73"]),
        (BUSY, None, "CA", None, ["##002#", "*73"]),
        (ALWAYS, None, "US", Family.CDMA_NANP, ["*73", "##002#"]),
        (ALWAYS, None, "US", Family.CDMA, ["*73", "##002#"]),
        (ALWAYS, "Verizon Wireless", "US", None, ["*73"]),
        (ALWAYS, None, "IN", Family.GSM, ["##002#"]),
        (ALWAYS, None, "IN", Family.JIO, ["*402", "##002#"]),
        (State, "Jio", "IN", None, ["*402", "*406", "*404", "*410"]),
        (ALWAYS, "Jio", "IN", Family.GSM, ["##002#", "*402"]),
        (ALWAYS, "CHN-CT", "CN", Family.GSM, ["##002#", "*720"]),
        (ALWAYS, None, "PR", Family.CDMA, ["*73", "##002#"]),
        (ALWAYS, None, "GB", None, ["##002#"]),
    ],
)
def test_the_code_fits_carrier_region_and_what_was_dialled_likeliest_first(
    states: tuple[State, ...], carrier: str | None, region: str, dialled: Family | None, codes: list[str]
) -> None:
    assert deactivation_codes(states, carrier, region, dialled) == tuple(codes)


REGIONS = ["CN", "US", "CA", "IN", "DE", "HK"]
CARRIERS = [None, "China Mobile", "China Telecom", "Verizon", "China fixed line", "Jio"]


@pytest.mark.parametrize("region", REGIONS)
def test_every_advised_code_switches_forwarding_off_and_one_of_them_this_state(region: str) -> None:
    for carrier, state, dialled in product(CARRIERS, State, [None, *Family]):
        advised = [read_forwarding_code(code) for code in deactivation_codes([state], carrier, region, dialled)]
        assert {(code.action, code.accepted) for code in advised} == {(Action.DISABLE, True)}, (carrier, state, dialled)
        assert any(state in code.states for code in advised), (carrier, state, dialled)


def test_a_code_undoes_what_its_own_family_set_and_what_nobody_knows_the_family_of() -> None:
    assert {(code, held) for code in Family for held in Family if undoes(code, held)} == {
        *((family, family) for family in Family),
        *((family, Family.REPORT) for family in Family),
        *((Family.REPORT, family) for family in Family),
    }


@pytest.mark.parametrize(
    ("region", "dialled", "family"),
    [
        ("US", Family.CDMA, Family.CDMA_NANP),
        ("CA", Family.CDMA, Family.CDMA_NANP),
        ("CN", Family.CDMA, Family.CDMA),
        ("KR", Family.CDMA, Family.CDMA),
        ("CN", Family.CDMA_NANP, Family.CDMA_NANP),
        ("US", Family.GSM, Family.GSM),
    ],
)
def test_the_same_code_is_of_another_family_in_north_america(region: str, dialled: Family, family: Family) -> None:
    assert family_in(region, dialled) is family

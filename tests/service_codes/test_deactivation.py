"""The code that undoes forwarding fits the network, and really undoes it."""

import pytest

from guard_api.service_codes.deactivation import deactivation_codes
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
        (ALWAYS, None, "GB", None, ["##002#"]),
    ],
)
def test_the_code_fits_carrier_region_and_what_was_dialled_likeliest_first(
    states: tuple[State, ...], carrier: str | None, region: str, dialled: Family | None, codes: list[str]
) -> None:
    assert deactivation_codes(states, carrier, region, dialled) == tuple(codes)


@pytest.mark.parametrize("dialled", [None, *Family])
@pytest.mark.parametrize("state", State)
def test_every_advised_code_switches_forwarding_off_and_one_of_them_this_state(
    state: State, dialled: Family | None
) -> None:
    advised = [
        read_forwarding_code(code)
        for region in ("CN", "US")
        for code in deactivation_codes([state], None, region, dialled)
    ]
    assert {code.action for code in advised} == {Action.DISABLE}
    assert any(state in code.states for code in advised)

"""The server speaks to public addresses, and to those that its operator names."""

import socket
from ipaddress import ip_address, ip_network

import pytest

from guard_api.delivery.addresses import NotAllowed, check_url, look_up, public_or_in
from guard_api.delivery.sending import post
from guard_api.ports.circle.deliveries import Outcome
from guard_api.public_addresses import is_public

PRIVATE = (
    *("10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "0.0.0.1", "224.0.0.1"),
    *("::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"),
    *("255.255.255.255", "198.18.0.1", "2001:db8::1"),
)


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_not_spoken_to(address: str) -> None:
    assert not is_public(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(NotAllowed):
        check_url(f"https://{host}/", is_public)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is_public_is(address: str) -> None:
    assert is_public(ip_address(address))


def test_an_operator_may_name_networks() -> None:
    rule = public_or_in([ip_network("10.1.0.0/16")])
    assert rule(ip_address("10.1.2.3"))
    assert not rule(ip_address("10.2.2.3"))
    assert look_up("http://10.1.2.3:8080/x?y", rule) == ("http", "10.1.2.3", 8080, "/x?y", "10.1.2.3")


def test_http_goes_to_named_networks_alone() -> None:
    with pytest.raises(NotAllowed, match="https"):
        look_up("http://8.8.8.8/", is_public)
    assert look_up("https://8.8.8.8/", is_public).authority == "8.8.8.8"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1"])
def test_a_name_is_judged_by_all_that_it_leads_to(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def found(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(None, None, None, "", (one, 443)) for one in ("8.8.8.8", address)]

    monkeypatch.setattr("guard_api.delivery.addresses.socket.getaddrinfo", found)
    check_url("https://rebinding.example/", is_public)
    attempt = post("https://rebinding.example/", b"{}", {}, is_public)
    assert attempt.outcome is Outcome.NOT_ALLOWED


def test_a_name_that_leads_to_this_machine_is_not_spoken_to() -> None:
    assert post("https://localhost/", b"{}", {}, is_public).outcome is Outcome.NOT_ALLOWED


def test_who_answers_nothing_is_given_up_on_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard_api.delivery.sending._SILENT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        attempt = post(url, b"{}", {}, public_or_in([ip_network("127.0.0.0/8")]))
    assert attempt.outcome is Outcome.FAILED
    assert attempt.response == "it took too long"


def test_who_is_not_there_has_failed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    attempt = post(url, b"{}", {}, public_or_in([ip_network("127.0.0.0/8")]))
    assert (attempt.outcome, attempt.response) == (Outcome.FAILED, "ConnectionRefusedError")

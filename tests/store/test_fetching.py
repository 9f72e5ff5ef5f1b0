"""Files are fetched over https from public addresses, within bounds, whatever the server at the other end does."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest

from guard_api.errors import FetchFailed
from guard_api.lists.files.addresses import fault_of_url
from guard_api.ports.imports.subscriptions import Validators
from guard_api.public_addresses import Address, is_public
from guard_api.store.fetching.fetcher import Bounds, HttpsFetcher
from tests.support.network.https import Site, https_site

NOTHING = Validators()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with https_site(tmp_path) as running:
        yield running


def loopback(address: Address) -> bool:
    return address.is_loopback


def fetcher(site: Site, **bounds: float) -> HttpsFetcher:
    return HttpsFetcher(loopback, site.context, Bounds(**bounds))  # type: ignore[arg-type] # all are numbers


def fetched(one: HttpsFetcher, url: str, known: Validators = NOTHING) -> tuple[bytes | None, Validators]:
    with one.fetch(url, known) as found:
        return b"".join(found.chunks) if found.chunks is not None else None, found.validators


def why(one: HttpsFetcher, url: str) -> str:
    with pytest.raises(FetchFailed) as failed:
        fetched(one, url)
    return str(failed.value)


def test_a_file_comes_with_its_validators(site: Site) -> None:
    site.sends(b"number\n", ETag='"1"', Last_Modified="Sat, 28 Nov 2026 12:00:00 GMT")
    validators = Validators('"1"', "Sat, 28 Nov 2026 12:00:00 GMT")
    assert fetched(fetcher(site), f"{site.url}/a.csv?x=1") == (b"number\n", validators)
    site.sends(b"", 304)
    assert fetched(fetcher(site), f"{site.url}/a.csv", validators)[0] is None
    (first, _), (_, headers) = site.requests
    assert first == "/a.csv?x=1"
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == validators
    assert headers["Host"].startswith("localhost:")


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost",
        "https://127.0.0.1",
        "https://[::1]",
        "https://0.0.0.0",
        "https://0x7f.1",
        "https://2130706433",
        "https://[::ffff:127.0.0.1]",
    ],
)
def test_no_private_address_is_requested(site: Site, url: str) -> None:
    port = site.url.rpartition(":")[2]
    assert "is no public address" in why(HttpsFetcher(context=site.context), f"{url}:{port}/")
    assert site.requests == []


def test_no_redirect_leads_to_what_may_not_be_requested(site: Site) -> None:
    for target, reason in [
        ("https://10.0.0.1/", "no public address"),
        ("http://localhost/", "Only https"),
        ("file:///etc/passwd", "Only https"),
        ("https://user:secret@localhost/", "No user"),
        ("//169.254.169.254/latest/meta-data", "no public address"),
    ]:
        site.sends(b"", 302, Location=target)
        assert reason in why(fetcher(site), site.url)
        site.requests.clear()


def test_a_redirect_is_followed_but_not_for_ever(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        site.sends(b"number\n")
        request.send_response(301)
        request.send_header("Location", "/there.csv")
        request.send_header("Content-Length", "0")
        request.end_headers()

    site.answer = answer
    assert fetched(fetcher(site), f"{site.url}/here.csv")[0] == b"number\n"
    assert [path for path, _ in site.requests] == ["/here.csv", "/there.csv"]
    site.sends(b"", 302, Location="/again")
    assert "more than 5 times" in why(fetcher(site), site.url)


def test_a_name_that_leads_elsewhere_when_it_is_resolved_again_is_not_resolved_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address that was looked at is the one that is connected to."""
    looked, real = [], socket.getaddrinfo

    def rebinding(host: object, *more: object, **named: object) -> object:
        looked.append(host)
        first = looked.count("rebound.example") == 1
        at = ("127.0.0.1" if first else "10.0.0.1") if host == "rebound.example" else host
        return real(at, *more, **named)  # type: ignore[arg-type] # what it was called with

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    url = f"https://rebound.example:{site.url.rpartition(':')[2]}/"
    assert "certificate is not believed" in why(fetcher(site), url)
    assert looked.count("rebound.example") == 1


def test_of_several_addresses_none_may_be_private(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def two(_host: object, port: int, **_: object) -> object:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("8.8.8.8", "192.168.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    assert "no public address" in why(HttpsFetcher(context=site.context), "https://two.example/")


def test_what_is_too_large_is_given_up_whatever_it_declares(site: Site) -> None:
    site.sends(b"x" * 2_000_000)
    assert "larger than 1 MiB" in why(fetcher(site, most_bytes=1 << 20), site.url)

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b"x" * 65536)

    site.answer = endless
    assert "larger than 1 MiB" in why(fetcher(site, most_bytes=1 << 20), site.url)


@pytest.mark.parametrize("begin", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_who_sends_a_byte_now_and_then_is_given_up(site: Site, begin: bytes) -> None:
    def slow(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(begin)
        for _ in range(600):
            with suppress(OSError):
                request.wfile.write(b"x")
            time.sleep(0.1)

    site.answer = slow
    began = time.monotonic()
    assert why(fetcher(site, seconds=1), site.url)
    assert time.monotonic() - began < 30


def test_who_answers_nothing_is_given_up(site: Site) -> None:
    site.answer = lambda _: time.sleep(5)
    assert "No answer came" in why(fetcher(site, idle_seconds=0.5), site.url)


def test_half_a_file_is_none(site: Site) -> None:
    site.sends(b"number\n", Content_Length="100")
    assert why(fetcher(site), site.url) == "The answer broke off."


@pytest.mark.parametrize("status", [201, 206, 404, 500])
def test_another_answer_is_no_file(site: Site, status: int) -> None:
    site.sends(b"number\n", status)
    assert f"The answer was {status}" in why(fetcher(site), site.url)


def test_a_packed_answer_is_none(site: Site) -> None:
    site.sends(b"number\n", Content_Encoding="gzip")
    assert "packed" in why(fetcher(site), site.url)


def test_a_certificate_of_nobody_is_not_believed(site: Site) -> None:
    assert "certificate is not believed" in why(HttpsFetcher(loopback), site.url)


def test_who_is_not_there_is_reported(site: Site) -> None:
    assert why(fetcher(site), "https://nobody.invalid/") == "nobody.invalid is not found."
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert "No answer came" in why(fetcher(site), f"https://localhost:{closed.getsockname()[1]}/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("::ffff:8.8.8.8", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:a00:1::", False),
        ("2001:0:808:808::f5ff:fffe", False),
    ],
)
def test_only_the_internet_is_public(address: str, *, public: bool) -> None:
    assert is_public(ip_address(address)) is public


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://lists.example.org/a.csv?b=c", None),
        ("http://lists.example.org/a.csv", "Only https"),
        ("ftp://lists.example.org", "Only https"),
        ("lists.example.org", "Only https"),
        ("https:///a.csv", "no address"),
        ("https://a b/", "no address"),
        ("https://a/\n", "no address"),
        ("https://a:x/", "no address"),
        ("https://[::1", "no address"),
        (f"https://{'a' * 70}.example/", "no address"),
        (f"https://a/{'b' * 2048}", "no address"),
        ("https://名单.example/", "no address"),
        ("https://a:b@c/", "No user"),
    ],
)
def test_an_address_that_is_none_is_reported(url: str, fault: str | None) -> None:
    found = fault_of_url(url)
    assert found is None if fault is None else fault in str(found)

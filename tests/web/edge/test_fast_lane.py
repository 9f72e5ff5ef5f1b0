"""The fast lane and Flask are one application: for every hot route and any request, both answer the same."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from guard_api.app import open_services
from guard_api.ports import Device, Scope, Services
from guard_api.web.app import create_app
from tests.support.clock import Clock
from tests.support.databases import unlimited, without_lists
from tests.support.laws import examples

JUNK = st.text(max_size=20) | st.sampled_from(
    ["95588", "0095118", "+8613912345678", "a/b", "", "..", "%2F", "\x00", "号"]
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "caller_number": JUNK | st.none() | st.integers(),
        "call_state": st.sampled_from(["active", "ringing", "later", 1]),
        "screen_share_active": st.booleans() | st.text(max_size=2),
        "call_forwarding_changes": st.lists(st.fixed_dictionaries({"code": JUNK}), max_size=2) | st.none(),
        "texts": st.lists(JUNK, max_size=2),
        "newer": st.integers(),
    },
)
BODIES = FIELDS.map(lambda body: json.dumps(body).encode()) | st.binary(max_size=20) | st.just(b"[" * 20_000)
PATHS = (
    st.sampled_from(["/v1/checks", "//v1/checks", "/v1/checks/", "/v1/numbers/", "/v1/numbers", "/v1/links?url=jd.com"])
    | JUNK.map(lambda number: f"/v1/numbers/{quote(number, safe='')}")
    | JUNK.map(lambda number: f"/v1/numbers/{quote(number)}?unknown=1")
)
KEYS = st.sampled_from(["phone", "admin", "wrong", "none", "basic"])
LANGUAGES = st.sampled_from(["", "zh-CN", "de, zh;q=0.5", "\xff", "en;q=0"])
TYPES = st.sampled_from(["application/json", "text/plain", "application/json; charset=utf-8", None])
METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS", "get"])
REQUESTS = st.fixed_dictionaries(
    {"method": METHODS, "path": PATHS, "body": BODIES, "key": KEYS, "language": LANGUAGES, "type": TYPES}
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Services, Flask, dict[str, str]]:
    services = open_services(unlimited(without_lists(tmp_path_factory.mktemp("lane") / "guard.db")), Clock())
    _, phone = services.keys.create(Scope.DEVICE, "", services.clock(), Device("phone", "CN"))
    _, admin = services.keys.create(Scope.ADMIN, "", services.clock())
    keys = {"phone": f"Bearer {phone}", "admin": f"Bearer {admin}", "wrong": "Bearer no", "basic": "Basic eDp5"}
    return services, create_app(services), keys


@contextmanager
def lane_closed(app: Flask) -> Iterator[None]:
    """Have somebody watch all requests, so that Flask answers them."""
    watched = app.before_request_funcs.setdefault(None, [])
    watched.append(lambda: None)
    try:
        yield
    finally:
        del app.before_request_funcs[None]


def answer_of(app: Flask, **request: Any) -> tuple[str, list[tuple[str, str]], bytes]:
    """Ask as a server does; gives status, headers and body, without what is never the same twice."""
    environ = EnvironBuilder(**request).get_environ()
    body, status, headers = run_wsgi_app(app.wsgi_app, environ)
    content = b"".join(body)
    named = sorted((name, value) for name, value in headers.items() if name not in {"X-Request-ID", "Content-Length"})
    assert headers.get("Content-Length", str(len(content))) == str(len(content)) or request["method"] == "HEAD"
    return status, named, content


@settings(max_examples=examples(300))
@given(REQUESTS)
def test_lane_and_flask_answer_the_same(both: tuple[Services, Flask, dict[str, str]], request_: dict[str, Any]) -> None:
    _, app, keys = both
    path, _, query = request_["path"].partition("?")
    headers = {"Accept-Language": request_["language"]}
    if request_["key"] in keys:
        headers["Authorization"] = keys[request_["key"]]
    ask = {"method": request_["method"], "path": path, "query_string": query, "headers": headers}
    ask |= {"content_type": request_["type"], "content_length": len(request_["body"])}

    in_lane = answer_of(app, **ask, input_stream=BytesIO(request_["body"]))
    with lane_closed(app):
        in_flask = answer_of(app, **ask, input_stream=BytesIO(request_["body"]))

    assert without_id(in_lane) == without_id(in_flask)


def without_id(answer: tuple[str, list[tuple[str, str]], bytes]) -> tuple[str, list[tuple[str, str]], object]:
    """Leave out what names a check, and when it should be asked again: two checks are two."""
    status, headers, body = answer
    try:
        decoded = json.loads(body)
    except ValueError:
        return status, headers, body
    return status, headers, {name: value for name, value in decoded.items() if name not in {"check_id", "valid_until"}}


def test_what_is_too_much_is_refused_alike_in_lane_and_flask(tmp_path: Any) -> None:
    answers = []
    for closed in (False, True):
        folder = tmp_path / str(closed)
        folder.mkdir()
        config = unlimited(without_lists(folder / "guard.db"), lookups_per_minute=2)
        services = open_services(config, Clock())
        _, key = services.keys.create(Scope.DEVICE, "", services.clock(), Device("phone", "CN"))
        app = create_app(services)
        ask = {"method": "GET", "path": "/v1/numbers/95588", "headers": {"Authorization": f"Bearer {key}"}}
        if closed:
            app.before_request(lambda: None)
        answers.append([without_id(answer_of(app, **ask))[0] for _ in range(4)])
    assert answers[0] == answers[1]
    assert [status[:3] for status in answers[0]] == ["200", "200", "429", "429"]


def test_an_error_that_nobody_foresaw_is_flasks_in_the_lane_too(
    both: tuple[Services, Flask, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    services, app, keys = both

    def fail() -> None:
        raise RuntimeError("my secret")

    monkeypatch.setattr(type(services.policy), "current", lambda _: fail())
    ask = {"method": "GET", "path": "/v1/numbers/95588", "headers": {"Authorization": keys["phone"]}}

    in_lane = answer_of(app, **ask)
    with lane_closed(app):
        in_flask = answer_of(app, **ask)

    assert in_lane == in_flask
    assert in_lane[0].startswith("500")
    assert b"secret" not in in_lane[2]

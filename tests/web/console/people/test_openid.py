"""Accounts of the organization: a provider (OpenID Connect) says who somebody is, and its groups what they may do."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask, Response, jsonify, request
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from guard_api.lists.actor import SERVER, author_of
from guard_api.lists.change import Step
from guard_api.ports import Services
from guard_api.ports.lists.trail import TrailSearch
from guard_api.ports.people.people import Role
from guard_api.ports.people.settings import ConsoleSettings, OpenIdConnect
from guard_api.web.console.app import console_app

KEY = RSAKey.generate_key(2048, {"kid": "1"})


@dataclass
class Provider:
    """A provider that says whatever a test wants; `requested` is with what the console has sent somebody there."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: KEY)
    requested: dict[str, list[str]] = field(default_factory=dict)


def pages_of(provider: Provider) -> Flask:
    app = Flask("provider")

    @app.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(
            issuer=provider.url,
            authorization_endpoint=f"{provider.url}/authorize",
            token_endpoint=f"{provider.url}/token",
            jwks_uri=f"{provider.url}/keys",
            id_token_signing_alg_values_supported=["RS256"],
        )

    @app.post("/token")
    def token() -> Response:
        assert request.form["code_verifier"]
        now = int(time.time())
        about = {
            "iss": provider.url,
            "aud": "console",
            "iat": now,
            "exp": now + 60,
            "nonce": provider.requested["nonce"][0],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, {**about, **provider.claims}, provider.key)
        return jsonify(access_token="x", token_type="Bearer", id_token=signed)

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(keys=[KEY.as_dict(private=False)])

    return app


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider(claims={"sub": "42", "preferred_username": "Chen.Jie", "groups": ["staff", "fraud-desk"]})
    server = make_server("127.0.0.1", 0, pages_of(made), threaded=True)
    made.url = f"http://127.0.0.1:{server.port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()


@pytest.fixture
def client(services: Services, provider: Provider) -> FlaskClient:
    roles = {"fraud-desk": Role.EDITOR, "guard-admins": Role.ADMIN}
    openid = OpenIdConnect(provider.url, "console", "secret", roles)
    return console_app(replace(services, console=ConsoleSettings(openid=openid))).test_client()


def come(client: FlaskClient, provider: Provider, path: str = "/console/account") -> TestResponse:
    """Log in by way of the provider."""
    led = client.get(f"/console/openid?next={path}")
    provider.requested = parse_qs(urlsplit(led.headers["Location"]).query)
    return client.get(f"/console/openid/callback?code=abc&state={provider.requested['state'][0]}")


def refusals(services: Services) -> list[str]:
    return [act.why for act in services.trail.list(Step(1 << 62), 9, TrailSearch(what="log_in_refused"))]


def test_groups_give_a_role_which_follows_them(client: FlaskClient, provider: Provider, services: Services) -> None:
    answer = come(client, provider)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/account")
    assert provider.requested["prompt"] == ["login"]
    assert provider.requested["code_challenge_method"] == ["S256"]
    assert "Chen.Jie".lower() in client.get("/console/account").text
    assert client.get("/console/people").status_code == 403

    provider.claims["groups"] = ["fraud-desk", "guard-admins"]
    come(client, provider)
    assert client.get("/console/people").status_code == 200
    person = services.people.find("chen.jie")
    assert person is not None
    assert person.role is Role.ADMIN


@pytest.mark.parametrize(
    "claims",
    [
        {"groups": ["staff"]},
        {"groups": None},
        {"groups": [{"fraud-desk": 1}]},
        {"auth_time": 1},
        {"aud": "another"},
        {"nonce": "another"},
        {"iss": "https://another.example"},
        {"exp": 1},
    ],
)
def test_whom_the_provider_does_not_vouch_for_stays_outside(
    client: FlaskClient, provider: Provider, services: Services, claims: dict[str, Any]
) -> None:
    provider.claims |= claims
    assert come(client, provider).status_code == 401
    assert client.get("/console/account").status_code == 303
    assert len(refusals(services)) == 1


def test_only_the_providers_own_key_speaks_for_it(client: FlaskClient, provider: Provider) -> None:
    provider.key = RSAKey.generate_key(2048, {"kid": "1"})
    assert come(client, provider).status_code == 401


def test_a_code_that_nobody_here_requested_is_not_taken(client: FlaskClient, provider: Provider) -> None:
    assert client.get("/console/openid/callback?code=abc&state=made-up").status_code == 401


def test_nobody_becomes_somebody_else_by_their_name(
    client: FlaskClient, provider: Provider, services: Services
) -> None:
    services.people.create("chen.jie", Role.ADMIN, author_of(SERVER, services.clock()))
    assert come(client, provider).status_code == 409


def test_somebody_who_is_locked_stays_outside(client: FlaskClient, provider: Provider, services: Services) -> None:
    come(client, provider)
    person = services.people.find("chen.jie")
    assert person is not None
    services.people.set_disabled(person, author_of(SERVER, services.clock()), disabled=True)
    assert come(client, provider).status_code == 401


def test_without_a_provider_there_is_no_such_page(services: Services) -> None:
    assert console_app(services).test_client().get("/console/openid").status_code == 404

"""The ceiling is whole Flask: what it is compared with takes no short cut, and does nothing else."""

from flask import Flask

from tests.bench.peers.ceiling import make_app


def test_bare_views_answer_what_they_were_given() -> None:
    client = make_app(b'{"level": "critical"}', b'{"level": "none"}').test_client()

    assert client.post("/v1/checks", json={"screen_share_active": True}).get_json() == {"level": "critical"}
    assert client.get("/v1/numbers/%2B8613800138000").get_json() == {"level": "none"}


def test_flask_is_whole_and_has_no_hooks() -> None:
    app = make_app(b"{}", b"{}")

    assert type(app) is Flask
    assert app.wsgi_app == Flask.wsgi_app.__get__(app)
    assert [*app.before_request_funcs, *app.after_request_funcs, *app.teardown_request_funcs] == []

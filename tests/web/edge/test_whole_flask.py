"""Flask is whole: what its users and extensions expect to work, works, on hot routes too."""

import contextvars
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from flask import Flask, Response, g, session, signals, url_for
from flask.testing import FlaskClient
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sentry_sdk.integrations.flask import FlaskIntegration
from sentry_sdk.transport import Transport
from werkzeug.test import EnvironBuilder, run_wsgi_app

from guard_api.logs import request_id
from guard_api.ports import Services
from tests.support.phones import TestPhone

HOT = ["/v1/numbers/95588", "/v1/checks"]


def ask(phone: TestPhone, path: str) -> int:
    response = phone.post({}, path) if path.endswith("checks") else phone.get(path)
    return int(response.status_code)


@pytest.mark.parametrize("path", [*HOT, "/healthz", "/nowhere"])
def test_hooks_fire_around_every_request(app: Flask, phone: TestPhone, path: str) -> None:
    fired: list[str] = []
    app.before_request(lambda: fired.append("before"))

    @app.after_request
    def after(response: Response) -> Response:
        fired.append("after")
        response.headers["X-Extension"] = "here"
        return response

    app.teardown_request(lambda _: fired.append("teardown"))
    response = phone.post({}, path) if path.endswith("checks") else phone.get(path)

    assert fired == ["before", "after", "teardown"]
    assert response.headers["X-Extension"] == "here"


def test_lines_of_the_log_bear_the_id_of_the_answer_that_is_made_and_of_no_other_one(app: Flask) -> None:
    noted: list[str | None] = []

    def made() -> Iterator[str]:
        try:
            while True:
                noted.append(request_id.get())
                yield "piece"
        finally:
            noted.append(request_id.get())

    app.add_url_rule("/endless", view_func=lambda: Response(made()))
    answer: Any = run_wsgi_app(app.wsgi_app, EnvironBuilder("/endless").get_environ())[0]
    assert (next(answer), request_id.get()) == (b"piece", None)
    # Somewhere else, as where a server ends an answer that nobody reads any more.
    end = threading.Thread(target=contextvars.Context().run, args=(answer.close,))
    end.start()
    end.join()
    assert len(noted) == 2
    assert noted[0] == noted[1] is not None


@pytest.mark.parametrize("path", HOT)
def test_signals_fire(app: Flask, phone: TestPhone, path: str) -> None:
    fired: list[str] = []
    begun = signals.request_started.connect(lambda *_, **__: fired.append("started"), app, weak=False)
    ended = signals.request_finished.connect(lambda *_, **__: fired.append("finished"), app, weak=False)
    try:
        ask(phone, path)
    finally:
        signals.request_started.disconnect(begun, app)
        signals.request_finished.disconnect(ended, app)

    assert fired == ["started", "finished"]
    ask(phone, path)
    assert fired == ["started", "finished"]


def test_two_threads_never_see_each_others_g(app: Flask) -> None:
    both_in, seen = threading.Barrier(2, timeout=60), {}

    @app.get("/g/<name>")
    def remember(name: str) -> str:
        g.name = name
        both_in.wait()
        seen[name] = g.name
        return name

    threads = [threading.Thread(target=app.test_client().get, args=(f"/g/{name}",)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {"one": "one", "two": "two"}


def test_session_and_url_for_work(app: Flask, client: FlaskClient) -> None:
    app.secret_key = "for this test"

    @app.get("/count")
    def count() -> dict[str, object]:
        session["count"] = session.get("count", 0) + 1
        return {"count": session["count"], "url": url_for("count"), "docs": url_for("docs.GET /docs")}

    assert client.get("/count").json == {"count": 1, "url": "/count", "docs": "/docs"}
    assert client.get("/count").json == {"count": 2, "url": "/count", "docs": "/docs"}


@pytest.mark.parametrize("path", [*HOT, "/healthz"])
def test_nothing_of_a_request_is_left_behind(phone: TestPhone, path: str) -> None:
    before = request_id.get()
    ask(phone, path)
    assert request_id.get() == before


class Collected(Transport):
    """A transport that keeps what Sentry would send."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, object]] = []

    def capture_envelope(self, envelope: sentry_sdk.envelope.Envelope) -> None:
        event = envelope.get_event()
        if event is not None:
            self.events.append(dict(event))


@pytest.fixture
def sentry() -> Iterator[Collected]:
    collected = Collected()
    sentry_sdk.init(
        dsn="http://key@127.0.0.1:9/1",
        transport=collected,
        integrations=[FlaskIntegration()],
        default_integrations=False,
    )
    yield collected
    sentry_sdk.init()


@pytest.mark.parametrize("path", HOT)
def test_sentry_sees_an_exception_that_nobody_foresaw(
    sentry: Collected, services: Services, phone: TestPhone, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(type(services.policy), "current", fail)
    assert ask(phone, path) == 500

    [event] = sentry.events
    assert event["exception"]["values"][-1]["type"] == "RuntimeError"  # type: ignore[index]
    assert "/v1/" in str(event["transaction"])


@pytest.mark.parametrize(("path", "route"), [(HOT[0], "/v1/numbers/<anything:number>"), (HOT[1], HOT[1])])
def test_opentelemetry_sees_a_span_with_the_routes_name(app: Flask, phone: TestPhone, path: str, route: str) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    FlaskInstrumentor().instrument_app(app, tracer_provider=provider)  # type: ignore[no-untyped-call]
    try:
        assert ask(phone, path) == 200
    finally:
        FlaskInstrumentor().uninstrument_app(app)  # type: ignore[no-untyped-call]

    [span] = spans.get_finished_spans()
    assert route in span.name
    assert dict(span.attributes or {})["http.route"] == route

"""Whether the server is well: for load balancers and for an operator at three in the morning."""

from http import HTTPMethod

from flask import request

from guard_api.ports import Scope
from guard_api.web.answer_schemas import StatusOut
from guard_api.web.contract import Asked, Routes, Sent
from guard_api.web.headers import shortened

routes = Routes()


@routes.add(HTTPMethod.GET, "/healthz", answers=StatusOut(), limit=None)
def alive(_: Asked) -> object:
    """Answer as long as the process lives."""
    return {"status": "ok"}


@routes.add(HTTPMethod.GET, "/readyz", answers=StatusOut(), limit=None)
def ready(asked: Asked) -> object:
    """Answer 200 when the database takes and gives data, else 503."""
    asked.services.health.probe()
    return {"status": "ready"}


@routes.add(HTTPMethod.GET, "/metrics", Scope.METRICS, Scope.ADMIN)
def metrics(asked: Asked) -> object:
    """Give counts of requests, checks and failures over all workers, as Prometheus reads them."""
    body, content_type = asked.services.meters.exposition(shortened(request.headers.get("Accept", "")))
    return Sent(body, content_type)

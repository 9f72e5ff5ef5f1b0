"""Whether the server is well: for load balancers and for an operator at three in the morning."""

from http import HTTPMethod

from guard_api.web.answer_schemas import StatusOut
from guard_api.web.contract import Asked, Routes

routes = Routes()


@routes.add(HTTPMethod.GET, "/healthz", answers=StatusOut())
def alive(_: Asked) -> object:
    """Answer as long as the process lives."""
    return {"status": "ok"}


@routes.add(HTTPMethod.GET, "/readyz", answers=StatusOut())
def ready(asked: Asked) -> object:
    """Answer 200 when the database takes and gives data, else 503."""
    asked.services.health.probe()
    return {"status": "ready"}

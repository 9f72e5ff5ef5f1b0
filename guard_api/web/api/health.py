"""Whether the server is well: for load balancers and for an operator at three in the morning."""

from http import HTTPMethod

from guard_api.actions.health import copy_age, probe, read_metrics
from guard_api.ports import Scope
from guard_api.version import program_version
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.server import AliveOut, ReadyOut
from guard_api.web.edge.headers import shortened

routes = Routes("health", __doc__)


@routes.add(HTTPMethod.GET, "/healthz", response=AliveOut(), limit=None, note=Note(stored=False))
def alive(_: ApiRequest) -> object:
    """Answer as long as the process lives."""
    return {"status": "ok", "version": program_version()}


@routes.add(HTTPMethod.GET, "/readyz", response=ReadyOut(), limit=None)
def ready(request: ApiRequest) -> object:
    """Answer 200 when the database takes and gives data, else 503; `impaired` names what answers do without."""
    answer: dict[str, object] = {"status": "ready", "impaired": [*probe(request.services)]}
    age = copy_age(request.services)
    return answer if age is None else answer | {"copy_age_seconds": round(age, 3)}


@routes.add(
    HTTPMethod.GET,
    "/metrics",
    Scope.METRICS,
    Scope.ADMIN,
    note=Note(gives=("text/plain", "application/openmetrics-text"), beginnings=examples.METRICS),
)
def metrics(request: ApiRequest) -> object:
    """Give counts of requests, checks and failures over all workers, as Prometheus reads them."""
    return RawResponse(*read_metrics(request.services, shortened(request.incoming.header("ACCEPT"))))

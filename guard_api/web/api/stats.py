"""How much there was of what on which day."""

from http import HTTPMethod

from guard_api.actions.operate.day_counts import list_day_counts
from guard_api.ports.phones.keys import READERS
from guard_api.presenters.stats import stats_answer
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.stats import StatsOut, StatsQuery

routes = Routes("stats", __doc__)


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/stats",
    *READERS,
    query=StatsQuery(),
    response=StatsOut(),
    note=Note(values={"from": "2026-01-01", "to": "2026-12-31"}),
)
def count_by_day(request: ApiRequest) -> object:
    """Give counts by day of UTC: checks by level, patterns that fired, reports, how long the lists were."""
    return stats_answer(list_day_counts(request.services, request.query.get("first"), request.query.get("last")))

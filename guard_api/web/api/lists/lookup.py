"""Admins ask why a number, a domain or a link is blocked, or is not."""

from http import HTTPMethod

from guard_api.actions.lists.show import Known, show_known, show_known_link
from guard_api.errors import NotFound
from guard_api.lists.entry import ListName, Subject
from guard_api.ports.phones.keys import READERS
from guard_api.presenters.lists.lists import known_answer
from guard_api.web.contract.api_request import ApiRequest, unescaped
from guard_api.web.contract.note import Note
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.lists.lookup import LookupOut, LookupQuery

routes = Routes("lookup", __doc__)


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/lookup",
    *READERS,
    query=LookupQuery(),
    response=LookupOut(),
    note=Note((NotFound,), values={"number": "+8613912345678"}),
)
def look_up(request: ApiRequest) -> object:
    """Say what a phone is told of a number, domain or link, and why: entries, reports, history. Nothing is recorded."""
    return known_answer(_known(request), request.texts)


def _known(request: ApiRequest) -> Known:
    query, services = request.query, request.services
    region = query.get("region") or services.default_region
    if "link" in query:
        return show_known_link(services, query["link"], region)
    subject = Subject.NUMBER if "number" in query else Subject.DOMAIN
    name = unescaped(query["number"]) if "number" in query else query["domain"]
    return show_known(services, name, region, ListName(subject.lists[0]))

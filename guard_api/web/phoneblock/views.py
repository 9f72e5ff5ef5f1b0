"""The PhoneBlock API, version 1.7, for apps that exist: they work here with another host and key.

Written after github.com/haumacher/phoneblock (`phoneblock.json`, the servlets in `app/api`) and after what the Android
app SpamBlocker makes of it (github.com/aj3423/SpamBlocker, `ApiPresets.kt`, `BotPresets.kt`, `Actions1.kt`). That app
searches the text of an answer with regular expressions: no space behind a colon, and no word of another rating in it.
"""

from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.lists.publish import publish
from guard_api.actions.lists.rate_number import by_hash_prefix, rate_hash, rate_number, restore_plus
from guard_api.actions.reports.report import rate, report_call
from guard_api.lists.phoneblock.votes import Rating
from guard_api.ports import Scope
from guard_api.ports.operate.limits import Limit
from guard_api.presenters.lists.reports import rejection_reason
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest, RawResponse
from guard_api.web.contract.note import XML, Note
from guard_api.web.contract.requests import NUMBER
from guard_api.web.contract.route import Routes
from guard_api.web.phoneblock.answers import alike_answer, list_answer, number_answer
from guard_api.web.phoneblock.schemas import (
    AlikeOut,
    AlikeQuery,
    BlocklistOut,
    BlocklistQuery,
    CheckQuery,
    FormatQuery,
    PhoneInfoOut,
    RateIn,
)

routes = Routes("phoneblock", __doc__)

_TEXT = "text/plain; charset=utf-8"


@routes.add(
    HTTPMethod.GET,
    "/api/num/<anything:phone>",
    Scope.DEVICE,
    query=FormatQuery(),
    response=PhoneInfoOut(),
    note=Note(gives=XML, values={"phone": "+8613912345678"}),
)
def phone_info(request: ApiRequest, phone: str) -> RawResponse:
    """PhoneBlock: look a number up."""
    return number_answer(rate_number(request.services, request.device, phone[:NUMBER]), request)


@routes.add(
    HTTPMethod.GET,
    "/api/check",
    Scope.DEVICE,
    query=CheckQuery(),
    response=PhoneInfoOut(),
    note=Note(
        gives=XML,
        values={
            "sha1": "B1CF8B33C72EB908DA2F9DC8E75D8974AD852331",
            "prefix10": "ED547C9A2DFE62B0569E3FF1254924A813A222E8",
            "prefix100": "9B2BDEE5FE91FC72927A39E79C5B29A3128BF85B",
        },
    ),
)
def check_hash(request: ApiRequest) -> RawResponse:
    """PhoneBlock: look a number up by its SHA-1, and by those of the blocks of ten and a hundred that it is in."""
    query = request.query
    rated = rate_hash(request.services, query["sha1"], query.get("prefix10"), query.get("prefix100"))
    return number_answer(rated, request)


@routes.add(
    HTTPMethod.GET,
    "/api/check-prefix",
    Scope.DEVICE,
    query=AlikeQuery(),
    response=AlikeOut(),
    note=Note(gives=XML, values={"sha1": "B1CF", "prefix10": "ED54", "prefix100": "9B2B"}),
)
def check_alike(request: ApiRequest) -> RawResponse:
    """PhoneBlock: give all that is listed and has a SHA-1 that begins so; the phone finds its number among them."""
    query = request.query
    alike = by_hash_prefix(request.services, query["sha1"], query.get("prefix10"), query.get("prefix100"))
    return alike_answer(alike, request)


@routes.add(
    HTTPMethod.GET,
    "/api/blocklist",
    Scope.DEVICE,
    query=BlocklistQuery(),
    response=BlocklistOut(),
    note=Note(gives=XML),
)
def blocklist(request: ApiRequest) -> RawResponse:
    """PhoneBlock: give the block list, or what has changed since a version of it; 0 votes: not blocked any more."""
    version, numbers = publish(request.services, request.query.get("since") or "")
    return list_answer(version, numbers, request)


@routes.add(
    HTTPMethod.POST,
    "/api/rate",
    Scope.DEVICE,
    body=RateIn(),
    limit=Limit.REPORTS,
    note=Note(gives=("text/plain",), examples=examples.RATINGS),
)
def rate_phone(request: ApiRequest) -> RawResponse:
    """PhoneBlock: report a number. It counts as in `POST /v1/reports`; `A_LEGITIMATE` takes the report back."""
    body = cast("dict[str, Any]", request.body)
    phone, rating = restore_plus(body.get("phone") or ""), Rating(body.get("rating") or Rating.MISSED)
    reported = rate(request.services, request.device, phone, rating, body.get("comment") or "")
    reason = rejection_reason(reported, request.texts)
    text = "Rating recorded." if reason is None else f"Not counted: {reason}"
    return RawResponse(text.encode(), _TEXT)


@routes.add(
    HTTPMethod.POST,
    "/api/report-call/<anything:phone>",
    Scope.DEVICE,
    status=HTTPStatus.NO_CONTENT,
    limit=Limit.REPORTS,
    note=Note(values={"phone": "+8613912345678"}),
)
def call_reported(request: ApiRequest, phone: str) -> None:
    """PhoneBlock: tell that a listed number has called. A report, unless the phone has rated the number already."""
    report_call(request.services, request.device, restore_plus(phone[:NUMBER]))


@routes.add(HTTPMethod.GET, "/api/test", Scope.DEVICE, note=Note(gives=("text/plain",)))
def test_key(request: ApiRequest) -> RawResponse:
    """PhoneBlock: say that the key works."""
    del request
    return RawResponse(b"ok", _TEXT)

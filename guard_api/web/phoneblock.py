"""The PhoneBlock API, version 1.7, for apps that exist: they work here with another host and key.

Written after github.com/haumacher/phoneblock (`phoneblock.json`, the servlets in `app/api`) and after what the Android
app SpamBlocker makes of it (github.com/aj3423/SpamBlocker, `ApiPresets.kt`, `BotPresets.kt`, `Actions1.kt`). That app
searches the text of an answer with regular expressions: no space behind a colon, and no word of another rating in it.
"""

from http import HTTPMethod, HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from guard_api.actions.publish_list import publish
from guard_api.actions.rate_number import plus_for_zeros, rate_alike, rate_hash, rate_number
from guard_api.actions.report import rate, report_call
from guard_api.blocklist.votes import Rating
from guard_api.ports import Scope
from guard_api.ports.limits import Limit
from guard_api.web.contract import Asked, Routes, Sent
from guard_api.web.phoneblock_answers import alike_answer, list_answer, number_answer
from guard_api.web.phoneblock_schemas import (
    AlikeOut,
    AlikeQuery,
    BlocklistOut,
    BlocklistQuery,
    CheckQuery,
    FormatQuery,
    PhoneInfoOut,
    RateIn,
)
from guard_api.web.schemas import NUMBER
from guard_api.web.wording import why_not

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

routes = Routes()

_ELSEWHERE = "/phoneblock"
"""Where PhoneBlock itself has its API: `https://phoneblock.net/phoneblock/api`."""
_API = f"{_ELSEWHERE}/api/"
_TEXT = "text/plain; charset=utf-8"


class Moved:
    """Answers under `/phoneblock/api` what is under `/api`, so that nothing but the host of an address changes."""

    def __init__(self, wsgi_app: "WSGIApplication") -> None:
        """Stand in front of an application."""
        self._wsgi_app = wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:  # noqa: ANN401 - as WSGI has it
        """Pass a request on, under the path that it has here (PEP 3333)."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(_API):
            moved = {"PATH_INFO": path.removeprefix(_ELSEWHERE), "SCRIPT_NAME": _ELSEWHERE}
            return self._wsgi_app({**environ, **moved}, start_response)
        return self._wsgi_app(environ, start_response)


@routes.add(HTTPMethod.GET, "/api/num/<anything:phone>", Scope.DEVICE, asks=FormatQuery(), answers=PhoneInfoOut())
def phone_info(asked: Asked, phone: str) -> Sent:
    """PhoneBlock: look a number up."""
    return number_answer(rate_number(asked.services, asked.device, phone[:NUMBER]), asked.query)


@routes.add(HTTPMethod.GET, "/api/check", Scope.DEVICE, asks=CheckQuery(), answers=PhoneInfoOut())
def check_hash(asked: Asked) -> Sent:
    """PhoneBlock: look a number up by its SHA-1, and by those of the blocks of ten and a hundred that it is in."""
    query = asked.query
    rated = rate_hash(asked.services, query["sha1"], query.get("prefix10"), query.get("prefix100"))
    return number_answer(rated, query)


@routes.add(HTTPMethod.GET, "/api/check-prefix", Scope.DEVICE, asks=AlikeQuery(), answers=AlikeOut())
def check_alike(asked: Asked) -> Sent:
    """PhoneBlock: give all that is listed and has a SHA-1 that begins so; the phone finds its number among them."""
    query = asked.query
    alike = rate_alike(asked.services, query["sha1"], query.get("prefix10"), query.get("prefix100"))
    return alike_answer(alike, query)


@routes.add(HTTPMethod.GET, "/api/blocklist", Scope.DEVICE, asks=BlocklistQuery(), answers=BlocklistOut())
def blocklist(asked: Asked) -> Sent:
    """PhoneBlock: give the block list, or what has changed since a version of it; 0 votes: not blocked any more."""
    version, numbers = publish(asked.services, asked.query.get("since") or "")
    return list_answer(version, numbers, asked.query)


@routes.add(HTTPMethod.POST, "/api/rate", Scope.DEVICE, reads=RateIn(), limit=Limit.REPORTS)
def rate_phone(asked: Asked) -> Sent:
    """PhoneBlock: report a number. It counts as in `POST /v1/reports`; `A_LEGITIMATE` takes the report back."""
    body = cast("dict[str, Any]", asked.body)
    phone, rating = plus_for_zeros(body.get("phone") or ""), Rating(body.get("rating") or Rating.MISSED)
    reported = rate(asked.services, asked.device, phone, rating, body.get("comment") or "")
    reason = why_not(reported, asked.services.reference.current().directory, asked.texts)
    text = "Rating recorded." if reason is None else f"Not counted: {reason}"
    return Sent(text.encode(), _TEXT)


@routes.add(
    HTTPMethod.POST,
    "/api/report-call/<anything:phone>",
    Scope.DEVICE,
    status=HTTPStatus.NO_CONTENT,
    limit=Limit.REPORTS,
)
def call_reported(asked: Asked, phone: str) -> None:
    """PhoneBlock: tell that a listed number has called. A report, unless the phone has rated the number already."""
    report_call(asked.services, asked.device, plus_for_zeros(phone[:NUMBER]))


@routes.add(HTTPMethod.GET, "/api/test", Scope.DEVICE)
def test_key(asked: Asked) -> Sent:
    """PhoneBlock: say that the key works."""
    del asked
    return Sent(b"ok", _TEXT)

"""Admins see why, tune the policy, and try another one first."""

from collections.abc import Mapping
from http import HTTPMethod, HTTPStatus
from typing import Any, cast

from guard_api.actions.tuning import backtest, calibrate, policies
from guard_api.actions.tuning.explain import explain_check
from guard_api.errors import Conflict, NotFound
from guard_api.ports import Scope
from guard_api.ports.phones.keys import LIST_KEEPERS, READERS
from guard_api.presenters.explained import explained_answer
from guard_api.presenters.tuning import (
    backtest_answer,
    calibration_answer,
    pattern_answer,
    policy_answer,
    version_answer,
    versions_answer,
)
from guard_api.web.contract import examples
from guard_api.web.contract.api_request import ApiRequest
from guard_api.web.contract.note import Note
from guard_api.web.contract.requests import Why
from guard_api.web.contract.route import Routes
from guard_api.web.contract.schemas.tuning.backtests import BacktestIn, BacktestOut, BacktestsOut, CalibrationOut
from guard_api.web.contract.schemas.tuning.explained import ExplainedOut
from guard_api.web.contract.schemas.tuning.policy import (
    PatternIn,
    PatternOut,
    PatternsOut,
    PolicyOut,
    PolicyVersionOut,
    PolicyVersionsOut,
    PolicyVersionsQuery,
    ThresholdsIn,
    TuningQuery,
)

routes = Routes("tuning", __doc__)
_LISTED = 50


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/checks/<check_id>",
    Scope.ADMIN,
    Scope.ADMIN_READ,
    response=ExplainedOut(),
    note=Note((NotFound,)),
)
def explain(request: ApiRequest, check_id: str) -> object:
    """Explain a check, for as long as its timeline is kept. A key that only reads is shown masked numbers."""
    return explained_answer(explain_check(request.services, check_id), mask=request.scope is not Scope.ADMIN)


@routes.add(HTTPMethod.GET, "/v1/admin/patterns", *READERS, response=PatternsOut())
def list_patterns(request: ApiRequest) -> object:
    """List all patterns, as they count now and as they ship."""
    return {"patterns": [pattern_answer(one) for one in policies.list_patterns(request.services)]}


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/patterns/<pattern>",
    *READERS,
    response=PatternOut(),
    note=Note((NotFound,), values={"pattern": "hidden_caller"}),
)
def show_pattern(request: ApiRequest, pattern: str) -> object:
    """Show one pattern."""
    return pattern_answer(policies.show_pattern(request.services, pattern))


@routes.add(
    HTTPMethod.PATCH,
    "/v1/admin/patterns/<pattern>",
    *LIST_KEEPERS,
    body=PatternIn(),
    query=TuningQuery(),
    response=PatternOut(),
    note=Note((NotFound, Conflict), examples=examples.PATTERNS, values={"pattern": "hidden_caller"}),
)
def edit_pattern(request: ApiRequest, pattern: str) -> object:
    """Have a pattern count, be only watched, or neither; with another weight or window. The next check goes by it."""
    changes, force = cast("Mapping[str, object]", request.body), _force(request)
    return pattern_answer(policies.edit_pattern(request.services, pattern, changes, request.author, force=force))


@routes.add(HTTPMethod.GET, "/v1/admin/policy", *READERS, response=PolicyOut())
def show_policy(request: ApiRequest) -> object:
    """Show the policy in force as a whole: its revision, and where levels begin."""
    return policy_answer(policies.show_policy(request.services))


@routes.add(
    HTTPMethod.PATCH,
    "/v1/admin/policy",
    *LIST_KEEPERS,
    body=ThresholdsIn(),
    query=TuningQuery(),
    response=PolicyOut(),
    note=Note((Conflict,), examples=examples.THRESHOLDS),
)
def edit_policy(request: ApiRequest) -> object:
    """Have levels begin at other scores."""
    changes, force = cast("Mapping[str, object]", request.body), _force(request)
    return policy_answer(policies.edit_thresholds(request.services, changes, request.author, force=force))


@routes.add(
    HTTPMethod.GET, "/v1/admin/policy/versions", *READERS, query=PolicyVersionsQuery(), response=PolicyVersionsOut()
)
def list_versions(request: ApiRequest) -> object:
    """List what was made of the policy, newest first: who, when, why, before and after."""
    after, limit = request.after(int), request.query["limit"]
    return versions_answer(policies.list_versions(request.services, after, limit))


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/policy/versions/<int:version>/revert",
    *LIST_KEEPERS,
    query=TuningQuery(),
    response=PolicyVersionOut(),
    status=HTTPStatus.CREATED,
    note=Note((NotFound, Conflict), values={"version": 4, "why": "too many warnings"}),
)
def revert_version(request: ApiRequest, version: int) -> object:
    """Take a change of the policy back, itself a change. 409 where it was changed since."""
    made = policies.take_back(request.services, version, request.author, force=_force(request))
    return version_answer(made)


@routes.add(
    HTTPMethod.POST,
    "/v1/admin/backtests",
    *LIST_KEEPERS,
    body=BacktestIn(),
    query=Why(),
    response=BacktestOut(),
    status=HTTPStatus.ACCEPTED,
    note=Note(examples=examples.BACKTESTS, values={"why": "many complaints"}),
)
def try_policy(request: ApiRequest) -> object:
    """Try a policy on recorded cases against the one in force. Ask again for what comes of it; nothing is changed."""
    body, services = cast("dict[str, Any]", request.body), request.services
    edits = policies.edits_of(body["patterns"], body["thresholds"])
    return backtest_answer(backtest.enqueue(services, edits, request.author))


@routes.add(HTTPMethod.GET, "/v1/admin/backtests", *READERS, response=BacktestsOut())
def list_backtests(request: ApiRequest) -> object:
    """List the newest back-tests."""
    return {"backtests": [backtest_answer(one) for one in backtest.list_backtests(request.services, _LISTED)]}


@routes.add(
    HTTPMethod.GET,
    "/v1/admin/backtests/<backtest_id>",
    *READERS,
    response=BacktestOut(),
    note=Note((NotFound,)),
)
def show_backtest(request: ApiRequest, backtest_id: str) -> object:
    """Say how far a back-test is, and what came of it."""
    return backtest_answer(backtest.show(request.services, backtest_id))


@routes.add(HTTPMethod.GET, "/v1/admin/calibration", *READERS, response=CalibrationOut())
def show_calibration(request: ApiRequest) -> object:
    """Say how likely fraud is by score and level, by recorded cases and what people have said."""
    return calibration_answer(calibrate.calibration(request.services))


def _force(request: ApiRequest) -> bool:
    return policies.may_force(request.scope, force=request.query["force"])

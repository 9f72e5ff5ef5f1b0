"""One check from the command line."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import click

from guard_api.actions.checks.check_call import check_call
from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.cli.shared import opened, phone_in, with_database, with_region
from guard_api.errors import GuardError
from guard_api.json import decode, encode
from guard_api.presenters.checks.decision import check_answer
from guard_api.texts import texts_for


@click.command()
@click.argument("json")
@click.option("--language", default="en", help="As in Accept-Language.", show_default=True)
@with_region
@with_database
def check(json: str, language: str, region: str | None, database: Path | None) -> None:
    """Answer one check, given as JSON, and forget it."""
    from msgspec.json import format as pretty  # noqa: PLC0415 - only here

    from guard_api.store.memory.lines import ForgetfulLines  # noqa: PLC0415 - only here
    from guard_api.store.memory.timelines import ForgetfulTimelines  # noqa: PLC0415 - only here

    services = replace(opened(database), timelines=ForgetfulTimelines(), lines=ForgetfulLines())
    try:
        request = request_of(decode(json.encode("utf-8", "replace")))
    except GuardError as error:
        raise click.UsageError(str(error)) from error
    checked = check_call(services, phone_in(services, region), request)
    click.echo(pretty(encode(check_answer(checked, texts_for(language)))).decode())


def request_of(body: object) -> CheckRequest:
    """Read a check as the route does. Raises BadCheck."""
    return _reader()(body)


@cache
def _reader() -> Callable[[object], CheckRequest]:
    """Make what reads checks: at once what ordinary clients send, and by the schema whatever else there is."""
    from marshmallow import ValidationError  # noqa: PLC0415 - other commands read no bodies

    from guard_api.web.contract.fast_decoding import decoder_for  # noqa: PLC0415 - other commands read no bodies
    from guard_api.web.contract.schemas.checks.checks import CheckIn  # noqa: PLC0415 - other commands read no bodies

    schema = CheckIn()
    quickly = decoder_for(schema)

    def read(body: object) -> CheckRequest:
        with suppress(ValueError, RecursionError):
            return cast("CheckRequest", quickly(encode(body)))
        try:
            return cast("CheckRequest", schema.load(cast("dict[str, Any]", body)))
        except ValidationError as error:
            raise BadCheck(str(error)) from error

    return read


class BadCheck(GuardError):
    """A check with a value of the wrong type."""

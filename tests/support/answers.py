"""Answers for the document, from the application itself: `python -m tests.support.answers` writes them anew."""

import json
import re
import string
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

from guard_api.actions.tuning.backtest import run_queued
from guard_api.app import open_services
from guard_api.ports import Device, Scope
from guard_api.presenters.tuning import report_written
from guard_api.web.app import create_app
from tests.support.clients.described import DOCUMENT, Operation, operations
from tests.support.clients.friends import Friends
from tests.support.clock import NOON, Clock
from tests.support.databases import unlimited, without_lists

FILE = Path(__file__).parents[2] / "guard_api" / "web" / "openapi" / "answers.json"
_RANDOM = {
    "key",
    "code",
    "secret",
    "public_key",
    "device_id",
    "check_id",
    "import_id",
    "next",
    "subscription_id",
    "checksum",
    "policy",
    "finished_at",
}
_RANDOM_WORD = re.compile(r"\b(?:[0-9a-f]{12}|[0-9a-f]{16}|[a-p]{20}|[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})\b")
_STORIES = {"fraud_at_once", "call_begins", "daughter_calls"}
"""Examples of checks that are the first of another phone."""
_FORMS = {
    "GET /v1/admin/exports": ("csv", "jsonl", "plain"),
    **dict.fromkeys(
        ("GET /api/num/{phone}", "GET /api/check", "GET /api/check-prefix", "GET /api/blocklist"), ("json", "xml")
    ),
}
_FORGETS = {"DELETE /v1/devices/me", "DELETE /v1/admin/devices/{device_id}"}
"""What has no answer to show, and would leave nobody to ask the rest."""
_FILES = {"GET /openapi.json", "GET /docs", "GET /docs/{asset}", "GET /metrics"}
"""What would be long, and is shown to nobody better than by itself."""


class Waiting:
    """Starts no process: what is queued is done here, in between."""

    def start(self) -> None:
        """Do nothing."""


def recorded(folder: Path) -> dict[str, dict[str, Any]]:
    """Send every example of the document, and give each answer that succeeds, by route and example."""
    clock = Clock(NOON)
    opened = open_services(unlimited(without_lists(folder / "guard.db"), report_devices=1), clock)
    services = replace(opened, backtest_runner=Waiting())
    client = create_app(services).test_client()
    keys = {scope: services.keys.create(scope, "Ann", clock(), _device(scope))[1] for scope in Scope}
    known: dict[str, Any] = {"code": services.keys.create_code(9, clock.now.replace(year=2100)).code}
    answers: dict[str, dict[str, Any]] = {}
    friends = Friends(
        partial(_ask, client),
        *(
            services.keys.create(Scope.DEVICE, "", clock(), _device(Scope.DEVICE, one))[1]
            for one in ("mother", "daughter")
        ),
    )
    for operation in operations(DOCUMENT):
        if operation.name in _FILES | _FORGETS:
            continue
        for name, kind, body in operation.examples():
            if name in _STORIES:
                keys[Scope.DEVICE] = services.keys.create(Scope.DEVICE, "", clock(), _device(Scope.DEVICE, name))[1]
            for form in _FORMS.get(operation.name, ("",)):
                found = _answer(client, operation, keys, known, (kind, friends.sent(operation, body), form))
                if found is not None:
                    known |= friends.note(operation, found["value"])
                    answers.setdefault(operation.name, {})[name or form or "answer"] = found
        run_queued(services, tuple, report_written)
    return answers


def _ask(client: FlaskClient, method: str, path: str, body: Any, key: str) -> Any:
    return client.open(path, method=method, json=body, headers={"Authorization": f"Bearer {key}"}).json


def _device(scope: Scope, name: str = "phone") -> Device | None:
    return Device(name, "CN", ("+8613700137000",)) if scope is Scope.DEVICE else None


def _answer(
    client: FlaskClient, operation: Operation, keys: dict[Scope, str], known: dict[str, Any], sent: tuple[Any, Any, str]
) -> Any:
    kind, body, form = sent
    if isinstance(body, dict) and "enrolment_code" in body:
        body = {**body, "enrolment_code": known["code"]}
    data = None if kind is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {keys[Scope(operation.scope)]}"} if operation.scope is not None else {}
    url = operation.url(known)
    url = f"{url}{'&' if '?' in url else '?'}format={form}" if form else url
    answer = client.open(url, method=operation.method, data=data, headers=headers, content_type=kind)
    if answer.status_code >= 300:
        return None
    if not answer.data or answer.mimetype == "application/zip":
        return None
    value: Any = answer.json if answer.is_json else answer.text
    _note(client, operation, keys[Scope.ADMIN], known, value)
    return {"kind": answer.mimetype, "value": value}


_NAMES = {
    "POST /v1/admin/imports": ("import_id", "import_id"),
    "POST /v1/admin/subscriptions": ("subscription_id", "id"),
    "POST /v1/admin/keys": ("key_id", "id"),
    "POST /v1/checks": ("check_id", "check_id"),
    "POST /v1/admin/backtests": ("backtest_id", "id"),
}
"""What the answers to operations name, for paths of others, and by which field."""


def _note(client: FlaskClient, operation: Operation, key: str, known: dict[str, Any], value: Any) -> None:
    """Keep what later examples are about, and no secret."""
    if operation.name in _NAMES:
        name, field = _NAMES[operation.name]
        known[name] = value[field]
    if operation.name == "POST /v1/admin/imports":
        _wait(client, key, value["import_id"])
    if isinstance(value, dict) and "key" in value:
        value["key"] = f"{value['key'][:19]}the-secret-is-shown-this-once"
    if isinstance(value, dict) and value.get("secret"):
        value["secret"] = "whsec_the-secret-is-shown-this-once"


def _wait(client: FlaskClient, key: str, name: str) -> None:
    for _ in range(600):
        job = client.get(f"/v1/admin/imports/{quote(name)}", headers={"Authorization": f"Bearer {key}"}).json
        if job is not None and job["state"] in {"done", "failed"}:
            return
        time.sleep(0.1)


def settled(value: Any, name: str = "") -> Any:
    """Give an answer without what is different each time."""
    if isinstance(value, dict):
        # A code is named at random; entries are not.
        named = {**value, "id": "..."} if {"id", "code"} <= value.keys() else value
        return {inner: settled(one, inner) for inner, one in named.items()}
    if isinstance(value, list):
        settled_items = [settled(one, name) for one in value]
        return (
            sorted(settled_items, key=json.dumps) if name in {"keys", "imports"} else settled_items
        )  # all are of one moment
    if name in _RANDOM and value is not None:
        return "..."
    return _RANDOM_WORD.sub("...", value) if isinstance(value, str) else value


_SEALED = re.compile(r"(?<=^guard_)[0-9a-f]{12}(?=_)|^[\w-]{28,}={0,2}$")
"""Ids within keys; cursors, checksums and public keys, which are random as a whole."""
_ALPHABETS = ("0123456789abcdef", "abcdefghijklmnop", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


class Pinned:
    """Answers with other ids in the place of random ones, which are the same each time that answers are written."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}

    def answer(self, value: Any, place: str, name: str = "") -> Any:
        """Give an answer whose ids are made of the place where each first stands."""
        if isinstance(value, dict):
            # A code is named at random; entries are not.
            names = {"id": self._other(value["id"], place)} if {"id", "code"} <= value.keys() else {}
            return {inner: self.answer(one, f"{place}/{inner}", inner) for inner, one in (value | names).items()}
        if isinstance(value, list):
            # All are of one moment.
            ordered = sorted(value, key=lambda one: json.dumps(settled(one))) if name in {"keys", "imports"} else value
            return [self.answer(one, f"{place}/{number}", name) for number, one in enumerate(ordered)]
        if not isinstance(value, str):
            return value
        if name == "finished_at":
            return NOON.isoformat().replace("+00:00", "Z")
        random_words = _SEALED if name in _RANDOM and _SEALED.search(value) else _RANDOM_WORD
        return random_words.sub(lambda found: self._other(found.group(), place), value)

    def _other(self, word: str, place: str) -> str:
        """Give a word that looks alike."""
        if word not in self._given:
            alphabet = next((one for one in _ALPHABETS if {*word} - {"-"} <= {*one}), string.ascii_letters)
            chosen = Random(f"{place} {len(word)}")  # noqa: S311 - no secret
            is_code = _RANDOM_WORD.fullmatch(word) is not None
            self._given[word] = "".join(one if is_code and one == "-" else chosen.choice(alphabet) for one in word)
        return self._given[word]


if __name__ == "__main__":
    with TemporaryDirectory() as made:
        answers = Pinned().answer(recorded(Path(made)), "")
        FILE.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", "utf-8")

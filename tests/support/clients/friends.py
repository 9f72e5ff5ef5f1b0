"""Phones of others, without whom the examples of circles would find nobody there."""

from collections.abc import Callable
from typing import Any

from tests.support.clients.circles import FRAUD
from tests.support.clients.described import Operation

Ask = Callable[[str, str, Any, str], Any]
"""Sends a request, by method, path, body and key; gives the JSON of its answer."""


class Friends:
    """A mother who invites whoever reads the examples, and a daughter who accepts invitations."""

    def __init__(self, ask: Ask, mother: str, daughter: str) -> None:
        """Take the keys of both."""
        self._ask = ask
        self._mother = mother
        self._daughter = daughter

    def sent(self, operation: Operation, body: Any) -> Any:
        """Give what is sent: an invitation that is accepted has to be made."""
        if operation.name != "POST /v1/circle/memberships":
            return body
        made = self._ask("POST", "/v1/circle/invitations", {"label": "Mother"}, self._mother)
        return {**body, "code": made["code"]}

    def note(self, operation: Operation, answer: Any) -> dict[str, str]:
        """Do what follows; gives what later examples are about."""
        if operation.name == "POST /v1/circle/invitations":
            accepted = {"code": answer["code"], "label": "Li Wei"}
            made = self._ask("POST", "/v1/circle/memberships", accepted, self._daughter)
            return {"guardian_id": made["id"]} if "id" in made else {}
        if operation.name == "POST /v1/circle/memberships":
            self._ask("POST", "/v1/checks", FRAUD, self._mother)
            return {"protected_id": answer["id"]}
        if operation.name == "GET /v1/alerts":
            return {"alert_id": answer["alerts"][0]["id"]}
        return {}

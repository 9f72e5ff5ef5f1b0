"""Phones of a circle, what happens to them, and a place where events are brought."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.phones import TestPhone

FRAUD: Mapping[str, Any] = {
    "caller_number": "0095118",
    "screen_share_active": True,
    "call_forwarding_changes": [{"code": "**21*13800138000#"}],
}
"""The article's case at once: critical, and calls are diverted."""
SHARED: Mapping[str, Any] = {"caller_number": "0095118", "screen_share_active": True, "foreground_app": "com.icbc"}
"""Critical, and calls still arrive."""
CALLED: Mapping[str, Any] = {"caller_number": "0095118"}
"""A warning."""
OVER: Mapping[str, Any] = {
    "call_state": "ended",
    "screen_share_active": False,
    "call_forwarding_changes": [{"code": "##002#"}],
}
"""All of it is over."""


@dataclass
class Phone(TestPhone):
    """A phone of a circle."""

    __test__ = False

    key_id: str = ""

    def joins(self, other: "Phone", who: str = "Mother", label: str = "Li Wei", warn_at: str = "critical") -> str:
        """Become the guardian of another phone; gives the link's id."""
        code = other.post({"label": who, "warn_at": warn_at}, "/v1/circle/invitations").json["code"]
        made = self.post({"code": code, "label": label}, "/v1/circle/memberships")
        assert made.status_code == 201, made.text
        name: str = made.json["id"]
        return name

    def alerts(self, after: str = "") -> list[dict[str, Any]]:
        """Give what this guardian was told."""
        answer = self.get(f"/v1/alerts?after={after}")
        assert answer.status_code == 200, answer.text
        alerts: list[dict[str, Any]] = answer.json["alerts"]
        return alerts

    def delete(self, path: str) -> Any:
        """Delete something, and give the whole response."""
        return self.client.delete(path, headers={"Authorization": f"Bearer {self.key}"})

    def put(self, path: str, body: object) -> Any:
        """Put JSON, and give the whole response."""
        return self.client.put(path, json=body, headers={"Authorization": f"Bearer {self.key}"})

    def patch(self, path: str, body: object) -> Any:
        """Patch with JSON, and give the whole response."""
        return self.client.patch(path, json=body, headers={"Authorization": f"Bearer {self.key}"})


@dataclass
class Receiver:
    """A server of somebody else's: what it was sent, and what it answers."""

    url: str = ""
    answer: Callable[[int], tuple[int, Mapping[str, str]]] = lambda _: (204, {})
    received: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Give the bodies of webhooks."""
        return [json.loads(body) for _, body in self.received]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen on loopback for what is sent."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.received.append((dict(self.headers), body))
            status, headers = receiver.answer(len(receiver.received))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield receiver
        finally:
            server.shutdown()

"""Phones that speak to the application in the process of the test."""

import json
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient


@dataclass
class TestPhone:
    """An enrolled phone that speaks to the application in this process."""

    __test__ = False

    client: FlaskClient
    key: str
    language: str = "en"

    def post(self, body: object, path: str = "/v1/checks") -> Any:
        """Post JSON, and give the whole response."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.post(path, data=data, headers=headers, content_type="application/json")

    def check(self, **seen: object) -> Any:
        """Send a check that must be answered, and give the answer."""
        response = self.post(seen)
        assert response.status_code == 200, response.text
        return response.json

    def get(self, path: str) -> Any:
        """Get a path, and give the whole response."""
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": self.language}
        return self.client.get(path, headers=headers)

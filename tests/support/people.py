"""Somebody at the console, without a browser."""

import re
from collections.abc import Mapping
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class ConsoleClient(FlaskClient):
    """A client that sends forms as a browser does: with the token of the page that they are on."""

    def send(
        self,
        path: str,
        page: str | None = None,
        headers: Mapping[str, str] | None = None,
        query_string: Mapping[str, str] | None = None,
        **fields: object,
    ) -> TestResponse:
        """Send a form to `path`, from the page at `page`, or the one at the same path."""
        shown = self.get(page or path).text
        token = _TOKEN.search(shown)
        assert token is not None, shown
        values = {"csrf_token": unescape(token[1]), **fields}
        return self.post(path, data=values, headers=headers, query_string=query_string)

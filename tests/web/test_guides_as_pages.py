"""Guides as pages: every one is there, its links lead somewhere, and nothing is loaded from elsewhere."""

import re
from importlib.resources import files

import pytest
from flask.testing import FlaskClient

from guard_api.web.docs.guides import GUIDES
from tests.support import stage

app, client, clock, database, phone, record, services = stage.FIXTURES


def test_every_guide_that_ships_is_a_page() -> None:
    shipped = {file.name.removesuffix(".md") for file in files("guard_api.guides").iterdir() if file.name[-3:] == ".md"}
    assert set(GUIDES) == shipped


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_a_page_of_its_own(client: FlaskClient, guide: str) -> None:
    response = client.get(f"/docs/{guide}")

    assert response.content_type == "text/html; charset=utf-8"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert f"<title>{GUIDES[guide]}" in response.text
    assert "<h1" in response.text
    assert client.get(f"/docs/{guide}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("guide", GUIDES)
def test_links_of_a_guide_lead_somewhere(client: FlaskClient, guide: str) -> None:
    page = client.get(f"/docs/{guide}").text
    places = set(re.findall(r' id="([^"]+)"', page))

    for target in re.findall(r'(?:href|src)="([^"]+)"', page):
        if target.startswith("#"):
            assert target[1:] in places
        elif not target.startswith(("http://", "https://")):
            there, _, place = target.partition("#")
            answered = client.get(f"/docs/{there}" if not there.startswith("..") else there[2:])
            assert answered.status_code == 200, target
            assert not place or f'id="{place}"' in answered.text

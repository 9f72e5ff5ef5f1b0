"""The screens of lists, as a browser without scripts has them."""

import re

import pytest

from guard_api.ports import Services
from guard_api.ports.people.people import Role
from tests.support.clock import Clock
from tests.web.console.conftest import LogIn
from tests.web.console.day import BLOCKED, IN_RANGE, RANGE, fill

SCREENS = (
    "/console/overview",
    "/console/lookup",
    f"/console/lookup?q={BLOCKED}",
    f"/console/lookup?q={IN_RANGE}",
    "/console/lookup?q=95588",
    "/console/lookup?q=https://www.jd-kefu.top/a?b",
    "/console/lookup?q=13500001111",
    "/console/lists",
    "/console/lists?ending=5678",
    "/console/lists?list=block_domains&q=top&order=number",
    "/console/lists?q=nothing-like-this",
    f"/console/entries/block:exact:{BLOCKED}",
    f"/console/entries/block:prefix:{RANGE}",
    "/console/add",
    "/console/changes",
    "/console/changes?what=edit&who=zhao&list=block&from=2020-01-01",
    "/console/changes/1",
    "/console/keys",
    "/console/system",
)


@pytest.fixture(autouse=True)
def filled(services: Services, clock: Clock) -> None:
    fill(services, clock)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_shows_in_both_languages_and_no_text_is_missing(log_in: LogIn, path: str, language: str) -> None:
    client = log_in(Role.ADMIN)
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert re.findall(r"console\.[a-z_]+\.[a-z_.]+", re.sub(r"<[^>]+>", " ", answer.text)) == []
    assert answer.text.count("<h1") == 1

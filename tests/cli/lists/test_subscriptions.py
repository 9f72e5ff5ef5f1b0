"""Lists on the web are subscribed to, fetched, confirmed and left from the command line."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from guard_api.actions.imports.subscribe import edit_subscription
from guard_api.cli.lists import subscriptions
from guard_api.jobs.handlers import run_queued
from guard_api.lists.change import Author
from guard_api.lists.entry import ListName
from guard_api.ports import Services
from guard_api.ports.imports.subscriptions import SubscriptionState
from guard_api.store.fetching.fetcher import HttpsFetcher
from tests.support.commands import invoked
from tests.support.network.https import Site, https_site
from tests.web.files.test_list_imports import Idle

NUMBERS = [f"+861391234{n:04d}" for n in range(10)]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with https_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture
def here(services: Services, site: Site) -> Services:
    fetcher = HttpsFetcher(lambda address: address.is_loopback, site.context)
    return replace(services, runner=Idle(), fetcher=fetcher)


@pytest.fixture
def run(here: Services, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the services of the test, which fetch from the machine itself."""
    monkeypatch.setattr(subscriptions, "opened", lambda *_, **__: here)

    def run(*arguments: str, code: int = 0) -> str:
        done = invoked("subscriptions", *arguments)
        assert done.exit_code == code, done.output
        return done.output

    return run


@pytest.fixture
def name(run: Run, site: Site) -> str:
    """A subscription whose list of ten numbers was fetched."""
    site.sends("\n".join(NUMBERS).encode())
    options = "--source", "police", "--category", "fraud", "--every", "6", "--why", "agreed"
    made = json.loads(run("add", f"{site.url}/a.csv", *options, "--json"))
    assert (made["state"], made["every_minutes"], made["category"]) == ("new", 360, "fraud")
    assert run("fetch", made["id"]) == "good\n"
    return str(made["id"])


def test_a_list_is_subscribed_to_fetched_and_left(run: Run, name: str, here: Services) -> None:
    shown = run("list")
    assert all(word in shown for word in (name, "police", "6 h", "good"))
    assert json.loads(run("list", "--json"))["subscriptions"][0]["author"].startswith("cli:")
    assert here.subscriptions.standing(ListName.BLOCK, "police") == len(NUMBERS)
    assert "no more" in run("remove", name)
    assert json.loads(run("list", "--json")) == {"subscriptions": []}
    assert "no subscription" in run("fetch", name, code=1)


def test_what_would_take_much_off_is_confirmed(run: Run, name: str, here: Services, site: Site) -> None:
    site.sends("\n".join(NUMBERS[5:]).encode())
    assert run("fetch", name).startswith("waiting: ")
    done = json.loads(run("confirm", name, "--why", "they said so", "--json"))
    run_queued(here)
    change = here.changes.get(here.jobs.get(done["import_id"]).revision or 0)
    assert (change.removed, change.why) == (5, "they said so")
    assert here.subscriptions.get(name).state is SubscriptionState.GOOD
    assert "Nothing" in run("confirm", name, code=1)


def test_what_fails_is_reported(run: Run, name: str, here: Services, site: Site) -> None:
    site.sends(b"", 500)
    assert run("fetch", name, code=1).startswith("failed: The answer was 500")
    assert "failed" in run("list")
    one = here.subscriptions.get(name)
    edit_subscription(here, name, one.order, Author("a test", here.clock()), paused=True)
    assert "paused" in run("fetch", name, code=1)


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (("http://example.org/a.csv", "--source", "x"), 1, "https"),
        (("https://example.org/a.csv",), 2, "--source"),
        (("https://example.org/a.csv", "--source", "x", "--every", "0"), 1, "15 minutes"),
        (("https://example.org/a.csv", "--source", "x", "--every", "1e99"), 2, "no such time"),
        (("https://example.org/a.csv", "--source", "x", "--every", "nan"), 2, "no such time"),
        (("https://example.org/a.csv", "--source", "x\x1b", "--list", "allow"), 2, "must not"),
    ],
)
def test_mistakes_are_reported(run: Run, arguments: tuple[str, ...], code: int, expected: str) -> None:
    assert expected in run("add", *arguments, code=code)

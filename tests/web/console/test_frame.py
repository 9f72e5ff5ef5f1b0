"""The frame of all pages: who may come in, in which language, and what no other site can have a browser do."""

from flask import Flask

from guard_api.ports.people.people import Role
from tests.web.console.conftest import LogIn


def test_who_is_not_logged_in_is_sent_to_the_login(console: Flask) -> None:
    answer = console.test_client().get("/console/people")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/log-in?next=/console/people")


def test_an_admin_sees_people_and_a_viewer_does_not(log_in: LogIn) -> None:
    assert "People" in log_in(Role.ADMIN).get("/console/people").text
    assert log_in(Role.VIEWER).get("/console/people").status_code == 403

"""A client made of the document, by a tool that knows nothing else, plays the article's case."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from guard_api.web.contract.note import LISTS, WORKBOOKS
from tests.support.servers import Server

OVERRIDES = dict.fromkeys(
    (*LISTS, *WORKBOOKS, "text/xml", "application/zip", "application/openmetrics-text"),
    "application/octet-stream",
)
"""What the generator is told: these are files."""


@pytest.fixture
def generated(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the package of the generated client."""
    document, config = tmp_path / "openapi.json", tmp_path / "config.json"
    document.write_text(json.dumps(server.ask("GET", "/openapi.json")[2]), "utf-8")
    config.write_text(json.dumps({"post_hooks": [], "content_type_overrides": OVERRIDES}), "utf-8")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"),
            *("--path", str(document), "--config", str(config), "--output-path", str(tmp_path / "guard_client")),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    monkeypatch.syspath_prepend(tmp_path)
    return "guard_client"


@pytest.mark.slow("makes a client out of the document")
def test_the_fraud_in_three_checks_through_a_generated_client(server: Server, generated: str) -> None:
    def api(name: str) -> Any:
        return import_module(f"{generated}.api.phones.{name}").sync

    package, models = import_module(f"{generated}.client"), import_module(f"{generated}.models")
    code = server.command("enrolment-codes", "create").strip()
    phone = models.DeviceIn(enrolment_code=code, region=models.Region.CN, own_numbers=["13700137000"])
    with package.Client(base_url=server.url) as client:
        enrolled = api("enrol_device")(client=client, body=phone)
    with package.AuthenticatedClient(base_url=server.url, token=enrolled.key) as client:

        def check(**seen: object) -> Any:
            return api("check")(client=client, body=models.CheckIn(**seen), accept_language="zh-CN")

        call = check(caller_number="0095118", call_state="active")
        share = check(screen_share_active=True, screen_share_app="com.tencent.wemeet.app")
        forwarding = models.ForwardingChangeIn(code="**21*13800138000#")
        verdict = check(call_forwarding_changes=[forwarding])
        link = api("link")(client=client, url_query="2406578.top")

    assert call.level == "warning"
    assert share.level in {"warning", "critical"}
    assert verdict.level == "critical"
    assert "forwarding_with_screen_share" in {warning.pattern for warning in verdict.warnings}
    assert [action.type_ for action in verdict.actions][:2] == ["hang_up", "stop_screen_share"]
    assert "挂" in verdict.warnings[0].message
    assert link.registrable_domain == "2406578.top"
    assert link.reasons

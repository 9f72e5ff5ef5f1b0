"""The article's case, played against the real server, beside a harmless twin of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.environment import PREFIX, variable
from guard_api.texts import Texts

Answer = Mapping[str, Any]
Story = Sequence[tuple[int, str, Mapping[str, object]]]

_COLOURS = {"none": "green", "notice": "cyan", "warning": "yellow", "critical": "bold white on red"}
_START_SECONDS = 60.0
_STOP_SECONDS = 15.0
_STORE_SECONDS = 5.0
"""On a machine that is busy, too, the story is to be told to its end."""

FRAUD: Story = (
    (
        0,
        "demo.fraud.call",
        {"caller_number": "+0095118", "call_state": "active", "claimed_identity": "京东客服 JD.com"},
    ),
    (3, "demo.fraud.install", {"installed_apps": ["com.tencent.wemeet.app"]}),
    (5, "demo.fraud.share", {"screen_share_active": True, "screen_share_app": "com.tencent.wemeet.app"}),
    (6, "demo.fraud.link", {"texts": ["我申请关闭京东金条白条，注销第三方关联账户，2406578.top"]}),
    (8, "demo.fraud.bank", {"foreground_app": "com.icbc"}),
    (11, "demo.fraud.forward", {"call_forwarding_changes": [{"code": "**21*13800138000#"}]}),
)
"""What the victim's phone sees, by minute."""

TWIN: Story = (
    (
        0,
        "demo.twin.call",
        {
            "caller_number": "13912345678",
            "call_state": "active",
            "caller_in_contacts": True,
            "contact_added_at": "2021-05-01T08:00:00Z",
        },
    ),
    (3, "demo.twin.install", {"installed_apps": ["com.tencent.wemeet.app"]}),
    (5, "demo.twin.share", {"screen_share_active": True, "screen_share_app": "com.tencent.wemeet.app"}),
    (6, "demo.twin.link", {"texts": ["登录 https://www.icbc.com.cn 看一下账单吧"]}),
    (8, "demo.twin.bank", {"foreground_app": "com.icbc"}),
    (11, "demo.twin.forward", {"call_forwarding_changes": [{"code": "**21*13700137000#"}]}),
)
"""The same signs, minute by minute, with a daughter on the line who helps."""


@dataclass(frozen=True, slots=True)
class Phone:
    """An enrolled phone that speaks to a server."""

    url: str
    key: str
    language: str

    def check(self, seen: Mapping[str, object]) -> Answer:
        """Send a check and give the answer."""
        return post(f"{self.url}/v1/checks", seen, self.key, self.language)


def post(url: str, body: Mapping[str, object], key: str | None = None, language: str = "en") -> Answer:
    """Send JSON, get JSON."""
    headers = {"Content-Type": "application/json", "Accept-Language": language}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    request = Request(url, json.dumps(body).encode(), headers)  # noqa: S310 - our own server
    with urlopen(request, timeout=10) as response:  # noqa: S310 - our own server
        answer: Answer = json.load(response)
    return answer


def play(console: Console, texts: Texts, now: datetime, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Play both stories side by side and give the level that each has reached.

    Of the environment, nothing counts that a real server is set up with: this one is as it comes, and backs nothing up.
    """
    bare = {name: value for name, value in environment.items() if not name.startswith(PREFIX)}
    with tempfile.TemporaryDirectory(prefix="guard-demo-") as folder, _server(Path(folder) / "demo.db", bare) as url:
        console.print(Panel(texts.get("demo.intro"), title="guard-api demo", subtitle=url))
        config = Config(database=Path(folder) / "demo.db", store_seconds=_STORE_SECONDS)
        code = open_services(config).keys.create_code(2, now + timedelta(hours=1))
        phones = [_enrol(url, code.code, texts.language) for _ in (FRAUD, TWIN)]
        began = now - timedelta(minutes=FRAUD[-1][0] + 1)
        levels = ["none", "none"]
        for steps in zip(FRAUD, TWIN, strict=True):
            row = Table.grid(expand=True, padding=(0, 1))
            row.add_column(ratio=1)
            row.add_column(ratio=1)
            shown = []
            for i, (minute, text_id, seen) in enumerate(steps):
                at = (began + timedelta(minutes=minute)).isoformat()
                answer = phones[i].check({**seen, "observed_at": at})
                levels[i] = str(answer["level"])
                shown.append(_screen(minute, texts.get(text_id), answer, texts))
            row.add_row(*shown)
            console.print(row)
    reached = {"fraud": levels[0], "twin": levels[1]}
    console.print(texts.get("demo.reached", **reached), soft_wrap=True)
    return reached


def _enrol(url: str, code: str, language: str) -> Phone:
    body = {"enrolment_code": code, "region": "CN", "own_numbers": ["13700137000"]}
    return Phone(url, str(post(f"{url}/v1/devices", body)["key"]), language)


def _screen(minute: int, happens: str, answer: Answer, texts: Texts) -> Panel:
    level = str(answer["level"])
    lines: list[Text] = [Text(happens, style="dim"), Text(answer["level_label"], style=_COLOURS[level])]
    for warning in answer["warnings"][:1]:
        lines += [Text(warning["title"], style="bold"), Text(warning["message"])]
        lines += [Text(f"• {advice}") for advice in warning["advice"]]
    buttons = [f"[{action['label']}]" for action in answer["actions"]]
    if buttons:
        lines.append(Text("  ".join(buttons), style="reverse"))
    return Panel(Group(*lines), title=texts.get("demo.minute", minute=str(minute)), title_align="left")


@contextmanager
def _server(database: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """Start the real server on a free loopback port; it ends with this process's block, by its own pid."""
    port = _free_port()
    command = [sys.executable, "-m", "guard_api", "serve", "--host", "127.0.0.1", "--port", str(port)]
    options = ["--workers", "1", "--database", str(database)]
    with (database.parent / "server.log").open("wb") as log:
        patient = {**environment, variable("store_seconds"): str(_STORE_SECONDS)}
        server = subprocess.Popen([*command, *options], stdout=log, stderr=log, env=patient)  # noqa: S603 - our own command
    url = f"http://127.0.0.1:{port}"
    try:
        _await(url, server, database.parent / "server.log")
        yield url
    finally:
        if server.poll() is None:
            os.kill(server.pid, signal.SIGTERM)
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/healthz", timeout=1):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

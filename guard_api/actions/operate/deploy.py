"""The files that operators put around the server, as they ship."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

DEPLOY_FILES: Mapping[str, str] = {
    "systemd": "guard-api.service",
    "systemd-node": "guard-api-node.conf",
    "nginx": "nginx.conf",
    "caddy": "Caddyfile",
    "haproxy": "haproxy.cfg",
    "docker": "Dockerfile",
    "prometheus": "prometheus-rules.yml",
    "grafana": "grafana-dashboard.json",
}
"""Files by what they are for."""
PROGRAM = "/opt/guard-api/bin/guard-api"
"""Where the files believe the program to be."""


def deploy_file(what: str, program: Path) -> str:
    """Return a file of `DEPLOY_FILES`, for the program that is installed here."""
    text = (files("guard_api.deploy") / DEPLOY_FILES[what]).read_text("utf-8")
    installed = program.name == Path(PROGRAM).name and program.is_absolute() and program.exists()
    return text.replace(PROGRAM, str(program)) if installed else text

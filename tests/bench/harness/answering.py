"""A process that answers requests without a network, and says what they took: of whichever checkout it is run with.

    python -P tests/bench/harness/answering.py DATABASE

Reads a JSON array of requests a line, as they go over the wire, and writes the nanoseconds of processor time of one.
"""

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import thread_time_ns
from typing import Any
from urllib.parse import unquote

from flask import Flask
from msgspec import json

from guard_api.app import open_services
from guard_api.config import Config
from guard_api.web.app import create_app

_GENEROUS = 1_000_000
"""Limits that are counted and never reached."""


def environ_of(request: bytes) -> dict[str, Any]:
    """Return a request as a server hands it to an application."""
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines)
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path),
        "QUERY_STRING": "",
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": headers.get("Content-Length", ""),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": headers["Host"],
        "HTTP_AUTHORIZATION": headers["Authorization"],
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }


def answer_all(app: Flask, environs: Iterable[Mapping[str, Any]]) -> None:
    """Answer requests. Exits when one was refused."""

    def start(status: str, headers: object, *_: object) -> Callable[[bytes], object]:
        if not status.startswith("2"):
            raise SystemExit(status)
        return lambda _: None

    for environ in environs:
        b"".join(app(environ, start))  # type: ignore[arg-type] # Flask writes no start of its own


def main() -> None:
    """Answer, line by line."""
    limits = {"checks_per_minute": _GENEROUS, "lookups_per_minute": _GENEROUS}
    app = create_app(open_services(Config(database=Path(sys.argv[1]), **limits)))  # type: ignore[arg-type] # both are int
    for line in sys.stdin.buffer:
        environs = [environ_of(request.encode()) for request in json.decode(line, type=list[str])]
        began = thread_time_ns()
        answer_all(app, environs)
        sys.stdout.write(f"{(thread_time_ns() - began) / len(environs)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

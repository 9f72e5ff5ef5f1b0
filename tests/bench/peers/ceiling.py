"""The ceiling: what Flask and the server cost by themselves. Views that read the same JSON and answer a constant.

python -m tests.bench.peers.ceiling PORT WORKERS CHECKED ASKED    # files with its answers to a check and a look-up
"""

import sys
from pathlib import Path

import msgspec
from flask import Flask, Response, request

from guard_api.config import Config
from guard_api.serving import listening, serve


def make_app(checked: bytes, requested: bytes) -> Flask:
    """Make the least application that can stand for guard_api: nothing is checked, looked up or written down."""
    app = Flask("ceiling", static_folder=None)

    @app.post("/v1/checks")
    @app.post("/v1/admin/entries")
    def check() -> Response:
        msgspec.json.decode(request.get_data())
        return Response(checked, content_type="application/json")

    @app.get("/v1/numbers/<path:number>")
    def number(number: str) -> Response:
        return Response(requested, content_type="application/json")

    @app.get("/healthz")
    def alive() -> Response:
        return Response(b"{}", content_type="application/json")

    return app


def main() -> None:
    """Serve as guard_api is served: the same program, sockets, threads and cores."""
    port, workers, *answers = sys.argv[1:]
    config = Config(port=int(port), workers=int(workers))
    checked, requested = (Path(file).read_bytes() for file in answers)
    serve(config, listening(config.host, config.port, config.worker_count), lambda *_: make_app(checked, requested))


if __name__ == "__main__":
    main()

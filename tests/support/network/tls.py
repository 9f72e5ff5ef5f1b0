"""Certificates made for a test, and what speaks TLS in front of a server that does not."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make certificates")


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Make a certificate that signs itself; gives it, and its key."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    what = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    where = ["-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(["openssl", "req", *what, *where], check=True, capture_output=True, timeout=60)  # noqa: S607 - of the machine
    return cert, key


@contextmanager
def tls_before(port: int, listener: socket.socket, server: tuple[Path, Path], client: Path) -> Iterator[None]:
    """Pass on to a port what comes over TLS from who has the certificate `client`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*server)
    context.load_verify_locations(client)
    context.verify_mode = ssl.CERT_REQUIRED
    listener.listen()
    thread = Thread(target=_accept, args=(listener, port, context), daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def _accept(listener: socket.socket, port: int, context: ssl.SSLContext) -> None:
    with suppress(OSError):
        while True:
            plain, _ = listener.accept()
            Thread(target=_pass_on, args=(plain, port, context), daemon=True).start()


def _pass_on(plain: socket.socket, port: int, context: ssl.SSLContext) -> None:
    with (
        plain,
        suppress(OSError),
        context.wrap_socket(plain, server_side=True) as near,
        socket.create_connection(("127.0.0.1", port)) as far,
    ):
        back = Thread(target=_copy, args=(far, near), daemon=True)
        back.start()
        _copy(near, far)
        far.shutdown(socket.SHUT_RDWR)
        back.join(10)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while sent := source.recv(1 << 16):
            target.sendall(sent)

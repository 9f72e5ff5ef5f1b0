"""Public files over https. Where a name leads is looked at first, and the connection goes there and nowhere else."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from threading import Timer
from urllib.parse import urljoin, urlsplit

from guard_api.errors import FetchFailed
from guard_api.lists.files.addresses import fault_of_url
from guard_api.ports.imports.subscriptions import Fetched, Validators
from guard_api.public_addresses import Address, is_public
from guard_api.version import program_version

_MOST_REDIRECTS = 5
_HTTPS = 443
_CHUNK = 64 * 1024
_LEADS_ON = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is fetched, how long that may take, and for how long nothing may come."""

    most_bytes: int = 256 << 20
    seconds: float = 600
    idle_seconds: float = 30


BOUNDS = Bounds()


class HttpsFetcher:
    """The port `Fetcher`. `allows` says which addresses may be asked, `context` whose certificates are believed."""

    def __init__(
        self,
        allows: Callable[[Address], bool] = is_public,
        context: ssl.SSLContext | None = None,
        bounds: Bounds = BOUNDS,
    ) -> None:
        """Ask nobody yet."""
        self._allows = allows
        self._context = context
        self._bounds = bounds

    @contextmanager
    def fetch(self, url: str, known: Validators) -> Iterator[Fetched]:
        """Follow redirects, each of which is looked at like the first address."""
        deadline = time.monotonic() + self._bounds.seconds
        for _ in range(_MOST_REDIRECTS + 1):
            host, port, target = _parts_of(url)
            address = self._address_of(host, port)
            connection = _To(host, port, address, self._trusted, self._bounds.idle_seconds)
            ending = Timer(max(deadline - time.monotonic(), 0), connection.abort)
            ending.daemon = True
            ending.start()
            try:
                response = _request(connection, target, known)
                with response:
                    if response.status not in _LEADS_ON:
                        yield self._fetched(response, deadline)
                        return
                    url = urljoin(url, response.headers.get("Location", ""))
            finally:
                ending.cancel()
                connection.close()
        raise FetchFailed(f"It leads on more than {_MOST_REDIRECTS} times.")

    @property
    def _trusted(self) -> ssl.SSLContext:
        """The certificates that are believed; those of the machine are read when they are needed."""
        if self._context is None:
            self._context = ssl.create_default_context()
        return self._context

    def _address_of(self, host: str, port: int) -> str:
        """Return an address of a host that may be asked. Raises FetchFailed unless all of them may."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchFailed(f"{host} is not found.") from error
        addresses: Sequence[str] = [str(one[4][0]) for one in found]
        if not all(self._allows(ip_address(one.partition("%")[0])) for one in addresses):
            raise FetchFailed(f"{host} is no public address.")
        return addresses[0]

    def _fetched(self, response: HTTPResponse, deadline: float) -> Fetched:
        if response.status == HTTPStatus.NOT_MODIFIED:
            return Fetched(None, Validators())
        if response.status != HTTPStatus.OK:
            raise FetchFailed(f"The answer was {response.status} {response.reason[:40]}.")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise FetchFailed("The answer is packed, which was not asked for.")
        if (response.length or 0) > self._bounds.most_bytes:
            raise FetchFailed(self._too_large)
        validators = Validators(response.headers.get("ETag"), response.headers.get("Last-Modified"))
        return Fetched(self._chunks(response, deadline), validators)

    def _chunks(self, response: HTTPResponse, deadline: float) -> Iterator[bytes]:
        """Give what comes, as long as it may. Raises FetchFailed, also where it ends too soon."""
        count, promised = 0, response.length
        try:
            while chunk := response.read1(_CHUNK):
                count += len(chunk)
                if count > self._bounds.most_bytes:
                    raise FetchFailed(self._too_large)
                yield chunk
        except (OSError, HTTPException, ValueError) as error:
            raise FetchFailed("The answer broke off.") from error
        if time.monotonic() > deadline or (promised is not None and count < promised):
            raise FetchFailed("The answer broke off.")

    @property
    def _too_large(self) -> str:
        return f"It is larger than {self._bounds.most_bytes >> 20} MiB."


class _To(HTTPSConnection):
    """A connection to one address, which has to prove that it is the host."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds, context=context)
        self._address, self._tls = address, context
        self._secured: ssl.SSLSocket | None = None

    def connect(self) -> None:
        """Connect to the address that was looked at: asked again, a name may lead elsewhere."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        try:
            self._secured = self._tls.wrap_socket(
                plain, server_hostname=self.host, do_handshake_on_connect=False, suppress_ragged_eofs=False
            )
        except BaseException:
            plain.close()
            raise
        self.sock = self._secured
        self._secured.do_handshake()

    def abort(self) -> None:
        """End the connection under whoever waits at it: a server that sends a byte now and then is never idle."""
        if self._secured is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._secured, socket.SHUT_RDWR)


def _parts_of(url: str) -> tuple[str, int, str]:
    """Return host, port and what is asked for. Raises FetchFailed where that is nothing to be fetched."""
    fault = fault_of_url(url)
    if fault is not None:
        raise FetchFailed(fault)
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    return host, parts.port or _HTTPS, f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"


def _request(connection: _To, target: str, known: Validators) -> HTTPResponse:
    headers = {"User-Agent": f"guard-api/{program_version()}", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": known.etag} if known.etag else {}
    headers |= {"If-Modified-Since": known.modified} if known.modified else {}
    try:
        connection.request("GET", target, headers=headers)
        return connection.getresponse()
    except ssl.SSLError as error:
        raise FetchFailed(f"Its certificate is not believed: {error.reason or error}.") from error
    except (OSError, HTTPException, ValueError) as error:
        raise FetchFailed(f"No answer came: {type(error).__name__}.") from error

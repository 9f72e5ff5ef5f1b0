"""Where lists may be fetched from: https, a host, and no password in it."""

from urllib.parse import urlsplit

from guard_api.lists.safe_text import is_harmless

LONGEST_URL = 2048


def fault_of_url(url: str) -> str | None:
    """Return why nothing is fetched from an address, None: it may be asked for."""
    try:
        parts = urlsplit(url)
        _, host = parts.port, (parts.hostname or "").encode("idna")
    except (ValueError, UnicodeError):
        return "This is no address of a file."
    if parts.scheme != "https":
        return "Only https is fetched."
    if not host or len(url) > LONGEST_URL or not is_harmless(url) or any(map(str.isspace, url)) or not url.isascii():
        return "This is no address of a file."
    return "No user and password may stand in the address." if "@" in parts.netloc else None

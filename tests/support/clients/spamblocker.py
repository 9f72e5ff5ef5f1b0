"""What the Android app SpamBlocker 5.13 does with its presets, as read in its sources (github.com/aj3423/SpamBlocker).

One function here is one class or function there, named beside it. Requests are written byte for byte as Android's
`HttpURLConnection` writes them; answers are read as the app reads them.
"""

import hashlib
import json
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import phonenumbers

AGENT = "SpamBlocker/5.13"
_CC = re.compile(r"^([17]|2[07]|3[0123469]|4[013456789]|5[12345678]|6[0123456]|8[1246]|9[0123458]|\d{3})\d*?(\d{4,6})$")
ACTIONS: Mapping[str, Mapping[str, type]] = {
    "ParseIncomingNumber": {"numberFilter": str, "forwardType": int},
    "HttpDownload": {"method": int, "url": str, "header": str, "body": str},
    "ParseQueryResult": {"negativeSig": str, "positiveSig": str, "categorySig": str, "commentSig": str},
    "FilterSpamResult": {},
    "CategoryConfig": {"map": dict},
    "ImportToSpamDB": {"importReason": str},
    "LoadBotTag": {"tagName": str, "defaultValue": str},
    "GenerateTag": {"tagName": str, "parseType": int, "xpath": str},
    "ParseXML": {"xpath": str},
    "SaveBotTag": {"tagName": str},
}
"""`@SerialName` of each action and the fields that it may have (`Actions1.kt` to `Actions3.kt`)."""


def imported(text: str) -> dict[str, Any]:
    """`BotJson.decodeFromString`: unknown classes and wrong types fail, unknown keys are ignored."""
    preset: dict[str, Any] = json.loads(text)
    for action in preset["actions"]:
        known = ACTIONS[action["type"]]
        for name, value in action.items():
            assert name == "type" or type(value) is known[name], (action["type"], name)
    return preset


def cleared(number: str) -> str:
    """`Util.clearNumber`."""
    if re.search("[A-Za-z]", number):
        return number
    return re.sub(r"[-+ ()]", "", number.lstrip("0"))


def _method(action: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", action).lower()


def _sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


def unescaped(text: str) -> str:
    """`String.unescapeUnicode`."""
    return re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)


@dataclass
class App:
    """The app on one phone: `region_code` is the country code of its network."""

    server: str
    region_code: str = "86"
    spam_db: set[str] = field(default_factory=set)
    saved_tags: dict[str, str] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)

    def run(self, preset: Mapping[str, Any], raw: str = "", **tags: str) -> "Run":
        """`List<IAction>.executeAll`: until an action fails."""
        run = Run(self, raw, tags)
        run.done = all(getattr(run, _method(action["type"]))(action) for action in preset["actions"])
        return run

    def knows(self, raw: str) -> bool:
        """`Checker.SpamDB`: whether the number is in the app's own database."""
        forms = {raw, cleared(raw), f"{self.region_code}{raw}", f"+{self.region_code}{raw}"}
        return bool(forms & self.spam_db)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> tuple[int, bytes]:
        """`asyncHttpRequest` in `Http.kt`; without a Content-Type of the app's, Android says that a POST is a form."""
        address = urlsplit(url)
        lines = [f"{method} {address.path}{'?' + address.query if address.query else ''} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        lines += [f"User-Agent: {AGENT}"]
        if body is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        lines += [f"Host: {address.netloc}", "Connection: close", "Accept-Encoding: gzip", "", ""]
        request = "\r\n".join(lines).encode() + (body or b"")
        self.requests.append(request)
        host, _, port = address.netloc.partition(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(request)
            head, _, content = connection.makefile("rb").read().partition(b"\r\n\r\n")
        if b"transfer-encoding: chunked" in head.lower():
            content = _unchunked(content)
        self.answers.append(content)
        return int(head.split()[1]), content


def _unchunked(content: bytes) -> bytes:
    whole = b""
    while content:
        size, _, content = content.partition(b"\r\n")
        length = int(size, 16)
        whole, content = whole + content[:length], content[length + 2 :]
    return whole


@dataclass
class Run:
    """One run of a preset: `ActionContext`."""

    app: App
    raw: str
    tags: dict[str, str]
    cc: str = ""
    domestic: str = ""
    full: str | None = None
    custom: dict[str, str] = field(default_factory=dict)
    output: Any = None
    done: bool = False
    status: int = 0
    is_spam: bool | None = None
    category: str | None = None
    comment: str | None = None

    def parse_incoming_number(self, action: Mapping[str, Any]) -> bool:
        """`InterceptCall`."""
        if not re.fullmatch(action["numberFilter"], self.raw):
            return False
        number = cleared(self.raw)
        if "&" in number and action["forwardType"]:
            number = number.split("&")[-1 if action["forwardType"] == 1 else 0]
        if self.raw.startswith("+"):
            self.full, found = number, _CC.match(number)
            if found is None:
                return False
            self.cc, self.domestic = found[1], number[len(found[1]) :]
            return True
        self.cc, self.domestic = self.app.region_code, number
        if number.startswith(self.cc) and "&" not in number:
            rest = number.removeprefix(self.cc)
            parsed = phonenumbers.PhoneNumber(country_code=int(self.cc), national_number=int(rest or 0))
            if phonenumbers.is_valid_number(parsed):
                self.domestic = rest
        return True

    def _numbers(self, text: str) -> str:
        """`resolveNumberTag`."""
        for tag, value in (
            ("{cc}", self.cc),
            ("{domestic}", self.domestic),
            ("{number}", self.full or self.cc + self.domestic),
            ("{raw_number}", self.raw.replace(" ", "")),
        ):
            text = text.replace(tag, value)
        return text

    def _comments(self, text: str) -> str:
        return text.replace("{category}", self.tags.get("real", "")).replace("{comment}", self.tags.get("comment", ""))

    def _customized(self, text: str) -> str:
        """`resolveCustomTag`."""
        for name, value in self.custom.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def _url(self, url: str) -> str:
        text = self._comments(self._numbers(url))
        text = re.sub(r"\{drop_last\((.*?),\s*(\d+)\)\}", lambda f: f[1][: max(0, len(f[1]) - int(f[2]))], text)
        text = re.sub(
            r"\{sha1\((.*?)\)\}", lambda f: hashlib.sha1(f[1].encode(), usedforsecurity=False).hexdigest().upper(), text
        )
        return self._customized(text)

    def http_download(self, action: Mapping[str, Any]) -> bool:
        """`HttpRequest`."""
        headers = {}
        for line in filter(str.strip, action["header"].splitlines()):
            resolved = re.sub(r"\{bearer_auth\((.+?)\)\}", r"Authorization: Bearer \1", line)
            name, value = (part.strip() for part in resolved.split(":"))
            headers[name] = value
        method = ("GET", "POST")[action.get("method", 0)]
        body = self._customized(self._comments(self._numbers(action.get("body", "")))).encode()
        sent = body if method == "POST" else None
        self.status, self.output = self.app.send(method, self._url(action["url"]), headers, sent)
        return 200 <= self.status <= 299

    def parse_query_result(self, action: Mapping[str, Any]) -> bool:
        text = unescaped(self.output.decode())
        if action.get("negativeSig") and re.search(action["negativeSig"], text):
            self.is_spam = True
        elif action.get("positiveSig") and re.search(action["positiveSig"], text):
            self.is_spam = False
        if self.is_spam is not None:
            found = re.finditer(action.get("categorySig") or "(?!)", text)
            self.category = " | ".join(next(filter(None, one.groups()), "") for one in found)
            comment = re.search(action.get("commentSig") or "(?!)", text)
            self.comment = comment[1] if comment else None
        return True

    def filter_spam_result(self, _action: Mapping[str, Any]) -> bool:
        self.output = [self.raw] if self.is_spam else []
        return True

    def import_to_spam_db(self, _action: Mapping[str, Any]) -> bool:
        self.app.spam_db.update(self.output)
        return True

    def category_config(self, action: Mapping[str, Any]) -> bool:
        self.tags["real"] = action["map"].get(self.tags["category"], "")
        return bool(self.tags["real"])

    def load_bot_tag(self, action: Mapping[str, Any]) -> bool:
        self.custom[action["tagName"]] = self.app.saved_tags.get(action["tagName"], action["defaultValue"])
        return True

    def generate_tag(self, action: Mapping[str, Any]) -> bool:
        """With XPath; an answer that is no XML leaves the tag as it was."""
        assert (action["parseType"], action["xpath"]) == (1, "/blocklist/@version")
        root = ET.fromstring(self.output)  # noqa: S314 - our own server's
        self.custom[action["tagName"]] = root.get("version", "") if root.tag == "blocklist" else ""
        return True

    def parse_xml(self, action: Mapping[str, Any]) -> bool:
        """With XPath: numbers are compared as numbers."""
        assert action["xpath"] == "//phone-info[@votes > 4]/@phone"
        root = ET.fromstring(self.output)  # noqa: S314 - our own server's
        found = [one for one in root.iter("phone-info") if float(one.get("votes", "nan")) > 4]
        self.output = [phone for one in found if (phone := one.get("phone")) is not None]
        return True

    def save_bot_tag(self, action: Mapping[str, Any]) -> bool:
        self.app.saved_tags[action["tagName"]] = self.custom[action["tagName"]]
        return True

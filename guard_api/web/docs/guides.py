"""The guides as pages: Markdown as it ships, made readable; nothing is loaded from elsewhere."""

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FOLDER, _SUFFIX = "guard_api.guides", ".md"


def _titles() -> Mapping[str, str]:
    """Return the title of every guide by its name."""
    found = sorted(file.name for file in files(_FOLDER).iterdir() if file.name.endswith(_SUFFIX))
    return {name.removesuffix(_SUFFIX): _markdown(name).partition("\n")[0].lstrip("# ") for name in found}


def _markdown(name: str) -> str:
    return (files(_FOLDER) / name).read_text("utf-8")


GUIDES = _titles()
PICTURES = sorted(file.name for file in files(_FOLDER).iterdir() if file.name.endswith(".png"))
"""What guides show."""


@cache
def guide_page(name: str) -> bytes:
    """Return a guide of `GUIDES` as HTML."""
    parser = _parser()
    tokens = parser.parse(_markdown(f"{name}{_SUFFIX}"))
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", re.sub(r"[^\w-]", "", following.content.lower().replace(" ", "-")))
        for inner in token.children or ():
            _lead_on(inner)
    body = parser.renderer.render(tokens, parser.options, {})
    others = " · ".join(f'<a href="{other}">{escape(other)}</a>' for other in GUIDES)
    return _PAGE.format(title=escape(GUIDES[name]), others=others, body=body).encode()


def _lead_on(token: "Token") -> None:
    """Have links between guides lead from page to page."""
    target = str(token.attrGet("href") or "")
    page, mark, place = target.partition("#")
    if token.type == "link_open" and page.endswith(_SUFFIX) and "/" not in page:
        token.attrSet("href", page.removesuffix(_SUFFIX) + mark + place)


@cache
def _parser() -> "MarkdownIt":
    # Most processes never show a guide: they need not load what reads them.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark").enable("table")


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - guard_api</title>
<link rel="stylesheet" href="guide.css">
</head>
<body>
<nav><a href="../docs">API</a> · {others}</nav>
<main>
{body}</main>
</body>
</html>
"""

"""The import wizard's first two steps: a file or pasted lines, and how they are to be read."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import IO

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.imports.import_lists import enqueue_kept, keep_upload
from guard_api.actions.imports.look_at_file import Look, has_columns, look_at
from guard_api.errors import Invalid
from guard_api.lists.files.cells.cells import LONGEST_NAME
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import columns_of
from guard_api.lists.files.preview import Preview
from guard_api.lists.safe_text import cleaned
from guard_api.ports.people.people import Role
from guard_api.presenters.lists.reasons import reason_text
from guard_api.web.console.forms.imports import FIELDS, FileForm, form_of, order_of
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import explained, leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("import_files", __name__)
_READ = 256 * 1024
MOST_BYTES = 4 << 30
"""Of a file: as the proxies' examples have it, for files that are sent to the API."""
_BY_ENDING = {f".{form.ending}": form for form in (Format.JSONL, Format.XLSX, Format.XLS, Format.ODS)}
_BY_ENDING |= {".xlsm": Format.XLSX, ".ndjson": Format.JSONL, ".et": Format.XLS, ".hosts": Format.HOSTS}


@screen.get("/imports/new")
@needs(Role.EDITOR)
def new() -> ResponseReturnValue:
    """Ask for a file, or for lines."""
    return page("import_new.html", list=request.args.get("list", "block"), error="")


@screen.post("/imports/new")
@needs(Role.EDITOR, max_bytes=MOST_BYTES)
def send() -> ResponseReturnValue:
    """Keep what was sent, and go on to how it is read."""
    file, text = request.files.get("file"), request.form.get("text", "")
    target = request.form.get("list", "block")
    if file is not None and file.filename:
        name = cleaned(PurePath(file.filename.replace("\\", "/")).name)[-LONGEST_NAME:]
        chunks: Iterator[bytes] = _pieces(file.stream)
    elif text.strip():
        name, chunks = "", iter([text.encode("utf-8", "replace")])
    else:
        return page("import_new.html", 422, list=target, error=visit().texts.get("console.imports.nothing_sent"))
    upload = keep_upload(visit().services, chunks)
    form = _BY_ENDING.get(PurePath(name).suffix.lower(), Format.CSV)
    return leave_to(url_for("console.import_files.look", upload=upload, file=name, format=form, list=target))


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_READ):
        yield chunk


@screen.get("/imports/new/<upload>")
@needs(Role.EDITOR)
def look(upload: str) -> ResponseReturnValue:
    """Show how a file begins and what it seems to be, and let that be changed."""
    return _shown(upload, form_of(request.args), "")


@screen.post("/imports/new/<upload>")
@needs(Role.EDITOR)
def check(upload: str) -> ResponseReturnValue:
    """Show it anew as it is to be read, or try what it comes to."""
    form = form_of(request.form)
    if request.form.get("do") == "look":
        return leave_to(url_for("console.import_files.look", upload=upload, **form.as_query()))
    try:
        order = order_of(form, visit().services, visit().author(form.why))
    except Invalid as error:
        return _shown(upload, form, f"{explained(error)} {error.detail}")
    return leave_to(url_for("console.imports.one", name=enqueue_kept(visit().services, upload, order)))


def _shown(upload: str, form: FileForm, error: str) -> ResponseReturnValue:
    seen, fault = Look(Preview((), None), 0), ""
    try:
        seen = look_at(visit().services, upload, form.format, form.list.subject, how=(form.charset, form.sheet))
    except Invalid as invalid:
        fault = reason_text(visit().texts, invalid.detail)
    if seen.preview.fault:
        fault = reason_text(visit().texts, seen.preview.fault)
    guessed = form.guessed(seen.preview.layout)
    context: dict[str, object] = {
        "upload": upload,
        "form": guessed,
        "seen": seen,
        "fault": fault,
        "error": error,
        "fields": FIELDS,
    }
    context["sheets"] = [(name, name) for name in seen.sheets]
    columns = columns_of(form.list.subject)
    return page(
        "import_file.html", 422 if error else 200, **context, known=columns, has_columns=has_columns(form.format)
    )

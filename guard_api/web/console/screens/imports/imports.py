"""Imports: all of them, and one by itself, from its dry run to its undoing."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.imports import import_queue, look_at_file
from guard_api.actions.imports.import_lists import import_checked
from guard_api.actions.lists.edit import revert_import
from guard_api.actions.lists.history import find_change
from guard_api.actions.people.carry_out import IMPORT
from guard_api.actions.people.second_person import needs_second, propose, propose_undo
from guard_api.errors import Conflict, Forbidden
from guard_api.lists.files.formats import Format
from guard_api.ports.imports.imports import Import, ImportState, Mode
from guard_api.ports.people.people import Role
from guard_api.presenters.lists.reasons import reason_text
from guard_api.web.console.forms.imports import form_of_order
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, leave_waiting, page
from guard_api.web.console.visit import visit

screen = Blueprint("imports", __name__)
_PAGE = 50
_SHOWN = 20
"""Rejected rows that are shown; all of them are in the file that can be saved."""
_UNFINISHED = frozenset({ImportState.QUEUED, ImportState.RUNNING})


@screen.get("/imports")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """List all imports, the newest first."""
    found = import_queue.list_imports(visit().services, request.args.get("after") or None, _PAGE)
    return page("imports.html", jobs=found.items, next=found.next, is_unfinished=is_unfinished, reason=_reason)


@screen.get("/imports/<name>")
@needs(Role.VIEWER)
def one(name: str) -> ResponseReturnValue:
    """Show one import: how far it is, what it comes to, and what can be done with it."""
    return page("import.html", **_of(name))


@screen.get("/imports/<name>/progress")
@needs(Role.VIEWER)
def progress(name: str) -> ResponseReturnValue:
    """Show how far it is, for a page that asks again and again; once it is at its end, have that page load anew."""
    context = _of(name)
    answer = page("import_progress.html", **context)
    if not is_unfinished(context["job"]):
        answer.headers["HX-Refresh"] = "true"
    return answer


@screen.get("/imports/<name>/rejected.xlsx")
@needs(Role.EDITOR)
def rejected(name: str) -> ResponseReturnValue:
    """Save the rows that were left out, as they stand in the file, each with the reason."""
    current = visit()
    heading = [current.texts.get("console.imports.line"), current.texts.get("console.imports.reason")]
    content = look_at_file.as_workbook(current.services, _in_language(name, heading))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'rejected-{name}.xlsx')}"}
    return Response(stream_with_context(content), mimetype=Format.XLSX.media, headers=headers)


def _in_language(name: str, heading: list[str]) -> Iterator[list[str]]:
    for number, (line, reason, *cells) in enumerate(look_at_file.rejected_rows(visit().services, name)):
        yield [*heading, *cells] if number == 0 else [line, _reason(reason), *cells]


@screen.post("/imports/<name>/import")
@needs(Role.EDITOR)
def bring(name: str) -> ResponseReturnValue:
    """Import what a dry run has read, where one person who may edit is enough."""
    job = import_queue.show_import(visit().services, name)
    if takes_publisher(job) and not visit().may(Role.PUBLISHER):
        raise Forbidden("Imports that are large, or that replace, are for publishers.")
    if takes_away(job):
        raise Conflict("What takes entries off is confirmed first.")
    return _begin(name)


@screen.post("/imports/<name>/replace")
@needs(Role.PUBLISHER, step_up=True)
def replace(name: str) -> ResponseReturnValue:
    """Import what takes entries off: by who has proved lately who they are, and a second person if it is much."""
    current, job = visit(), import_queue.show_import(visit().services, name)
    if not needs_second(current.services, job.tally.removed):
        return _begin(name)
    about = f"{job.order.list}, {job.order.mode}: {job.order.defaults.source or job.order.file}"
    arguments = {"import_id": name, "about": about}
    propose(current.services, IMPORT, arguments, job.tally.removed, current.author(_why(job.order.author.why)))
    return _proposed()


def _proposed() -> ResponseReturnValue:
    return leave_waiting("console.imports.proposed", url_for("console.imports.show"))


def _begin(name: str) -> ResponseReturnValue:
    current = visit()
    job = import_queue.show_import(current.services, name)
    done = import_checked(current.services, name, current.author(_why(job.order.author.why)))
    return leave_to(url_for("console.imports.one", name=done))


@screen.post("/imports/<name>/stop")
@needs(Role.EDITOR)
def stop(name: str) -> ResponseReturnValue:
    """Stop an import that waits or runs."""
    current = visit()
    _check_whose(import_queue.show_import(current.services, name))
    import_queue.stop_import(current.services, name, current.author())
    flash(current.texts.get("console.imports.stopping"), "good")
    return leave_to(url_for("console.imports.one", name=name))


@screen.post("/imports/<name>/undo")
@needs(Role.EDITOR)
def undo(name: str) -> ResponseReturnValue:
    """Take an import back, as a whole."""
    current = visit()
    job = import_queue.show_import(current.services, name)
    _check_whose(job)
    author = current.author(_why(""))
    if job.revision and propose_undo(current.services, find_change(current.services, job.revision), author):
        return _proposed()
    done = revert_import(current.services, name, author)
    return leave_to(url_for("console.imports.one", name=done))


def _check_whose(job: Import) -> None:
    if job.order.author.who != visit().author().who and not visit().may(Role.PUBLISHER):
        raise Forbidden("This is another person's import: it is for publishers.")


def takes_away(job: Import) -> bool:
    """Say whether entries are taken off."""
    return job.order.mode is not Mode.ADD


def takes_publisher(job: Import) -> bool:
    """Say whether an editor may not import it."""
    return takes_away(job) or job.tally.rows > visit().services.console.small_import


def is_unfinished(job: Import) -> bool:
    """Say whether it waits or runs."""
    return job.state in _UNFINISHED


def _why(default: str) -> str:
    return request.form.get("why", "") or default


def _reason(reason: str) -> str:
    return reason_text(visit().texts, reason)


def _of(name: str) -> dict[str, Any]:
    report = import_queue.report_import(visit().services, name)
    job = report.job
    mine = job.order.author.who == visit().author().who
    return {
        "job": job,
        "errors": report.errors[:_SHOWN],
        "unfinished": is_unfinished(job),
        "percent": min(100 * job.bytes_read // job.bytes, 99) if job.bytes else 0,
        "takes_publisher": takes_publisher(job),
        "takes_away": takes_away(job),
        "needs_second": needs_second(visit().services, job.tally.removed),
        "may_touch": visit().may(Role.PUBLISHER) or (mine and visit().may(Role.EDITOR)),
        "query": form_of_order(job.order).as_query(),
        "reason": _reason,
    }

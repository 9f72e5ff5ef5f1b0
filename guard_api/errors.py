"""Everything that can go wrong on purpose, in one tree; each leaf knows its HTTP status.

GuardError
|-- BadConfiguration        the environment holds values that cannot be; the start stops
|-- BadList                 a reference list that cannot be loaded, with the line
|-- BadBackup               a file that is no whole backup, or of a newer version
|-- FetchFailed             a file on the web that did not come
|-- Stopped                 a job that somebody has stopped
|-- StoreUnavailable  503   the database is locked, full, read-only or broken
|   `-- NotReady              the same, found by a look whose finding is in the log already
`-- Refused                 a request that is answered with problem+json
    |-- BadRequest      400   no request as HTTP has them
    |-- Malformed       400   the body is no JSON, or did not arrive
    |-- Unauthorized    401   no key, or one that is unknown or revoked
    |-- Forbidden       403   a key without the scope
    |   `-- WrongCode         an enrolment code that opens nothing
    |-- NotFound        404
    |-- Conflict        409   an entry that exists, or would cover an official or allowed number
    |-- Gone            410   a sync cursor that is too old or unknown
    |-- LengthRequired  411   an upload of which nobody could tell whether it is whole
    |-- TooLarge        413
    |-- NotJson         415
    |-- Invalid         422   a value of the wrong type, with the fields named
    `-- TooMany         429   more requests than a key or address may send
"""

from collections.abc import Mapping, Sequence


class GuardError(Exception):
    """Root of the tree."""


class BadConfiguration(GuardError):
    """Names every bad variable at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep the faults, one a line."""
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class BadList(GuardError):
    """A reference list holds what cannot be; nothing was loaded."""


class BadBackup(GuardError):
    """A file that cannot be restored, and why not."""


class Stopped(GuardError):
    """A job was stopped by a person; the text says by whom."""


class FetchFailed(GuardError):
    """A file could not be fetched from where it lies; the text says why."""


class StoreUnavailable(GuardError):
    """The store could not do what it was asked; nothing was half done."""


class NotReady(StoreUnavailable):
    """The store is not well, as the log has it since it is so: whoever asks again and again adds nothing to it."""


class Refused(GuardError):
    """A request that is refused. `errors` maps a field to what is wrong with it."""

    status = 400
    title = "Bad request"

    def __init__(self, detail: str, errors: Mapping[str, Sequence[str]] | None = None) -> None:
        """Say in one sentence what the caller can do about it."""
        super().__init__(detail)
        self.detail = detail
        self.errors = dict(errors or {})


class BadRequest(Refused):
    """No request as HTTP has them."""


class Malformed(Refused):
    """The body is no JSON, or did not arrive."""

    title = "Malformed JSON"


class Unauthorized(Refused):
    """No key, or one that is not known."""

    status = 401
    title = "Unauthorized"


class Forbidden(Refused):
    """Known, but not allowed."""

    status = 403
    title = "Forbidden"


class WrongCode(Forbidden):
    """An enrolment code that opens nothing."""

    def __init__(self) -> None:
        """Do not say why: codes are not to be guessed."""
        super().__init__("This enrolment code is wrong, expired or used up. Ask for a new one.")


class NotFound(Refused):
    """No such thing."""

    status = 404
    title = "Not found"


class Conflict(Refused):
    """What is asked for contradicts what is there; `errors` names it."""

    status = 409
    title = "Conflict"


class Gone(Refused):
    """It was there once: start anew."""

    status = 410
    title = "Gone"


class LengthRequired(Refused):
    """Without its length, half an upload looks like a whole one."""

    status = 411
    title = "Length required"


class TooLarge(Refused):
    """The body is larger than the server reads."""

    status = 413
    title = "Content too large"


class NotJson(Refused):
    """The body is declared to be something else."""

    status = 415
    title = "Unsupported media type"


class Invalid(Refused):
    """Values of the wrong type."""

    status = 422
    title = "Unprocessable content"


class TooMany(Refused):
    """More requests than a key or an address may send."""

    status = 429
    title = "Too many requests"

    def __init__(self, detail: str, seconds: int) -> None:
        """Say for how many seconds to wait until there may be one more."""
        super().__init__(detail)
        self.seconds = seconds

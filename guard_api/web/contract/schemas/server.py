"""What the server says of itself."""

from marshmallow import Schema, fields

from guard_api.web.contract.fields import doc


class StatusOut(Schema):
    """Whether the server is well."""

    status = fields.String(required=True, metadata=doc("`ok`: the process lives. `ready`: the database answers, too."))


class ReadyOut(StatusOut):
    """That the server is ready, from lists of what age, and what it has to do without."""

    impaired = fields.List(
        fields.String(),
        required=True,
        metadata=doc("What answers have to do without now, `degraded`, or soon; empty: nothing. For operators."),
    )
    copy_age_seconds = fields.Float(
        metadata=doc(
            "Of a node with a copy of a record on PostgreSQL: how long ago the copy was known to be the newest. "
            "Above `GUARD_BEHIND_SECONDS`, answers say `degraded`."
        )
    )


class AliveOut(StatusOut):
    """That the server lives, and which one it is."""

    version = fields.String(required=True, metadata=doc("The version of the program, such as `0.2.0`."))


class HomeOut(Schema):
    """Where to go from here, relative to this address."""

    docs = fields.String(required=True, metadata=doc("The page on which every route is described."))
    openapi = fields.String(required=True, metadata=doc("The same for programs: an OpenAPI document."))
    guide = fields.String(required=True, metadata=doc("How an Android app uses this server."))

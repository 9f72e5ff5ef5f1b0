"""What admins ask of keys."""

from guard_api.ports import Scope
from guard_api.web.fields import Name, one_of
from guard_api.web.list_schemas import PageQuery
from guard_api.web.schemas import NUMBER


class KeysQuery(PageQuery):
    """Which keys."""

    scope = one_of(Scope)
    q = Name(NUMBER)

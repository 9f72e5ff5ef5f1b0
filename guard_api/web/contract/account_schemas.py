"""What admins ask of keys."""

from guard_api.ports import Scope
from guard_api.web.contract.check_schemas import NUMBER
from guard_api.web.contract.fields import ShortText, one_of
from guard_api.web.contract.list_schemas import PageQuery


class KeysQuery(PageQuery):
    """Which keys."""

    scope = one_of(Scope)
    q = ShortText(NUMBER)

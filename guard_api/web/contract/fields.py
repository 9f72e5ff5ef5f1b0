"""Schema fields: strict about types, patient with whatever a scammer may put into them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError, fields
from marshmallow.validate import Length, Range

from guard_api.actions.checks.observing.phone_clock import in_utc
from guard_api.lists.files.cells.until import NoMoment, read_since, read_until
from guard_api.lists.safe_text import is_harmless

_Choice = TypeVar("_Choice", bound=StrEnum)
_SHOWN = 40
MAX_ITEMS = 20
"""Links, texts, apps and changes that are looked at in one check; the newest, which come last."""


class UntrustedText(fields.String):
    """Text that somebody else chose: any string goes, cut at `limit` characters."""

    def __init__(self, limit: int, **options: object) -> None:
        """None is allowed: it means unknown."""
        super().__init__(allow_none=True, **options)  # type: ignore[arg-type]
        self.limit = limit

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return value[: self.limit]


class ShortText(fields.String):
    """Text that an app or an admin chose: short, with nothing invisible in it."""

    def __init__(self, limit: int = 128, **options: object) -> None:
        """Refuse what is longer than `limit`."""
        super().__init__(validate=Length(max=limit), **options)  # type: ignore[arg-type]

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if not is_harmless(value):
            raise ValidationError("Must not hold control or invisible characters.")
        return value


class LenientEnum(fields.String):
    """One of a few words. A newer phone may know more of them: what is not known here means unknown."""

    def __init__(self, words: type[StrEnum], **options: object) -> None:
        """None is allowed."""
        super().__init__(allow_none=True, **options)  # type: ignore[arg-type]
        self.words = words

    def _deserialize(  # type: ignore[override] # an unknown word is None
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object
    ) -> StrEnum | None:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return self.words(value)
        except ValueError:
            return None


class StrictBool(fields.Boolean):
    """A JSON boolean, nothing that merely looks like one; None means unknown."""

    def __init__(self, **options: object) -> None:
        """None is allowed."""
        super().__init__(allow_none=True, **options)  # type: ignore[arg-type]

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class StrictInteger(fields.Integer):
    """A whole number, never a text. JSON Schema, and many a client, takes 5.0 for one."""

    def __init__(self, **options: object) -> None:
        """Refuse fractions."""
        super().__init__(strict=True, **options)  # type: ignore[arg-type]

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object) -> int:
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        if not isinstance(whole, int) or isinstance(whole, bool):
            raise self.make_error("invalid", input=value)
        return whole


class UtcDateTime(fields.AwareDateTime):
    """An RFC 3339 time with its offset, given in UTC."""

    def __init__(self, **options: object) -> None:
        """None is allowed."""
        super().__init__(format="iso", allow_none=True, **options)  # type: ignore[arg-type]

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **options: object
    ) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        # RFC 3339 writes `t` and `z` in either case; marshmallow reads only one of them.
        return in_utc(super()._deserialize(value.upper(), attr, data, **options))


class Until(UtcDateTime):
    """Until when something counts: a moment, or a day, which counts to its end in UTC, as in files of lists."""

    read = staticmethod(read_until)

    def _deserialize(self, value: object, attr: str | None, data: Mapping[str, object] | None, **_: object) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        try:
            return self.read(value)
        except NoMoment as error:
            raise ValidationError(f"It {error} {value[:_SHOWN]!r}.") from None


class Since(Until):
    """Since when: a moment, or a day, which counts from its beginning in UTC."""

    read = staticmethod(read_since)


class TextOrObject(fields.Nested):
    """A text, or an object that says more."""

    def __init__(self, text: UntrustedText, schema: Schema) -> None:
        """Take either of both."""
        super().__init__(schema, allow_none=True)
        self.text = text

    def _deserialize(  # type: ignore[override] # the options are passed on
        self,
        value: object,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,  # noqa: ANN401 - as marshmallow has it
    ) -> Any:  # noqa: ANN401 - the same
        if isinstance(value, Mapping):
            return super()._deserialize(value, attr, data, **options)
        return self.text.deserialize(value, attr, data)


class LastItems(fields.List[Any]):
    """A list of which the last ones are read, `MAX_ITEMS` by default; None means unknown."""

    def __init__(self, inner: fields.Field[Any], most: int = MAX_ITEMS, **options: object) -> None:
        """None is allowed."""
        super().__init__(inner, allow_none=True, **options)  # type: ignore[arg-type]
        self.most = most

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, object] | None, **options: object
    ) -> list[Any]:
        kept = value[-self.most :] if isinstance(value, list) else value
        return super()._deserialize(kept, attr, data, **options)


def doc(meaning: str, words: Iterable[StrEnum] | Mapping[str, str] = ()) -> dict[str, object]:
    """Give the metadata of a field of an answer: what it means, and the words that it holds, or what they mean."""
    return {"description": meaning, "words": words}


def page_limit(most: int, default: int) -> fields.Integer:
    """Make the field for how much a page holds."""
    return fields.Integer(validate=Range(1, most), load_default=default)


def one_of(words: type[_Choice], **options: object) -> fields.Enum[_Choice]:
    """Make a field that takes one of a few words, and no other."""
    return fields.Enum(words, by_value=True, **options)  # type: ignore[arg-type] # marshmallow's options

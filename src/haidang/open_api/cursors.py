"""Where a list was broken off, as a text that only this house can have made."""

from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from haidang.platform.errors import Refused


class CursorNotFound(Refused):
    """A text that no page of the list has given out."""

    code = "cursor-not-found"


def written(plain: Any, *, of: str) -> str:
    """`plain` as a cursor of the list `of`."""
    return signing.dumps(plain, salt=f"open_api.{of}", compress=True)


def read(cursor: str, *, of: str) -> Any:
    """What `written` was given; None for none. Raises CursorNotFound for a text that is no cursor of that list."""
    if not cursor:
        return None
    try:
        return signing.loads(cursor, salt=f"open_api.{of}")
    except signing.BadSignature as error:
        words = _("Con trỏ này không phải do hệ thống cấp. Hãy bắt đầu lại không kèm con trỏ.")
        raise CursorNotFound(words, field="cursor") from error

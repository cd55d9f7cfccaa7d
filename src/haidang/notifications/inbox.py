"""A person's letters: listed, counted, read. Reading is kept in the row and in no journal."""

from datetime import datetime

from django.db.models import QuerySet

from haidang.identity.api import User
from haidang.notifications.models import Letter


def _of(user: User) -> QuerySet[Letter]:
    return Letter.objects.filter(user=user, is_hidden=False)


def letters(user: User, *, limit: int, offset: int = 0) -> list[Letter]:
    """A page of the letters of `user`, newest first."""
    return list(_of(user).order_by("-told_at", "-pk")[offset : offset + limit])


def letter_count(user: User) -> int:
    """How many letters `user` has."""
    return _of(user).count()


def unread(user: User) -> int:
    """How many letters `user` has not read."""
    return _of(user).filter(read_at__isnull=True).count()


def mark_read(user: User, *, now: datetime, letter_id: int | None = None) -> int:
    """Marks one letter of `user`, or all, as read; returns how many. Doing it again changes nothing."""
    rows = _of(user).filter(read_at__isnull=True)
    return (rows if letter_id is None else rows.filter(pk=letter_id)).update(read_at=now)

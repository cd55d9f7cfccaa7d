"""Notices inside the house: raised once for each person and matter, put off by quiet hours, listed, read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.notifications import api as notifications
from haidang.notifications.api import Quiet
from haidang.platform import clock, journal
from haidang.platform.acts import once, write
from haidang.steering.acts import Order
from haidang.steering.errors import Invalid
from haidang.steering.labels import NOTICE_LABELS
from haidang.steering.models import Directive
from haidang.steering.notice_tables import AttentionRule, Notice, QuietHours

_TITLE_LIMIT = 300
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told: `dedupe` names the matter, told to the same person once."""

    kind: str
    dedupe: str
    title: str
    text: str = ""
    subject_kind: str = "none"
    subject_key: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    rule: AttentionRule | None = None


def about(directive: Directive, kind: str, dedupe: str, title: str, text: str = "") -> Message:
    """A message about a directive."""
    return Message(kind, f"directive:{directive.pk}:{dedupe}", title, text, "directive", str(directive.pk))


def tell(people: Iterable[User], message: Message, *, now: datetime) -> int:
    """Raises the notice for each of them who has not had it; returns for how many."""
    return tell_all([(user, message) for user in people], now=now)


def tell_all(told: Sequence[tuple[User, Message]], *, now: datetime) -> int:
    """Raises each notice for its person unless he has had it; returns how many are new. Few queries for many."""
    wanted = {(user.pk, message.dedupe): message for user, message in told}
    users = sorted({user_id for user_id, _dedupe in wanted})
    had = set[tuple[int, str]]()
    dedupes = sorted({dedupe for _user, dedupe in wanted})
    for first in range(0, len(dedupes), _BATCH):
        rows = Notice.objects.filter(user__in=users, dedupe__in=dedupes[first : first + _BATCH])
        had |= set(rows.values_list("user_id", "dedupe"))
    quiet = quiet_hours_of(users)
    local = clock.local(now)
    fresh = [
        _notice(user_id, message, raised_at=now, shown_from=quiet[user_id].shown_from(local))
        for (user_id, dedupe), message in wanted.items()
        if (user_id, dedupe) not in had
    ]
    # Two workers may come to the same moment: the row that is already there stays.
    Notice.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=_BATCH)
    notifications.push(_push(notice) for notice in fresh)
    return len(fresh)


def _push(notice: Notice) -> notifications.Push:
    """What a locked screen may show of a notice: its kind, not what or whom it is about."""
    label = NOTICE_LABELS[notice.kind]
    body = _("Mở ứng dụng Điều hành công việc để xem.")
    return notifications.Push(notice.user_id, notice.dedupe, str(label), str(body), notice.shown_from)


def _notice(user_id: int, message: Message, *, raised_at: datetime, shown_from: datetime) -> Notice:
    return Notice(
        user_id=user_id,
        kind=message.kind,
        dedupe=message.dedupe,
        title=message.title[:_TITLE_LIMIT],
        text=message.text,
        subject_kind=message.subject_kind,
        subject_key=message.subject_key,
        data=dict(message.data),
        rule=message.rule,
        rule_version=message.rule.version if message.rule else None,
        raised_at=raised_at,
        shown_from=shown_from,
    )


def quiet_hours_of(user_ids: Iterable[int]) -> dict[int, Quiet]:
    """The quiet hours of each: his own, else the installation's."""
    starts, ends = (time.fromisoformat(text) for text in settings.QUIET_HOURS)
    own = {row.user_id: Quiet(row.starts, row.ends) for row in QuietHours.objects.filter(user__in=list(user_ids))}
    return {user_id: own.get(user_id, Quiet(starts, ends)) for user_id in user_ids}


def shown_to(user: User, *, now: datetime, limit: int, offset: int = 0, kind: str = "") -> tuple[list[Notice], int]:
    """A page of the notices that `user` may see by now, newest first, and how many there are in all."""
    rows = Notice.objects.filter(user=user, shown_from__lte=now)
    if kind in NOTICE_LABELS:
        rows = rows.filter(kind=kind)
    return list(rows.order_by("-shown_from", "-id").select_related("rule")[offset : offset + limit]), rows.count()


def unread(user: User, *, now: datetime) -> int:
    """How many notices `user` has not read."""
    return Notice.objects.filter(user=user, shown_from__lte=now, read_at__isnull=True).count()


def mark_read(user: User, *, now: datetime, notice_id: int | None = None) -> int:
    """Marks one notice of `user`, or all that are shown, as read; returns how many. Doing it again changes nothing.

    That somebody has read is no act of steering: it is kept in the row and in no journal.
    """
    which = Q(pk=notice_id) if notice_id is not None else Q()
    return Notice.objects.filter(which, user=user, shown_from__lte=now, read_at__isnull=True).update(read_at=now)


def newest_digest(user: User, *, now: datetime) -> Notice | None:
    """The last morning digest of `user` that is shown by now."""
    return Notice.objects.filter(user=user, kind="digest", shown_from__lte=now).order_by("-shown_from").first()


def set_quiet_hours(*, starts: time, ends: time, actor: User, now: datetime, key: str) -> Quiet:
    """Sets the actor's own quiet hours; equal times: none. Raises Invalid, KeyReused."""
    if starts.second or ends.second:
        raise Invalid(_("Hãy nhập giờ và phút."), field="starts")
    content = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    order = Order("steering.quiet.set", actor, now, key, content)

    def act() -> dict[str, Any]:
        row = QuietHours.objects.select_for_update().filter(user=actor).first()
        if row is None:
            row = QuietHours(user=actor, starts=starts, ends=ends, head_hash=journal.GENESIS)
            row.save()
        row.starts, row.ends = starts, ends
        write(row, order, content)
        return content

    answer, _replayed = once(order, act)
    return Quiet(time.fromisoformat(answer["starts"]), time.fromisoformat(answer["ends"]))

"""What quiet hours have held back comes as one message for each channel and address, not as many at once."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from haidang.notifications import wording
from haidang.notifications.channels import Channel
from haidang.notifications.kinds import Kind, Placeholder, Text, kind_of, read_texts, register
from haidang.notifications.models import Delivery, State
from haidang.notifications.queue import delivery
from haidang.notifications.templates import Texts

KIND = "notifications.digest"


def declare() -> None:
    """Makes the digest a kind of message, so that its texts can be edited like others."""
    texts = json.loads((Path(__file__).parent / "digest.json").read_text())
    holds = (
        Placeholder("count", gettext_lazy("Số tin"), "3", limit=6, short=6),
        Placeholder("list", gettext_lazy("Tiêu đề của từng tin"), "Hồ sơ đã được tiếp nhận", limit=2_000, short=80),
    )
    register(Kind(KIND, gettext_lazy("Tin gộp sau giờ yên tĩnh"), holds, read_texts(texts), is_chosen=False))


def gather(*, now: datetime) -> int:
    """Puts messages together whose quiet hours are over, two or more of one person; returns how many were made."""
    waiting = Delivery.objects.filter(
        state=State.QUEUED, held=True, attempts=0, next_try_at__lte=now, user__isnull=False
    )
    by_way = waiting.values("user", "channel", "subscription").annotate(number=Count("pk")).filter(number__gt=1)
    made = 0
    for way in by_way.order_by("user", "channel", "subscription"):
        with transaction.atomic():
            # Locked and read again: another worker may have been faster.
            same = waiting.filter(user=way["user"], channel=way["channel"], subscription=way["subscription"])
            rows = list(same.select_for_update(of=("self",)).select_related("letter").order_by("pk"))
            made += sum(_gathered(part, now=now) for part in _by_address(rows) if len(part) > 1)
    return made


def _by_address(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    found = defaultdict[str, list[Delivery]](list)
    for row in rows:
        found[row.address].append(row)
    return list(found.values())


def _gathered(rows: Sequence[Delivery], *, now: datetime) -> int:
    """One message instead of `rows`; 0 where the channel has no text for it."""
    first, channel = rows[0], Channel(rows[0].channel)
    language = rows[-1].letter.language if rows[-1].letter else "vi"
    with override(language):
        said = _said(rows, channel, language)
    if said is None:
        return 0
    text, number = said
    row = delivery(
        once=f"digest:{first.pk}",
        user_id=first.user_id,
        subscription_id=first.subscription_id,
        channel=channel,
        kind=KIND,
        address=first.address,
        subject=text.subject,
        body=text.body,
        tag=f"digest:{first.pk}",
        template_number=number,
        made_at=now,
        next_try_at=now,
        expires_at=min(row.expires_at for row in rows),
    )
    Delivery.objects.bulk_create([row], ignore_conflicts=True)
    gathered = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    gathered.update(state=State.GATHERED, next_try_at=None, held=False, ended_at=now)
    return 1


def _said(rows: Sequence[Delivery], channel: Channel, language: str) -> tuple[Text, int] | None:
    if channel is Channel.PUSH:
        title = _("%(count)s tin mới") % {"count": len(rows)}
        return Text(title, _("Mở Cổng dịch vụ công để xem.")), 0
    kind = kind_of(KIND)
    found = Texts(kind).of(channel, language)
    if found is None:
        return None
    subjects = [row.letter.subject if row.letter else row.subject for row in rows]
    values = {"count": str(len(rows)), "list": "\n".join(f"– {subject}" for subject in subjects)}
    return wording.fill(found.text, values, kind=kind, channel=channel), found.number

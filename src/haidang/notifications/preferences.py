"""What each person has chosen: his language, his quiet hours, and by which channels he hears of what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.notifications.channels import Channel
from haidang.notifications.kinds import LANGUAGES, Kind, kinds
from haidang.notifications.models import Preferences
from haidang.notifications.quiet import Quiet
from haidang.platform import acts, journal
from haidang.platform.acts import once, write
from haidang.platform.errors import Invalid

Order = acts.Order[User]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody has chosen, or what holds for whoever has not."""

    language: str
    quiet: Quiet
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)

    def channels(self, kind: Kind) -> frozenset[Channel]:
        """By which channels he is told of `kind`; of what the law has him told always in the inbox too."""
        found = self.choices.get(kind.code)
        wanted = kind.channels if found is None else frozenset(Channel(name) for name in found)
        return wanted | {Channel.INBOX} if kind.is_legal else wanted


def chosen_by(user: User | None) -> Chosen:
    """What `user` has chosen; None is somebody without an account."""
    row = Preferences.objects.filter(user=user).first() if user else None
    if row is None:
        starts, ends = (time.fromisoformat(text) for text in settings.QUIET_HOURS)
        return Chosen(LANGUAGES[0], Quiet(starts, ends))
    known = {kind: [name for name in names if name in Channel.values] for kind, names in row.choices.items()}
    return Chosen(row.language, Quiet(row.quiet_starts, row.quiet_ends), known)


def choose(
    *,
    language: str,
    quiet: Quiet,
    choices: Mapping[str, Collection[str]],
    actor: User,
    now: datetime,
    key: str,
) -> Chosen:
    """Keeps what the actor has chosen for himself; kinds that `choices` leaves out stay as they were chosen before.

    Raises Invalid (language, choices, starts), KeyReused.
    """
    content = {
        "language": language,
        "starts": quiet.starts.isoformat(),
        "ends": quiet.ends.isoformat(),
        "choices": {kind: sorted(names) for kind, names in choices.items()},
    }
    order = Order("notifications.preferences.choose", actor, now, key, content)

    def act() -> dict[str, Any]:
        _check(language, quiet, choices)
        first = Preferences(user=actor, quiet_starts=quiet.starts, quiet_ends=quiet.ends, head_hash=journal.GENESIS)
        Preferences.objects.bulk_create([first], ignore_conflicts=True)
        row = Preferences.objects.select_for_update().get(user=actor)
        row.language, row.quiet_starts, row.quiet_ends = language, quiet.starts, quiet.ends
        row.choices = row.choices | content["choices"]
        write(row, order, content)
        return {}

    once(order, act)
    return chosen_by(actor)


def _check(language: str, quiet: Quiet, choices: Mapping[str, Collection[str]]) -> None:
    if language not in LANGUAGES:
        raise Invalid(_("Hãy chọn ngôn ngữ."), field="language")
    if quiet.starts.second or quiet.ends.second:
        raise Invalid(_("Hãy nhập giờ và phút."), field="starts")
    declared = {kind.code for kind in kinds() if kind.is_chosen}
    for kind, names in choices.items():
        if kind not in declared or set(names) - set(Channel.values):
            raise Invalid(_("Có loại tin hoặc kênh không tồn tại. Hãy tải lại trang."), field="choices")

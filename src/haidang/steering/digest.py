"""The morning digest: at 07:00 every leader is told in one notice how his agencies stand and what waits for him."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.dossiers.api import boards
from haidang.identity import api as identity
from haidang.identity.api import Role, RoleAssignment, User
from haidang.platform import clock
from haidang.steering import notices, selectors
from haidang.steering.notice_tables import Notice
from haidang.steering.notices import Message
from haidang.steering.selectors import Box, Standing

EVERY_DAY_AT = time(7, 0)
FIGURES = (
    boards.Figure.LATE,
    boards.Figure.AT_RISK,
    boards.Figure.DUE_TODAY,
    boards.Figure.PAUSED,
    boards.Figure.OPEN,
)


def send_digests(now: datetime, among: Collection[str] | None = None) -> int:
    """One digest of the day for every leader, with the figures as of `now`; returns how many are new.

    `among`: only for these account names; None: for all.
    """
    had = set(Notice.objects.filter(dedupe=_dedupe(now)).values_list("user_id", flat=True))
    found = [
        (user, message) for user in _leaders(now, among) if user.pk not in had and (message := _message(user, now=now))
    ]
    return notices.tell_all(found, now=now)


def _leaders(now: datetime, among: Collection[str] | None) -> Iterator[User]:
    """Whoever leads an agency today, by his own role."""
    rows = RoleAssignment.objects.filter(identity.valid_at(clock.local(now).date()), role=Role.LEADER)
    found = User.objects.filter(pk__in=rows.values("user"), is_active=True)
    return (found if among is None else found.filter(username__in=among)).order_by("pk").iterator()


def _dedupe(now: datetime) -> str:
    return f"digest:{clock.local(now).date().isoformat()}"


def _message(user: User, *, now: datetime) -> Message | None:
    data = digest_data(user, now=now)
    if data is None:
        return None
    figures, work = data["figures"], data["work"]
    title = _("Sáng nay: %(late)s hồ sơ trễ hạn, %(at_risk)s có nguy cơ, %(today)s phải trả hôm nay") % {
        "late": figures["late"], "at_risk": figures["at_risk"], "today": figures["due_today"]
    }  # fmt: skip
    text = _(
        "Việc được giao: %(inbox)s phải làm, %(overdue)s quá hạn; chờ xác nhận: %(waiting)s; cảnh báo mới: %(alerts)s."
    )
    return Message("digest", _dedupe(now), title, text % work, data=data)


def digest_data(user: User, *, now: datetime) -> dict[str, Any] | None:
    """The figures of a leader's digest as of `now`, as plain values; None for whoever may see no figures.

    {"as_of", "figures": {name: count}, "finished", "finished_on_time", "work": {"inbox", "overdue", "waiting",
    "given_overdue", "alerts"}}; alerts are those of the last day.
    """
    try:
        reach = boards.reach_of(user, on=clock.local(now).date())
    except dossiers.NotAllowed:
        return None
    board = boards.board(boards.Asked(), reach, now=now)
    count = board.total.of
    return {
        "as_of": board.as_of.isoformat(),
        "figures": {figure.value: count(figure) or 0 for figure in FIGURES},
        "finished": count(boards.Figure.FINISHED) or 0,
        "finished_on_time": count(boards.Figure.FINISHED_ON_TIME) or 0,
        "work": _work(user, now=now),
    }


def _work(user: User, *, now: datetime) -> dict[str, int]:
    inbox = selectors.standing_counts(user, now=now, box=Box.INBOX)
    given = selectors.standing_counts(user, now=now, box=Box.GIVEN)
    since = now - timedelta(days=1)
    alerts = Notice.objects.filter(user=user, kind="alert", raised_at__gt=since, raised_at__lte=now).count()
    return {
        "inbox": inbox[Standing.OPEN],
        "overdue": inbox[Standing.OVERDUE],
        "waiting": given[Standing.WAITING],
        "given_overdue": given[Standing.OVERDUE],
        "alerts": alerts,
    }

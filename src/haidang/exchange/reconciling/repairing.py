"""Putting right what differs: the messages that the portal lacks are sent once more, in their order."""

import json
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.exchange.acts import Done, replay
from haidang.exchange.errors import Conflict, NotFound
from haidang.exchange.models import DossierCheck
from haidang.exchange.national import TOPIC
from haidang.identity import api as identity
from haidang.platform.idempotency import check_key
from haidang.platform.models import OutboxMessage
from haidang.platform.text import is_storable

V = DossierCheck.Verdict
REPAIRABLE = (V.MISSING, V.DIFFERS)
AT_ONCE = 500


def repair(*, code: str, actor: identity.User, now: datetime, key: str) -> Done:
    """Sends again what the portal lacks of one dossier, by what the last comparison found."""
    row = DossierCheck.objects.filter(dossier__code=code).first() if is_storable(code) else None
    if row is None:
        raise NotFound(_("Hồ sơ này chưa được đối soát."))
    if row.verdict not in REPAIRABLE:
        raise Conflict(_("Hồ sơ này không lệch với Cổng quốc gia ở lần đối soát gần nhất."))
    done = replay(code=code, from_seq=first_lacking(code, row), actor=actor, now=now, key=key)
    if not done.replayed:
        DossierCheck.objects.filter(pk=row.pk).update(verdict=V.WAITING)
    return done


def repair_all(*, actor: identity.User, now: datetime, key: str) -> int:
    """Does so for up to AT_ONCE dossiers that differ; returns how many."""
    check_key(key)
    rows = DossierCheck.objects.filter(verdict__in=REPAIRABLE).order_by("pk").select_related("dossier")
    codes = [row.dossier.code for row in rows.only("dossier__code")[:AT_ONCE]]
    for number, code in enumerate(codes):
        repair(code=code, actor=actor, now=now, key=f"{key[:70]}-{number}")
    return len(codes)


def first_lacking(code: str, row: DossierCheck) -> int:
    """The first line to send again: after the last that left the dossier in the state in which the portal has it.

    A dossier that the portal does not know is told from its beginning; where the states agree and something else
    does not, the last line brings the whole record.
    """
    messages = OutboxMessage.objects.filter(topic=TOPIC, stream=f"dossier:{code}").order_by("seq")
    told = [(seq, str(json.loads(payload)["state"])) for seq, payload in messages.values_list("seq", "payload")]
    if not told:
        raise NotFound(_("Không tìm thấy hồ sơ này trong hàng chờ liên thông."))
    if row.verdict == V.MISSING:
        return told[0][0]
    at = [place for place, (_seq, state) in enumerate(told[:-1]) if state == row.their_state]
    agrees = told[-1][1] == row.their_state
    return told[-1][0] if agrees or not at else told[at[-1] + 1][0]

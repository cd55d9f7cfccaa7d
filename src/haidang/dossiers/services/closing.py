"""How a dossier ends: withdrawn, stopped, finished, returned; and what the citizen thought of it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from haidang.dossiers import ledger, money
from haidang.dossiers.documents import Upload, add_documents, describe
from haidang.dossiers.errors import Invalid, WrongState
from haidang.dossiers.kernel import Order, Payload, Receipt, perform, require_text
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import Document, Dossier, Rating
from haidang.dossiers.papers.issuing import issue
from haidang.dossiers.papers.kinds import Kind
from haidang.dossiers.papers.signing import Signer, possible_signers
from haidang.identity.api import User
from haidang.platform import clock
from haidang.workflow import api as workflow

HANDOVERS = {"direct": _("Trực tiếp tại quầy"), "online": _("Trực tuyến"), "postal": _("Bưu chính công ích")}


def withdraw(
    *, code: str, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """The citizen takes the dossier back before there is a result; an officer then confirms by `stop`."""

    def change(dossier: Dossier) -> Payload:
        return _end(dossier, reason, order=order)

    order = Order(Command.WITHDRAW, actor, now, key, {"code": code, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)


def stop(
    *, code: str, reason: str, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> Receipt:
    """The agency stops: conditions not met, no supplement in time, or a withdrawal confirmed; the citizen is told."""

    def change(dossier: Dossier) -> Payload:
        is_withdrawn = dossier.state == State.WITHDRAWN
        ended = _end(dossier, reason, order=order)
        details = {"reason": ended["reason"], "is_withdrawn": is_withdrawn}
        return ended | issue(order, dossier, Kind.STOP, details=details, signer=_signer(dossier, order))

    order = Order(Command.STOP, actor, now, key, {"code": code, "reason": reason})
    return perform(order, code=code, expected_version=expected_version, change=change)


def _end(dossier: Dossier, reason: str, *, order: Order) -> Payload:
    """Ends clock and process, not without a reason; returns what the journal must say of it."""
    why = require_text(reason, field="reason", message=_("Hãy ghi rõ lý do."))
    if dossier.closed_at is None:
        ledger.end(dossier, now=order.now)
    move = workflow.cancel(dossier.stream, actor=order.actor, now=order.now)
    owed = money.end(dossier, actor=order.actor, now=order.now)
    return {"reason": why, **({"move": move} if move else {}), **owed}


def _signer(dossier: Dossier, order: Order) -> Signer:
    """Whoever stops signs: for the agency if he leads it or a section of it, else as the officer in charge."""
    found = possible_signers(dossier, order.actor, on=clock.local(order.now).date())
    return next((each for each in found if each.user == order.actor), Signer(order.actor))


def finish(
    *,
    code: str,
    results: Sequence[Upload],
    actor: User,
    now: datetime,
    key: str,
    note: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Ends processing with at least one result file; the legal clock ends here, not when it is handed over."""

    def change(dossier: Dossier) -> Payload:
        if not workflow.has_ended(dossier.stream):
            raise WrongState(_("Quy trình nội bộ còn bước chưa hoàn thành."))
        if not results:
            raise Invalid(_("Hãy đính kèm tệp kết quả giải quyết."), field="results")
        added = add_documents(dossier, results, now=now, kind=Document.Kind.RESULT, round_=dossier.supplement_count)
        dossier.finished_at = now
        ledger.end(dossier, now=now)
        return {"results": describe(added), "note": note.strip()}

    request = {"code": code, "results": [asdict(item) for item in results], "note": note}
    order = Order(Command.FINISH, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def return_result(
    *,
    code: str,
    how: str,
    actor: User,
    now: datetime,
    key: str,
    receiver: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """Hands the result over, at the counter, by post or online."""

    def change(dossier: Dossier) -> Payload:
        if how not in HANDOVERS:
            raise Invalid(_("Hãy chọn cách trả kết quả."), field="how")
        dossier.returned_at, dossier.handover = now, how
        return {"how": how, "receiver": receiver.strip()}

    request = {"code": code, "how": how, "receiver": receiver}
    order = Order(Command.RETURN_RESULT, actor, now, key, request)
    return perform(order, code=code, expected_version=expected_version, change=change)


def rate(
    *,
    code: str,
    score: int,
    actor: User,
    now: datetime,
    key: str,
    comment: str = "",
    expected_version: int | None = None,
) -> Receipt:
    """The citizen's judgement, once: 3 very satisfied, 2 satisfied, 1 dissatisfied (then with a reason)."""

    def change(dossier: Dossier) -> Payload:
        if score not in {1, 2, 3}:
            raise Invalid(_("Hãy chọn một mức hài lòng."), field="score")
        words = comment.strip()[:4_000]
        if score == 1:
            words = require_text(words, field="comment", message=_("Hãy cho biết vì sao bạn không hài lòng."))
        if Rating.objects.filter(dossier=dossier).exists():
            raise WrongState(_("Bạn đã đánh giá hồ sơ này."))
        Rating.objects.create(dossier=dossier, score=score, comment=words, at=now)
        return {"score": score, "comment": words}

    order = Order(Command.RATE, actor, now, key, {"code": code, "score": score, "comment": comment})
    return perform(order, code=code, expected_version=expected_version, change=change)

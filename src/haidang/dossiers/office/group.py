"""One act on many dossiers: each in its own transaction, a result for each; a form sent twice gets the same answer."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from haidang.dossiers.errors import Invalid
from haidang.dossiers.kernel import Receipt
from haidang.dossiers.services import closing, intake, office, processing
from haidang.identity.api import User
from haidang.platform import idempotency
from haidang.platform.errors import Refused
from haidang.platform.text import is_storable

MOST = 200


class GroupAction(StrEnum):
    """What can be done to many dossiers at once."""

    CLAIM = "claim"
    RELEASE = "release"
    ASSIGN = "assign"
    COMPLETE_STEP = "complete_step"
    ACCEPT = "accept"
    RETURN_RESULT = "return_result"


GROUP_LABELS = {
    GroupAction.CLAIM: _("Nhận việc"),
    GroupAction.RELEASE: _("Trả lại việc chung"),
    GroupAction.ASSIGN: _("Phân công"),
    GroupAction.COMPLETE_STEP: _("Hoàn thành bước"),
    GroupAction.ACCEPT: _("Tiếp nhận và hẹn trả kết quả"),
    GroupAction.RETURN_RESULT: _("Trả kết quả"),
}
DONE_WORDS = {
    GroupAction.CLAIM: _("Đã nhận việc."),
    GroupAction.RELEASE: _("Đã trả lại việc chung."),
    GroupAction.ASSIGN: _("Đã phân công."),
    GroupAction.COMPLETE_STEP: _("Đã hoàn thành bước."),
    GroupAction.ACCEPT: _("Đã tiếp nhận."),
    GroupAction.RETURN_RESULT: _("Đã trả kết quả."),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A dossier that was chosen, and its step where the act is about one."""

    code: str
    step_id: int | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What an act on many dossiers needs besides; the same for all of them."""

    assignee_id: int | None = None
    reason: str = ""
    note: str = ""
    choice: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dossier: done, or refused with the reason in words."""

    code: str
    is_done: bool
    words: str


@dataclass(frozen=True, slots=True)
class GroupOrder:
    """One act on many dossiers, as one form sent it."""

    action: GroupAction
    items: Sequence[Item]
    actor: User
    now: datetime
    key: str
    details: Details = field(default_factory=Details)


def group(order: GroupOrder) -> list[Outcome]:
    """Does the act to each dossier for itself: what is refused for one changes nothing for the others.

    Raises Invalid for the form as a whole, KeyReused.
    """
    items = list(dict.fromkeys(order.items))
    _check(order, items)
    request = {"action": str(order.action), "items": [asdict(item) for item in items], **asdict(order.details)}
    return once(order, request, lambda: [_outcome(order, item) for item in items])


def once(order: GroupOrder, request: Mapping[str, Any], run: Callable[[], list[Outcome]]) -> list[Outcome]:
    """The outcomes of `run`, or those that the same form was answered with before.

    When it was cut off in its middle, the keys of the single acts keep what was done from being done twice.
    """
    who, command, fingerprint = order.actor.reference, f"group:{order.action}", idempotency.fingerprint(request)

    def earlier() -> list[Outcome] | None:
        answer = idempotency.recall(actor=who, key=order.key, command=command, request_hash=fingerprint)
        return [Outcome(**row) for row in answer["outcomes"]] if answer else None

    if (found := earlier()) is not None:
        return found
    outcomes = run()
    answer = {"outcomes": [asdict(outcome) for outcome in outcomes]}
    try:
        with transaction.atomic():
            idempotency.remember(
                actor=who, key=order.key, command=command, request_hash=fingerprint, answer=answer, now=order.now
            )
    except IntegrityError:
        # The same form was sent twice at the same moment, and the other was answered first.
        return earlier() or outcomes
    return outcomes


def _check(order: GroupOrder, items: Sequence[Item]) -> None:
    idempotency.check_key(order.key)
    if not items:
        raise Invalid(_("Hãy chọn ít nhất một hồ sơ."), field="items")
    if len(items) > MOST:
        raise Invalid(_("Mỗi lần thực hiện với tối đa %(most)s hồ sơ.") % {"most": MOST}, field="items")
    details = order.details
    if not all(is_storable(text) for text in (details.reason, details.note, details.choice, details.how)):
        raise Invalid(_("Nội dung có ký tự không đọc được. Hãy xóa ký tự đó rồi gửi lại."))
    if order.action is GroupAction.ASSIGN and details.assignee_id is None:
        raise Invalid(_("Hãy chọn người được giao."), field="assignee")
    if order.action is GroupAction.RETURN_RESULT and details.how not in closing.HANDOVERS:
        raise Invalid(_("Hãy chọn cách trả kết quả."), field="how")


def _outcome(order: GroupOrder, item: Item) -> Outcome:
    try:
        _VERBS[order.action](order, item)
    except Refused as refusal:
        return Outcome(item.code, is_done=False, words=str(refusal))
    return Outcome(item.code, is_done=True, words=str(DONE_WORDS[order.action]))


def _common(order: GroupOrder, item: Item) -> dict[str, Any]:
    """One key for each dossier, made from the form's: as many acts as dossiers, however often the form is sent."""
    text = f"{order.key}\0{order.action}\0{item.code}\0{item.step_id}"
    key = f"group-{hashlib.sha256(text.encode()).hexdigest()[:48]}"
    return {"code": item.code, "actor": order.actor, "now": order.now, "key": key}


def _on_step(order: GroupOrder, item: Item) -> dict[str, Any]:
    if item.step_id is None:
        raise Invalid(_("Hồ sơ này không chờ ở bước nào của bạn."))
    return {**_common(order, item), "step_id": item.step_id}


def _assign(order: GroupOrder, item: Item) -> Receipt:
    return office.assign(
        assignee_id=order.details.assignee_id or 0, reason=order.details.reason, **_on_step(order, item)
    )


def _complete(order: GroupOrder, item: Item) -> Receipt:
    return processing.complete_step(note=order.details.note, choice=order.details.choice, **_on_step(order, item))


_VERBS: dict[GroupAction, Callable[[GroupOrder, Item], Receipt]] = {
    GroupAction.CLAIM: lambda order, item: office.claim(**_on_step(order, item)),
    GroupAction.RELEASE: lambda order, item: office.release(**_on_step(order, item)),
    GroupAction.ASSIGN: _assign,
    GroupAction.COMPLETE_STEP: _complete,
    GroupAction.ACCEPT: lambda order, item: intake.accept(**_common(order, item)),
    GroupAction.RETURN_RESULT: lambda order, item: closing.return_result(how=order.details.how, **_common(order, item)),
}

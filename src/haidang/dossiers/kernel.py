"""The one write path to a dossier: right, lifecycle, key, change, journal line and outbox in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import access, due_dates, lifecycle
from haidang.dossiers.errors import Conflict, Invalid, NotAllowed, WrongState
from haidang.dossiers.labels import COMMAND_LABELS, STATE_LABELS
from haidang.dossiers.lifecycle import Command, State
from haidang.dossiers.models import ENCRYPTED, Dossier
from haidang.dossiers.telling import acts as telling
from haidang.identity.api import User
from haidang.platform import clock, idempotency, journal, outbox
from haidang.worktime import api as worktime

OUTBOX_TOPIC = "national-portal"
JOURNAL_VERSION = 2
"""Of a line's payload. From 2 on every line that moves or suspends the due date tells it as `due_at`."""
Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command answers: the dossier's code, its version and state afterwards, and the journal line.

    `replayed`: the same key had been used for the same content before, and nothing was done now.
    """

    code: str
    version: int
    state: State
    event_seq: int
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants what done, when, under which idempotency key; `request` is all that was entered, as plain values."""

    command: Command
    actor: User
    now: datetime
    key: str
    request: Mapping[str, Any]

    @property
    def request_hash(self) -> str:
        """Fingerprint of the content, to tell a repetition from another use of the key."""
        return idempotency.fingerprint(self.request)


def perform(order: Order, *, code: str, expected_version: int | None, change: Callable[[Dossier], Payload]) -> Receipt:
    """Does `order` to the dossier `code`: `change` alters the locked row and returns what the journal must say.

    Raises DossierNotFound, NotAllowed, WrongState, Conflict, KeyReused, or whatever Refused `change` raises;
    nothing has happened then.
    """
    idempotency.check_write(order.key, order.request)
    try:
        return _perform(order, code=code, expected_version=expected_version, change=change)
    except IntegrityError:
        # Another request with the same key was faster, about another dossier: the lock on this one did not see it.
        if earlier := recall(order, code=code):
            return earlier
        raise


def _perform(order: Order, *, code: str, expected_version: int | None, change: Callable[[Dossier], Payload]) -> Receipt:
    with transaction.atomic():
        # No act reads or changes what is encrypted: deferred columns are neither decrypted nor written again.
        dossier = Dossier.objects.select_for_update().defer(*ENCRYPTED).filter(code=code).first()
        if dossier is None:
            raise access.not_found()
        if earlier := recall(order, code=code):
            return earlier
        authority = _authority(order, dossier)
        following = _following(order, dossier, expected_version)
        due_before = dossier.due_at
        with counting():
            payload = change(dossier)
        before, dossier.state = dossier.state, following
        payload = {"from": int(before), **_in_place_of(authority), **payload}
        receipt = _recorded(order, dossier, payload, due_before=due_before)
        if told := telling.told_of(order.command, dossier, due_before=due_before):
            telling.tell(told, dossier, payload, seq=receipt.event_seq, now=order.now)
        return receipt


def _recorded(order: Order, dossier: Dossier, payload: Payload, *, due_before: datetime | None) -> Receipt:
    """Records the act; whatever moves a due date, the journal says to when: reports are recounted from its lines."""
    if dossier.due_at == due_before:
        return record(order, dossier, payload=payload)
    due = {"due_at": dossier.due_at.isoformat() if dossier.due_at else None}
    receipt = record(order, dossier, payload={**payload, **due})
    due_dates.remember(dossier, seq=receipt.event_seq, now=order.now)
    return receipt


def _in_place_of(authority: access.Authority) -> Payload:
    """What the journal says of an act that needed the right of an officer who is away."""
    return {} if authority.stands_for is None else {"on_behalf_of": authority.stands_for}


@contextmanager
def counting() -> Iterator[None]:
    """Turns a deadline that cannot be counted, such as one in a year without a calendar, into a refusal in words."""
    try:
        yield
    except worktime.WorktimeError as error:
        raise Invalid(error.text("en" if (get_language() or "").startswith("en") else "vi"), field="at") from error


def record(order: Order, dossier: Dossier, *, payload: Payload) -> Receipt:
    """Writes the journal line, the outbox row, the dossier row and the key's answer; the end of every act."""
    entry, head = journal.append(
        dossier.stream,
        journal.Head(dossier.version, dossier.head_hash or journal.GENESIS),
        kind=f"dossiers.dossier.{order.command}",
        at=order.now,
        actor=order.actor.reference,
        payload={"v": JOURNAL_VERSION, "to": int(dossier.state), **payload},
    )
    dossier.version, dossier.head_hash = head.seq, head.hash
    dossier.save()
    if order.command not in lifecycle.INTERNAL:
        outbox.put(
            OUTBOX_TOPIC,
            stream=dossier.stream,
            seq=entry.seq,
            payload={"v": 1, "code": dossier.code, "command": str(order.command), "state": int(dossier.state)},
            now=order.now,
        )
    receipt = Receipt(dossier.code, dossier.version, State(dossier.state), entry.seq)
    idempotency.remember(
        actor=order.actor.reference,
        key=order.key,
        command=str(order.command),
        request_hash=order.request_hash,
        answer={**asdict(receipt), "state": int(receipt.state)},
        now=order.now,
    )
    return receipt


def recall(order: Order, *, code: str | None = None) -> Receipt | None:
    """The receipt given earlier under the order's key, if any."""
    answer = idempotency.recall(
        actor=order.actor.reference, key=order.key, command=str(order.command), request_hash=order.request_hash
    )
    if answer is None:
        return None
    if code is not None and answer["code"] != code:
        raise idempotency.reused()
    return _receipt(answer)


def earlier_receipt(actor: User, key: str, *, command: Command) -> Receipt | None:
    """The receipt of `command` under `key`, for one who can no longer show the content that was sent with it."""
    answer = idempotency.answer_under(actor=actor.reference, key=key, command=str(command))
    return _receipt(answer) if answer else None


def _receipt(answer: Mapping[str, Any]) -> Receipt:
    return Receipt(**{**answer, "state": State(answer["state"]), "replayed": True})


def _authority(order: Order, dossier: Dossier) -> access.Authority:
    on = clock.local(order.now).date()
    authority = access.authority(order.actor, order.command, dossier, on=on)
    if authority is None:
        if not access.may_see(order.actor, dossier, on=on):
            raise access.not_found()
        raise NotAllowed(
            _("Bạn không có quyền “%(command)s” với hồ sơ này.") % {"command": COMMAND_LABELS[order.command]}
        )
    return authority


def _following(order: Order, dossier: Dossier, expected_version: int | None) -> State:
    if expected_version is not None and _has_moved_on(dossier, expected_version):
        raise Conflict(
            _("Hồ sơ vừa được người khác cập nhật. Nội dung bạn nhập vẫn còn; hãy xem lại hồ sơ rồi thực hiện lại.")
        )
    state = State(dossier.state)
    following = lifecycle.after(
        state, order.command, is_received=dossier.received_at is not None, is_paused=dossier.is_paused
    )
    if following is None:
        paused = _(" và đang tạm dừng tính thời hạn") if dossier.is_paused else ""
        raise WrongState(
            _("Không thể “%(command)s” khi hồ sơ ở trạng thái “%(state)s”%(paused)s.")
            % {"command": COMMAND_LABELS[order.command], "state": STATE_LABELS[state], "paused": paused}
        )
    return following


def _has_moved_on(dossier: Dossier, seen: int) -> bool:
    """Whether the dossier is another than at version `seen`; who has taken which step does not make it one.

    So a citizen who fills in a form is not sent back because officers have passed the dossier on meanwhile.
    """
    if seen == dossier.version:
        return False
    since = journal.kinds_after(dossier.stream, seen)
    internal = {f"dossiers.dossier.{command}" for command in lifecycle.INTERNAL}
    return not 0 < seen < dossier.version or not set(since) <= internal


def require_text(value: str, *, field: str, message: Any, limit: int = 4_000) -> str:
    """`value` trimmed; raises Invalid when it is empty or too long."""
    value = value.strip()
    if not value:
        raise Invalid(message, field=field)
    if len(value) > limit:
        raise Invalid(_("Nội dung dài quá %(limit)s ký tự.") % {"limit": limit}, field=field)
    return value

"""The one write path to a measure: right, lifecycle, key, change and journal line in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import clock, idempotency, journal
from haidang.reform import access, lifecycle
from haidang.reform.errors import Conflict, MeasureNotFound, NotAllowed, WrongStatus
from haidang.reform.labels import COMMAND_LABELS, STATUS_LABELS
from haidang.reform.lifecycle import Command, Status
from haidang.reform.models import Measure, ReductionPlan, SimplificationReview

Payload = dict[str, Any]
M = TypeVar("M", ReductionPlan, SimplificationReview)


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answers: which measure, its version and status afterwards."""

    id: int
    version: int
    status: Status
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


def perform(
    order: Order, model: type[M], *, id_: int, expected_version: int | None, change: Callable[[M], Payload]
) -> Done:
    """Does `order` to a measure: `change` alters the locked row and returns what the journal must say.

    Raises MeasureNotFound, NotAllowed, WrongStatus, Conflict, KeyReused, or what `change` raises; nothing has
    happened then.
    """

    def act() -> Done:
        measure = model.objects.select_for_update().filter(pk=id_).first()
        if measure is None:
            raise MeasureNotFound(_("Không tìm thấy phương án này."))
        if earlier := _recall(order, model):
            return earlier
        following = _check(order, measure, expected_version)
        payload = change(measure)
        before, measure.status = measure.status, following.value
        return _record(order, measure, {"from": before, **payload})

    return _once(order, model, act)


def propose(order: Order, model: type[M], *, make: Callable[[], tuple[M, Payload]]) -> Done:
    """Does the first act: `make` builds the unsaved row and says what the journal must hold. Raises as `perform`."""

    def act() -> Done:
        if earlier := _recall(order, model):
            return earlier
        measure, payload = make()
        if not access.may(order.actor, order.command, measure.procedure_code, on=clock.local(order.now).date()):
            raise _not_allowed(order.command)
        measure.status, measure.head_hash = Status.PROPOSED.value, journal.GENESIS
        measure.proposed_by, measure.proposed_at = order.actor, order.now
        measure.save()
        return _record(order, measure, payload)

    return _once(order, model, act)


def _once(order: Order, model: type[M], act: Callable[[], Done]) -> Done:
    idempotency.check_write(order.key, order.request)
    try:
        with transaction.atomic():
            return act()
    except IntegrityError:
        # Another request with the same key was faster: give its answer.
        if earlier := _recall(order, model):
            return earlier
        raise


def _check(order: Order, measure: Measure, expected_version: int | None) -> Status:
    status, on = Status(measure.status), clock.local(order.now).date()
    is_published = status is Status.PUBLISHED
    if not access.may(order.actor, order.command, measure.procedure_code, on=on, is_published=is_published):
        raise _not_allowed(order.command)
    if expected_version is not None and expected_version != measure.version:
        raise Conflict(_("Phương án vừa được người khác cập nhật. Hãy xem lại rồi thực hiện lại."))
    following = lifecycle.after(status, order.command)
    if following is None:
        raise WrongStatus(
            _("Không thể “%(command)s” khi phương án ở trạng thái “%(status)s”.")
            % {"command": COMMAND_LABELS[order.command], "status": STATUS_LABELS[status]}
        )
    return following


def _not_allowed(command: Command) -> NotAllowed:
    words = _("Bạn không có quyền “%(command)s” với thủ tục này.")
    return NotAllowed(words % {"command": COMMAND_LABELS[command]})


def _record(order: Order, measure: Measure, payload: Payload) -> Done:
    _entry, head = journal.append(
        measure.stream,
        journal.Head(measure.version, measure.head_hash),
        kind=f"reform.{measure.PREFIX}.{order.command}",
        at=order.now,
        actor=order.actor.reference,
        payload={"v": 1, "to": measure.status, **payload},
    )
    measure.version, measure.head_hash = head.seq, head.hash
    measure.save()
    done = Done(measure.pk, measure.version, Status(measure.status))
    idempotency.remember(
        actor=order.actor.reference,
        key=order.key,
        command=_name(order, type(measure)),
        request_hash=order.request_hash,
        answer={**asdict(done), "status": done.status.value},
        now=order.now,
    )
    return done


def _recall(order: Order, model: type[Measure]) -> Done | None:
    answer = idempotency.recall(
        actor=order.actor.reference, key=order.key, command=_name(order, model), request_hash=order.request_hash
    )
    return Done(**{**answer, "status": Status(answer["status"]), "replayed": True}) if answer else None


def _name(order: Order, model: type[Measure]) -> str:
    return f"reform.{model.PREFIX}.{order.command}"

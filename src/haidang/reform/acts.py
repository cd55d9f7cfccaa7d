"""The one write path to a measure: right, lifecycle, key, change and journal line in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload, once, write
from haidang.reform import access, lifecycle
from haidang.reform.errors import Conflict, MeasureNotFound, NotAllowed, WrongStatus
from haidang.reform.labels import COMMAND_LABELS, STATUS_LABELS
from haidang.reform.lifecycle import Command, Status
from haidang.reform.models import Measure, ReductionPlan, SimplificationReview

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

    def about(self, model: type[Measure]) -> acts.Order[User]:
        """The same as the house writes it, named after the kind of measure."""
        return acts.Order(f"reform.{model.PREFIX}.{self.command}", self.actor, self.now, self.key, self.request)


def perform(
    order: Order, model: type[M], *, id_: int, expected_version: int | None, change: Callable[[M], Payload]
) -> Done:
    """Does `order` to a measure: `change` alters the locked row and returns what the journal must say.

    Raises MeasureNotFound, NotAllowed, WrongStatus, Conflict, KeyReused, or what `change` raises; nothing has
    happened then.
    """

    def act() -> Payload:
        measure = model.objects.select_for_update().filter(pk=id_).first()
        if measure is None:
            raise MeasureNotFound(_("Không tìm thấy phương án này."))
        following = _check(order, measure, expected_version)
        payload = change(measure)
        before, measure.status = measure.status, following.value
        return _written(order, measure, {"from": before, **payload})

    return _done(once(order.about(model), act))


def propose(order: Order, model: type[M], *, make: Callable[[], tuple[M, Payload]]) -> Done:
    """Does the first act: `make` builds the unsaved row and says what the journal must hold. Raises as `perform`."""

    def act() -> Payload:
        measure, payload = make()
        if not access.may(order.actor, order.command, measure.procedure_code, on=clock.local(order.now).date()):
            raise _not_allowed(order.command)
        measure.status, measure.head_hash = Status.PROPOSED.value, journal.GENESIS
        measure.proposed_by, measure.proposed_at = order.actor, order.now
        measure.save()
        return _written(order, measure, payload)

    return _done(once(order.about(model), act))


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


def _written(order: Order, measure: Measure, payload: Payload) -> Payload:
    write(measure, order.about(type(measure)), {"to": measure.status, **payload})
    return {"id": measure.pk, "version": measure.version, "status": measure.status}


def _done(found: tuple[Payload, bool]) -> Done:
    answer, replayed = found
    return Done(answer["id"], answer["version"], Status(answer["status"]), replayed)

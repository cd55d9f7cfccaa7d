"""The one write path of the room: right, lifecycle, key, change and journal line in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.platform import acts, clock
from haidang.platform.acts import Payload, once, write
from haidang.steering import access, lifecycle
from haidang.steering.errors import Conflict, DirectiveNotFound, NotAllowed, WrongStatus
from haidang.steering.labels import COMMAND_LABELS, STATUS_LABELS
from haidang.steering.lifecycle import Command, Status
from haidang.steering.models import Directive


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answers: which directive, its version and status afterwards."""

    id: int
    version: int
    status: Status
    replayed: bool = False


Order = acts.Order[User]


def perform(
    order: Order, command: Command, *, id_: int, expected_version: int | None, change: Callable[[Directive], Payload]
) -> Done:
    """Does `command` to a directive: `change` alters the locked row and returns what the journal must say.

    Raises DirectiveNotFound, NotAllowed, WrongStatus, Conflict, KeyReused, or what `change` raises; nothing has
    happened then.
    """

    def act() -> Payload:
        row = Directive.objects.select_for_update().filter(pk=id_).first() if 0 < id_ < 2**63 else None
        if row is None or not access.may_see(order.actor, row, on=clock.local(order.now).date()):
            raise DirectiveNotFound(_("Không tìm thấy việc được giao này, hoặc bạn không có quyền xem."))
        following = _check(order, command, row, expected_version)
        payload = change(row)
        before, row.status = row.status, following.value
        write(row, order, {"from": before, "to": row.status, **payload})
        return answer_of(row)

    return done(once(order, act))


def answer_of(row: Directive) -> Payload:
    """What is kept under the key of an act to `row`."""
    return {"id": row.pk, "version": row.version, "status": row.status}


def done(found: tuple[Payload, bool]) -> Done:
    """A kept answer as it is given."""
    answer, replayed = found
    return Done(answer["id"], answer["version"], Status(answer["status"]), replayed)


def _check(order: Order, command: Command, row: Directive, expected_version: int | None) -> Status:
    if not access.may(order.actor, command, row, on=clock.local(order.now).date()):
        words = _("Bạn không có quyền “%(command)s” với việc này.")
        raise NotAllowed(words % {"command": COMMAND_LABELS[command]})
    if expected_version is not None and expected_version != row.version:
        raise Conflict(_("Việc này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện lại."))
    status = Status(row.status)
    following = lifecycle.after(status, command)
    if following is None:
        raise WrongStatus(
            _("Không thể “%(command)s” khi việc ở trạng thái “%(status)s”.")
            % {"command": COMMAND_LABELS[command], "status": STATUS_LABELS[status]}
        )
    return following

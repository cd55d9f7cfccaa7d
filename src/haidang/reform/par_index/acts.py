"""The one write path of the PAR INDEX: right, lifecycle, key, change and journal line in one transaction.

The agency itself scores, or the owner it has named; a leader of an agency above appraises, never who scored. The
province, above which the house knows nobody, is appraised by its own leader under the same condition.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import acts, clock
from haidang.platform.acts import Payload
from haidang.reform.errors import Conflict, MeasureNotFound, NotAllowed, WrongStatus
from haidang.reform.par_index import lifecycle
from haidang.reform.par_index.labels import COMMAND_LABELS, STATUS_LABELS
from haidang.reform.par_index.lifecycle import Command, Status
from haidang.reform.par_index.tables import Assessment

Order = acts.Order[User]
APPRAISING = frozenset({Command.ACCEPT, Command.LOWER, Command.SEND_BACK, Command.REOPEN})


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answers: which row, its version, its status where it has one."""

    id: int
    version: int
    status: str = ""
    replayed: bool = False


def order(name: str, actor: User, now: datetime, key: str, content: Payload) -> Order:
    """An order of the room."""
    return Order(f"reform.par.{name}", actor, now, key, content)


def may_assess(user: User, agency_id: int, *, on: date) -> bool:
    """Whether `user` may start, assign and plan for that agency."""
    held = identity.scopes(user, Permission.SCORES_ENTER, on=on)
    return identity.covers(held, agency_id=agency_id, procedure_code="")


def may_appraise(user: User, agency_id: int, *, on: date) -> bool:
    """Whether `user` leads an agency above that one; for the province, the province."""
    held = identity.scopes(user, Permission.SCORES_APPRAISE, on=on)
    is_root = any(view.id == agency_id for view in identity.agencies(on, level=identity.Level.PROVINCE))
    above = [scope for scope in held if is_root or scope.held_at != agency_id]
    return identity.covers(above, agency_id=agency_id, procedure_code="")


def may(user: User, command: Command, row: Assessment, *, on: date) -> bool:
    """Whether `user` has the right to do `command` to an assessment, whatever its status."""
    agency_id = row.of_year.agency_id
    if command in APPRAISING:
        return may_appraise(user, agency_id, on=on) and row.scored_by_id != user.pk
    if command is not Command.ASSIGN and row.owner_id and may_assess(user, row.owner_id, on=on):
        return True
    return may_assess(user, agency_id, on=on)


def perform(
    found: Order, command: Command, *, id_: int, expected_version: int | None, change: Callable[[Assessment], Payload]
) -> Done:
    """Does `command` to an assessment: `change` alters the locked row and returns what the journal must say.

    Raises MeasureNotFound, NotAllowed, WrongStatus, Conflict, KeyReused, or what `change` raises; nothing has
    happened then.
    """

    def act() -> Payload:
        row = locked(id_)
        following = _check(found, command, row, expected_version)
        payload = change(row)
        before, row.status = row.status, following.value
        acts.write(row, found, {"from": before, "to": row.status, **payload})
        return {"id": row.pk, "version": row.version, "status": row.status}

    return done(acts.once(found, act))


def done(found: tuple[Payload, bool]) -> Done:
    """A kept answer as it is given."""
    answer, replayed = found
    return Done(answer["id"], answer["version"], answer.get("status", ""), replayed)


def locked(id_: int) -> Assessment:
    """The assessment, locked for change; raises MeasureNotFound."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("of_year")
    row = rows.filter(pk=id_).first() if 0 < id_ < 2**31 else None
    if row is None:
        raise MeasureNotFound(_("Không tìm thấy tiêu chí này."))
    return row


def _check(found: Order, command: Command, row: Assessment, expected_version: int | None) -> Status:
    if not may(found.actor, command, row, on=clock.local(found.now).date()):
        words = _("Bạn không có quyền “%(command)s” với tiêu chí này.")
        raise NotAllowed(words % {"command": COMMAND_LABELS[command]})
    if expected_version is not None and expected_version != row.version:
        raise Conflict(_("Tiêu chí này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện lại."))
    status = Status(row.status)
    following = lifecycle.after(status, command)
    if following is None:
        words = _("Không thể “%(command)s” khi tiêu chí ở trạng thái “%(status)s”.")
        raise WrongStatus(words % {"command": COMMAND_LABELS[command], "status": STATUS_LABELS[status]})
    return following

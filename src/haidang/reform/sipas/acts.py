"""The one write path of a survey: right, lifecycle, key, change and journal line in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import acts, clock, journal
from haidang.platform.acts import Payload
from haidang.reform.errors import Conflict, MeasureNotFound, NotAllowed, WrongStatus
from haidang.reform.sipas import lifecycle
from haidang.reform.sipas.labels import COMMAND_LABELS, STATUS_LABELS
from haidang.reform.sipas.lifecycle import Command, Status
from haidang.reform.sipas.tables import Survey

Order = acts.Order[User]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answers: which survey, its version and status afterwards."""

    id: int
    version: int
    status: Status
    replayed: bool = False


def order(command: Command, actor: User, now: datetime, key: str, content: Payload) -> Order:
    """An order of the room."""
    return Order(f"reform.sipas.{command}", actor, now, key, content)


def may_run(user: User, agency_id: int, *, on: date) -> bool:
    """Whether `user` may run surveys of that agency."""
    held = identity.scopes(user, Permission.SURVEYS_RUN, on=on)
    return identity.covers(held, agency_id=agency_id, procedure_code="")


def create(found: Order, make: Callable[[], tuple[Survey, Payload]]) -> Done:
    """Does the first act: `make` builds the unsaved row and says what the journal must hold."""

    def act() -> Payload:
        row, payload = make()
        _allow(found, Command.CREATE, row)
        row.status, row.head_hash = Status.DRAFT.value, journal.GENESIS
        row.made_by, row.made_at = found.actor, found.now
        row.save()
        acts.write(row, found, payload)
        return _answer(row)

    return _done(acts.once(found, act))


def perform(
    found: Order, command: Command, *, id_: int, expected_version: int | None, change: Callable[[Survey], Payload]
) -> Done:
    """Does `command` to a survey: `change` alters the locked row and returns what the journal must say.

    Raises MeasureNotFound, NotAllowed, WrongStatus, Conflict, KeyReused, or what `change` raises; nothing has
    happened then.
    """

    def act() -> Payload:
        row = locked(id_)
        _allow(found, command, row)
        if expected_version is not None and expected_version != row.version:
            raise Conflict(_("Cuộc khảo sát vừa được người khác cập nhật. Hãy xem lại rồi thực hiện lại."))
        following = lifecycle.after(Status(row.status), command)
        if following is None:
            raise wrong_status(command, Status(row.status))
        payload = change(row)
        row.status = following.value
        acts.write(row, found, {"to": row.status, **payload})
        return _answer(row)

    return _done(acts.once(found, act))


def locked(id_: int) -> Survey:
    """The survey, locked for change; raises MeasureNotFound."""
    row = Survey.objects.select_for_update().filter(pk=id_).first() if 0 < id_ < 2**31 else None
    if row is None:
        raise MeasureNotFound(_("Không tìm thấy cuộc khảo sát này."))
    return row


def wrong_status(command: Command, status: Status) -> WrongStatus:
    """The refusal of a command that the status does not allow."""
    words = _("Không thể “%(command)s” khi cuộc khảo sát ở trạng thái “%(status)s”.")
    return WrongStatus(words % {"command": COMMAND_LABELS[command], "status": STATUS_LABELS[status]})


def _allow(found: Order, command: Command, row: Survey) -> None:
    if not may_run(found.actor, row.agency_id, on=clock.local(found.now).date()):
        words = _("Bạn không có quyền “%(command)s” của cơ quan này.")
        raise NotAllowed(words % {"command": COMMAND_LABELS[command]})


def _answer(row: Survey) -> Payload:
    return {"id": row.pk, "version": row.version, "status": row.status}


def _done(found: tuple[Payload, bool]) -> Done:
    answer, replayed = found
    return Done(answer["id"], answer["version"], Status(answer["status"]), replayed)

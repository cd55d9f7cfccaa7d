"""The one write path of dashboards and saved questions: right, key, change and journal line in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from haidang.identity.api import User
from haidang.ioc.dashboards import access
from haidang.ioc.dashboards.tables import Dashboard
from haidang.ioc.errors import Conflict, DashboardNotFound, NotAllowed
from haidang.platform import acts, clock
from haidang.platform.acts import Payload

Order = acts.Order[User]


@dataclass(frozen=True, slots=True)
class Done:
    """What an act answers: which row, and its version afterwards."""

    id: int
    version: int
    replayed: bool = False


def perform(order: Order, *, id_: int, expected_version: int | None, change: Callable[[Dashboard], Payload]) -> Done:
    """Does `change` to the locked dashboard and writes the line that it returns.

    Raises DashboardNotFound, NotAllowed, Conflict, KeyReused, or what `change` raises; nothing has happened then.
    """

    def act() -> Payload:
        on = clock.local(order.now).date()
        row = Dashboard.objects.select_for_update().filter(pk=id_).first() if 0 < id_ < 2**63 else None
        if row is None or not access.may_see(order.actor, row, on=on):
            raise not_found()
        if not access.may_change(order.actor, row, on=on):
            raise NotAllowed(_("Bạn không có quyền sửa bảng này."))
        if expected_version is not None and expected_version != row.version:
            raise Conflict(_("Bảng này vừa được sửa ở nơi khác. Hãy xem lại rồi thực hiện lại."))
        payload = change(row)
        row.changed_at = order.now
        acts.write(row, order, payload)
        return {"id": row.pk, "version": row.version}

    return done(acts.once(order, act))


def not_found() -> DashboardNotFound:
    """The refusal for what is not there or not for this person."""
    return DashboardNotFound(_("Không tìm thấy bảng này, hoặc bạn không có quyền xem."))


def done(found: tuple[Payload, bool]) -> Done:
    """A kept answer as it is given."""
    answer, replayed = found
    return Done(answer["id"], answer["version"], replayed)

"""Setting rules of attention: who may, what they may say, and their list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.identity.api import Permission, User
from haidang.platform import clock, journal
from haidang.platform.acts import Payload, once, write
from haidang.platform.written import required
from haidang.steering import access, ports
from haidang.steering.acts import Order
from haidang.steering.attention.kinds import Kind, problem
from haidang.steering.errors import Conflict, Invalid, NotAllowed, RuleNotFound
from haidang.steering.notice_tables import AttentionRule

NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class RuleWish:
    """What a rule says: for the dossiers of an agency and all below it, what it looks for, whom it tells."""

    agency_id: int
    name: str
    kind: str
    params: Mapping[str, int]
    recipient: str
    is_active: bool = True

    @property
    def plain(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "agency": self.agency_id,
            "name": self.name,
            "kind": self.kind,
            "params": dict(self.params),
            "recipient": self.recipient,
            "is_active": self.is_active,
        }


def rules(user: User, *, now: datetime) -> list[AttentionRule]:
    """The rules of agencies where `user` may set them, by agency and name."""
    held = access.reach(user, Permission.STEERING_RULES, on=clock.local(now).date())
    rows = AttentionRule.objects.filter(agency__in=held).select_related("agency", "made_by")
    return list(rows.order_by("-is_active", "agency__code", "name", "pk"))


def rule_for(user: User, rule_id: int, *, now: datetime) -> AttentionRule:
    """A rule that `user` may set; raises RuleNotFound."""
    found = next((row for row in rules(user, now=now) if row.pk == rule_id), None)
    if found is None:
        raise RuleNotFound(_("Không tìm thấy quy tắc này, hoặc bạn không có quyền xem."))
    return found


def make_rule(*, wish: RuleWish, actor: User, now: datetime, key: str) -> AttentionRule:
    """Sets up a rule. Raises Invalid that names the field, NotAllowed, KeyReused."""
    order = Order("steering.rule.make", actor, now, key, wish.plain)

    def act() -> Payload:
        row = AttentionRule(made_by=actor, made_at=now, head_hash=journal.GENESIS)
        _fill(row, wish, actor=actor, now=now)
        row.save()
        write(row, order, wish.plain)
        return {"rule": row.pk}

    answer, _replayed = once(order, act)
    return AttentionRule.objects.get(pk=answer["rule"])


def change_rule(
    *, rule_id: int, wish: RuleWish, actor: User, now: datetime, key: str, expected_version: int | None = None
) -> AttentionRule:
    """Changes a rule, or switches it off; earlier versions are in its journal. Raises as `make_rule`, Conflict."""
    order = Order("steering.rule.change", actor, now, key, {"rule": rule_id, **wish.plain})

    def act() -> Payload:
        rule_for(actor, rule_id, now=now)
        row = AttentionRule.objects.select_for_update().get(pk=rule_id)
        if expected_version is not None and expected_version != row.version:
            raise Conflict(_("Quy tắc này vừa được người khác cập nhật. Hãy xem lại rồi thực hiện lại."))
        _fill(row, wish, actor=actor, now=now)
        write(row, order, wish.plain)
        return {"rule": row.pk}

    once(order, act)
    return AttentionRule.objects.get(pk=rule_id)


def _fill(row: AttentionRule, wish: RuleWish, *, actor: User, now: datetime) -> None:
    checked(wish)
    on = clock.local(now).date()
    if wish.agency_id not in {view.id for view in identity.agencies(on)}:
        raise Invalid(_("Hãy chọn cơ quan."), field="agency")
    if wish.agency_id not in access.reach(actor, Permission.STEERING_RULES, on=on):
        raise NotAllowed(_("Bạn chỉ đặt quy tắc cho cơ quan của mình và các cơ quan trực thuộc."))
    row.name = required(wish.name, field="name", message=_("Hãy đặt tên cho quy tắc."), limit=NAME_LIMIT)
    row.agency_id, row.kind, row.params = wish.agency_id, wish.kind, dict(wish.params)
    row.recipient, row.is_active = wish.recipient, wish.is_active


def checked(wish: RuleWish) -> None:
    """Raises Invalid, with the field, for what no rule can say."""
    field = problem(wish.kind, wish.params, wish.recipient)
    if field is not None:
        raise Invalid(_("Giá trị này không dùng được cho loại quy tắc đã chọn."), field=field)
    if wish.kind == Kind.FORECAST and not ports.has_forecasts():
        raise Invalid(_("Hệ thống này chưa có dự báo trễ hạn."), field="kind")

"""Standing in for an officer who is away (ủy quyền khi vắng mặt): made, ended, listed.

Whoever stands in does so for a limited time, for a stated reason, and hands nothing on (NĐ 30/2020/NĐ-CP art. 13.3);
the same rule is kept for every role, not for signing alone.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from haidang.identity.models import Agency, Delegation, User
from haidang.identity.rights import assignments, covers, scopes
from haidang.identity.roles import Permission, Role
from haidang.platform import clock, idempotency
from haidang.platform.errors import Refused
from haidang.platform.text import is_storable, tidy

MOST_DAYS = 366
_COMMAND = "identity.delegate"


class DelegationRefused(Refused):
    """A delegation that cannot be made or ended as asked."""

    code = "delegation-refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be delegated: `delegator`'s work to `delegate`, from `valid_from` up to but without `valid_to`.

    Blank `agency_code` and `role`: everything that he holds.
    """

    delegator: User
    delegate: User
    valid_from: date
    valid_to: date
    reason: str
    agency_code: str = ""
    role: str = ""


def delegate(wish: Wish, *, actor: User, now: datetime, key: str) -> Delegation:
    """Makes a delegation, by the delegator himself or by an administrator of where he works.

    Raises DelegationRefused that names the field at fault, KeyReused.
    """
    today = clock.local(now).date()
    agency = _agency(wish)
    request_hash = idempotency.fingerprint(
        {"from": wish.delegator.pk, "to": wish.delegate.pk, "agency": wish.agency_code, "role": wish.role,
         "valid": [wish.valid_from.isoformat(), wish.valid_to.isoformat()], "reason": wish.reason}
    )  # fmt: skip
    with transaction.atomic():
        # Two who would stand in for each other at the same moment wait here for one another.
        list(User.objects.select_for_update().filter(pk__in=[wish.delegator.pk, wish.delegate.pk]).order_by("pk"))
        who = actor.reference
        earlier = idempotency.recall(actor=who, key=key, command=_COMMAND, request_hash=request_hash)
        if earlier:
            return Delegation.objects.get(pk=earlier["delegation"])
        _check(wish, agency, actor=actor, today=today)
        row = Delegation.objects.create(
            delegator=wish.delegator,
            delegate=wish.delegate,
            agency=agency,
            role=wish.role,
            valid_from=wish.valid_from,
            valid_to=wish.valid_to,
            reason=tidy(wish.reason),
            made_by=actor,
            made_at=now,
        )
        idempotency.remember(
            actor=who, key=key, command=_COMMAND, request_hash=request_hash, answer={"delegation": row.pk}, now=now
        )
        return row


def end_delegation(*, actor: User, delegation_id: int, now: datetime) -> Delegation:
    """Ends a delegation today, or before it begins; ending one that has ended changes nothing."""
    today = clock.local(now).date()
    with transaction.atomic():
        row = Delegation.objects.select_for_update().filter(pk=delegation_id).first()
        if row is None or not may_manage(actor, row.delegator, on=today):
            raise DelegationRefused(_("Không có ủy quyền này, hoặc bạn không được kết thúc nó."))
        if row.valid_to > today:
            row.valid_to, row.ended_by, row.ended_at = max(today, row.valid_from), actor, now
            row.save(update_fields=["valid_to", "ended_by", "ended_at"])
    return row


def delegations_of(user: User) -> tuple[list[Delegation], list[Delegation]]:
    """What `user` has given to others and what he has received, newest first."""
    rows = Delegation.objects.select_related("delegator", "delegate", "agency", "made_by", "ended_by")
    return list(rows.filter(delegator=user)), list(rows.filter(delegate=user))


def may_manage(actor: User, delegator: User, *, on: date) -> bool:
    """Whether `actor` may delegate for `delegator`: himself, or who manages the accounts of all his places."""
    if actor.pk == delegator.pk:
        return actor.is_active
    held = scopes(actor, Permission.ACCOUNTS_MANAGE, on=on)
    rows = list(assignments(delegator, on=on))
    return bool(rows) and all(covers(held, agency_id=row.agency_id, procedure_code=row.procedure_code) for row in rows)


def _agency(wish: Wish) -> Agency | None:
    if not wish.agency_code:
        return None
    found = Agency.objects.filter(code=wish.agency_code).first()
    if found is None:
        raise DelegationRefused(_("Hãy chọn cơ quan."), field="agency")
    return found


def _check(wish: Wish, agency: Agency | None, *, actor: User, today: date) -> None:
    if not may_manage(actor, wish.delegator, on=today):
        raise DelegationRefused(_("Bạn chỉ lập được ủy quyền của mình, hoặc của cán bộ mà bạn quản lý tài khoản."))
    _check_people(wish)
    _check_span(wish, today=today)
    if not tidy(wish.reason) or len(wish.reason) > 1_000 or not is_storable(wish.reason):
        raise DelegationRefused(_("Hãy ghi lý do vắng mặt (tối đa 1.000 ký tự)."), field="reason")
    if wish.role and (wish.role not in Role.values or wish.role == Role.ADMINISTRATOR):
        raise DelegationRefused(_("Vai trò này không ủy quyền được."), field="role")
    draft = Delegation(agency=agency, role=wish.role)
    held = assignments(wish.delegator, on=wish.valid_from)
    if not any(draft.carries(agency_id=row.agency_id, role=row.role) for row in held):
        raise DelegationRefused(_("Người ủy quyền không giữ vai trò nào như vậy vào ngày bắt đầu."), field="role")
    _check_others(wish, agency)


def _check_people(wish: Wish) -> None:
    if wish.delegate.pk == wish.delegator.pk:
        raise DelegationRefused(_("Không ủy quyền cho chính mình."), field="delegate")
    if not (wish.delegate.is_officer and wish.delegate.is_active and wish.delegator.is_active):
        raise DelegationRefused(_("Chỉ ủy quyền cho cán bộ có tài khoản đang hoạt động."), field="delegate")


def _check_span(wish: Wish, *, today: date) -> None:
    if wish.valid_from < today:
        raise DelegationRefused(_("Ngày bắt đầu không được trước hôm nay."), field="valid_from")
    if not 0 < (wish.valid_to - wish.valid_from).days <= MOST_DAYS:
        raise DelegationRefused(
            _("Ngày cuối không được trước ngày bắt đầu, và ủy quyền dài tối đa %(days)s ngày.") % {"days": MOST_DAYS},
            field="valid_to",
        )


def _check_others(wish: Wish, agency: Agency | None) -> None:
    """Refuses circles, and the same thing twice."""
    # One that was ended before it began has an empty span and stands in nobody's way.
    held = Delegation.objects.filter(valid_to__gt=F("valid_from"))
    overlapping = held.filter(valid_from__lt=wish.valid_to, valid_to__gt=wish.valid_from)
    same = overlapping.filter(delegator=wish.delegator, delegate=wish.delegate, agency=agency, role=wish.role)
    if same.exists():
        raise DelegationRefused(_("Đã có ủy quyền như vậy cho người này trong khoảng thời gian đó."), field="delegate")
    given: dict[int, set[int]] = {}
    for delegator_id, delegate_id in overlapping.values_list("delegator_id", "delegate_id"):
        given.setdefault(delegator_id, set()).add(delegate_id)
    seen, waiting = set[int](), [wish.delegate.pk]
    while waiting:
        current = waiting.pop()
        if current == wish.delegator.pk:
            raise DelegationRefused(
                _("Người nhận đang ủy quyền trở lại cho người giao trong khoảng thời gian đó. Hãy chọn người khác."),
                field="delegate",
            )
        if current not in seen:
            seen.add(current)
            waiting += given.get(current, ())

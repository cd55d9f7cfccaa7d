"""Accounts and the roles they are given."""

import re
from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from haidang.identity.agencies import descendants, in_force
from haidang.identity.models import Agency, RoleAssignment, Unit, User, id_index
from haidang.identity.reorganisation.moving import follow_plans, unfollow_plans
from haidang.identity.rights import assignments, covers, scopes, valid_at
from haidang.identity.roles import Permission, Role
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.platform.text import is_storable, tidy

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_CITIZEN_ID = re.compile(r"\d{9}|\d{12}", re.ASCII)
_TAX_ID = re.compile(r"\d{10}(\d{3})?", re.ASCII)


class AccountRefused(Refused):
    """An account that cannot be made as asked."""

    code = "account-refused"


def create_account(
    *,
    username: str,
    password: str,
    kind: str,
    full_name: str,
    now: datetime,
    id_number: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
) -> User:
    """A new account; raises AccountRefused that names the field at fault."""
    username = username.strip().lower()
    user = User(
        username=username,
        kind=kind,
        full_name=tidy(full_name),
        id_number=re.sub(r"[\s-]", "", id_number),
        phone=tidy(phone),
        email=tidy(email),
        address=tidy(address),
        joined_at=now,
    )
    _check(user, password)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise _taken(user) from error
    return user


def _taken(user: User) -> AccountRefused:
    if User.objects.filter(username=user.username).exists():
        return AccountRefused(_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."), field="username")
    return AccountRefused(
        _("Số này đã có tài khoản. Hãy đăng nhập; nếu tài khoản đó không phải của bạn, hãy đến Bộ phận Một cửa."),
        field="id_number",
    )


def _check(user: User, password: str) -> None:
    if not _USERNAME.fullmatch(user.username):
        raise AccountRefused(
            _("Tên đăng nhập gồm 3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch."), field="username"
        )
    if len(user.full_name) < 2:
        raise AccountRefused(_("Hãy nhập họ và tên hoặc tên tổ chức."), field="full_name")
    _check_fields(user)
    if user.kind != User.Kind.OFFICER:
        _check_id_number(user)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages), field="password") from error


def _check_fields(user: User) -> None:
    """Lengths, the kind and the e-mail address as the table states them."""
    for name in ("full_name", "phone", "email", "address"):
        if not is_storable(getattr(user, name)):
            raise AccountRefused(_("Nội dung có ký tự không đọc được. Hãy xóa ký tự đó rồi gửi lại."), field=name)
    try:
        user.clean_fields(exclude=["password", "username", "id_number", "id_index"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise AccountRefused(" ".join(messages), field=field) from error


def _check_id_number(user: User) -> None:
    business = user.kind == User.Kind.BUSINESS
    if not (_TAX_ID if business else _CITIZEN_ID).fullmatch(user.id_number):
        message = (
            _("Mã số thuế gồm 10 hoặc 13 chữ số.")
            if business
            else _("Số định danh cá nhân gồm 12 chữ số (CMND cũ: 9).")
        )
        raise AccountRefused(message, field="id_number")


def assign_role(
    *,
    user: User,
    agency_code: str,
    role: Role | str,
    valid_from: date,
    procedure_code: str = "",
    with_descendants: bool = False,
    unit_key: str = "",
    is_deputy: bool = False,
) -> RoleAssignment:
    """Gives `user` a role at an agency, or in one of its units; giving it twice changes nothing.

    Plans to come move it like the others.
    """
    agency = Agency.objects.get(code=agency_code)
    row, made = RoleAssignment.objects.get_or_create(
        user=user,
        agency=agency,
        unit=Unit.objects.get(agency=agency, key=unit_key) if unit_key else None,
        role=role,
        procedure_code=procedure_code,
        valid_from=valid_from,
        defaults={"with_descendants": with_descendants, "is_deputy": is_deputy},
    )
    if made:
        follow_plans([row])
    return row


@transaction.atomic
def create_officer(
    *,
    actor: User,
    username: str,
    password: str,
    full_name: str,
    agency_code: str,
    role: Role | str,
    now: datetime,
    procedure_code: str = "",
    with_descendants: bool = False,
    unit_key: str = "",
    is_deputy: bool = False,
    phone: str = "",
    email: str = "",
) -> User:
    """A new officer's account with its first role, both or neither, by an administrator of that agency."""
    user = create_account(
        username=username,
        password=password,
        kind=User.Kind.OFFICER,
        full_name=full_name,
        phone=phone,
        email=email,
        now=now,
    )
    grant_role(
        actor=actor,
        user=user,
        agency_code=agency_code,
        role=role,
        on=clock.local(now).date(),
        procedure_code=procedure_code,
        with_descendants=with_descendants,
        unit_key=unit_key,
        is_deputy=is_deputy,
    )
    return user


def grant_role(
    *,
    actor: User,
    user: User,
    agency_code: str,
    role: Role | str,
    on: date,
    procedure_code: str = "",
    with_descendants: bool = False,
    unit_key: str = "",
    is_deputy: bool = False,
) -> RoleAssignment:
    """Gives an officer a role from `on`, by an administrator of that agency, and of those below it if they are meant.

    `unit_key`: only for work of that unit; `is_deputy`: as deputy of a head, whether of the agency or of a unit.
    Raises AccountRefused that names the field at fault.
    """
    agency = Agency.objects.filter(code=agency_code, pk__in=in_force(on).values("agency_id")).first()
    if agency is None:
        raise AccountRefused(_("Hãy chọn cơ quan."), field="agency")
    if role not in Role.values:
        raise AccountRefused(_("Hãy chọn vai trò."), field="role")
    if user.kind != User.Kind.OFFICER:
        raise AccountRefused(_("Chỉ tài khoản cán bộ mới được giao vai trò."))
    reach = descendants(agency.pk, on=on) if with_descendants else {agency.pk}
    _check_manages(actor, reach, procedure_code=procedure_code, on=on)
    unit = _unit(agency, unit_key, on=on, with_descendants=with_descendants)
    if is_deputy and role not in {Role.LEADER, Role.MANAGER}:
        raise AccountRefused(_("Chỉ lãnh đạo cơ quan hoặc lãnh đạo phòng mới có cấp phó."), field="is_deputy")
    if assignments(user, on=on).filter(agency=agency, unit=unit, role=role, procedure_code=procedure_code).exists():
        raise AccountRefused(_("Người này đang giữ vai trò đó tại cơ quan này."), field="role")
    row = assign_role(
        user=user,
        agency_code=agency_code,
        role=role,
        valid_from=on,
        procedure_code=procedure_code,
        with_descendants=with_descendants,
        unit_key=unit_key,
        is_deputy=is_deputy,
    )
    if row.valid_to is not None and row.ended_by is None:
        raise AccountRefused(_("Vai trò này vừa kết thúc trong ngày; giao lại được từ ngày mai."), field="role")
    return row


def _unit(agency: Agency, key: str, *, on: date, with_descendants: bool) -> Unit | None:
    if not key:
        return None
    found = Unit.objects.filter(valid_at(on), agency=agency, key=key).first()
    if found is None:
        raise AccountRefused(_("Cơ quan này không có đơn vị đó. Hãy chọn đơn vị khác."), field="unit")
    if with_descendants:
        raise AccountRefused(_("Vai trò trong một đơn vị không gồm các cơ quan trực thuộc."), field="with_descendants")
    return found


def end_role(*, actor: User, assignment_id: int, on: date) -> None:
    """Ends a role assignment on a date; it stays as history. Only an administrator of its agency may."""
    row = RoleAssignment.objects.filter(pk=assignment_id).first()
    if row is not None:
        _check_manages(actor, {row.agency_id}, procedure_code=row.procedure_code, on=on)
    if row is None or on < row.valid_from:
        raise AccountRefused(_("Không có vai trò này, hoặc ngày kết thúc trước ngày bắt đầu."))
    if row.user_id == actor.pk and row.role == Role.ADMINISTRATOR:
        raise AccountRefused(_("Không tự kết thúc vai trò quản trị của mình; hãy nhờ quản trị viên khác."))
    if row.valid_to is not None and row.valid_to < on:
        raise AccountRefused(_("Vai trò này đã kết thúc."))
    with transaction.atomic():
        unfollow_plans(row)
        row.valid_to = on
        row.save(update_fields=["valid_to"])


def _check_manages(actor: User, agency_ids: set[int], *, procedure_code: str, on: date) -> None:
    held = scopes(actor, Permission.ACCOUNTS_MANAGE, on=on)
    if not all(covers(held, agency_id=each, procedure_code=procedure_code) for each in agency_ids):
        raise AccountRefused(_("Bạn không quản lý tài khoản của cơ quan này."), field="agency")


def find_by_id_number(id_number: str) -> User | None:
    """The citizen or business with that identity number, found without decrypting anybody's."""
    return User.objects.filter(id_index=id_index(id_number)).exclude(kind=User.Kind.OFFICER).first()


def officers(*, agency_ids: set[int] | None = None) -> list[dict[str, Any]]:
    """Officers with their roles, by name; only those with a role at `agency_ids` if given."""
    rows = RoleAssignment.objects.select_related("user", "agency", "unit").order_by("user__full_name")
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    return [{"user": row.user, "agency": row.agency, "role": Role(row.role), "assignment": row} for row in rows]

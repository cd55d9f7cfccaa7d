"""Accounts and the roles they are given."""

import re
from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from haidang.identity.models import Agency, RoleAssignment, User, id_index
from haidang.identity.rights import has_anywhere
from haidang.identity.roles import Permission, Role
from haidang.platform.errors import Refused
from haidang.platform.text import tidy

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
_CITIZEN_ID = re.compile(r"\d{9}|\d{12}")
_TAX_ID = re.compile(r"\d{10}(-?\d{3})?")


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
        id_number=re.sub(r"\s", "", id_number),
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
        raise AccountRefused(_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."), field="username") from error
    return user


def _check(user: User, password: str) -> None:
    if not _USERNAME.fullmatch(user.username):
        raise AccountRefused(
            _("Tên đăng nhập gồm 3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch."), field="username"
        )
    if len(user.full_name) < 2:
        raise AccountRefused(_("Hãy nhập họ và tên hoặc tên tổ chức."), field="full_name")
    if user.kind != User.Kind.OFFICER:
        _check_id_number(user)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages), field="password") from error


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
) -> RoleAssignment:
    """Gives `user` a role at an agency; giving it twice changes nothing."""
    agency = Agency.objects.get(code=agency_code)
    row, _made = RoleAssignment.objects.get_or_create(
        user=user,
        agency=agency,
        role=role,
        procedure_code=procedure_code,
        valid_from=valid_from,
        defaults={"with_descendants": with_descendants},
    )
    return row


def end_role(*, actor: User, assignment_id: int, on: date) -> None:
    """Ends a role assignment on a date; it stays as history."""
    if not has_anywhere(actor, Permission.ACCOUNTS_MANAGE, on=on):
        raise AccountRefused(_("Bạn không có quyền quản lý tài khoản."))
    row = RoleAssignment.objects.filter(pk=assignment_id).first()
    if row is None or on <= row.valid_from:
        raise AccountRefused(_("Không có vai trò này, hoặc ngày kết thúc không sau ngày bắt đầu."))
    row.valid_to = on
    row.save(update_fields=["valid_to"])


def find_by_id_number(id_number: str) -> User | None:
    """The citizen or business with that identity number, found without decrypting anybody's."""
    return User.objects.filter(id_index=id_index(id_number)).exclude(kind=User.Kind.OFFICER).first()


def officers(*, agency_ids: set[int] | None = None) -> list[dict[str, Any]]:
    """Officers with their roles, by name; only those with a role at `agency_ids` if given."""
    rows = RoleAssignment.objects.select_related("user", "agency").order_by("user__full_name")
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    return [{"user": row.user, "agency": row.agency, "role": Role(row.role), "assignment": row} for row in rows]

"""Publishes forms and finds the one for a procedure."""

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from haidang.catalogue.forms import GENERIC, FormDefinition, from_plain, generic
from haidang.catalogue.models import FormVersion
from haidang.catalogue.publishing import lock_catalogue
from haidang.catalogue.selectors import PublishedProcedure
from haidang.platform.canonical import canonical
from haidang.platform.errors import Refused


class FormNotFound(Refused):
    """No published form has that code and number."""

    code = "form-not-found"


class FormRefused(Refused):
    """A form definition that cannot be published."""

    code = "form-refused"


@transaction.atomic
def publish_form(definition: dict[str, Any], *, now: datetime) -> FormDefinition:
    """Publishes a form under its `code` with the next number, or returns the one in force if nothing changed.

    Raises FormRefused for a definition that is not one, has two fields with one key or a choice without choices.
    """
    lock_catalogue()
    code = str(definition.get("code", ""))
    current = FormVersion.objects.filter(code=code).order_by("-number").first()
    form = _checked({**definition, "number": current.number + 1 if current else 1})
    plain = {**msgspec.to_builtins(form), "number": 0}
    digest = hashlib.sha256(canonical(plain).encode()).hexdigest()
    if current and current.content_hash == digest:
        return _loaded(current.code, current.number, current.content_hash)
    FormVersion.objects.create(
        code=code, number=form.number, definition=msgspec.to_builtins(form), content_hash=digest, published_at=now
    )
    return form


def form_for(procedure: PublishedProcedure, case_key: str = "") -> FormDefinition:
    """The form of a procedure's case: the published one in force, else the generic one with the case in its title."""
    if procedure.content.form_code:
        row = (
            FormVersion.objects.filter(code=procedure.content.form_code)
            .order_by("-number")
            .values_list("code", "number", "content_hash")
            .first()
        )
        if row:
            return _loaded(*row)
    return _generic(procedure, case_key)


def form_version(code: str, number: int, *, procedure: PublishedProcedure, case_key: str = "") -> FormDefinition:
    """The form that a dossier was filed with; raises FormNotFound."""
    if code == GENERIC:
        return _generic(procedure, case_key)
    row = FormVersion.objects.filter(code=code, number=number).values_list("code", "number", "content_hash").first()
    if row is None:
        raise FormNotFound(_("Không tìm thấy mẫu đơn %(code)s.") % {"code": code})
    return _loaded(*row)


def _generic(procedure: PublishedProcedure, case_key: str) -> FormDefinition:
    case = procedure.content.case(case_key)
    several = len(procedure.content.cases) > 1
    title = f"{procedure.name} – {case.name}" if case and several else procedure.name
    return _made(title, tuple(result.name for result in procedure.content.results), get_language() or "vi")


@lru_cache(maxsize=256)
def _made(title: str, results: tuple[str, ...], _language: str) -> FormDefinition:
    return generic(title, results=results)


@lru_cache(maxsize=128)
def _loaded(code: str, number: int, content_hash: str) -> FormDefinition:
    row = FormVersion.objects.values_list("definition", flat=True).get(
        code=code, number=number, content_hash=content_hash
    )
    return from_plain(row)


def _checked(definition: dict[str, Any]) -> FormDefinition:
    try:
        form = from_plain(definition)
    except msgspec.ValidationError as error:
        raise FormRefused(_("Mẫu đơn sai cấu trúc: %(error)s") % {"error": error}) from error
    keys = [field.key for field in form.fields]
    if len(set(keys)) != len(keys):
        raise FormRefused(_("Mẫu đơn có hai mục trùng khóa."))
    if any(field.kind == "choice" and not field.choices for field in form.fields):
        raise FormRefused(_("Mẫu đơn có mục lựa chọn mà không có lựa chọn nào."))
    if not form.code or form.code == GENERIC:
        raise FormRefused(_("Mẫu đơn phải có mã riêng."))
    return form

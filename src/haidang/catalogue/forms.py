"""Forms: published definitions, and a sensible one made for every procedure that has none."""

from typing import Any, Literal

import msgspec
from django.utils.translation import gettext as _

FieldKind = Literal["text", "textarea", "date", "number", "choice", "phone", "email", "id_number"]
GENERIC = "chung"
# Raise it when the generic form changes: dossiers remember the number they were filed with.
GENERIC_NUMBER = 1


class Choice(msgspec.Struct, frozen=True):
    """A value to choose and its label."""

    key: str
    label: str


class FormField(msgspec.Struct, frozen=True, omit_defaults=True):
    """A field of a form. `section` is the heading it stands under, `max_length` counts characters of text kinds.

    Of a number the smallest and largest value may be given. `past` says that a date lies not in the future.
    """

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    help: str = ""
    choices: tuple[Choice, ...] = ()
    max_length: int = 500
    section: str = ""
    minimum: int | None = None
    maximum: int | None = None
    past: bool = False
    owner: str = ""


class FormDefinition(msgspec.Struct, frozen=True, omit_defaults=True):
    """A form as published. `owner` of a field names the owner's datum that fills it (full_name, id_number …)."""

    code: str
    number: int
    title: str
    fields: tuple[FormField, ...]
    legal_basis: str = ""
    source: str = ""

    def sections(self) -> list[tuple[str, list[FormField]]]:
        """The fields under their headings, in order."""
        found: dict[str, list[FormField]] = {}
        for field in self.fields:
            found.setdefault(field.section, []).append(field)
        return list(found.items())


def from_plain(plain: dict[str, Any]) -> FormDefinition:
    """A definition from its JSON form; raises msgspec.ValidationError."""
    return msgspec.convert(plain, FormDefinition)


def generic(title: str, *, results: tuple[str, ...] = ()) -> FormDefinition:
    """The form of a procedure without a published one: who asks, for what, and how the result is handed over.

    `results` are the names of the procedure's results; they become the help of the field for the request.
    """
    return FormDefinition(
        code=GENERIC,
        number=GENERIC_NUMBER,
        title=title,
        fields=(*_owner_fields(), *_request_fields(results), *_return_fields()),
    )


def _owner_fields() -> tuple[FormField, ...]:
    section = _("Người đề nghị")
    return (
        FormField(
            "owner_name",
            _("Họ và tên hoặc tên tổ chức"),
            "text",
            required=True,
            max_length=200,
            section=section,
            owner="full_name",
        ),
        FormField(
            "owner_id_number",
            _("Số định danh cá nhân hoặc số CMND"),
            "id_number",
            help=_("12 chữ số, hoặc 9 chữ số đối với CMND. Tổ chức để trống."),
            section=section,
            owner="id_number",
        ),
        FormField("owner_birth_date", _("Ngày sinh"), "date", help=_("Ví dụ: 19/05/1990"), section=section, past=True),
        FormField(
            "owner_address",
            _("Địa chỉ liên hệ"),
            "text",
            required=True,
            max_length=300,
            section=section,
            owner="address",
        ),
        FormField("owner_phone", _("Số điện thoại"), "phone", required=True, section=section, owner="phone"),
        FormField("owner_email", _("Thư điện tử"), "email", section=section, owner="email"),
    )


def _request_fields(results: tuple[str, ...]) -> tuple[FormField, ...]:
    section = _("Nội dung đề nghị")
    expected = _("Kết quả của thủ tục: %(results)s") % {"results": "; ".join(results[:3])} if results else ""
    return (
        FormField(
            "request",
            _("Nội dung đề nghị giải quyết"),
            "textarea",
            required=True,
            help=expected,
            max_length=4000,
            section=section,
        ),
        FormField(
            "copies", _("Số bản kết quả cần nhận"), "number", required=True, section=section, minimum=1, maximum=50
        ),
    )


def _return_fields() -> tuple[FormField, ...]:
    section = _("Nhận kết quả")
    ways = (
        Choice("direct", _("Tại nơi nộp hồ sơ")),
        Choice("online", _("Bản điện tử trên Cổng")),
        Choice("postal", _("Qua bưu chính công ích")),
    )
    return (
        FormField("return_by", _("Cách nhận kết quả"), "choice", required=True, choices=ways, section=section),
        FormField(
            "return_address",
            _("Địa chỉ nhận qua bưu chính"),
            "text",
            help=_("Chỉ ghi khi chọn nhận qua bưu chính."),
            max_length=300,
            section=section,
        ),
    )

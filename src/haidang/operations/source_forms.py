"""Forms of the wizard of sources, step by step."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.ioc import api as ioc
from haidang.ioc.api import source_labels as labels
from haidang.operations.source_labels import PERIODS

_AUTHS = [("none", _("Không cần")), ("bearer", "Authorization: Bearer"), ("header", _("Tiêu đề riêng"))]
_PAGINGS = [("none", _("Một trang")), ("number", _("Số trang tăng dần")), ("next", _("Câu trả lời nêu trang sau"))]
_ENCODINGS = [("", _("Tự nhận (UTF-8)")), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("windows-1258", "CP1258")]
_SEPARATORS = [("", _("Tự nhận")), (",", ","), (";", ";"), ("\t", _("Tab")), ("|", "|")]
_DECIMALS = [(",", _("Dấu phẩy: 1.234,5")), (".", _("Dấu chấm: 1,234.5"))]


class HeadForm(forms.Form):
    """Step 1: what the source is, whose it is, how it comes."""

    title = forms.CharField(label=_("Tên nguồn"), max_length=200)
    code = forms.CharField(
        label=_("Mã nguồn"),
        max_length=40,
        help_text=_("Chữ thường không dấu, chữ số, gạch dưới; là tên bảng trong kho số liệu. Không đổi được về sau."),
    )
    sector = forms.CharField(label=_("Ngành, lĩnh vực"), max_length=100)
    agency = forms.ChoiceField(label=_("Cơ quan chủ quản"))
    kind = forms.ChoiceField(
        label=_("Cách lấy dữ liệu"), choices=list(labels.KIND_LABELS.items()), widget=forms.RadioSelect
    )
    use_required_attribute = False

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = identity.agencies(on, level="province") + identity.agencies(on, level="department")
        self.fields["agency"].choices = [(found.code, found.name) for found in offered]  # type: ignore[attr-defined]


def _text(label: Any, *, required: bool = False, help_text: Any = "", initial: str = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=500, help_text=help_text, initial=initial)


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=1_000, help_text=help_text)


class SettingsForm(forms.Form):
    """Step 2: where it comes from, and how it is written; a sample may be handed in for the preview."""

    use_required_attribute = False

    def __init__(self, *args: Any, kind: str, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind
        self.fields.update(_FIELDS[kind]())
        if kind in _SECRETS:
            held = _("Đã có; để trống thì giữ nguyên.") if has_secret else ""
            hidden = forms.PasswordInput({"autocomplete": "new-password"}, render_value=False)
            self.fields["secret"] = forms.CharField(
                label=_SECRETS[kind], required=False, max_length=500, widget=hidden, help_text=held
            )
        if kind in {"csv", "excel", "folder", "webhook"}:
            self.fields["file"] = forms.FileField(label=_("Tệp mẫu để xem thử"), required=False)

    @property
    def settings(self) -> dict[str, Any]:
        """What is entered, without what is left blank; the form is valid."""
        apart = {"secret", "file"}
        found = self.cleaned_data.items()
        return {name: value for name, value in found if name not in apart and value not in ("", None)}


def _rest() -> dict[str, forms.Field]:
    return {
        "url": _text(_("Địa chỉ"), required=True, help_text=_("Máy chủ phải được người vận hành cho phép.")),
        "rows": _text(_("Danh sách dòng nằm ở"), help_text=_("Ví dụ data.items; để trống: cả câu trả lời.")),
        "paging": _choice(_("Chia trang"), _PAGINGS),
        "page_param": _text(_("Tham số số trang"), help_text=_("Ví dụ page.")),
        "next": _text(_("Địa chỉ trang sau nằm ở"), help_text=_("Ví dụ links.next.")),
        "cursor_param": _text(_("Tham số “từ mốc”"), help_text=_("Lần sau chỉ hỏi từ mốc đã có, theo cột thứ tự.")),
        **_auth(),
    }  # fmt: skip


def _auth() -> dict[str, forms.Field]:
    return {"auth": _choice(_("Xác thực"), _AUTHS), "auth_header": _text(_("Tên tiêu đề riêng"))}


def _csv() -> dict[str, forms.Field]:
    return {
        "encoding": _choice(_("Bảng mã"), _ENCODINGS),
        "separator": _choice(_("Dấu ngăn cột"), _SEPARATORS),
        "decimal": _choice(_("Số thập phân viết bằng"), _DECIMALS),
        "skip": _number(_("Số dòng trước tiêu đề")),
    }


def _excel() -> dict[str, forms.Field]:
    return {
        "sheet": _text(_("Tên trang tính"), help_text=_("Để trống: trang đầu.")),
        "head_row": _number(_("Dòng tiêu đề"), _("Để trống: dòng đầu tiên mà mọi ô đều có chữ.")),
        "decimal": _choice(_("Số thập phân viết bằng"), _DECIMALS),
    }


def _address() -> dict[str, forms.Field]:
    return {"url": _text(_("Địa chỉ tệp"), help_text=_("Để trống: tệp được nộp bằng tay.")), **_auth()}


def _sql() -> dict[str, forms.Field]:
    kinds = [("sqlite", "SQLite"), ("postgresql", "PostgreSQL")]
    query = forms.CharField(
        label=_("Câu truy vấn SELECT"), max_length=20_000, widget=forms.Textarea({"rows": 5}),
        help_text=_("Có thể dùng :cursor cho mốc đã có."),
    )  # fmt: skip
    return {
        "database": _choice(_("Loại cơ sở dữ liệu"), kinds),
        "path": _text(_("Tệp SQLite"), help_text=_("Nằm trong thư mục nhận tệp của máy chủ.")),
        "url": _text(_("Địa chỉ PostgreSQL"), help_text=_("postgresql://tên@máy:cổng/csdl, không kèm mật khẩu.")),
        "query": query,
    }


def _folder() -> dict[str, forms.Field]:
    return {
        "path": _text(_("Thư mục"), required=True, help_text=_("Nằm trong thư mục nhận tệp của máy chủ.")),
        "pattern": _text(_("Mẫu tên tệp"), help_text=_("Ví dụ *.csv.")),
        **_csv(),
    }


_FIELDS: dict[str, Callable[[], dict[str, forms.Field]]] = {
    "rest": _rest,
    "csv": lambda: {**_address(), **_csv()},
    "excel": lambda: {**_address(), **_excel()},
    "sql": _sql,
    "folder": _folder,
    "webhook": lambda: {"rows": _text(_("Danh sách dòng nằm ở"), help_text=_("Ví dụ data.items."))},
}
_SECRETS = {
    "rest": _("Mã truy cập"),
    "csv": _("Mã truy cập"),
    "excel": _("Mã truy cập"),
    "sql": _("Mật khẩu"),
    "webhook": _("Khóa ký bản tin"),
}


class ColumnsForm(forms.Form):
    """Step 3: each column of the sample, as guessed: kept, left out, of which type, within which bounds."""

    use_required_attribute = False

    def __init__(self, *args: Any, columns: Sequence[ioc.SourceColumn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = columns
        for place, column in enumerate(columns):
            self.fields.update({f"{name}_{place}": field for name, field in _column_fields(column).items()})

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each column, under its name in the source."""
        return [
            (column.source, [self[f"{name}_{place}"] for name in _COLUMN_FIELDS])
            for place, column in enumerate(self._columns)
        ]

    def entered(self) -> tuple[list[dict[str, Any]], list[str]]:
        """Columns as a draft keeps them, and the names left out; the form is valid."""
        kept, ignored = [], []
        for place, column in enumerate(self._columns):
            found = {name: self.cleaned_data[f"{name}_{place}"] for name in _COLUMN_FIELDS}
            if found.pop("use") == "no":
                ignored.append(column.source)
                continue
            values = [text.strip() for text in found.pop("values").split(";") if text.strip()]
            more = {"values": values} if values else {}
            plain = {name: value for name, value in found.items() if value not in ("", None, False)}
            kept.append({"source": column.source, **plain, **more})
        return kept, ignored

    def field_of(self, problem: str) -> str | None:
        """The form's field for a column at fault that a refusal names ("columns.2", counted among those kept)."""
        kept = [place for place in range(len(self._columns)) if self.cleaned_data.get(f"use_{place}") != "no"]
        number = problem.removeprefix("columns.")
        return f"name_{kept[int(number)]}" if number.isdecimal() and int(number) < len(kept) else None


_COLUMN_FIELDS = (
    "use", "name", "title", "type", "required", "minimum", "maximum", "values", "shape", "unit", "personal",
)  # fmt: skip


def _column_fields(column: ioc.SourceColumn) -> dict[str, forms.Field]:
    def text(label: Any, initial: str, length: int, help_text: Any = "") -> forms.CharField:
        return forms.CharField(label=label, initial=initial, max_length=length, required=False, help_text=help_text)

    def bound(label: Any, initial: float | None) -> forms.FloatField:
        return forms.FloatField(label=label, initial=initial, required=False)

    def tick(label: Any, initial: bool) -> forms.BooleanField:  # noqa: FBT001
        return forms.BooleanField(label=label, initial=initial, required=False)

    return {
        "use": forms.ChoiceField(label=_("Dùng"), choices=[("yes", _("Lấy cột này")), ("no", _("Bỏ qua"))]),
        "name": text(_("Tên trong kho"), column.name, 40),
        "title": text(_("Tên hiển thị"), column.title, 200),
        "type": forms.ChoiceField(label=_("Kiểu"), initial=column.type, choices=list(labels.TYPE_LABELS.items())),
        "required": tick(_("Bắt buộc có giá trị"), column.required),
        "minimum": bound(_("Nhỏ nhất"), column.minimum),
        "maximum": bound(_("Lớn nhất"), column.maximum),
        "values": text(_("Giá trị cho phép"), "; ".join(column.values), 2_000, _("Cách nhau bằng dấu chấm phẩy.")),
        "shape": text(_("Mẫu giá trị"), column.shape, 100, _("9 là chữ số, A là chữ cái, * là bất kỳ.")),
        "unit": text(_("Đơn vị"), column.unit, 50),
        "personal": tick(_("Dữ liệu cá nhân"), column.personal),
    }


class TermsForm(forms.Form):
    """Step 4: key, order, rhythm, promise, ground for personal data."""

    use_required_attribute = False

    def __init__(self, *args: Any, contract: ioc.SourceContractValue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(column.name, column.title or column.source) for column in contract.kept]
        orders = [(c.name, c.title or c.source) for c in contract.kept if c.type in ("integer", "date", "moment")]
        self.fields["keys"] = forms.MultipleChoiceField(
            label=_("Khóa: các cột cùng nhau chỉ rõ một dòng"), choices=names, initial=list(contract.keys),
            widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip
        self.fields["order"] = forms.ChoiceField(
            label=_("Cột thứ tự: dòng nào mới hơn"), choices=[("", _("Dòng đến sau là mới hơn")), *orders],
            initial=contract.order, required=False,
        )  # fmt: skip
        for name, label in (("every_minutes", _("Lấy dữ liệu mỗi")), ("fresh_minutes", _("Cam kết không cũ hơn"))):
            self.fields[name] = forms.TypedChoiceField(
                label=label, coerce=int, choices=PERIODS, initial=getattr(contract, name)
            )
        self.fields["personal_basis"] = forms.CharField(
            label=_("Căn cứ xử lý dữ liệu cá nhân"), max_length=500, required=False, initial=contract.personal_basis,
            help_text=_("Bắt buộc khi có cột dữ liệu cá nhân. Các cột đó được kiểm tra rồi bỏ, không vào kho."),
        )  # fmt: skip
        self.fields["note"] = forms.CharField(label=_("Ghi chú của phiên bản"), max_length=500, required=False)

"""Composing a dashboard without code: its name, a tile, whom it is published to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity.api import Role
from haidang.ioc.api import dashboards, indicators, maps
from haidang.operations.question_form import SPLITS, STEPS
from haidang.platform.errors import Refused

Kind, Size, Layer = dashboards.Kind, dashboards.Size, maps.Layer
KINDS = (
    (Kind.FIGURE.value, _("Con số lớn, so với mục tiêu")),
    (Kind.LINE.value, _("Biểu đồ đường theo kỳ")),
    (Kind.BARS.value, _("Biểu đồ thanh theo nơi")),
    (Kind.MAP.value, _("Bản đồ")),
    (Kind.TABLE.value, _("Bảng số")),
    (Kind.TEXT.value, _("Chữ: tiêu đề, ghi chú")),
)
SIZES = (
    (Size.SMALL.value, _("Nhỏ (một phần tư)")),
    (Size.HALF.value, _("Vừa (một nửa)")),
    (Size.FULL.value, _("Rộng hết")),
)
LAYERS = ((Layer.DISTRICTS.value, _("Huyện, trước 1/7/2025")), (Layer.COMMUNES.value, _("Xã, phường, từ 1/7/2025")))
READERS = (Role.LEADER, Role.MANAGER, Role.OPERATIONS, Role.ADMINISTRATOR)
"""The roles that may see figures at all."""


class NameForm(forms.Form):
    """What a dashboard is called, and whether it hangs on the wall."""

    title = forms.CharField(label=_("Tên bảng"), max_length=150)
    note = forms.CharField(
        label=_("Ghi chú"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_wall = forms.BooleanField(label=_("Chiếu trên màn hình tường"), required=False)


class TileForm(forms.Form):
    """One tile; `tile` after `is_valid`."""

    kind = forms.ChoiceField(label=_("Kiểu ô"), choices=KINDS)
    chi_so = forms.ChoiceField(label=_("Chỉ số"), required=False)
    theo = forms.ChoiceField(label=_("Chia theo"), choices=SPLITS, required=False)
    ky = forms.ChoiceField(label=_("Kỳ"), choices=STEPS, required=False)
    so_ky = forms.CharField(label=_("Số kỳ gần nhất"), required=False, max_length=3)
    noi = forms.CharField(
        label=_("Mã nơi"), required=False, max_length=60, help_text=_("Chỉ một nơi, ví dụ mã cơ quan H06.03.")
    )
    layer = forms.ChoiceField(label=_("Ranh giới của bản đồ"), choices=LAYERS, required=False)
    size = forms.ChoiceField(label=_("Độ rộng"), choices=SIZES, initial=Size.HALF.value)
    title = forms.CharField(
        label=_("Tiêu đề"), required=False, max_length=150, help_text=_("Để trống thì lấy tên chỉ số.")
    )
    text = forms.CharField(
        label=_("Nội dung"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, specs: list[indicators.Spec], **more: Any) -> None:
        super().__init__(data, **more)
        self.tile: dashboards.Tile | None = None
        choices = [("", "—"), *((spec.code, str(spec.definition.title)) for spec in specs)]
        self.fields["chi_so"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Puts the fields together; what does not fit is said at its field."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return found
        plain = {name: found[name] for name in ("kind", "size", "title", "text")}
        plain["layer"] = found["layer"] or Layer.DISTRICTS.value
        if found["kind"] != Kind.TEXT:
            plain["question"] = {name: found[name] for name in ("chi_so", "theo", "ky", "so_ky", "noi")}
        try:
            self.tile = dashboards.read_tile(plain)
        except Refused as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
        return found


def initial_of(tile: dashboards.Tile) -> dict[str, Any]:
    """What the form of a tile is filled with."""
    plain = tile.plain()
    return {**plain.pop("question", {}), **plain}


class PublishForm(forms.Form):
    """Whom a dashboard is published to."""

    roles = forms.MultipleChoiceField(
        label=_("Cho vai trò"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(role.value, role.label) for role in READERS],
    )

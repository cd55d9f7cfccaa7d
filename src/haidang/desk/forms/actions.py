"""The small forms by which an officer acts on a dossier; each carries its idempotency key and expected version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.dossiers import api as dossiers
from haidang.ui.forms import DateField, new_key

_LONG = 4_000


def long_text(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=_LONG, widget=forms.Textarea({"rows": rows})
    )


def target_of(field: forms.BoundField) -> str:
    """The id that a message about `field` leads to: its control, or the first of its radio buttons."""
    return field.id_for_label or f"{field.auto_id}_0"


class ActionForm(forms.Form):
    """What every action carries: one key per shown form, and the version of the dossier that the officer saw."""

    key = forms.CharField(min_length=8, max_length=80, widget=forms.HiddenInput)
    expected_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    use_required_attribute = False

    def keep_shown(self, *, version: int, renew_key: bool = False) -> None:
        """Before the form is shown again: it now stands for the dossier as the officer is about to see it."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["expected_version"] = version
        if renew_key:
            data["key"] = new_key()
        self.data = data


class AcceptForm(ActionForm):
    """Receives a dossier."""

    working_days = forms.IntegerField(
        label=_("Số ngày làm việc hẹn trả kết quả"),
        min_value=0,
        max_value=365,
        help_text=_("Quy định không ghi thời hạn bằng số, nên cán bộ tiếp nhận ghi thời hạn hẹn trả (0–365)."),
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input--short"}),
    )

    def __init__(self, *args: Any, needs_working_days: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_working_days:
            del self.fields["working_days"]


class RejectForm(ActionForm):
    """Refuses to receive a dossier."""

    reason = long_text(_("Lý do từ chối"), help_text=_("Người nộp sẽ đọc nội dung này. Nêu rõ căn cứ pháp lý."))


class CheckForm(ActionForm):
    """Says whether one document is right."""

    document = forms.UUIDField(widget=forms.HiddenInput)
    verdict = forms.CharField(max_length=10)
    reason = forms.CharField(label=_("Lý do khi chưa đạt"), required=False, max_length=_LONG)


class PauseForm(ActionForm):
    """Stops the clock because the law has another agency heard."""

    reason = long_text(
        _("Văn bản hoặc quy định làm căn cứ"),
        help_text=_("Chỉ khi pháp luật cho chờ ý kiến cơ quan khác; chờ ký hoặc lỗi hệ thống không phải là căn cứ."),
        rows=2,
    )


class ResumeForm(ActionForm):
    """Lets the clock run again."""

    reason = long_text(_("Ghi chú"), required=False, help_text=_("Ví dụ: số văn bản trả lời."), rows=2)


class StopForm(ActionForm):
    """Stops dealing with a dossier."""

    reason = long_text(_("Lý do dừng xử lý"), help_text=_("Người nộp sẽ đọc nội dung này."))


class ReappointForm(ActionForm):
    """Apologises for a delay and sets a new date."""

    working_days = forms.IntegerField(
        label=_("Cần thêm (ngày làm việc)"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Tính sau hạn trả hiện nay. Ghi số ngày, hoặc chọn ngày hẹn mới ở ô dưới."),
        widget=forms.NumberInput({"inputmode": "numeric", "class": "input--short"}),
    )
    new_date = DateField(label=_("Hoặc ngày hẹn mới"), required=False, help_text=_("Phải là ngày làm việc."))
    reason = long_text(_("Lý do chậm trễ"), help_text=_("Người nộp sẽ đọc nội dung này trên phiếu xin lỗi."))
    unit = forms.CharField(label=_("Đơn vị chịu trách nhiệm"), max_length=200)
    signer = forms.ChoiceField(label=_("Người ký"), help_text=_("Lãnh đạo tự ký thì ký tên mình."))

    def __init__(self, *args: Any, signers: list[dossiers.Signer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signer"].choices = [  # type: ignore[attr-defined]
            (str(each.user.pk), each.words) for each in signers
        ]


class WithdrawForm(ActionForm):
    """Records that the owner takes the dossier back at the counter."""

    reason = long_text(_("Lý do rút hồ sơ"), help_text=_("Ghi theo lời hoặc đơn của người nộp."))


class ReturnForm(ActionForm):
    """Hands the result over."""

    how = forms.ChoiceField(
        label=_("Cách trả kết quả"), choices=list(dossiers.HANDOVERS.items()), widget=forms.RadioSelect
    )
    receiver = forms.CharField(
        label=_("Người nhận"),
        required=False,
        max_length=200,
        help_text=_("Ghi họ tên khi người nhận khác chủ hồ sơ, hoặc số vận đơn nếu gửi bưu chính."),
    )


class FinishForm(ActionForm):
    """Ends processing; the result files are the form's attachments."""

    note = long_text(_("Ghi chú"), required=False, rows=2)


class SupplementForm(ActionForm):
    """Completes a dossier at the counter; the papers are the form's attachments."""

    note = long_text(
        _("Nội dung bổ sung"),
        required=False,
        help_text=_("Điền khi chỉ bổ sung thông tin, không kèm tệp."),
        rows=2,
    )

"""Forms of the scores."""

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.reform.api import qd766
from haidang.ui.forms import FilesField


class CountForm(forms.Form):
    """A count with its source; an empty count takes back what was entered."""

    value = forms.IntegerField(
        label=_("Số"),
        required=False,
        min_value=0,
        max_value=qd766.MOST,
        help_text=_("Để trống để rút lại số đã nhập: chỉ số trở lại “chưa có dữ liệu”."),
    )
    source = forms.CharField(
        label=_("Nguồn"),
        max_length=qd766.SOURCE_LENGTH,
        help_text=_("Báo cáo, công văn hoặc trang mà số này được đọc, kèm ngày."),
    )
    evidence = FilesField(label=_("Minh chứng"), required=False)
    use_required_attribute = False

"""What whoever leads a directive writes: how far it is, or what was done and what shows it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.desk.forms.actions import long_text
from haidang.steering.api import Command
from haidang.ui.forms import FilesField


class AcceptForm(forms.Form):
    """Takes the directive on."""

    use_required_attribute = False


class ReportForm(forms.Form):
    """How far it is."""

    text = long_text(_("Đã làm được gì"))
    attached = FilesField(label=_("Tệp kèm theo"), required=False)
    use_required_attribute = False


class AnswerForm(forms.Form):
    """What was done, with evidence."""

    text = long_text(_("Kết quả thực hiện"))
    attached = FilesField(
        label=_("Minh chứng"), required=False,
        help_text=_("PDF, ảnh, DOCX hoặc XLSX. Việc gắn với hồ sơ, cơ quan hay chỉ số thì số liệu là minh chứng."),
    )  # fmt: skip
    use_required_attribute = False


FORMS: dict[Command, type[forms.Form]] = {
    Command.ACCEPT: AcceptForm,
    Command.ANSWER: AnswerForm,
    Command.REPORT: ReportForm,
}
"""The acts of whoever leads, in the order of the page."""

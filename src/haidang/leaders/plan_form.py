"""The form by which a plan is imported: a new file, or the one that was rehearsed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PlanForm(forms.Form):
    """A worksheet to rehearse; or `stored`, the hash of the one rehearsed, to take it in."""

    file = forms.FileField(
        label=_("Tệp Excel"), required=False, help_text=_("Theo tệp mẫu. Kiểm tra trước, chưa ghi gì.")
    )
    stored = forms.RegexField(r"[0-9a-f]{64}", required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("file") and not found.get("stored"):
            self.add_error("file", _("Hãy chọn tệp Excel."))
        return found

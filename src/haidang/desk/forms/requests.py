"""The form of a supplement request: several items, prefilled with what is wrong and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haidang.desk.forms.actions import ActionForm, long_text
from haidang.dossiers import api as dossiers

BLANK_ROWS = 2
MAX_ROWS = 80


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item that the page proposes to ask for; `is_chosen` when its document was found wrong."""

    title: str
    reason: str = ""
    requirement_key: str = ""
    is_chosen: bool = False


def proposals(view: dossiers.View) -> list[Proposal]:
    """Documents marked wrong, chosen already; required documents that are missing, to be chosen.

    A wrong document is not asked for again once a later round has brought another for the same requirement.
    """
    newest = {item.requirement_key: item.round for item in sorted(view.documents, key=lambda item: item.round)}
    wrong = [
        Proposal(item.title, item.verdict_reason, item.requirement_key, is_chosen=True)
        for item in view.documents
        if item.verdict == dossiers.Document.Verdict.WRONG
        and (not item.requirement_key or item.round == newest[item.requirement_key])
    ]
    asked = {item.requirement_key for item in wrong if item.requirement_key}
    missing = [
        Proposal(item.name[:500], _("Chưa có trong hồ sơ."), item.key)
        for item in view.requirements_missing
        if item.key not in asked
    ]
    return [*wrong, *missing]


class ItemForm(forms.Form):
    """One thing that is missing or wrong. An item counts when it is chosen, or typed into a blank row."""

    chosen = forms.BooleanField(label=gettext_lazy("Yêu cầu bổ sung giấy tờ này"), required=False)
    title = forms.CharField(label=gettext_lazy("Giấy tờ, nội dung cần bổ sung"), required=False, max_length=500)
    reason = forms.CharField(
        label=gettext_lazy("Lý do, cách khắc phục"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 2}),
    )
    requirement_key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    proposed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    @property
    def is_proposed(self) -> bool:
        """Whether the page proposed this item, so that it counts only when ticked."""
        return bool(self["proposed"].value() in (True, "True", "true", "on", "1"))

    def clean(self) -> dict[str, Any]:
        """Title and reason are needed together, where the item counts."""
        found = self.cleaned_data
        title, reason = found.get("title", "").strip(), found.get("reason", "").strip()
        found["counts"] = found.get("chosen", False) if found.get("proposed") else bool(title or reason)
        if found["counts"] and not title and "title" not in self.errors:
            self.add_error("title", _("Hãy ghi tên giấy tờ cần bổ sung."))
        if found["counts"] and not reason and "reason" not in self.errors:
            self.add_error("reason", _("Hãy ghi rõ lý do để người nộp biết phải làm gì."))
        return found


class SupplementRequestForm(ActionForm):
    """Asks the citizen, item by item, for what is missing."""

    reason = long_text(gettext_lazy("Hướng dẫn chung"), required=False, rows=2)
    rows = forms.IntegerField(min_value=0, max_value=MAX_ROWS, widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposed: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(self._sent_items() if self.is_bound else self._proposed_items(proposed))
        self.initial["rows"] = len(self.items)

    def _sent_items(self) -> Iterator[ItemForm]:
        text = self.data.get("rows", "")
        count = min(int(text), MAX_ROWS) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        for number in range(count):
            yield ItemForm(self.data, prefix=f"item-{number}")

    @staticmethod
    def _proposed_items(proposed: list[Proposal]) -> Iterator[ItemForm]:
        shown = proposed[: MAX_ROWS - BLANK_ROWS]
        for number, item in enumerate(shown):
            initial = {
                "chosen": item.is_chosen,
                "title": item.title,
                "reason": item.reason,
                "requirement_key": item.requirement_key,
                "proposed": True,
            }
            yield ItemForm(initial=initial, prefix=f"item-{number}")
        for number in range(len(shown), len(shown) + BLANK_ROWS):
            yield ItemForm(prefix=f"item-{number}")

    def clean(self) -> dict[str, Any]:
        """Every item that counts must be complete, and there must be one."""
        found = super().clean() or self.cleaned_data
        valid = [item.is_valid() for item in self.items]
        if not all(valid):
            self.add_error(None, _("Mỗi mục cần bổ sung phải có tên và lý do."))
        elif not self.asked:
            self.add_error(None, _("Hãy chọn hoặc ghi ít nhất một mục cần bổ sung."))
        return found

    @property
    def asked(self) -> list[dossiers.MissingItem]:
        """The items that count, of a form whose items are valid."""
        return [
            dossiers.MissingItem(found["title"], found["reason"], found["requirement_key"])
            for found in (item.cleaned_data for item in self.items)
            if found.get("counts")
        ]

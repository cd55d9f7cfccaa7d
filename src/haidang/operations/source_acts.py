"""Forms for what is done to a source: handing in a file, deciding about a change, repairing a row."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.ioc import api as ioc
from haidang.ioc.api import source_labels as labels

_DROP, _IGNORE, _ADD = "-", "ignore", "add"


class HandInForm(forms.Form):
    """A file for a source of files."""

    file = forms.FileField(label=_("Tệp"))
    use_required_attribute = False


class NoteForm(forms.Form):
    """Why something is refused or dismissed."""

    note = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea({"rows": 2}))
    use_required_attribute = False


class DecisionForm(forms.Form):
    """What becomes of each difference of a held delivery."""

    use_required_attribute = False

    def __init__(self, *args: Any, difference: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = difference
        renamed = dict(difference["renamed"])
        new = [(name, _("Đổi tên thành “%(name)s”") % {"name": name}) for name in difference["new"]]
        for place, name in enumerate(difference["missing"]):
            self.fields[f"missing_{place}"] = forms.ChoiceField(
                label=_("Cột “%(name)s” không còn") % {"name": name},
                choices=[*new, (_DROP, _("Bỏ cột này khỏi hợp đồng"))],
                initial=renamed.get(name, _DROP),
            )
        for place, name in enumerate(difference["new"]):
            self.fields[f"new_{place}"] = forms.ChoiceField(
                label=_("Cột mới “%(name)s”, nếu không phải là cột đổi tên") % {"name": name},
                choices=[(_IGNORE, _("Bỏ qua")), (_ADD, _("Thêm vào hợp đồng"))],
                initial=_IGNORE,
            )
        for place, item in enumerate(difference["retyped"]):
            self.fields[f"type_{place}"] = forms.ChoiceField(
                label=_("Cột “%(name)s” đổi kiểu") % {"name": item["name"]},
                choices=list(labels.TYPE_LABELS.items()),
                initial=item["found"],
            )
        self.fields["note"] = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def mapped(self) -> ioc.Mapped:
        """The mapping that was chosen; the form is valid."""
        found = self.cleaned_data
        chosen = {name: found[f"missing_{place}"] for place, name in enumerate(self._found["missing"])}
        renames = {was: name for was, name in chosen.items() if name != _DROP}
        left = [
            (name, found[f"new_{place}"])
            for place, name in enumerate(self._found["new"])
            if name not in renames.values()
        ]
        return ioc.Mapped(
            renames=renames,
            drops=[was for was, name in chosen.items() if name == _DROP],
            ignores=[name for name, what in left if what == _IGNORE],
            adds=[name for name, what in left if what == _ADD],
            types={item["name"]: found[f"type_{place}"] for place, item in enumerate(self._found["retyped"])},
        )


class RepairForm(forms.Form):
    """The cells of a row that was set apart, one field for each column of the contract."""

    use_required_attribute = False

    def __init__(self, *args: Any, contract: ioc.SourceContractValue, cells: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = [column.source for column in contract.columns]
        for place, column in enumerate(contract.columns):
            self.fields[f"cell_{place}"] = forms.CharField(
                label=column.title or column.source,
                initial=cells.get(column.source, ""),
                required=False,
                max_length=2_000,
                help_text=" · ".join(str(part) for part in (labels.TYPE_LABELS[column.type], column.unit) if part),
            )

    def cells(self) -> dict[str, str]:
        """What is entered, by the source's names; the form is valid."""
        return {name: self.cleaned_data[f"cell_{place}"] for place, name in enumerate(self._names)}

    def blame(self, reasons: list[tuple[str, str]]) -> None:
        """Says what is still wrong at the field at fault."""
        for name, words in reasons:
            self.add_error(f"cell_{self._names.index(name)}" if name in self._names else None, words)

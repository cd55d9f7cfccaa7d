"""The form of a rule of attention: one kind, its numbers, whom it tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.steering import api as steering
from haidang.steering.api import RULE_SPECS, RuleKind, RuleWish


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that a kind of rule has: what it is called, and its fields."""

    kind: RuleKind
    words: str | Promise
    fields: tuple[forms.BoundField, ...]


class RuleForm(forms.Form):
    """A rule. The numbers of all kinds stand on the form; only those of the chosen kind count."""

    name = forms.CharField(label=_("Tên quy tắc"), max_length=200)
    agency = forms.TypedChoiceField(
        label=_("Cho hồ sơ của"), coerce=int, help_text=_("Cơ quan này và mọi cơ quan trực thuộc.")
    )
    kind = forms.ChoiceField(label=_("Báo khi"), choices=list(steering.RULE_LABELS.items()))
    recipient = forms.ChoiceField(label=_("Báo cho"), choices=list(steering.RECIPIENT_LABELS.items()))
    is_active = forms.BooleanField(label=_("Đang áp dụng"), required=False, initial=True)
    use_required_attribute = False

    def __init__(self, *args: Any, reach: frozenset[int], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        views = [view for view in identity.agencies(on) if view.id in reach]
        self.fields["agency"].choices = identity.grouped(views, key=lambda view: view.id, on=on)  # type: ignore[attr-defined]
        for kind, spec in RULE_SPECS.items():
            for name, bounds in spec.params.items():
                field = self.fields[f"{kind}_{name}"] = forms.IntegerField(
                    label=str(steering.PARAM_LABELS[name]),
                    min_value=bounds.least,
                    max_value=bounds.most,
                    initial=bounds.usual,
                    required=False,
                )
                field.is_unmarked = True  # type: ignore[attr-defined]
        self.fields["is_active"].is_unmarked = True  # type: ignore[attr-defined]

    @property
    def general(self) -> list[forms.BoundField]:
        """The fields that every rule has."""
        return [self[name] for name in self.declared_fields]

    @property
    def numbers(self) -> list[Numbers]:
        """The numbers by kind; only those of the chosen kind count."""
        return [
            Numbers(kind, steering.RULE_LABELS[kind], tuple(self[f"{kind}_{name}"] for name in spec.params))
            for kind, spec in RULE_SPECS.items()
        ]

    def wish(self) -> RuleWish:
        """What the rule is to say; the form is valid."""
        found = self.cleaned_data
        names = RULE_SPECS[RuleKind(found["kind"])].params
        params = {name: found[f"{found['kind']}_{name}"] for name in names}
        return RuleWish(found["agency"], found["name"], found["kind"], params, found["recipient"], found["is_active"])

    def field_of(self, refused: str | None) -> str | None:
        """The form's field for the one that a refusal names."""
        names = (refused or "", f"{self.cleaned_data.get('kind', '')}_{refused}")
        return next((name for name in names if name in self.fields), None)


def initial_of(rule: Any) -> Mapping[str, Any]:
    """A rule as the form shows it."""
    return {
        "name": rule.name,
        "agency": rule.agency_id,
        "kind": rule.kind,
        "recipient": rule.recipient,
        "is_active": rule.is_active,
        **{f"{rule.kind}_{name}": value for name, value in rule.params.items()},
    }

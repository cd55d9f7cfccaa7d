"""The form by which an indicator is made without code: a dataset, conditions, what is counted above and below."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.ioc.api import indicators
from haidang.operations.wording import BETTER_LABELS, UNIT_LABELS
from haidang.platform import clock, facts
from haidang.platform.facts import Kind
from haidang.ui.forms import DateField

COMMON, ABOVE, BELOW = "common", "above", "below"
ROWS = {COMMON: 4, ABOVE: 3, BELOW: 3}
PLACES = {"agency": ("agency_code", "lead_agency_code"), "procedure": ("procedure_code",), "commune": ("commune_code",)}
_PLAIN = {
    "": _("— không dùng dòng này —"),
    "in_period": _("trong kỳ"),
    "before_end": _("trước cuối kỳ"),
    "known": _("có giá trị"),
    "unknown": _("để trống"),
    "in": _("một trong (cách nhau bằng dấu phẩy)"),
}


class WordsForm(forms.Form):
    """What an indicator is called, whose it is, what it aims at."""

    title_vi = forms.CharField(label=_("Tên chỉ số"), max_length=200)
    title_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    note_vi = forms.CharField(
        label=_("Giải thích"), widget=forms.Textarea({"rows": 2}), max_length=1_000, required=False
    )
    note_en = forms.CharField(
        label=_("Giải thích bằng tiếng Anh"), widget=forms.Textarea({"rows": 2}), max_length=1_000, required=False
    )
    owner = forms.ChoiceField(label=_("Cơ quan chủ quản"))
    better = forms.ChoiceField(label=_("Chiều tốt"), choices=list(BETTER_LABELS.items()))
    small = forms.IntegerField(
        label=_("Mẫu số nhỏ"), min_value=0, max_value=10_000, initial=30,
        help_text=_("Dưới số dòng này, giá trị được ghi rõ là tính trên số nhỏ."),
    )  # fmt: skip
    goal = forms.DecimalField(label=_("Mục tiêu"), max_digits=15, decimal_places=3, required=False)
    goal_on = DateField(label=_("Đạt trước hết ngày"), required=False)
    target_source = forms.CharField(label=_("Mục tiêu do đâu"), max_length=500, required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=500, required=False)
    is_public = forms.BooleanField(label=_("Công khai cho người dân"), required=False)
    reason = forms.CharField(label=_("Lý do công bố"), max_length=1_000)
    use_required_attribute = False

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        views = identity.agencies(on)
        self.fields["owner"].choices = identity.grouped(views, key=lambda view: view.code, on=on)  # type: ignore[attr-defined]
        self.fields["is_public"].is_unmarked = True  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """These parts of the definition; the form is valid."""
        found = self.cleaned_data
        goal = found["goal"]
        on = found["goal_on"].isoformat() if found["goal_on"] else ""
        return {
            "title": {"vi": found["title_vi"], "en": found["title_en"]},
            "note": {"vi": found["note_vi"], "en": found["note_en"]},
            "owner": found["owner"],
            "better": found["better"],
            "small": found["small"],
            "target": [] if goal is None else [{"on": on, "value": str(goal)}],
            "target_source": found["target_source"],
            "basis": found["basis"],
            "is_public": found["is_public"],
        }


class BuilderForm(WordsForm):
    """A whole new indicator over one dataset. Conditions of one side hold together; empty lines are not used."""

    code = forms.CharField(
        label=_("Mã"), max_length=40, help_text=_("Chữ thường không dấu, chữ số, gạch nối; ví dụ: ho-so-giay.")
    )
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=list(UNIT_LABELS.items()))

    def __init__(self, *args: Any, dataset: facts.Dataset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dataset = dataset
        self.kinds = {column.name: column.kind for column in dataset.columns}
        self._columns = [("", "—"), *((column.name, f"{column.title} ({column.name})") for column in dataset.columns)]
        for side in (ABOVE, BELOW):
            self._add_measure(side)
        for side, count in ROWS.items():
            for row in range(count):
                self._add_condition(f"{side}_{row}")

    def _add_measure(self, side: str) -> None:
        choices: list[Any] = list(indicators.MEASURE_LABELS.items())
        if side == BELOW:
            choices.insert(0, ("", _("Không có mẫu số")))
        self.fields[f"{side}_measure"] = forms.ChoiceField(
            label=_("Cách tính"), choices=choices, required=side == ABOVE
        )
        self.fields[f"{side}_column"] = forms.ChoiceField(label=_("Của cột"), choices=self._columns, required=False)
        self.fields[f"{side}_share"] = forms.DecimalField(
            label=_("Phân vị (0–1)"), min_value=0, max_value=1, max_digits=4, decimal_places=3, required=False
        )

    def _add_condition(self, name: str) -> None:
        ops = [*_PLAIN.items(), *((op.value, words) for op, words in indicators.OP_LABELS.items())]
        self.fields[f"{name}_column"] = forms.ChoiceField(label=_("Cột"), choices=self._columns, required=False)
        self.fields[f"{name}_op"] = forms.ChoiceField(label=_("Điều kiện"), choices=ops, required=False)
        self.fields[f"{name}_value"] = forms.CharField(label=_("Giá trị"), max_length=200, required=False)

    def rows_of(self, side: str) -> Iterator[list[forms.BoundField]]:
        """The fields of each condition of a side."""
        for row in range(ROWS[side]):
            yield [self[f"{side}_{row}_{part}"] for part in ("column", "op", "value")]

    @property
    def sides(self) -> list[tuple[Any, list[forms.BoundField], list[list[forms.BoundField]]]]:
        """What the form shows in groups: words, fields of the measure, conditions."""
        measures = {
            side: [self[f"{side}_{part}"] for part in ("measure", "column", "share")] for side in (ABOVE, BELOW)
        }
        return [
            (_("Chỉ tính những dòng"), [], list(self.rows_of(COMMON))),
            (_("Tử số, hoặc giá trị"), measures[ABOVE], list(self.rows_of(ABOVE))),
            (_("Mẫu số"), measures[BELOW], list(self.rows_of(BELOW))),
        ]

    @property
    def general(self) -> list[forms.BoundField]:
        """The fields about the indicator as a whole."""
        names = ["code", *WordsForm.declared_fields]
        names.insert(3, "unit")
        return [self[name] for name in names]

    def content(self) -> dict[str, Any]:
        """The definition that the form writes; the form is valid."""
        found = self.cleaned_data
        formula: dict[str, Any] = {"dataset": self.dataset.name, "numerator": self._measure(ABOVE)}
        if found["below_measure"]:
            formula["denominator"] = self._measure(BELOW)
        if common := self._conditions(COMMON):
            formula["where"] = {"all": common}
        if found["unit"] == "percent":
            formula["scale"] = 100
        return {
            "code": found["code"],
            "unit": found["unit"],
            **self.words(),
            "places": self._places(),
            "item": "code" if "code" in self.kinds else "",
            "formula": formula,
        }

    def _places(self) -> dict[str, str]:
        """By what the dataset can be split, from the names of its columns."""
        found = {}
        for grain, columns in PLACES.items():
            column = next((name for name in columns if name in self.kinds), None)
            if column:
                found[grain] = column
        return found

    def _measure(self, side: str) -> dict[str, Any]:
        found = self.cleaned_data
        measure: dict[str, Any] = {"measure": found[f"{side}_measure"]}
        if measure["measure"] != "count" and found[f"{side}_column"]:
            measure["column"] = found[f"{side}_column"]
        if measure["measure"] == "quantile" and found[f"{side}_share"] is not None:
            measure["share"] = float(found[f"{side}_share"])
        if conditions := self._conditions(side):
            measure["where"] = {"all": conditions}
        return measure

    def _conditions(self, side: str) -> list[dict[str, Any]]:
        return [each for row in range(ROWS[side]) if (each := self._condition(f"{side}_{row}"))]

    def _condition(self, name: str) -> dict[str, Any] | None:
        column, op, text = (self.cleaned_data[f"{name}_{part}"] for part in ("column", "op", "value"))
        if not column or not op:
            return None
        if op == "before_end":
            return {"column": column, "op": "lt", "value": {"edge": "end"}}
        if op in {"in_period", "known", "unknown"}:
            return {"column": column, "op": op}
        if op == "in":
            values = [self._value(column, part.strip()) for part in text.split(",") if part.strip()]
            return {"column": column, "op": op, "values": values}
        if text.startswith("@"):
            return {"column": column, "op": op, "value": {"column": text[1:].strip()}}
        return {"column": column, "op": op, "value": self._value(column, text.strip())}

    def _value(self, column: str, text: str) -> Any:
        """What was written, as the column's kind; what does not fit is refused by the house with its place."""
        read = _READ.get(self.kinds[column])
        try:
            return read(text) if read else text
        except ValueError:
            return text

    def field_of(self, refused: str | None) -> str | None:
        """The form's field for the place that a refusal names, as `formula.numerator.where.all.0.value`."""
        parts = (refused or "").split(".")
        side = {"where": COMMON, "numerator": ABOVE, "denominator": BELOW}.get(parts[1] if len(parts) > 1 else "")
        if parts[0] != "formula" or side is None:
            names: Mapping[str, str] = {"title": "title_vi", "note": "note_vi", "target": "goal"}
            wanted = names.get(parts[0], parts[0])
            return wanted if wanted in self.fields else None
        if "all" not in parts:
            return next((f"{side}_{part}" for part in parts if f"{side}_{part}" in self.fields), None)
        used = [row for row in range(ROWS[side]) if self._condition(f"{side}_{row}")]
        row, *inside = parts[parts.index("all") + 1 :]
        at = inside[0] if inside and inside[0] in {"column", "op"} else "value"
        return f"{side}_{used[int(row)]}_{at}"


def _flag(text: str) -> bool:
    known = {"có": True, "true": True, "1": True, "không": False, "false": False, "0": False}
    if text.lower() not in known:
        raise ValueError(text)
    return known[text.lower()]


def _moment(text: str) -> str:
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=clock.LOCAL)).isoformat()


_READ: dict[Kind, Any] = {
    Kind.INTEGER: int,
    Kind.REAL: lambda text: float(text.replace(",", ".")),
    Kind.BOOLEAN: _flag,
    Kind.MOMENT: _moment,
}

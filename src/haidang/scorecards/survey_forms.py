"""Forms of surveys: making one, its questions, cards, paper sheets, and the answer of whoever holds a card."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from haidang.identity import api as identity
from haidang.reform.api import sipas
from haidang.ui.forms import DateInput

FREE_ROWS = 2


class SurveyForm(forms.Form):
    """A new survey."""

    agency = forms.ChoiceField(label=_("Cơ quan"))
    title = forms.CharField(label=_("Tên cuộc khảo sát"), max_length=200)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2099)
    wave = forms.IntegerField(label=_("Đợt"), min_value=1, max_value=12, initial=1)
    first = forms.DateField(label=_("Hồ sơ giải quyết xong từ ngày"), widget=DateInput())
    last = forms.DateField(label=_("Đến hết ngày"), widget=DateInput())
    size = forms.IntegerField(
        label=_("Số người hỏi ở mỗi cơ quan"),
        min_value=1,
        max_value=sipas.MOST_PERSONS,
        initial=100,
        help_text=_("Cơ quan có ít người hơn thì hỏi tất cả; dưới 5 người thì gộp lại để giữ kín."),
    )
    seed = forms.CharField(
        label=_("Hạt giống chọn mẫu"),
        max_length=40,
        help_text=_("Một dãy chữ số bất kỳ, ghi vào biên bản: cùng hạt giống thì chọn ra cùng những người."),
    )
    least_percent = forms.IntegerField(
        label=_("Cảnh báo khi tỷ lệ phản hồi dưới (%)"), min_value=0, max_value=100, initial=30
    )
    use_required_attribute = False

    def __init__(self, *args: Any, agencies: Sequence[identity.AgencyView], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(view.code, view.name) for view in agencies]  # type: ignore[attr-defined]
        self.fields["year"].initial = today.year
        self.fields["last"].initial = today - timedelta(days=1)

    def wish(self) -> sipas.Wish:
        """What is wanted; the form is valid."""
        found = dict(self.cleaned_data)
        return sipas.Wish(agency_code=found.pop("agency"), **found)


class QuestionsForm(forms.Form):
    """The words of every question by factor; an emptied one is left out, free rows take new ones."""

    use_required_attribute = False

    def __init__(self, *args: Any, held: sipas.Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = held
        self._factor_of: dict[str, str] = {}
        for factor in held.factors:
            for question in held.of_factor(factor.key):
                self._add(question.key, factor, question.text)
            for row in range(FREE_ROWS):
                self._add(f"them-{factor.key}-{row}", factor, "")

    def _add(self, key: str, factor: sipas.Factor, text: str) -> None:
        self._factor_of[key] = factor.key
        label = _("Câu hỏi") if text else _("Câu hỏi thêm")
        self.fields[key] = forms.CharField(
            label=label, max_length=sipas.TEXT_LENGTH, required=False, initial=text, strip=True
        )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by factor."""
        return [
            (factor.name, [self[key] for key, owner in self._factor_of.items() if owner == factor.key])
            for factor in self._held.factors
        ]

    def questions(self) -> sipas.Questionnaire:
        """The questionnaire that is wanted; the form is valid."""
        taken = {question.key for question in self._held.questions}
        found: list[sipas.Question] = []
        for key, factor in self._factor_of.items():
            text = self.cleaned_data[key]
            if text:
                name = key if key in taken else _free_key(taken | {item.key for item in found})
                found.append(sipas.Question(name, factor, text))
        held = self._held
        return sipas.Questionnaire(
            version=held.version, title=held.title, source=held.source, scale=held.scale,
            satisfied_from=held.satisfied_from, factors=held.factors, questions=tuple(found),
        )  # fmt: skip


def _free_key(taken: set[str]) -> str:
    return next(f"q{number}" for number in range(1, 1_000) if f"q{number}" not in taken)


class CardsForm(forms.Form):
    """For which stratum how many cards."""

    stratum = forms.ChoiceField(label=_("Nhóm người trả lời"))
    count = forms.IntegerField(label=_("Số thẻ"), min_value=1, max_value=sipas.MOST_CARDS)
    use_required_attribute = False

    def __init__(self, *args: Any, lines: Sequence[sipas.StratumLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = lines
        self.fields["stratum"].choices = self.strata()  # type: ignore[attr-defined]

    def strata(self) -> list[tuple[str, str]]:
        """The strata by number, with how many persons were drawn."""
        return [(str(line.stratum.pk), f"{line.name} ({line.stratum.drawn})") for line in self._lines]


class AnswerForm(forms.Form):
    """A level for each question; any may be passed over."""

    use_required_attribute = False

    def __init__(self, *args: Any, questions: sipas.Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = questions
        for question in questions.questions:
            self.fields[question.key] = forms.TypedChoiceField(
                label=question.text,
                choices=questions.levels,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions by factor."""
        found = self._questions
        return [(factor.name, [self[item.key] for item in found.of_factor(factor.key)]) for factor in found.factors]

    def levels(self) -> dict[str, int]:
        """What was answered; the form is valid."""
        keys = [item.key for item in self._questions.questions]
        return {key: self.cleaned_data[key] for key in keys if self.cleaned_data.get(key) is not None}


class SheetForm(AnswerForm):
    """A paper sheet: its number, its stratum, and its levels."""

    def __init__(self, *args: Any, lines: Sequence[sipas.StratumLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"] = forms.IntegerField(label=_("Số phiếu"), min_value=1, max_value=999_999)
        self.fields["stratum"] = forms.ChoiceField(
            label=_("Nhóm người trả lời"), choices=[(str(line.stratum.pk), line.name) for line in lines]
        )
        self.fields["replaces"] = forms.BooleanField(label=_("Lần nhập trước sai, thay bằng lần này"), required=False)

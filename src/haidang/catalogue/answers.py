"""Checks what a person filled in against a form: pure, one clear message for each field at fault."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from haidang.catalogue.forms import FormDefinition, FormField
from haidang.platform.secrets import mask
from haidang.platform.text import tidy

_ID_NUMBER = re.compile(r"[0-9]{12}|[0-9]{9}")
# Mobile numbers have ten digits; landlines ten or eleven with the area code (0254 …).
_PHONE = re.compile(r"0[0-9]{9,10}")
_PHONE_MARKS = re.compile(r"[\s.\-()]")
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+|-?[0-9]{1,15}")
_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_EARLIEST_YEAR = 1880

Answers = Mapping[str, object]


def check_answers(form: FormDefinition, answers: Answers, *, today: date | None = None) -> dict[str, str]:
    """Messages by field key; empty when everything can be filed.

    `today` is the local date against which dates that lie in the past are checked; without it they are not. Keys that
    the form does not know are refused as well.
    """
    messages: dict[str, str] = {}
    for field in form.fields:
        message = check_field(field, text_of(answers.get(field.key)), today=today)
        if message:
            messages[field.key] = message
    known = {field.key for field in form.fields}
    for key in answers:
        if key not in known:
            messages[str(key)[:80]] = _("Mẫu đơn không có mục này.")
    _check_return(form, answers, messages)
    return messages


def clean_answers(form: FormDefinition, answers: Answers) -> dict[str, str]:
    """The answers as they are kept: tidied, dates as ISO 8601, numbers and phone numbers as bare digits.

    Call with answers that `check_answers` found right; empty ones are left out.
    """
    cleaned = {field.key: _kept(field, text_of(answers.get(field.key))) for field in form.fields}
    return {key: value for key, value in cleaned.items() if value}


def text_of(value: object) -> str:
    """An answer as text: None is empty; line breaks of a longer text are kept."""
    if value is None:
        return ""
    return "\n".join(line for part in str(value).splitlines() if (line := tidy(part)))


def shown_answers(
    form: FormDefinition, answers: Answers, *, is_masked: bool = True
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Label and answer under the headings of `form`, for reading: dates and choices in words, no empty lines.

    Identity numbers are masked, except for the author who checks what he has typed.
    """
    sections = []
    for heading, fields in form.sections():
        lines = [
            (field.label, words)
            for field in fields
            if (words := _words(field, answers.get(field.key), is_masked=is_masked))
        ]
        if lines:
            sections.append((heading, lines))
    return sections


def readable(field: FormField, answer: object) -> str:
    """An answer as a person writes it into its field: dates as dd/mm/yyyy."""
    text = str(answer or "")
    day = parse_date(text) if field.kind == "date" else None
    return f"{day:%d/%m/%Y}" if day else text


def _words(field: FormField, answer: object, *, is_masked: bool) -> str:
    labels = {choice.key: choice.label for choice in field.choices}
    text = readable(field, answer)
    if field.kind == "id_number" and is_masked:
        return mask(text)
    return labels.get(text, text)


def parse_date(text: str) -> date | None:
    """A date written dd/mm/yyyy (also with . or -) or ISO 8601; None for anything else."""
    match = _DATE.fullmatch(text)
    try:
        if match:
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def check_field(field: FormField, text: str, *, today: date | None) -> str:
    """The message for one field, empty if the answer is right."""
    if not text:
        return _("Hãy điền “%(label)s”.") % {"label": field.label} if field.required else ""
    if len(text) > field.max_length:
        return _("“%(label)s” dài %(length)s ký tự; hãy rút gọn còn tối đa %(limit)s.") % {
            "label": field.label,
            "length": len(text),
            "limit": field.max_length,
        }
    check = _CHECKS.get(field.kind)
    return check(field, text, today) if check else ""


def _check_date(field: FormField, text: str, today: date | None) -> str:
    day = parse_date(text)
    if day is None or day.year < _EARLIEST_YEAR:
        return _("“%(label)s” chưa đúng. Hãy ghi ngày/tháng/năm, ví dụ 02/09/2024.") % {"label": field.label}
    if field.past and today and day > today:
        return _("“%(label)s” không thể sau ngày hôm nay.") % {"label": field.label}
    return ""


def _check_number(field: FormField, text: str, _today: date | None) -> str:
    if not _NUMBER.fullmatch(text):
        return _("“%(label)s” phải là số nguyên, ví dụ 2.") % {"label": field.label}
    number = int(text.replace(".", ""))
    if field.minimum is not None and number < field.minimum:
        return _("“%(label)s” phải từ %(minimum)s trở lên.") % {"label": field.label, "minimum": field.minimum}
    if field.maximum is not None and number > field.maximum:
        return _("“%(label)s” không được quá %(maximum)s.") % {"label": field.label, "maximum": field.maximum}
    return ""


def _check_choice(field: FormField, text: str, _today: date | None) -> str:
    if text in {choice.key for choice in field.choices}:
        return ""
    return _("Hãy chọn một mục trong danh sách “%(label)s”.") % {"label": field.label}


def _check_phone(_field: FormField, text: str, _today: date | None) -> str:
    if _PHONE.fullmatch(_phone(text)):
        return ""
    return _("Số điện thoại chưa đúng. Hãy ghi 10 chữ số bắt đầu bằng 0, ví dụ 0912345678.")


def _check_email(_field: FormField, text: str, _today: date | None) -> str:
    if _EMAIL.fullmatch(text) and ".." not in text:
        return ""
    return _("Thư điện tử chưa đúng. Hãy ghi theo dạng ten@vidu.vn.")


def _check_id_number(field: FormField, text: str, _today: date | None) -> str:
    if _ID_NUMBER.fullmatch(text.replace(" ", "")):
        return ""
    return _("“%(label)s” phải có 12 chữ số (căn cước) hoặc 9 chữ số (CMND).") % {"label": field.label}


def _check_return(form: FormDefinition, answers: Answers, messages: dict[str, str]) -> None:
    """A result by post needs an address."""
    keys = {field.key for field in form.fields}
    by_post = text_of(answers.get("return_by")) == "postal"
    if {"return_by", "return_address"} <= keys and by_post and not text_of(answers.get("return_address")):
        messages["return_address"] = _("Hãy ghi địa chỉ nhận kết quả qua bưu chính.")


def _phone(text: str) -> str:
    digits = _PHONE_MARKS.sub("", text)
    return "0" + digits[3:] if digits.startswith("+84") else digits


def _kept(field: FormField, text: str) -> str:
    if field.kind == "date" and (day := parse_date(text)):
        return day.isoformat()
    if field.kind == "phone":
        return _phone(text)
    if field.kind == "id_number":
        return text.replace(" ", "")
    return text.replace(".", "") if field.kind == "number" else text


_CHECKS: dict[str, Callable[[FormField, str, date | None], str]] = {
    "date": _check_date,
    "number": _check_number,
    "choice": _check_choice,
    "phone": _check_phone,
    "email": _check_email,
    "id_number": _check_id_number,
}

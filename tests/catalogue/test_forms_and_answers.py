"""Forms: the published one or a sensible generic one; every wrong answer gets one clear message."""

import json
from datetime import date

import pytest
import shelf
from hypothesis import given
from hypothesis import strategies as st
from shelf import NOW

from haidang.catalogue import api as catalogue
from haidang.catalogue.forms import Choice, FormDefinition, FormField, generic

TODAY = date(2024, 11, 4)
FORMS = sorted((shelf.PROFILE / "forms").glob("*.json"))


def form(kind, **more):
    return FormDefinition("thu", 1, "Thử", (FormField("a", "Mục A", kind, **more),))


def message(kind, text, **more):
    return catalogue.check_answers(form(kind, **more), {"a": text}, today=TODAY).get("a", "")


GOOD = {
    "text": ["Nguyễn Văn A", "x" * 500, "<b>đậm</b>"],
    "textarea": ["dòng một\ndòng hai"],
    "date": ["2/9/2024", "02/09/2024", "02-09-2024", "2.9.2024", "2024-09-02", " 29/02/2024 "],
    "number": ["1", "0", "1.000.000", "-3"],
    "phone": ["0912345678", "091 234 5678", "0912.345.678", "+84912345678", "02543852405"],
    "email": ["a@b.vn", "ten.ho+the@vidu.com.vn"],
    "id_number": ["077085001234", "273123456", "077 085 001 234"],
}
BAD = {
    "text": ["x" * 501],
    "date": [
        "hôm qua",
        "31/02/2024",
        "2024/09/02",
        "02/09/24",
        "00/00/0000",
        "29/02/2023",
        "1/1/1500",
        "2024-13-01",
        "٢/٩/٢٠٢٤ ",
    ],
    "number": ["một", "1,5", "1.5", "1.00", "1e3", "--1", "9" * 30],
    "phone": ["123", "912345678", "09123456789012", "số 0912345678", "+1 202 555 0100"],
    "email": ["a", "a@", "@b.vn", "a b@c.vn", "a@b", "a@b..vn", "a@b.vn, c@d.vn"],
    "id_number": ["12345678", "0770850012345", "abc", "07708500123a", "٠٧٧٠٨٥٠٠١٢٣٤"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in GOOD.items() for text in texts])
def test_right_answers(kind, text):
    assert message(kind, text) == ""


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in BAD.items() for text in texts])
def test_wrong_answers_get_a_message(kind, text):
    assert message(kind, text)


@pytest.mark.parametrize("empty", ["", "  ", "\u200b", None, "\u00a0\n"])
def test_empty_answers_are_asked_for_only_where_required(empty):
    assert message("date", empty) == ""
    assert message("date", empty, required=True) == "Hãy điền “Mục A”."
    assert catalogue.check_answers(form("text", required=True), {}) == {"a": "Hãy điền “Mục A”."}


def test_numbers_have_bounds():
    assert message("number", "51", maximum=50) == "“Mục A” không được quá 50."
    assert message("number", "0", minimum=1) == "“Mục A” phải từ 1 trở lên."
    assert message("number", "50", minimum=1, maximum=50) == ""


def test_choices_are_the_given_ones():
    choices = (Choice("x", "X"),)
    assert message("choice", "x", choices=choices) == ""
    assert message("choice", "X", choices=choices)


def test_dates_of_the_past_are_not_in_the_future():
    assert message("date", "05/11/2024", past=True)
    assert message("date", "04/11/2024", past=True) == ""
    assert message("date", "05/11/2024") == ""


def test_unknown_answers_are_refused():
    assert catalogue.check_answers(form("text"), {"b": "x"}) == {"b": "Mẫu đơn không có mục này."}


def test_answers_are_kept_in_one_spelling():
    whole = FormDefinition("thu", 1, "Thử", tuple(FormField(kind, kind, kind) for kind in GOOD))
    answers = {
        "date": "2/9/2024",
        "number": "1.000",
        "phone": "+84 912 345 678",
        "id_number": "077 085 001 234",
        "text": " ",
    }
    assert catalogue.clean_answers(whole, answers) == {
        "date": "2024-09-02",
        "number": "1000",
        "phone": "0912345678",
        "id_number": "077085001234",
    }


@given(st.sampled_from(sorted(GOOD)), st.text(max_size=60))
def test_any_answer_is_checked_and_what_passes_stays_right(kind, text):
    definition = form(kind)
    if not catalogue.check_answers(definition, {"a": text}, today=TODAY):
        kept = catalogue.clean_answers(definition, {"a": text})
        assert catalogue.check_answers(definition, kept, today=TODAY) == {}
        assert catalogue.clean_answers(definition, kept) == kept


@pytest.mark.django_db
@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_published_forms_belong_to_offered_procedures(path):
    definition = json.loads(path.read_text())
    assert definition["code"] == path.stem
    users = [
        row
        for row in map(json.loads, shelf.lines_of(shelf.PROFILE / "procedures.jsonl.gz"))
        if row["offer"].get("form_code") == path.stem
    ]
    assert len(users) == 1
    procedure = catalogue.published(users[0]["code"], on=NOW.date())
    found = catalogue.form_for(procedure, procedure.content.cases[0].key)
    assert (found.code, found.number) == (path.stem, 1)
    assert all(field.section for field in found.fields)
    missing = catalogue.check_answers(found, {})
    assert set(missing) == {field.key for field in found.fields if field.required}
    assert catalogue.form_version(path.stem, 1, procedure=procedure) == found


@pytest.mark.django_db
def test_other_procedures_get_a_generic_form(imported):
    imported(shelf.line(results=[{"code": "KQ1", "name": "Giấy phép"}]))
    procedure = catalogue.published("9.900001", on=NOW.date())
    found = catalogue.form_for(procedure, "chung")
    assert (found.code, found.title) == ("chung", procedure.name)
    assert any("Giấy phép" in field.help for field in found.fields)
    assert {"owner_name", "owner_id_number", "owner_phone", "request", "copies", "return_by"} <= {
        f.key for f in found.fields
    }
    assert catalogue.form_version(found.code, found.number, procedure=procedure, case_key="chung") == found


def test_a_result_by_post_needs_an_address():
    definition = generic("Thử")
    assert "return_address" in catalogue.check_answers(definition, {"return_by": "postal"})
    assert "return_address" not in catalogue.check_answers(
        definition, {"return_by": "postal", "return_address": "Vũng Tàu"}
    )
    assert "return_address" not in catalogue.check_answers(definition, {"return_by": "direct"})


@pytest.mark.django_db
def test_a_changed_form_is_a_new_version_and_the_old_one_stays():
    definition = {"code": "thu", "title": "Thử", "fields": [{"key": "a", "label": "A", "kind": "text"}], "number": 0}
    first = catalogue.publish_form(definition, now=NOW)
    assert catalogue.publish_form(definition, now=NOW) == first
    second = catalogue.publish_form(definition | {"title": "Thử hai"}, now=NOW)
    assert (first.number, second.number) == (1, 2)
    procedure = catalogue.published("1.001193", on=NOW.date())
    assert catalogue.form_version("thu", 1, procedure=procedure).title == "Thử"
    with pytest.raises(catalogue.FormNotFound):
        catalogue.form_version("thu", 3, procedure=procedure)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"code": ""},
        {"code": "chung"},
        {"fields": [{"key": "a", "label": "A", "kind": "rocket"}]},
        {"fields": [{"key": "a", "label": "A", "kind": "text"}] * 2},
        {"fields": [{"key": "a", "label": "A", "kind": "choice"}]},
        {"fields": 5},
    ],
)
def test_a_form_that_is_none_is_refused(change):
    definition = {"code": "thu", "title": "Thử", "fields": [], "number": 0} | change
    with pytest.raises(catalogue.FormRefused):
        catalogue.publish_form(definition, now=NOW)

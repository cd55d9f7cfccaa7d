"""Components: words beside every colour, errors tied to their fields, pages that stay inside their list."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.test import RequestFactory

from haidang.ui import errors, uploads
from haidang.ui.forms import FilesField
from haidang.ui.icons import ICONS
from haidang.ui.paging import Page
from haidang.ui.tones import RISKS, STATES
from world import pdf_bytes


def draw(template, **context):
    return engines["django"].from_string(template).render(context, RequestFactory().get("/x/?q=a&trang=2"))


class Sample(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ")
    note = forms.CharField(label="Ghi chú", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)


def test_field_ties_label_help_and_error_to_its_control():
    html = draw("{% error_summary form %}{{ form }}", form=Sample({}))
    assert 'href="#id_name"' in html
    assert 'for="id_name"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert html.count("không bắt buộc") == 1
    assert 'href="#id_kind"' in html
    assert '<div id="id_kind"' in html


def test_summary_is_silent_without_errors():
    assert draw("{% error_summary form %}", form=Sample()).strip() == ""


@pytest.mark.parametrize("risk", RISKS)
def test_risk_is_said_in_words_and_drawn(risk):
    html = draw("{% risk_badge risk %}", risk=risk)
    assert str(RISKS[risk].words) in html
    assert "<svg" in html


def test_every_tone_names_an_icon_that_is_there():
    assert {look.icon for look in [*RISKS.values(), *STATES.values()]} <= set(ICONS)


def test_unknown_state_is_still_drawn():
    assert "Lạ" in draw('{% state_badge 99 "Lạ" %}')


@pytest.mark.parametrize(
    ("asked", "number"), [(None, 1), ("3", 3), ("99", 5), ("0", 1), ("-2", 1), ("²", 1), ("9" * 40, 1)]
)
def test_page_stays_inside_its_list(asked, number):
    page = Page.asked(asked, size=20, total=95)
    assert page.number == number
    assert page.last == 5


def test_page_of_an_empty_list():
    page = Page.asked("4", size=20, total=0)
    assert (page.number, page.offset, page.first_item, page.last_item, page.next) == (1, 0, 0, 0, None)


def test_pagination_keeps_the_query_and_leaves_gaps():
    html = draw("{% pagination page %}", page=Page(5, 20, 200))
    assert "q=a&amp;trang=6" in html
    assert html.count("…") == 2
    assert draw("{% pagination page %}", page=Page(1, 20, 20)).strip() == ""


def test_timeline_and_steps_say_where_one_is():
    html = draw("{% steps labels 2 %}", labels=["Một", "Hai", "Ba"])
    assert html.count('aria-current="step"') == 1
    assert "Bước 2 / 3: Hai" in html


def test_files_field_takes_none_one_and_several():
    class Form(forms.Form):
        files = FilesField(required=False)

    one, two = (SimpleUploadedFile(f"{n}.pdf", b"x") for n in (1, 2))
    request = RequestFactory().post("/", {"files": [one, two]})
    form = Form({}, request.FILES)
    assert form.is_valid()
    assert len(form.cleaned_data["files"]) == 2
    empty = Form({}, {})
    assert empty.is_valid()
    assert empty.cleaned_data["files"] == []


def test_one_bad_file_costs_no_good_one():
    good, bad = SimpleUploadedFile("a.pdf", pdf_bytes()), SimpleUploadedFile("b.pdf", b"MZ")
    taken = uploads.take([bad, good])
    assert [stored.name for stored in taken.stored] == ["a.pdf"]
    assert "b.pdf" in taken.refused[0]


@pytest.mark.django_db
@pytest.mark.parametrize("template", ["404.html", "403.html", "400.html", "413.html", "500.html", "403_csrf.html"])
def test_error_pages_draw_with_and_without_context(template):
    from django.template.loader import render_to_string

    assert "<h1>" in render_to_string(template, request=RequestFactory().get("/"))
    if template in {"400.html", "413.html", "500.html", "403_csrf.html"}:
        assert "<h1>" in render_to_string(template)


@pytest.mark.django_db
def test_too_large_is_413_and_unreadable_is_400():
    from django.core.exceptions import BadRequest, RequestDataTooBig

    request = RequestFactory().get("/")
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request, BadRequest()).status_code == 400

"""The wizard of a new source, or of the next version of one: what it is, where it comes from, columns, terms."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.ioc import api as ioc
from haidang.ioc.api import source_drafts as drafts
from haidang.ioc.api import sources
from haidang.operations.source_forms import ColumnsForm, HeadForm, SettingsForm, TermsForm
from haidang.operations.source_guards import declaring, reader
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.sending import sent_by

POSTED = ["GET", "HEAD", "POST"]


def _values(request: HttpRequest) -> dict[str, Any]:
    values = sent_by(request)
    values.pop("expected_version")
    return values


def _blame(form: forms.Form, refusal: Refused) -> None:
    """Says every problem on the form, at its field where it has it."""
    pairs = refusal.problems if isinstance(refusal, ioc.ContractRefused) else [(refusal.field or "", str(refusal))]
    for field, words in pairs:
        own = field.removeprefix("settings.")
        if isinstance(form, ColumnsForm) and field.startswith("columns."):
            own = form.field_of(field) or ""
        form.add_error(own if own in form.fields else None, words)


@declaring
@require_http_methods(POSTED)
def new(request: HttpRequest) -> HttpResponse:
    """Step 1: what the source is. `tu` in the address names a source whose next version is wanted."""
    on, code = clock.today(), request.POST.get("tu", request.GET.get("tu", ""))
    initial = _head_of(request, code) if code else {}
    form = HeadForm(request.POST if request.method == "POST" else None, on=on, initial=initial)
    if form.is_valid():
        try:
            content = {**form.cleaned_data, **({"code": code} if code else {})}
            number = drafts.start(content=content, source_code=code, **_values(request))
            return redirect("operations:source_settings", number=number)
        except Refused as refusal:
            if refusal.code.endswith("not-found"):
                raise
            _blame(form, refusal)
    context = {"form": form, "step": 1, "from_code": code}
    return render(request, "operations/sources/wizard.html", context, status=422 if form.is_bound else 200)


def _head_of(request: HttpRequest, code: str) -> dict[str, Any]:
    contract = sources.view(reader(request), code, now=clock.now(), listed=1).health.contract
    return {name: getattr(contract, name) for name in ("title", "code", "sector", "agency", "kind")}


@declaring
@require_http_methods(POSTED)
def settings(request: HttpRequest, number: int) -> HttpResponse:
    """Step 2: where it comes from; a POST keeps what is entered, fetches a sample and goes on."""
    draft = drafts.draft_for(reader(request), number)
    form = SettingsForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        kind=draft.content["kind"],
        has_secret=bool(draft.secrets),
        initial=draft.content.get("settings", {}),
    )
    if form.is_valid():
        try:
            changes = {"settings": form.settings}
            drafts.save(draft_id=number, changes=changes, secret=form.cleaned_data.get("secret"), **_values(request))
            drafts.look(draft_id=number, actor=reader(request), now=clock.now(), arrived=_handed(form))
            return redirect("operations:source_columns", number=number)
        except Refused as refusal:
            _blame(form, refusal)
    context = {"form": form, "step": 2, "draft": draft}
    return render(request, "operations/sources/wizard.html", context, status=422 if form.is_bound else 200)


def _handed(form: SettingsForm) -> ioc.Arrived | None:
    file = form.cleaned_data.get("file")
    return ioc.Arrived(file.read(), file.name) if file else None


@declaring
@require_http_methods(POSTED)
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Step 3: the columns, beside the first rows of the sample."""
    draft = drafts.draft_for(reader(request), number)
    contract, sample = drafts.contract_of(draft.content), drafts.sample_of(draft)
    if not contract.columns:
        return redirect("operations:source_settings", number=number)
    form = ColumnsForm(request.POST if request.method == "POST" else None, columns=contract.columns)
    if form.is_valid():
        kept, ignored = form.entered()
        try:
            changes = {"columns": kept, "ignored": ignored, "personal_basis": contract.personal_basis or "…"}
            drafts.check({**draft.content, **changes}, "columns")
            changes["personal_basis"] = contract.personal_basis
            drafts.save(draft_id=number, changes=changes, **_values(request))
            return redirect("operations:source_terms", number=number)
        except Refused as refusal:
            _blame(form, refusal)
    rows = [[line.cells.get(name) for name in sample.names] for line in sample.lines[:10]]
    context = {"form": form, "step": 3, "draft": draft, "names": sample.names, "rows": rows}
    return render(request, "operations/sources/wizard.html", context, status=422 if form.is_bound else 200)


@declaring
@require_http_methods(POSTED)
def terms(request: HttpRequest, number: int) -> HttpResponse:
    """Step 4: key, rhythm, promise; a POST publishes."""
    draft = drafts.draft_for(reader(request), number)
    form = TermsForm(request.POST if request.method == "POST" else None, contract=drafts.contract_of(draft.content))
    if form.is_valid():
        values, found = _values(request), dict(form.cleaned_data)
        note = found.pop("note")
        try:
            drafts.save(draft_id=number, changes=found, **{**values, "key": f"{values['key']}:1"[:80]})
            done = drafts.publish_draft(draft_id=number, note=note, **values)
            messages.success(request, _("Đã công bố nguồn, phiên bản %(number)s.") % {"number": done.number})
            return redirect("operations:source", code=done.code)
        except Refused as refusal:
            if refusal.code.endswith("not-found"):
                raise
            _blame(form, refusal)
    context = {"form": form, "step": 4, "draft": draft}
    return render(request, "operations/sources/wizard.html", context, status=422 if form.is_bound else 200)

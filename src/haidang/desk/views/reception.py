"""Counter reception of a paper or postal dossier: find the procedure, choose the case, enter, scan, file, accept."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from haidang.catalogue import api as catalogue
from haidang.desk.attachments import Attachments, Slot
from haidang.desk.forms.actions import new_key, target_of
from haidang.desk.forms.reception import AnswersForm, ReceptionForm
from haidang.desk.guards import officer, officer_page
from haidang.desk.intake import Desk, desk_of
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.paging import Page

PAGE = 30
STEPS = (gettext_lazy("Chọn thủ tục"), gettext_lazy("Trường hợp"), gettext_lazy("Thông tin và giấy tờ"))


@dataclass(slots=True)
class Entry:
    """One reception on its page: what is received for whom, the forms, the files, and what is wrong."""

    published: catalogue.PublishedProcedure
    case: catalogue.Case
    agency: identity.AgencyView
    form: ReceptionForm
    answers: AnswersForm
    attachments: Attachments
    problem: str = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Everything that is wrong, as (id of an element, words), in the order of the page."""
        found = [("", self.problem)] if self.problem else []
        for form in (self.form, self.answers):
            for name, texts in form.errors.items():
                target = target_of(form[name]) if name in form.fields and not form[name].is_hidden else ""
                found += [(target, str(text)) for text in texts]
        return found + self.attachments.problems


def _desk(request: HttpRequest) -> Desk:
    found = desk_of(officer(request), on=clock.today())
    if not found.agencies:
        raise PermissionDenied(_("Bạn không được giao việc tiếp nhận hồ sơ tại cơ quan nào."))
    return found


@officer_page
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """First step: the procedure, among those that the officer may receive at the chosen agency."""
    desk = _desk(request)
    agency = desk.agency(request.GET.get("co-quan"))
    words = request.GET.get("q", "").strip()[:200]
    hits = desk.procedures(words, agency)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=len(hits))
    context = {
        "desk": desk,
        "agency": agency,
        "words": words,
        "hits": hits[page.offset : page.offset + page.size],
        "page": page,
        "labels": STEPS,
    }
    return render(request, "desk/reception_choose.html", context)


@officer_page
@require_safe
def case(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """Second step: case and competent agency; skipped where there is nothing to choose."""
    desk = _desk(request)
    published = _published(procedure_code, desk)
    places = _places(desk, published)
    wanted = desk.agency(request.GET.get("co-quan"))
    cases = published.content.cases
    place = places[0] if len(places) == 1 else wanted
    if len(cases) == 1 and place in places and (len(places) == 1 or "co-quan" in request.GET):
        return _to_entry(published.code, cases[0].key, place.code)
    context = {"published": published, "places": places, "wanted": wanted, "labels": STEPS}
    return render(request, "desk/reception_case.html", context)


@officer_page
def entry(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """Third step: owner, answers and scans; files the dossier and, if asked, accepts it at once."""
    desk = _desk(request)
    published = _published(procedure_code, desk)
    places = _places(desk, published)
    chosen = published.content.case(request.GET.get("truong-hop", ""))
    place = next((item for item in places if item.code == request.GET.get("co-quan")), None)
    if chosen is None or place is None:
        return redirect("desk:reception_case", procedure_code=published.code)
    if request.method != "POST":
        return _show(request, _entry(request, published, chosen, place, data=None))
    found = _entry(request, published, chosen, place, data=request.POST)
    found.attachments.receive(request)
    if found.problems or "kiem-tra" in request.POST:
        return _show(request, found, status=422 if found.problems else 200)
    try:
        receipt = _submit(request, found)
    except Refused as refusal:
        _blame(found, refusal)
        return _show(request, found, status=422)
    return _filed(request, found, receipt)


def _published(code: str, desk: Desk) -> catalogue.PublishedProcedure:
    try:
        return catalogue.published(code, on=desk.on)
    except catalogue.ProcedureNotFound as refusal:
        raise Http404(str(refusal)) from refusal


def _places(desk: Desk, published: catalogue.PublishedProcedure) -> list[identity.AgencyView]:
    found = desk.places(published)
    if not found:
        raise PermissionDenied(_("Cơ quan của bạn không tiếp nhận thủ tục này, hoặc bạn chưa được giao tiếp nhận."))
    return found


def _to_entry(procedure_code: str, case_key: str, agency_code: str) -> HttpResponseRedirect:
    address = reverse("desk:reception_entry", kwargs={"procedure_code": procedure_code})
    return HttpResponseRedirect(f"{address}?{urlencode({'truong-hop': case_key, 'co-quan': agency_code})}")


def _entry(
    request: HttpRequest,
    published: catalogue.PublishedProcedure,
    chosen: catalogue.Case,
    place: identity.AgencyView,
    *,
    data: Any,
) -> Entry:
    definition = catalogue.form_for(published, chosen.key)
    form = ReceptionForm(
        data=data,
        asked_elsewhere={field.owner for field in definition.fields},
        needs_working_days=any(catalogue.term_for(published, channel) is None for channel in ("direct", "postal")),
    )
    slots = [Slot(item.key, item.name, _hint(item)) for item in chosen.documents]
    slots.append(Slot("", _("Giấy tờ khác kèm theo")))
    attachments = Attachments(slots, user=officer(request), prefix="giay-to")
    answers = AnswersForm(definition, today=clock.today(), data=data)
    return Entry(published, chosen, place, form, answers, attachments)


def _hint(item: catalogue.DocumentRequirement) -> str:
    counts = [(item.originals, _("bản chính: %(count)s")), (item.copies, _("bản sao: %(count)s"))]
    return ", ".join(words % {"count": count} for count, words in counts if count)


def _show(request: HttpRequest, found: Entry, *, status: int = 200) -> HttpResponse:
    context = {"entry": found, "labels": STEPS, "is_checked": found.form.is_bound and not found.problems}
    return render(request, "desk/reception_entry.html", context, status=status)


def _submit(request: HttpRequest, found: Entry) -> dossiers.Receipt:
    filing = dossiers.Filing(
        procedure_code=found.published.code,
        case_key=found.case.key,
        agency_id=found.agency.id,
        channel=found.form.cleaned_data["channel"],
        owner=found.form.owner(found.answers.owner_data()),
        answers=found.answers.answers,
        documents=found.attachments.uploads,
    )
    return dossiers.submit(filing=filing, actor=officer(request), now=clock.now(), key=found.form.cleaned_data["key"])


def _blame(found: Entry, refusal: Refused) -> None:
    for form in (found.form, found.answers):
        if refusal.field in form.fields and not form.fields[refusal.field].widget.is_hidden:
            form.add_error(refusal.field, str(refusal))
            return
    found.problem = str(refusal)
    if refusal.code == "key-reused":
        found.form.data = found.form.data.copy()  # type: ignore[attr-defined]
        found.form.data["key"] = new_key()  # type: ignore[index]


def _filed(request: HttpRequest, found: Entry, receipt: dossiers.Receipt) -> HttpResponse:
    """After filing: to the dossier, or straight on to its slip."""
    if "tiep-nhan" not in request.POST:
        words = _("Đã tạo hồ sơ %(code)s. Hãy kiểm tra giấy tờ rồi tiếp nhận.")
        messages.success(request, words % {"code": receipt.code})
        return redirect("desk:dossier", code=receipt.code)
    try:
        dossiers.accept(
            code=receipt.code,
            actor=officer(request),
            now=clock.now(),
            key=f"{found.form.cleaned_data['key'][:72]}-accept",
            working_days=_working_days(found),
        )
    except Refused as refusal:
        words = _("Đã tạo hồ sơ %(code)s nhưng chưa tiếp nhận được: %(why)s")
        messages.warning(request, words % {"code": receipt.code, "why": refusal})
        return redirect("desk:dossier", code=receipt.code)
    messages.success(request, _("Đã tiếp nhận hồ sơ %(code)s.") % {"code": receipt.code})
    return redirect("desk:slip", code=receipt.code)


def _working_days(found: Entry) -> int | None:
    """The time promised, where the law gives this channel no number."""
    if catalogue.term_for(found.published, found.form.cleaned_data["channel"]) is not None:
        return None
    days: int | None = found.form.cleaned_data.get("working_days")
    return days

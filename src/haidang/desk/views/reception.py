"""Counter reception of a paper or postal dossier: find the procedure, choose the case, enter, scan, file, accept."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from haidang.catalogue import api as catalogue
from haidang.desk.attachments import Attachments, Slot
from haidang.desk.forms.actions import target_of
from haidang.desk.forms.reception import AnswersForm, ReceptionForm
from haidang.desk.guards import officer, officer_page
from haidang.desk.intake import Desk, desk_of
from haidang.desk.reception_choice import Choice
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.forms import new_key
from haidang.ui.paging import Page

PAGE = 30
STEPS = (gettext_lazy("Chọn thủ tục"), gettext_lazy("Trường hợp"), gettext_lazy("Thông tin và giấy tờ"))


@dataclass(slots=True)
class Entry:
    """One reception on its page: what is received for whom, the forms, the files, and what is wrong."""

    choice: Choice
    agency: identity.AgencyView
    case: catalogue.Case
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
    """First step: the procedure, among those that the officer may take in at the chosen place of intake."""
    desk = _desk(request)
    agency = desk.agency(request.GET.get("noi-nhan"))
    words = request.GET.get("q", "").strip()[:200]
    hits = desk.procedures(words, agency)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=len(hits))
    context = {
        "desk": desk,
        "agency": agency,
        "words": words,
        "hits": hits.part(page.offset, page.size),
        "own_total": len(hits.own),
        "page": page,
        "labels": STEPS,
    }
    return render(request, "desk/reception_choose.html", context)


@officer_page
@require_safe
def case(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """Second step: case, place of intake and competent agency; skipped where there is nothing to choose."""
    desk = _desk(request)
    published = _published(procedure_code, desk)
    choice = Choice.asked(desk, published, request.GET)
    cases = published.content.cases
    if len(cases) == 1 and choice.agency and "loc" not in request.GET:
        return redirect(choice.entry_address(cases[0].key))
    return render(request, "desk/reception_case.html", {"published": published, "choice": choice, "labels": STEPS})


@officer_page
def entry(request: HttpRequest, procedure_code: str) -> HttpResponse:
    """Third step: owner, answers and scans; files the dossier and, if asked, accepts it at once."""
    desk = _desk(request)
    published = _published(procedure_code, desk)
    choice = Choice.asked(desk, published, request.GET)
    chosen = published.content.case(request.GET.get("truong-hop", ""))
    if chosen is None or choice.agency is None:
        if chosen is not None:
            messages.error(request, _("Hãy chọn cơ quan giải quyết."))
        return redirect(choice.case_address(request.GET))
    if request.method != "POST":
        return _show(request, _entry(request, choice, choice.agency, chosen, data=None))
    found = _entry(request, choice, choice.agency, chosen, data=request.POST)
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


def _entry(
    request: HttpRequest, choice: Choice, agency: identity.AgencyView, chosen: catalogue.Case, *, data: Any
) -> Entry:
    published = choice.published
    definition = catalogue.form_for(published, chosen.key)
    form = ReceptionForm(
        data=data,
        asked_elsewhere={field.owner for field in definition.fields},
        needs_working_days=any(catalogue.term_for(published, channel) is None for channel in ("direct", "postal")),
        helpers=identity.grouped(identity.agencies(clock.today()), key=lambda item: item.id, on=clock.today()),
    )
    slots = [Slot(item.key, item.name, _hint(item)) for item in chosen.documents]
    slots.append(Slot("", _("Giấy tờ khác kèm theo")))
    attachments = Attachments(slots, user=officer(request), prefix="giay-to")
    answers = AnswersForm(definition, today=clock.today(), data=data)
    return Entry(choice, agency, chosen, form, answers, attachments)


def _hint(item: catalogue.DocumentRequirement) -> str:
    counts = [(item.originals, _("bản chính: %(count)s")), (item.copies, _("bản sao: %(count)s"))]
    return ", ".join(words % {"count": count} for count, words in counts if count)


def _show(request: HttpRequest, found: Entry, *, status: int = 200) -> HttpResponse:
    context = {"entry": found, "labels": STEPS, "is_checked": found.form.is_bound and not found.problems}
    return render(request, "desk/reception_entry.html", context, status=status)


def _submit(request: HttpRequest, found: Entry) -> dossiers.Receipt:
    filing = dossiers.Filing(
        procedure_code=found.choice.published.code,
        case_key=found.case.key,
        agency_id=found.agency.id,
        intake_agency_id=found.choice.intake.id,
        help_agency_id=found.form.cleaned_data["help_agency"],
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
    """After filing: to the dossier, or straight on to its receipt."""
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
    return redirect("desk:receipt", code=receipt.code)


def _working_days(found: Entry) -> int | None:
    """The time promised, where the law gives this channel no number."""
    if catalogue.term_for(found.choice.published, found.form.cleaned_data["channel"]) is not None:
        return None
    days: int | None = found.form.cleaned_data.get("working_days")
    return days

"""Filing online: choose, fill in, attach, review, submit. Every step is kept in the draft, right or wrong."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haidang.catalogue import api as catalogue
from haidang.dossiers import api as dossiers
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.portal import answer_forms
from haidang.portal.filing_forms import STEPS, ChooseForm, online_cases
from haidang.portal.guards import account, citizens_only
from haidang.portal.upload_rows import rows_of


@citizens_only
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Step 1: the case and the competent agency; then a draft exists."""
    today = clock.today()
    published = catalogue.published(code, on=today)
    if not published.content.offered or not online_cases(published):
        raise Refused(
            _("Thủ tục này chưa nộp trực tuyến được. Hãy nộp tại Bộ phận Một cửa hoặc qua bưu chính công ích.")
        )
    agencies = catalogue.competent_agencies(published, on=today)
    form = ChooseForm(request.POST or None, published=published, agencies=agencies, on=today)
    if form.is_valid():
        draft = dossiers.start_draft(
            user=account(request),
            procedure_code=code,
            case_key=form.cleaned_data["case"],
            agency_id=form.cleaned_data["agency"],
            intake_agency_id=form.cleaned_data.get("intake_agency"),
            help_agency_id=form.cleaned_data["help_agency"],
            now=clock.now(),
        )
        return redirect("portal:draft_form", draft_id=draft.id)
    context = {"published": published, "form": form, "agencies": agencies, "steps": STEPS}
    return render(request, "portal/filing/choose.html", context)


@citizens_only
def answers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Step 2: the form. What was typed is saved before it is checked."""
    user, now = account(request), clock.now()
    draft = dossiers.draft_of(user, str(draft_id), now=now)
    definition = catalogue.form_for(draft.published, draft.case.key)
    given = draft.answers or answer_forms.known_about(user, definition)
    form = answer_forms.AnswersForm(
        definition, today=clock.today(), answers=given, data=request.POST if request.method == "POST" else None
    )
    if request.method == "POST":
        dossiers.save_draft(user=user, draft_id=draft.id, answers=form.to_save(), now=now)
        if "later" in request.POST:
            messages.success(request, _("Đã lưu hồ sơ nháp. Bạn có thể tiếp tục bất cứ lúc nào."))
            return redirect("portal:my_dossiers")
        if form.is_valid():
            return redirect("portal:draft_documents", draft_id=draft.id)
    agency_name = identity.name_with_place(draft.agency, on=clock.today())
    context = {"draft": draft, "form": form, "definition": definition, "agency_name": agency_name, "steps": STEPS}
    return render(request, "portal/filing/answers.html", context)


@citizens_only
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Step 4: everything once more, then submit. Sending it twice is one filing."""
    user, now = account(request), clock.now()
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            receipt = dossiers.submit_draft(
                user=user,
                draft_id=str(draft_id),
                owner=_owner(request, draft_id),
                now=now,
                key=request.POST.get("key", ""),
            )
        except dossiers.DossierNotFound:
            raise
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Đã nộp hồ sơ. Mã hồ sơ của bạn là %(code)s.") % {"code": receipt.code})
            return redirect("portal:dossier", code=receipt.code)
    draft = dossiers.draft_of(user, str(draft_id), now=now)
    definition = catalogue.form_for(draft.published, draft.case.key)
    problems = catalogue.check_answers(definition, draft.answers, today=clock.today())
    context = {
        "draft": draft,
        "agency_name": identity.name_with_place(draft.agency, on=clock.today()),
        "steps": STEPS,
        "sections": catalogue.shown_answers(definition, draft.answers, is_masked=False),
        "problems": problems,
        "missing": [row.title for row in rows_of(draft) if row.requirement and not row.files],
        "errors": [("", refusal.message)] if refusal else [],
    }
    return render(request, "portal/filing/review.html", context, status=422 if refusal else 200)


def _owner(request: HttpRequest, draft_id: UUID) -> dossiers.Owner:
    """Whose matter it is: as the form says, and where it says nothing as the account says."""
    user = account(request)
    facts = {
        "full_name": user.full_name,
        "id_number": user.id_number,
        "phone": user.phone,
        "email": user.email,
        "address": user.address,
    }
    try:
        draft = dossiers.draft_of(user, str(draft_id), now=clock.now())
    except dossiers.DossierNotFound:
        draft = None  # Sent a second time: the earlier receipt is given again and the owner is not looked at.
    if draft is not None:
        definition = catalogue.form_for(draft.published, draft.case.key)
        typed = {field.owner: draft.answers.get(field.key) for field in definition.fields if field.owner}
        facts |= {name: str(value) for name, value in typed.items() if name in facts and value}
    return dossiers.Owner(
        name=facts["full_name"],
        id_number=facts["id_number"],
        kind=user.kind if user.kind != identity.User.Kind.OFFICER else identity.User.Kind.CITIZEN,
        phone=facts["phone"],
        email=facts["email"],
        address=facts["address"],
    )

"""What a citizen does to a dossier that is under way or finished: supplement, withdraw, rate."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from haidang.dossiers import api as dossiers
from haidang.platform import clock, files
from haidang.platform.errors import Refused
from haidang.portal.forms import RatingForm, WithdrawForm
from haidang.portal.guards import account, citizens_only
from haidang.portal.supplement_rows import SupplementRow, rows_of
from haidang.portal.views.dossiers import dossier_page
from haidang.ui import uploads


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("expected_version", "")
    return int(text) if text.isascii() and text.isdecimal() else None


@citizens_only
def supplement(request: HttpRequest, code: str) -> HttpResponse:
    """An input for each thing that the officer found missing; files once sent stay while others are mended."""
    user, now = account(request), clock.now()
    view = dossiers.view(user, code, now=now)
    if dossiers.Command.SUPPLEMENT not in view.allowed:
        messages.info(request, _("Hồ sơ này hiện không chờ bổ sung."))
        return redirect("portal:dossier", code=code)
    rows = rows_of(view, request)
    note = request.POST.get("note", "").replace("\0", "").strip()[:4_000]
    errors: list[tuple[str, object]] = [(row.input_id, words) for row in rows for words in row.refused]
    if request.method == "POST" and not errors:
        try:
            _supplement(request, code, rows, note)
        except dossiers.DossierNotFound:
            raise
        except Refused as refusal:
            errors = [("id_note" if refusal.field == "note" else rows[0].input_id, refusal.message)]
        else:
            messages.success(request, _("Đã gửi phần bổ sung. Cơ quan sẽ tiếp tục giải quyết hồ sơ."))
            return redirect("portal:dossier", code=code)
    context = {
        "view": view,
        "rows": rows,
        "note": note,
        "errors": errors,
        "accept": files.ACCEPT,
        "limit_mb": uploads.limit_mb(),
    }
    return render(request, "portal/supplement.html", context, status=422 if errors else 200)


def _supplement(request: HttpRequest, code: str, rows: list[SupplementRow], note: str) -> None:
    uploads = [dossiers.Upload(one, row.title or one.name, row.requirement_key) for row in rows for one in row.stored]
    dossiers.supplement(
        code=code,
        documents=uploads,
        note=note,
        actor=account(request),
        now=clock.now(),
        key=request.POST.get("key", ""),
        expected_version=_version(request),
    )


@citizens_only
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Asks for the reason, then withdraws."""
    user, now = account(request), clock.now()
    view = dossiers.view(user, code, now=now)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        dossiers.withdraw(
            code=code,
            reason=form.cleaned_data["reason"],
            actor=user,
            now=now,
            key=request.POST.get("key", ""),
            expected_version=_version(request),
        )
        messages.success(request, _("Đã ghi nhận yêu cầu rút hồ sơ."))
        return redirect("portal:dossier", code=code)
    if dossiers.Command.WITHDRAW not in view.allowed:
        raise dossiers.WrongState(_("Hồ sơ này không rút được nữa."))
    return render(request, "portal/withdraw.html", {"view": view, "form": form})


@citizens_only
def rate(request: HttpRequest, code: str) -> HttpResponse:
    """Takes the rating; a refused one comes back on the dossier's page with everything that was typed."""
    if request.method != "POST":
        return redirect("portal:dossier", code=code)
    form = RatingForm(request.POST)
    if form.is_valid():
        try:
            dossiers.rate(
                code=code,
                score=form.cleaned_data["score"],
                comment=form.cleaned_data["comment"],
                actor=account(request),
                now=clock.now(),
                key=request.POST.get("key", ""),
            )
        except dossiers.Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Cảm ơn bạn đã đánh giá."))
            return redirect("portal:dossier", code=code)
    return dossier_page(request, code, rating=form, status=422)

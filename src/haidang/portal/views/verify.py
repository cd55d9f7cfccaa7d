"""Whether a printed paper was issued: for anybody who holds it, by the code at its foot or by its QR code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from haidang.dossiers import api as dossiers
from haidang.platform import clock


@never_cache
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """A form, and what may be said in public about the paper that carries the code; no personal data."""
    typed = request.GET.get("ma", "").strip()[:80]
    if typed and not code and (plain := dossiers.verification_code(typed)):
        return redirect("portal:verify_code", plain)
    wanted, context, status = code or typed, dict[str, object](), 200
    if wanted:
        try:
            context["paper"] = dossiers.verify_paper(wanted, now=clock.now(), scanned=request.GET.dict())
        except dossiers.DossierNotFound as refusal:
            context["errors"], status = [("id_ma", refusal.message)], 404
    return render(request, "portal/verify.html", {**context, "code": wanted}, status=status)

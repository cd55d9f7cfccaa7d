"""The public look-up of a dossier by its code: the minimum, for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.platform.errors import Refused


@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """A form, and what may be said in public about the dossier that it names."""
    code = request.GET.get("ma", "").strip()[:80]
    context: dict[str, object] = {"code": code}
    status = 200
    if code:
        try:
            context["found"] = dossiers.public_view(code, now=clock.now())
        except Refused as refusal:
            context["errors"], status = [("id_ma", refusal.message)], 404
    return render(request, "portal/look_up.html", context, status=status)

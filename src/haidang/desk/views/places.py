"""Dossiers by their three places: who helped, where they were handed in, who decides; each figure opens its list."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from haidang.desk.guards import officer, officer_page
from haidang.dossiers import api as dossiers
from haidang.platform import clock
from haidang.ui.forms import DateField

LIMIT = 300


class PeriodForm(forms.Form):
    """The days on which dossiers were filed, both included."""

    tu = DateField(label=_("Nộp từ ngày"))
    den = DateField(label=_("Đến hết ngày"))
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last, and both lie in the years of the house."""
        since, until = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if since and until and not 2000 <= since.year <= until.year <= 2099:
            self.add_error("den", _("Chỉ xem được các năm 2000–2099, ngày đầu trước ngày cuối."))
        elif since and until and since > until:
            self.add_error("den", _("Ngày cuối không được trước ngày đầu."))
        return self.cleaned_data


@officer_page
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """The figures of a period, by default this month; with `noi` and `co-quan` the dossiers behind one of them."""
    form = PeriodForm({"tu": clock.today().replace(day=1), "den": clock.today()} | request.GET.dict())
    if not form.is_valid():
        return render(request, "desk/places.html", {"form": form}, status=422)
    since, until = form.cleaned_data["tu"], form.cleaned_data["den"]
    if "noi" in request.GET:
        return _behind(request, since, until)
    counted = [
        (place, label, dossiers.counts_by_place(officer(request), place, since=since, until=until, now=clock.now()))
        for place, label in dossiers.PLACE_LABELS.items()
    ]
    return render(request, "desk/places.html", {"form": form, "since": since, "until": until, "counted": counted})


def _behind(request: HttpRequest, since: date, until: date) -> HttpResponse:
    """The dossiers that one figure counts; 404 for a figure that is not on this officer's page."""
    asked: dict[str, Any] = {"since": since, "until": until, "now": clock.now()}
    user, place = officer(request), next((item for item in dossiers.Place if item == request.GET["noi"]), None)
    counts = dossiers.counts_by_place(user, place, **asked) if place else []
    count = next((item for item in counts if item.agency.code == request.GET.get("co-quan")), None)
    if place is None or count is None:
        raise Http404(gettext("Không có con số này trong kỳ đã chọn."))
    is_elsewhere = "khac" in request.GET
    rows = dossiers.rows_at_place(
        user, place, count.agency.id, only_elsewhere=is_elsewhere, limit=LIMIT, **asked
    )  # fmt: skip
    context = {
        "rows": rows,
        "total": count.elsewhere if is_elsewhere else count.filed,
        "limit": LIMIT,
        "label": dossiers.PLACE_LABELS[place],
        "agency": count.agency,
        "is_elsewhere": is_elsewhere,
        "since": since,
        "until": until,
        "several_agencies": True,
    }
    return render(request, "desk/places_list.html", context)

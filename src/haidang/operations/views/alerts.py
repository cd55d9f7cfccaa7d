"""Alerts: what goes on, who sees to it, a directive in one tap; and what is watched."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haidang.identity.api import Permission
from haidang.ioc.api import Alert, dashboards, indicators, questions, watching
from haidang.operations.guards import page, reader
from haidang.operations.question_form import SPLITS
from haidang.platform import clock
from haidang.steering import api as steering
from haidang.ui.sending import attempt, number_of, sent_by

Kind = watching.Watch.Kind
KINDS = (
    (Kind.BELOW.value, _("Dưới ngưỡng")),
    (Kind.ABOVE.value, _("Trên ngưỡng")),
    (Kind.UNUSUAL.value, _("Khác thường so với cùng thứ các tuần trước")),
    (Kind.STALE.value, _("Dữ liệu cũ quá số giờ")),
)
SEVERITIES = ((Alert.Severity.WARNING.value, _("Cần chú ý")), (Alert.Severity.SERIOUS.value, _("Nghiêm trọng")))


class WatchForm(forms.Form):
    """What is to be watched."""

    indicator = forms.ChoiceField(label=_("Chỉ số"))
    kind = forms.ChoiceField(label=_("Báo khi"), choices=KINDS)
    limit = forms.FloatField(
        label=_("Ngưỡng"), required=False, help_text=_("Theo đơn vị của chỉ số; dữ liệu cũ: số giờ.")
    )
    grain = forms.ChoiceField(label=_("Chia theo"), choices=SPLITS, required=False)
    severity = forms.ChoiceField(label=_("Mức độ"), choices=SEVERITIES)

    def __init__(self, data: Any = None, *, specs: list[indicators.Spec]) -> None:
        super().__init__(data)
        choices = [(spec.code, str(spec.definition.title)) for spec in specs]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]

    def wish(self) -> watching.Wish:
        """What is wished for; the form is valid."""
        found = self.cleaned_data
        grain = questions.GRAINS[found["grain"]]
        return watching.Wish(found["indicator"], Kind(found["kind"]), grain, found["limit"], found["severity"])


@page
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """The alerts of the reader's agencies; a POST takes note of one (`note:7`), ends a watch (`end:3`) or sets one."""
    now, user = clock.now(), reader(request)
    may_set = dashboards.may_publish(user, on=clock.local(now).date())
    pressed, _colon, text = request.POST.get("act", "").partition(":")
    specs = questions.choices(now=now) if may_set else []
    form = WatchForm(request.POST if pressed == "watch" else None, specs=specs)
    if request.method == "POST" and _done(request, pressed, number_of(text) or 0, form):
        return redirect("operations:alerts")
    may_direct = bool(steering.reach(user, Permission.STEERING_DIRECT, on=clock.local(now).date()))
    context = {
        "open": [(row, _directive(row) if may_direct else "") for row in watching.open_for(user, now=now)],
        "over": watching.over_for(user, now=now),
        "watches": watching.watches() if may_set else [],
        "kinds": dict(KINDS),
        "form": form,
        "may_set": may_set,
    }
    return render(request, "operations/alerts.html", context, status=422 if request.method == "POST" else 200)


def _done(request: HttpRequest, pressed: str, number: int, form: WatchForm) -> bool:
    sent = sent_by(request)
    sent.pop("expected_version")
    if pressed == "note":
        watching.take_note(alert_id=number, **sent)
    elif pressed == "end":
        watching.end_watch(watch_id=number, **sent)
    else:
        return form.is_valid() and attempt(form, lambda: watching.set_watch(wish=form.wish(), **sent))
    return True


def _directive(row: Alert) -> str:
    """Where a directive about the alert is given, with its words filled in."""
    about = {"loai": "agency", "ma": row.agency.code} if row.agency else {}
    filled = {**about, "tieu_de": row.title[:150], "noi_dung": row.text}
    return f"{reverse('leaders:directive_new')}?{urlencode(filled)}"

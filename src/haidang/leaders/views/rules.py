"""Rules of attention: what they say, what each would have raised last month, setting and changing them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.identity import api as identity
from haidang.identity.api import Permission
from haidang.leaders.guards import page, reader
from haidang.leaders.rule_forms import RuleForm, initial_of
from haidang.platform import clock
from haidang.platform.errors import NotAllowed, Refused
from haidang.steering import api as steering
from haidang.ui.sending import sent_by

DAYS = 30


@page
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of my agencies; `thu` tries them on the last month."""
    now, on = clock.now(), clock.today()
    _reach(request)
    found = steering.rules(reader(request), now=now)
    names = identity.agencies_by_id({rule.agency_id for rule in found}, on=on)
    is_tried = "thu" in request.GET
    trials = {trial.rule.pk: trial for trial in steering.tried(found, now=now, days=DAYS)} if is_tried else {}
    rows = [
        {
            "rule": rule,
            "agency": names[rule.agency_id].short_name,
            "kind": steering.RULE_LABELS[steering.RuleKind(rule.kind)],
            "params": [(steering.PARAM_LABELS[name], value) for name, value in rule.params.items()],
            "recipient": steering.RECIPIENT_LABELS[steering.Recipient(rule.recipient)],
            "trial": trials.get(rule.pk),
        }
        for rule in found
    ]
    return render(request, "leaders/rules.html", {"rows": rows, "is_tried": is_tried, "days": DAYS})


def _reach(request: HttpRequest) -> frozenset[int]:
    found = steering.reach(reader(request), Permission.STEERING_RULES, on=clock.today())
    if not found:
        raise NotAllowed(_("Chỉ lãnh đạo cơ quan đặt quy tắc cảnh báo."))
    return found


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Sets up a rule."""
    form = _form(request)
    values = sent_by(request)
    values.pop("expected_version")
    return _filled(request, form, lambda: steering.make_rule(wish=form.wish(), **values), {})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, number: int) -> HttpResponse:
    """Changes a rule, or switches it off."""
    found = steering.rule_for(reader(request), number, now=clock.now())
    form = _form(request, initial=initial_of(found))
    act = lambda: steering.change_rule(rule_id=number, wish=form.wish(), **sent_by(request))  # noqa: E731
    return _filled(request, form, act, {"rule": found})


def _form(request: HttpRequest, **values: Any) -> RuleForm:
    data = request.POST if request.method == "POST" else None
    return RuleForm(data, reach=_reach(request), on=clock.today(), **values)


def _filled(request: HttpRequest, form: RuleForm, act: Callable[[], Any], context: dict[str, Any]) -> HttpResponse:
    if form.is_valid():
        try:
            act()
            return redirect("leaders:rules")
        except Refused as refusal:
            form.add_error(form.field_of(refusal.field), str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, "leaders/rule_form.html", {"form": form, **context}, status=status)

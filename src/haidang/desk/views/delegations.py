"""Standing in for one another: an officer's delegations given and received, new ones, ended ones."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haidang.desk.forms.delegations import DelegationForm
from haidang.desk.guards import officer, officer_page
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.forms import new_key


@officer_page
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """What the officer has given to others and received; a POST gives."""
    user, today = officer(request), clock.today()
    people = identity.colleagues(user, on=today)
    values: dict[str, Any] = {"colleagues": people, "roles": _roles(user, on=today)}
    if request.method != "POST":
        return _page(request, DelegationForm(initial={"key": new_key()}, **values))
    form = DelegationForm(request.POST, **values)
    if not form.is_valid():
        return _page(request, form)
    try:
        made = identity.delegate(_wish(user, form, people), actor=user, now=clock.now(), key=form.cleaned_data["key"])
    except Refused as refusal:
        field = {"valid_to": "last_day", "role": "what", "agency": "what"}.get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, str(refusal))
        return _page(request, form)
    messages.success(request, _("Đã ủy quyền cho %(name)s.") % {"name": made.delegate.full_name})
    return redirect("desk:delegations")


@officer_page
def end_delegation(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Ends a delegation today."""
    if request.method == "POST":
        try:
            identity.end_delegation(actor=officer(request), delegation_id=delegation_id, now=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã kết thúc ủy quyền."))
    return redirect("desk:delegations")


def _wish(user: identity.User, form: DelegationForm, people: list[identity.User]) -> identity.Wish:
    found = form.cleaned_data
    agency_code, _slash, role = found["what"].partition("/")
    last_day: date = found["last_day"]
    return identity.Wish(
        delegator=user,
        delegate=next(person for person in people if person.pk == found["delegate"]),
        valid_from=found["valid_from"],
        # People name the last day, the tables the day after it.
        valid_to=last_day + timedelta(days=1) if last_day < date.max else last_day,
        reason=found["reason"],
        agency_code=agency_code,
        role=role,
    )


def _page(request: HttpRequest, form: DelegationForm) -> HttpResponse:
    given, received = identity.delegations_of(officer(request))
    context = {"form": form, "given": given, "received": received, "today": clock.today()}
    return render(request, "desk/delegations.html", context, status=422 if form.errors else 200)


def _roles(user: identity.User, *, on: date) -> list[tuple[str, str]]:
    rows = [row for row in identity.assignments(user, on=on) if row.role != identity.Role.ADMINISTRATOR]
    names = identity.agencies_by_id({row.agency_id for row in rows}, on=on)
    found = {
        f"{row.agency.code}/{row.role}": f"{row.get_role_display()}, {names[row.agency_id].short_name}" for row in rows
    }
    return sorted(found.items())

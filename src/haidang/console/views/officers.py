"""Officers: who holds which role where, new accounts, roles given and ended."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console.forms import DelegationForm, OfficerForm, RoleForm
from haidang.console.guards import P, administrator, managed, needs
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.platform.text import fold
from haidang.ui.paging import Page

PAGE = 50


@needs(P.ACCOUNTS_MANAGE)
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """The officers of the agencies that this administrator manages; `q` and `co-quan` narrow the list."""
    ids = managed(request, P.ACCOUNTS_MANAGE)
    agencies = _agencies(ids)
    words, chosen = request.GET.get("q", "").strip()[:100], request.GET.get("co-quan", "")
    wanted = {item.id for item in agencies if item.code == chosen} or set(ids)
    people = [item for item in _people(wanted) if fold(words) in fold(f"{item['user']} {item['user'].username}")]
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=len(people))
    context = {
        "people": people[page.offset : page.offset + page.size],
        "page": page,
        "agencies": agencies,
        "names": {item.id: item.name for item in agencies},
        "words": words,
        "chosen": chosen,
        "today": clock.today(),
    }
    return render(request, "console/officers.html", context)


@needs(P.ACCOUNTS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new officer's account with a first role."""
    form = OfficerForm(request.POST or None, **_places(request))
    if not form.is_valid():
        return render(request, "console/officer_new.html", {"form": form}, status=422 if form.is_bound else 200)
    found = form.cleaned_data
    data = {name: found[name] for name in ("username", "password", "full_name", "phone", "email")}
    try:
        user = identity.create_officer(actor=administrator(request), now=clock.now(), **data, **_role(form))
    except Refused as refusal:
        _blame(form, refusal)
        return render(request, "console/officer_new.html", {"form": form}, status=422)
    messages.success(request, _("Đã tạo tài khoản %(username)s.") % {"username": user.username})
    return redirect("console:officer", user_id=user.pk)


@needs(P.ACCOUNTS_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def officer(request: HttpRequest, user_id: int) -> HttpResponse:
    """An officer's roles through time; a POST gives another."""
    person = _person(request, user_id)
    form = RoleForm(request.POST or None, **_places(request))
    if form.is_valid():
        try:
            identity.grant_role(actor=administrator(request), user=person["user"], on=clock.today(), **_role(form))
        except Refused as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Đã giao vai trò."))
            return redirect("console:officer", user_id=user_id)
    return _officer_page(request, person, form=form)


@needs(P.ACCOUNTS_MANAGE)
def end_role(request: HttpRequest, user_id: int, assignment_id: int) -> HttpResponse:
    """Ends a role today."""
    person = _person(request, user_id)
    if request.method == "POST" and assignment_id in {row.pk for row in person["rows"]}:
        try:
            identity.end_role(actor=administrator(request), assignment_id=assignment_id, on=clock.today())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã kết thúc vai trò."))
    return redirect("console:officer", user_id=user_id)


@needs(P.ACCOUNTS_MANAGE)
def delegate(request: HttpRequest, user_id: int) -> HttpResponse:
    """Lets another officer stand in for this one."""
    person = _person(request, user_id)
    if request.method != "POST":
        return redirect("console:officer", user_id=user_id)
    form = DelegationForm(request.POST, auto_id="uy-quyen-%s")
    if not form.is_valid():
        return _officer_page(request, person, delegation=form)
    found = form.cleaned_data
    wish = identity.Wish(
        delegator=person["user"],
        delegate=found["delegate"],
        valid_from=found["valid_from"],
        valid_to=day_after(found["last_day"]),
        reason=found["reason"],
    )
    try:
        identity.delegate(wish, actor=administrator(request), now=clock.now(), key=found["key"])
    except Refused as refusal:
        _blame(form, refusal)
        return _officer_page(request, person, delegation=form)
    messages.success(request, _("Đã lập ủy quyền."))
    return redirect("console:officer", user_id=user_id)


@needs(P.ACCOUNTS_MANAGE)
def end_delegation(request: HttpRequest, user_id: int, delegation_id: int) -> HttpResponse:
    """Ends a delegation today."""
    _person(request, user_id)
    if request.method == "POST":
        try:
            identity.end_delegation(actor=administrator(request), delegation_id=delegation_id, now=clock.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Đã kết thúc ủy quyền."))
    return redirect("console:officer", user_id=user_id)


def _officer_page(
    request: HttpRequest,
    person: dict[str, Any],
    *,
    form: RoleForm | None = None,
    delegation: DelegationForm | None = None,
) -> HttpResponse:
    names = identity.agencies_by_id({row.agency_id for row in person["rows"]}, on=clock.today())
    given, received = identity.delegations_of(person["user"])
    context = {
        "form": form or RoleForm(**_places(request)),
        "delegation": delegation or DelegationForm(initial={"key": uuid.uuid4().hex}, auto_id="uy-quyen-%s"),
        "given": given,
        "received": received,
        "person": person["user"],
        "rows": person["rows"],
        "names": {key: view.name for key, view in names.items()},
        "today": clock.today(),
    }
    wrong = any(one is not None and one.errors for one in (form, delegation))
    return render(request, "console/officer.html", context, status=422 if wrong else 200)


def day_after(day: date) -> date:
    """The day after, up to the end of the calendar: people name the last day, the tables the day after it."""
    return day + timedelta(days=1) if day < date.max else day


def _places(request: HttpRequest) -> dict[str, Any]:
    """The agencies and units that this administrator gives roles at."""
    ids = managed(request, P.ACCOUNTS_MANAGE)
    agencies = _agencies(ids)
    return {"agencies": agencies, "units": identity.units([item.id for item in agencies], on=clock.today())}


def _agencies(ids: frozenset[int]) -> list[identity.AgencyView]:
    return [item for item in identity.agencies(clock.today()) if item.id in ids]


def _people(agency_ids: set[int]) -> list[dict[str, Any]]:
    """Each officer once, by name, with all his assignments at these agencies."""
    found: dict[int, dict[str, Any]] = {}
    for item in identity.officers(agency_ids=agency_ids):
        user = item["user"]
        found.setdefault(user.pk, {"user": user, "rows": []})["rows"].append(item["assignment"])
    return list(found.values())


def _person(request: HttpRequest, user_id: int) -> dict[str, Any]:
    people = _people(set(managed(request, P.ACCOUNTS_MANAGE)))
    person = next((item for item in people if item["user"].pk == user_id), None)
    if person is None:
        raise Http404(_("Không có cán bộ này tại các cơ quan bạn quản lý."))
    return person


def _role(form: Form) -> dict[str, Any]:
    found = form.cleaned_data
    names = ("role", "procedure_code", "with_descendants", "unit_key", "is_deputy")
    return {"agency_code": found["agency"], **{name: found[name] for name in names}}


def _blame(form: Form, refusal: Refused) -> None:
    field = {"valid_to": "last_day"}.get(refusal.field or "", refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal))

"""Officers: who holds which role where, new accounts, roles given and ended."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.console.forms import OfficerForm, RoleForm
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
    form = OfficerForm(request.POST or None, agencies=_agencies(managed(request, P.ACCOUNTS_MANAGE)))
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
    form = RoleForm(request.POST or None, agencies=_agencies(managed(request, P.ACCOUNTS_MANAGE)))
    if form.is_valid():
        try:
            identity.grant_role(actor=administrator(request), user=person["user"], on=clock.today(), **_role(form))
        except Refused as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, _("Đã giao vai trò."))
            return redirect("console:officer", user_id=user_id)
    names = identity.agencies_by_id({row.agency_id for row in person["rows"]}, on=clock.today())
    context = {
        "form": form,
        "person": person["user"],
        "rows": person["rows"],
        "names": {key: view.name for key, view in names.items()},
        "today": clock.today(),
    }
    return render(request, "console/officer.html", context, status=422 if form.errors else 200)


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
    names = ("role", "procedure_code", "with_descendants")
    return {"agency_code": found["agency"], **{name: found[name] for name in names}}


def _blame(form: Form, refusal: Refused) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))

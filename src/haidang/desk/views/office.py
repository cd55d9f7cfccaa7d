"""Work shared out: one act on many dossiers with a result for each, and the board of whoever hands out work."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haidang.desk.forms.office import GroupForm, HandOverForm
from haidang.desk.guards import officer, officer_page
from haidang.dossiers import api as dossiers
from haidang.dossiers.api import GroupAction
from haidang.identity import api as identity
from haidang.platform import clock
from haidang.platform.errors import Refused
from haidang.ui.forms import new_key
from haidang.ui.paging import Page

PAGE = 50


_NEEDS = {
    GroupAction.CLAIM: identity.Permission.DOSSIER_PROCESS,
    GroupAction.RELEASE: identity.Permission.DOSSIER_PROCESS,
    GroupAction.ASSIGN: identity.Permission.DOSSIER_ASSIGN,
    GroupAction.COMPLETE_STEP: identity.Permission.DOSSIER_PROCESS,
    GroupAction.ACCEPT: identity.Permission.DOSSIER_RECEIVE,
    GroupAction.RETURN_RESULT: identity.Permission.DOSSIER_RETURN,
}


def bulk_form(user: identity.User, step_ids: Sequence[int], data: Any = None) -> GroupForm:
    """The form for what can be done to several dossiers at once; none of it without the right to it somewhere.

    `step_ids`: the steps in the list, for the decisions that they ask for.
    """
    rights = identity.rights(user, on=clock.today())
    actions = [action for action, permission in _NEEDS.items() if rights.scopes(permission)]
    leads = GroupAction.ASSIGN in actions
    return GroupForm(
        data,
        actions=actions,
        people=[user, *identity.colleagues(user, on=clock.today())] if leads else [],
        choices=[(option.key, option.label) for option in dossiers.step_choices(step_ids)],
        initial={"key": new_key()},
        auto_id="nhom-%s",
    )


@officer_page
def group(request: HttpRequest) -> HttpResponse:
    """Does one act to every dossier that was ticked, and says what became of each; nothing is lost on a refusal."""
    if request.method != "POST":
        return redirect("desk:queue")
    user = officer(request)
    items = [item for text in request.POST.getlist("chon") if (item := _item(text)) is not None]
    form = bulk_form(user, [item.step_id for item in items if item.step_id], request.POST)
    if not form.is_valid():
        return _again(request, form, items)
    order = dossiers.GroupOrder(
        GroupAction(form.cleaned_data["action"]), items, user, clock.now(), form.cleaned_data["key"], form.details
    )
    try:
        outcomes = dossiers.group(order)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _again(request, form, items)
    return _results(request, outcomes, title=str(dossiers.GROUP_LABELS[order.action]))


@officer_page
@require_safe
def assignments(request: HttpRequest) -> HttpResponse:
    """The board: open steps where one leads, who has them, the load of each person."""
    return _board_page(request)


@officer_page
def hand_over(request: HttpRequest) -> HttpResponse:
    """Gives everything open of one person to another."""
    if request.method != "POST":
        return redirect("desk:assignments")
    found = _board(request)
    form = _hand_over_form(found, request.POST)
    if not form.is_valid():
        return _board_page(request, hand_over=form)
    values = form.cleaned_data
    details = dossiers.Details(assignee_id=values["to_person"], reason=values["reason"])
    order = dossiers.GroupOrder(GroupAction.ASSIGN, [], officer(request), clock.now(), values["key"], details)
    try:
        outcomes = dossiers.hand_over(order, from_id=values["from_person"])
    except Refused as refusal:
        form.add_error({"from": "from_person", "assignee": "to_person"}.get(refusal.field or ""), str(refusal))
        return _board_page(request, hand_over=form)
    return _results(request, outcomes, title=_("Chuyển toàn bộ việc"), is_cut=len(outcomes) >= dossiers.GROUP_MOST)


def _board_page(request: HttpRequest, *, hand_over: HandOverForm | None = None) -> HttpResponse:
    found = _board(request)
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=found.total)
    context = {
        "board": found,
        "page": page,
        "person": request.GET.get("nguoi", ""),
        "nobody": dossiers.NOBODY,
        "bulk": GroupForm(
            actions=[GroupAction.ASSIGN, GroupAction.RELEASE],
            people=found.people,
            initial={"key": new_key(), "action": GroupAction.ASSIGN},
            auto_id="nhom-%s",
        ),
        "hand_over": hand_over or _hand_over_form(found),
        "several": len(found.agencies) > 1,
    }
    return render(request, "desk/assignments.html", context, status=422 if hand_over else 200)


def _board(request: HttpRequest) -> dossiers.Board:
    agency = request.GET.get("co-quan", "") or request.POST.get("co-quan", "")
    person = request.GET.get("nguoi", "")
    user, now = officer(request), clock.now()
    try:
        first = dossiers.board(user, now=now, agency=agency, person=person, limit=PAGE)
    except dossiers.NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    page = Page.asked(request.GET.get("trang"), size=PAGE, total=first.total)
    if page.offset == 0:
        return first
    return dossiers.board(user, now=now, agency=agency, person=person, offset=page.offset, limit=PAGE)


def _hand_over_form(board: dossiers.Board, data: Any = None) -> HandOverForm:
    holders = [load.person for load in board.loads if load.open]
    initial = {"key": new_key()}
    return HandOverForm(data, holders=holders, people=board.people, initial=initial, auto_id="chuyen-%s")


def _item(text: str) -> dossiers.Item | None:
    """A ticked row: the dossier's code, and the step's id behind a colon where the work is a step."""
    code, _colon, step = text.partition(":")
    if (
        not code
        or len(code) > 60
        or "\0" in code
        or (step and not (step.isascii() and step.isdecimal() and len(step) < 18))
    ):
        return None
    return dossiers.Item(code, int(step) if step else None)


def _again(request: HttpRequest, form: GroupForm, items: Sequence[dossiers.Item]) -> HttpResponse:
    """The form once more with what was ticked, to be sent again."""
    context = {"form": form, "items": items}
    return render(request, "desk/group.html", context, status=422)


def _results(
    request: HttpRequest, outcomes: Sequence[dossiers.Outcome], *, title: str, is_cut: bool = False
) -> HttpResponse:
    context = {
        "title": title,
        "outcomes": outcomes,
        "done": sum(outcome.is_done for outcome in outcomes),
        "refused": sum(not outcome.is_done for outcome in outcomes),
        "is_cut": is_cut,
    }
    return render(request, "desk/group_results.html", context)

"""Directives: the list, giving one, the page of one with what the giver may do to it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haidang.identity.api import Permission
from haidang.leaders import query
from haidang.leaders.directive_forms import DirectiveForm, PartiesForm, form_for, order
from haidang.leaders.guards import page, reader
from haidang.platform import clock
from haidang.platform.errors import NotAllowed
from haidang.steering import api as steering
from haidang.steering.api import Box, Command
from haidang.ui import downloads, uploads
from haidang.ui.paging import Page
from haidang.ui.sending import attempt, sent_by

PAGE = 50
BOXES = {"da-giao": Box.GIVEN, "phai-lam": Box.INBOX, "tat-ca": Box.ALL}
VERBS: dict[Command, Callable[..., steering.Done]] = {
    Command.EXTEND: steering.extend,
    Command.SEND_BACK: steering.send_back,
    Command.WITHDRAW: steering.withdraw,
    Command.URGE: steering.urge,
    Command.VERIFY: steering.verify_answer,
    Command.RECORD_DONE: steering.record_done,
    Command.CLOSE: steering.close,
}


@page
@require_safe
def directives(request: HttpRequest) -> HttpResponse:
    """Directives, most urgent first; `ngan` says which box, `tinh_trang` narrows the list."""
    name = request.GET.get("ngan", "")
    box = BOXES.get(name, Box.GIVEN)
    standing = request.GET.get("tinh_trang", "")
    wanted: dict[str, Any] = {"box": box, "standing": standing, "now": clock.now()}
    _rows, total, counts = steering.directives(reader(request), limit=0, **wanted)
    shown = Page.asked(request.GET.get("trang"), size=PAGE, total=total)
    rows, _total, _counts = steering.directives(reader(request), limit=PAGE, offset=shown.offset, **wanted)
    context = {
        "rows": rows,
        "page": shown,
        "box": box,
        "boxes": [(key, words, BOXES[key] is box) for key, words in _box_words().items()],
        "standing": standing,
        "standings": [(kind, words, counts[kind]) for kind, words in steering.STANDING_LABELS.items()],
        "may_direct": bool(_reach(request)),
    }
    return render(request, "leaders/directives.html", context)


def _box_words() -> dict[str, str]:
    return {"da-giao": _("Đã giao"), "phai-lam": _("Phải làm"), "tat-ca": _("Tất cả")}


def _reach(request: HttpRequest) -> frozenset[int]:
    return steering.reach(reader(request), Permission.STEERING_DIRECT, on=clock.today())


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Gives a directive about `loai` (dossier, agency, figure, plan) and `ma`, or about nothing in particular.

    `tieu_de` and `noi_dung` fill the form in for a page that leads here; whoever gives it still reads and sends it.
    """
    reach, now = _reach(request), clock.now()
    if not reach:
        raise NotAllowed(_("Chỉ lãnh đạo cơ quan giao việc."))
    kind, key = request.GET.get("loai", "")[:10], request.GET.get("ma", "")[: steering.KEY_LIMIT]
    subject = steering.resolve(reader(request), kind, key, now=now)
    initial: dict[str, Any] = {"lead": subject.agency_id} if subject.agency_id in reach else {}
    initial |= {"title": request.GET.get("tieu_de", "")[:200], "text": request.GET.get("noi_dung", "")[:2_000]}
    data: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = DirectiveForm(reach=reach, on=clock.local(now).date(), initial=initial, **data)
    if form.is_valid():
        taken = uploads.take_from(form, "attached")
        if taken is not None:
            found: list[steering.Done] = []
            values = sent_by(request)
            values.pop("expected_version")
            wish = form.wish(subject.kind, subject.key)
            if attempt(form, lambda: found.append(steering.issue(wish=wish, files=taken, **values))):
                return redirect("leaders:directive", number=found[0].id)
    context = {"form": form, "subject": subject if subject.kind != "none" else None}
    return render(request, "leaders/directive_new.html", context, status=422 if form.is_bound else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def directive(request: HttpRequest, number: int) -> HttpResponse:
    """One directive; a POST does what the pressed button (`act`) says."""
    view = steering.view(reader(request), number, now=clock.now())
    pressed = request.POST.get("act", "") if request.method == "POST" else ""
    acts = [command for command in order() if command in view.allowed]
    made = {command: form_for(command) for command in acts}
    command = next((each for each in acts if each.value == pressed), None)
    if command is not None:
        form = made[command] = form_for(command, request.POST, request.FILES)
        if form.is_valid() and _do(request, command, form, number):
            return redirect("leaders:directive", number=number)
        view = steering.view(reader(request), number, now=clock.now())
    context = {
        "view": view,
        "acts": [(each, steering.COMMAND_LABELS[each], form) for each, form in made.items()],
        "subject_href": subject_href(view),
        "may_answer": bool({Command.ACCEPT, Command.ANSWER} & view.allowed),
        "may_amend": Command.AMEND in view.allowed,
        "may_direct": view.directive.kind == "plan06" and bool(_reach(request)),
    }
    return render(request, "leaders/directive.html", context, status=422 if request.method == "POST" else 200)


def _do(request: HttpRequest, command: Command, form: forms.Form, number: int) -> bool:
    values: dict[str, Any] = dict(form.cleaned_data)
    if values.pop("attached", None) is not None:
        taken = uploads.take_from(form, "attached")
        if taken is None:
            return False
        values["files"] = taken
    return attempt(form, lambda: VERBS[command](directive_id=number, **values, **sent_by(request)))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, number: int) -> HttpResponse:
    """Changes what is to be done and by whom."""
    now = clock.now()
    view = steering.view(reader(request), number, now=now)
    if Command.AMEND not in view.allowed:
        return redirect("leaders:directive", number=number)
    data = request.POST if request.method == "POST" else None
    form = PartiesForm(data, reach=_reach(request), on=clock.local(now).date(), initial=_held(view))
    if form.is_valid():
        found = form.cleaned_data
        wish = {"title": found["title"], "text": found["text"], "assigned": form.assigned()}
        if attempt(form, lambda: steering.amend(directive_id=number, **wish, **sent_by(request))):
            return redirect("leaders:directive", number=number)
    context = {"form": form, "view": view}
    return render(request, "leaders/directive_amend.html", context, status=422 if form.is_bound else 200)


def _held(view: steering.DirectiveView) -> Mapping[str, Any]:
    lead = next(party for party in view.parties if party.part == "lead")
    others = {
        part: [party.agency.id for party in view.parties if party.part == part] for part in ("cooperating", "watching")
    }
    return {
        "title": view.directive.title,
        "text": view.directive.text,
        "lead": lead.agency.id,
        "person": lead.person.pk if lead.person else None,
        **others,
    }


@page
@require_safe
def file(request: HttpRequest, number: int) -> FileResponse:
    """A file of a directive."""
    row, handle = steering.file_for(reader(request), number, now=clock.now())
    return downloads.file_response(handle, name=row.name, media_type=row.media_type)


def subject_href(view: steering.DirectiveView) -> str:
    """Where what the directive is about is shown; blank where the reader may not see it."""
    kind, key = view.directive.subject_kind, view.directive.subject_key
    if not view.may_open_subject:
        return ""
    if kind == "dossier":
        return reverse("desk:dossier", args=[key])
    if kind == "plan":
        return reverse("leaders:directive", args=[int(key)])
    if kind == "figure":
        return f"{reverse('leaders:dossiers')}?{query.words(steering.figure_key(key).asked)}"
    return f"{reverse('leaders:board')}?{urlencode({'co_quan': key})}"
